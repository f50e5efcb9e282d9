import { createReadStream } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { WorldwireError } from '../../engine/index.ts';
import { whyUnread } from '../files/why-unread.ts';
import { linesOf, LONGEST_LINE, type RecordedLine } from '../recording/recorded-lines.ts';
import { writePacked } from './packed-file.ts';

/** A log that nothing more comes to is packed: of a world that waits it takes a tenth. */
export function packedLog(log: string): string {
  return `${log}.gz`;
}

/** Packs a log, which is whole and flushed; it is there in one form or the other at any moment. */
export async function packLog(log: string): Promise<void> {
  await writePacked(packedLog(log), createReadStream(log, { highWaterMark: 1 << 18 }));
  await unlink(log);
}

/**
 * The lines of a log, packed or not. Where a packed one is damaged, what could be unpacked of it is followed by a line that is not whole.
 * Rejects with WW_JOURNAL_INVALID where it is in neither form, or cannot be read.
 */
export async function* logLines(log: string, longest = LONGEST_LINE): AsyncGenerator<RecordedLine> {
  const handle = await opened(log);
  const packed = packedLog(log);
  const chunks = handle.file.createReadStream({ autoClose: false, highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
  try {
    if (!handle.isPacked) yield* linesOf(chunks, longest);
    else {
      let last: RecordedLine | undefined;
      try {
        for await (const line of linesOf(pieces(chunks), longest)) yield (last = line);
      } catch (error) {
        if (!(error instanceof Damaged)) throw error;
        const next = last === undefined ? { line: 1, byte: 0 } : { line: last.line + 1, byte: last.byte + last.length + 1 };
        yield { bytes: Buffer.from(`${basename(packed)} is damaged`), length: 0, ...next, whole: true, tooLong: false };
      }
    }
  } finally {
    await handle.file.close();
  }
}

/** What is thrown where packed bytes were changed. */
class Damaged extends Error {}

async function* pieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const fed = pipeline(chunks, gunzip).catch((error: unknown) => {
    throw new Damaged((error as Error).message);
  });
  fed.catch(() => undefined);
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) yield piece;
  } catch (error) {
    throw new Damaged((error as Error).message);
  }
  await fed;
}

/** A log may be packed between the look at its folder and its being opened. */
async function opened(log: string): Promise<{ readonly file: Awaited<ReturnType<typeof open>>; readonly isPacked: boolean }> {
  let why: unknown;
  for (const [path, isPacked] of [
    [log, false],
    [packedLog(log), true],
  ] as const) {
    try {
      return { file: await open(path, 'r'), isPacked };
    } catch (error) {
      why = error;
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') break;
    }
  }
  throw new WorldwireError('WW_JOURNAL_INVALID', `${log} cannot be read: ${whyUnread(why)}`);
}
