import { constants } from 'node:buffer';
import { createHash, randomBytes } from 'node:crypto';
import { constants as fileConstants } from 'node:fs';
import { link, mkdir, open, readdir, stat, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip, gunzip } from 'node:zlib';
import Type, { type Static } from 'typebox';
import { checkOf, WorldwireError } from '../../engine/index.ts';
import { HOST_TAG, isThere } from '../files/own-name.ts';
import { flushFolder } from '../files/whole-file.ts';
import { chain, seal, unseal } from '../recording/recording.ts';

/* The file of a version: the scene's text, packed, then a line that says what it is, then the length of that line and the SHA-256 of all before it. */

const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Text = Type.String({ maxLength: 1000 });
const Head = Type.Object({
  format: Type.Literal('worldwire/version'),
  version: Type.Literal(1),
  number: Type.Integer({ minimum: 1, maximum: 99_999_999 }),
  /**
   * Why it was kept: a person saved, the world was saved by itself, its state was kept in between, something else was about to be put in its place, or
   * the file held this as it was opened, or before it was written over.
   */
  why: Type.Enum(['save', 'autosave', 'state', 'before', 'file']),
  /** When, ISO 8601. */
  at: Text,
  /** Tick of the world; absent of what stood in a file. */
  tick: Type.Optional(Count),
  /** Who edited since the version before, with how many edits each; a drag is one. */
  authors: Type.Array(Type.Object({ userId: Text, name: Type.Optional(Text), edits: Count }), { maxItems: 20 }),
  /** The newest of them in words, as the log tells them. */
  changes: Type.Array(Text, { maxItems: 10 }),
  /** How many edits there were, and where they were too many authors to be named, those of the others among them. */
  edits: Count,
  /** Bytes of the scene's text, and its SHA-256. */
  bytes: Count,
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});
export type VersionHead = Static<typeof Head>;
/** Why a version was kept. */
export type VersionReason = VersionHead['why'];

/** A version that is kept. */
export interface Version extends VersionHead {
  /** Bytes of its file. */
  readonly size: number;
}

const check = checkOf(Head, 'the head of a version');
const FILE = /^(\d{8})\.version$/;
/** What was being written as its process was killed. */
const HALF = /^\.\d{8}\.version-([0-9a-f]{6})-(\d+)-[0-9a-f]{12}\.new$/;
/** Bytes of a file's end: the length of its head, and the checksum. */
const LENGTH = 8,
  SUM = 32,
  END = LENGTH + SUM;
const LONGEST_HEAD = 64 * 1024;
/** Mode of a file that only its owner may read. */
const OWN = 0o600;
const HIGHEST = 99_999_999;

/** Where the versions of a scene lie whose journal lies in this folder. */
export function versionsFolder(journal: string): string {
  return join(journal, 'versions');
}

export function versionFile(folder: string, number: number): string {
  return join(folder, `${String(number).padStart(8, '0')}.version`);
}

/** The versions of a folder, oldest first, and what lies in it that is none, in words. A folder that is not there has none. */
export async function versionsIn(folder: string): Promise<{ readonly versions: Version[]; readonly skipped: string[] }> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  const versions: Version[] = [],
    skipped: string[] = [];
  for (const name of names.toSorted((a, b) => (a < b ? -1 : 1))) {
    const [, number] = FILE.exec(name) ?? [];
    if (number === undefined) {
      if (!HALF.test(name)) skipped.push(`${name} is no version`);
      continue;
    }
    const found = await headOf(join(folder, name)).catch((error: unknown) => `cannot be read: ${(error as Error).message}`);
    // A file that was taken away meanwhile is missing, and not damaged.
    if (found === undefined) continue;
    if (typeof found === 'string') skipped.push(`${name} ${found}`);
    else if (found.number === Number(number)) versions.push(found);
    else skipped.push(`${name} says that it is version ${found.number}`);
  }
  return { versions, skipped };
}

/** What a file says that it is; in words what is wrong with it, and undefined where it is gone. Its end alone is read. */
async function headOf(file: string): Promise<Version | string | undefined> {
  const handle = await opened(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    const end = await bytesOf(handle, Math.max(0, size - END), END);
    const length = lengthIn(end, size);
    if (length === undefined) return 'is cut off, or no version';
    const head = headIn(await bytesOf(handle, size - END - length, length));
    return head === undefined ? 'is damaged' : { ...head, size };
  } finally {
    await handle.close();
  }
}

/** Opens a file to read it. A pipe that lies there in its place is refused: to open it would wait for a writer, and hold a thread for that long. */
async function opened(file: string): Promise<FileHandle> {
  const handle = await open(file, fileConstants.O_RDONLY | (fileConstants.O_NONBLOCK ?? 0));
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new Error('it is no file');
}

async function bytesOf(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, at);
  return buffer.subarray(0, bytesRead);
}

function lengthIn(end: Buffer, size: number): number | undefined {
  if (end.length < END) return undefined;
  const length = Number(end.readBigUInt64LE(0));
  return length > 0 && length <= LONGEST_HEAD && length <= size - END ? length : undefined;
}

function headIn(bytes: Buffer): VersionHead | undefined {
  const found = unseal(bytes.toString('utf8').trimEnd());
  if (found === undefined || chain('', found.text) !== found.sum) return undefined;
  try {
    const head = JSON.parse(found.text) as unknown;
    return check(head).length === 0 ? (head as VersionHead) : undefined;
  } catch {
    return undefined;
  }
}

async function allOf(file: string): Promise<Buffer> {
  const handle = await opened(file);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** The text of a version, checked whole. Rejects with WW_NO_VERSION where there is none of that number, or its file is damaged. */
export async function readVersion(folder: string, number: number): Promise<{ readonly head: VersionHead; readonly text: string }> {
  const file = versionFile(folder, number);
  const bytes = await allOf(file).catch((error: NodeJS.ErrnoException) => {
    throw new WorldwireError(
      'WW_NO_VERSION',
      error.code === 'ENOENT' ? `There is no version ${number}, or it is kept no longer.` : `Version ${number} cannot be read: ${error.message}`,
    );
  });
  const damaged = new WorldwireError('WW_NO_VERSION', `The file of version ${number} is damaged, so nothing is taken from it.`);
  const length = lengthIn(bytes.subarray(Math.max(0, bytes.length - END)), bytes.length);
  if (length === undefined || !createHash('sha256').update(bytes.subarray(0, -SUM)).digest().equals(bytes.subarray(-SUM))) throw damaged;
  const head = headIn(bytes.subarray(bytes.length - END - length, bytes.length - END));
  if (head === undefined || head.number !== number) throw damaged;
  try {
    // No more than its head says and a text can hold, whatever is packed in there.
    const text = await promisify(gunzip)(bytes.subarray(0, bytes.length - END - length), {
      maxOutputLength: Math.min(head.bytes + 1, constants.MAX_STRING_LENGTH),
    });
    if (createHash('sha256').update(text).digest('hex') !== head.sha256) throw damaged;
    return { head, text: text.toString('utf8') };
  } catch {
    throw damaged;
  }
}

/**
 * Writes a version, packed as its text comes. It appears whole and flushed, under the next number that is free, or not at all; undefined where its
 * text is not wanted.
 * @param head is asked when all of the text is there
 * @param isWanted says by the SHA-256 of all of the text whether it is to be kept
 */
export async function writeVersion(
  folder: string,
  parts: AsyncIterable<string | Uint8Array>,
  head: () => Omit<VersionHead, 'format' | 'version' | 'number' | 'bytes' | 'sha256'>,
  first: number,
  isWanted: (sha256: string) => boolean = () => true,
): Promise<Version | undefined> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const beside = join(folder, `.${String(first).padStart(8, '0')}.version-${HOST_TAG}-${process.pid}-${randomBytes(6).toString('hex')}.new`);
  const handle = await open(beside, 'wx', OWN);
  try {
    const sum = createHash('sha256'),
      plain = createHash('sha256');
    let bytes = 0,
      packed = 0;
    const put = async (chunk: Uint8Array): Promise<void> => {
      sum.update(chunk);
      await handle.appendFile(chunk);
    };
    await pipeline(
      counted(parts, plain, (length) => (bytes += length)),
      createGzip({ level: 6 }),
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) {
          packed += chunk.length;
          await put(chunk);
        }
      },
    );
    const sha256 = plain.digest('hex');
    if (!isWanted(sha256)) return undefined;
    for (let number = first; number <= HIGHEST; number++) {
      const said: VersionHead = { format: 'worldwire/version', version: 1, number, ...head(), bytes, sha256 };
      const line = Buffer.from(`${seal('', said).line}\n`);
      const length = Buffer.alloc(LENGTH);
      length.writeBigUInt64LE(BigInt(line.length));
      const whole = sum.copy().update(line).update(length).digest();
      await handle.write(Buffer.concat([line, length, whole]), 0, line.length + END, packed);
      await handle.truncate(packed + line.length + END);
      await handle.sync();
      // Another process may keep versions of the same file, as the command line does while no server has it.
      if (!(await placed(beside, versionFile(folder, number)))) continue;
      await flushFolder(folder);
      return { ...said, size: packed + line.length + END };
    }
    throw new Error('there are no more numbers');
  } finally {
    await handle.close().catch(() => undefined);
    await unlink(beside).catch(() => undefined);
  }
}

async function* counted(
  parts: AsyncIterable<string | Uint8Array>,
  hash: { update(data: Uint8Array): unknown },
  count: (length: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    hash.update(bytes);
    count(bytes.length);
    yield bytes;
  }
}

/** Gives a file its name; false where there is one of that name. */
async function placed(beside: string, file: string): Promise<boolean> {
  try {
    await link(beside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    if (await stat(file).catch(() => undefined)) return false;
    throw error;
  }
}

/** Takes away what was being written as its process was killed. */
export async function clearHalf(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, tag, pid] = HALF.exec(name) ?? [];
    if (tag === HOST_TAG && pid !== undefined && Number(pid) !== process.pid && !isThere(Number(pid))) await unlink(join(folder, name)).catch(() => undefined);
  }
}
