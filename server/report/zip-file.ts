import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, createDeflateRaw, inflateRaw } from 'node:zlib';

/*
 * A ZIP file (APPNOTE.TXT of PKWARE, version 6.3), as every system opens it, without what files of more than 4 GiB need: a file for each entry with its
 * head, and a list of them behind.
 */

const LOCAL = 0x04034b50,
  CENTRAL = 0x02014b50,
  END = 0x06054b50;
const LOCAL_SIZE = 30,
  CENTRAL_SIZE = 46,
  END_SIZE = 22;
/** Names are UTF-8; packed by deflate; made on Unix, for its owner alone. */
const UTF8 = 0x0800,
  STORED = 0,
  DEFLATE = 8,
  VERSION = 20,
  MADE_BY = (3 << 8) | VERSION,
  OWN = (0o100600 << 16) >>> 0;
const MOST = 0xffffffff,
  MOST_ENTRIES = 0xffff;

/** An entry of a ZIP file, packed. */
export interface Packed {
  readonly name: string;
  /** Bytes before it was packed. */
  readonly bytes: number;
  readonly crc: number;
  readonly chunks: readonly Buffer[];
}

/** Packs a text as it comes. @param seen is given its bytes */
export async function packed(name: string, parts: Iterable<string> | AsyncIterable<string>, seen: (bytes: Buffer) => void = () => undefined): Promise<Packed> {
  const deflate = createDeflateRaw({ level: 6 });
  const chunks: Buffer[] = [];
  deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
  const over = new Promise<void>((resolve, reject) => deflate.on('end', resolve).on('error', reject));
  let bytes = 0,
    crc = 0;
  for await (const part of parts) {
    const buffer = Buffer.from(part);
    bytes += buffer.length;
    crc = crc32(buffer, crc);
    seen(buffer);
    if (!deflate.write(buffer)) await new Promise<void>((resolve) => deflate.once('drain', resolve));
  }
  deflate.end();
  await over;
  return { name, bytes, crc, chunks };
}

/** Bytes of a ZIP file with these entries. */
export function zipSize(entries: readonly Packed[]): number {
  return entries.reduce((sum, { name, chunks }) => sum + LOCAL_SIZE + CENTRAL_SIZE + 2 * Buffer.byteLength(name) + sizeOf(chunks), END_SIZE);
}

/** Whether there may be such a file: not of more than 4 GiB, all told or in one entry. */
export function isZip(entries: readonly Packed[]): boolean {
  return zipSize(entries) < MOST && entries.length < MOST_ENTRIES && entries.every(({ bytes }) => bytes < MOST);
}

/** The bytes of a ZIP file, part by part. @param made the time that its entries bear */
export function* zipped(entries: readonly Packed[], made: Date): Generator<Buffer> {
  const [time, date] = dosTime(made);
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, bytes, crc, chunks } of entries) {
    const named = Buffer.from(name),
      size = sizeOf(chunks);
    const about = (to: Buffer, from: number): void => {
      to.writeUInt16LE(VERSION, from);
      to.writeUInt16LE(UTF8, from + 2);
      to.writeUInt16LE(DEFLATE, from + 4);
      to.writeUInt16LE(time, from + 6);
      to.writeUInt16LE(date, from + 8);
      to.writeUInt32LE(crc, from + 10);
      to.writeUInt32LE(size, from + 14);
      to.writeUInt32LE(bytes, from + 18);
      to.writeUInt16LE(named.length, from + 22);
    };
    const local = Buffer.alloc(LOCAL_SIZE);
    local.writeUInt32LE(LOCAL, 0);
    about(local, 4);
    yield Buffer.concat([local, named]);
    yield* chunks;
    const listed = Buffer.alloc(CENTRAL_SIZE);
    listed.writeUInt32LE(CENTRAL, 0);
    listed.writeUInt16LE(MADE_BY, 4);
    about(listed, 6);
    listed.writeUInt32LE(OWN, 38);
    listed.writeUInt32LE(at, 42);
    central.push(listed, named);
    at += LOCAL_SIZE + named.length + size;
  }
  yield* central;
  const end = Buffer.alloc(END_SIZE);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(sizeOf(central), 12);
  end.writeUInt32LE(at, 16);
  yield end;
}

function sizeOf(chunks: readonly Buffer[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}

/** A time as MS-DOS has it, of this machine's clock. */
function dosTime(at: Date): [time: number, date: number] {
  return [
    (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1),
    ((at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate(),
  ];
}

/** An entry as the list of a file tells it. */
export interface ZipEntry {
  readonly name: string;
  /** False where it stands there as it is, as programs do that pack a report again. */
  readonly isPacked: boolean;
  readonly bytes: number;
  readonly crc: number;
  readonly size: number;
  readonly at: number;
}

/** Bytes of the list that are read. */
const LONGEST_LIST = 16 << 20;

/** Reads a ZIP file as this module writes them; what it throws says in words what is wrong with one. */
export class ZipReader {
  readonly #handle: FileHandle;
  readonly entries: ReadonlyMap<string, ZipEntry>;

  private constructor(handle: FileHandle, entries: ReadonlyMap<string, ZipEntry>) {
    this.#handle = handle;
    this.entries = entries;
  }

  static async open(file: string): Promise<ZipReader> {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const end = await bytesOf(handle, Math.max(0, size - END_SIZE), END_SIZE);
      if (end.length < END_SIZE || end.readUInt32LE(0) !== END) throw new Error('it is cut off, or no ZIP file');
      const count = end.readUInt16LE(10),
        length = end.readUInt32LE(12),
        from = end.readUInt32LE(16);
      if (length > LONGEST_LIST || from + length > size) throw new Error('its list is damaged');
      return new ZipReader(handle, entriesIn(await bytesOf(handle, from, length), count));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** All of an entry, which is held against its checksum. @param most bytes that it may have */
  async read(name: string, most: number): Promise<Buffer> {
    const entry = this.entries.get(name);
    if (entry === undefined) throw new Error(`${name} is not in it`);
    if (entry.bytes > most) throw new Error(`${name} has ${entry.bytes} bytes, and ${most} at most are read`);
    const head = await bytesOf(this.#handle, entry.at, LOCAL_SIZE);
    if (head.length < LOCAL_SIZE || head.readUInt32LE(0) !== LOCAL) throw new Error(`${name} is not where its list says`);
    const from = entry.at + LOCAL_SIZE + head.readUInt16LE(26) + head.readUInt16LE(28);
    const bytes = await bytesOf(this.#handle, from, entry.size);
    // No more than its list says, whatever is packed in there.
    const plain = entry.isPacked ? await promisify(inflateRaw)(bytes, { maxOutputLength: entry.bytes + 1 }).catch(() => undefined) : bytes;
    if (plain?.length !== entry.bytes || crc32(plain) !== entry.crc) throw new Error(`${name} is damaged`);
    return plain;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

function entriesIn(list: Buffer, count: number): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + CENTRAL_SIZE > list.length || list.readUInt32LE(at) !== CENTRAL) throw new Error('its list is damaged');
    const how = list.readUInt16LE(at + 10);
    if (how !== DEFLATE && how !== STORED) throw new Error('it is packed in another way than reports are');
    const named = list.readUInt16LE(at + 28);
    const name = list.toString('utf8', at + CENTRAL_SIZE, at + CENTRAL_SIZE + named);
    entries.set(name, {
      name,
      isPacked: how === DEFLATE,
      crc: list.readUInt32LE(at + 16),
      size: list.readUInt32LE(at + 20),
      bytes: list.readUInt32LE(at + 24),
      at: list.readUInt32LE(at + 42),
    });
    at += CENTRAL_SIZE + named + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32);
  }
  return entries;
}

async function bytesOf(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  // As much as there is: a list that lies says more.
  const { size } = await handle.stat();
  const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
  return buffer.subarray(0, bytesRead);
}
