import { constants } from 'node:buffer';
import { open } from 'node:fs/promises';
import { WorldwireError } from '../../engine/index.ts';
import { whyUnread } from '../files/why-unread.ts';

/**
 * Bytes of the longest line that is read. The longest that is written is the head, with the world's snapshot in it: a line is put together as one
 * text, and no text is longer than this.
 */
export const LONGEST_LINE = constants.MAX_STRING_LENGTH;

/** Bytes that are kept of a line that is no record, for whoever tells of it. */
const KEPT = 100;
const MARK = Buffer.from('\u{FEFF}');
const OPENING = '{'.charCodeAt(0);

/** A line of a recording and its place. */
export interface RecordedLine {
  /** What stands there; of a line that cannot be a record, only its beginning. */
  readonly bytes: Buffer;
  /** Bytes that it has, without its end; of one that is too long, those that were seen of it. */
  readonly length: number;
  /** Counted from 1. */
  readonly line: number;
  /** Where it begins in the file. */
  readonly byte: number;
  /** False for a last line without its end. */
  readonly whole: boolean;
  /** It has more bytes than any line that is written; nothing behind it is read. */
  readonly tooLong: boolean;
}

/**
 * The lines of a recording. A byte order mark in front of the first is passed over. What does not begin as a record does is not held, and
 * a line that is longer than any that is written ends the reading, so that a file of any size takes bounded memory.
 * Rejects with WW_RECORDING_INVALID where the file cannot be read.
 */
export async function* recordedLines(file: string, longest = LONGEST_LINE): AsyncGenerator<RecordedLine> {
  const unreadable = (error: unknown): WorldwireError => new WorldwireError('WW_RECORDING_INVALID', `${file} cannot be read: ${whyUnread(error)}`);
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw unreadable(error);
  });
  try {
    // Some systems open a folder as they do a file, and refuse only to read it.
    if ((await handle.stat()).isDirectory()) throw unreadable({ code: 'EISDIR' });
    yield* linesOf(handle.createReadStream({ autoClose: false, highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>, longest);
  } finally {
    await handle.close();
  }
}

/** The lines in some bytes, as `recordedLines` tells them. */
export async function* linesOf(chunks: AsyncIterable<Buffer>, longest = LONGEST_LINE): AsyncGenerator<RecordedLine> {
  let held: Buffer[] = [];
  let line = 1,
    byte = 0,
    length = 0,
    record = true;
  const take = (part: Buffer): void => {
    if (part.length === 0) return;
    if (length === 0) record = part[0] === OPENING;
    if (record || length === 0) held.push(record ? part : Buffer.from(part.subarray(0, KEPT)));
    length += part.length;
  };
  const told = (whole: boolean): RecordedLine => ({ bytes: Buffer.concat(held), length, line, byte, whole, tooLong: length > longest });
  let first = true;
  for await (const chunk of chunks) {
    let from = 0;
    if (first && chunk.subarray(0, MARK.length).equals(MARK)) from = byte = MARK.length;
    first = false;
    for (let at = chunk.indexOf(10, from); at !== -1; at = chunk.indexOf(10, from)) {
      take(chunk.subarray(from, at));
      const whole = told(true);
      yield whole;
      if (whole.tooLong) return;
      held = [];
      line += 1;
      byte += length + 1;
      length = 0;
      from = at + 1;
    }
    take(chunk.subarray(from));
    if (record && length > longest) {
      held = [];
      yield told(false);
      return;
    }
  }
  if (length > 0) yield told(false);
}
