import { WorldwireError } from '../errors.ts';
import { visible } from '../visible.ts';

const STRICT = new TextDecoder('utf-8', { fatal: true }),
  LENIENT = new TextDecoder('utf-8');

/**
 * The text of a file's bytes, which have to be UTF-8: what is not would otherwise become U+FFFD, and be lost with the next save. A byte order
 * mark in front is left out.
 * @throws WorldwireError `WW_SCENE_SYNTAX` with offset, line and column of the first byte that is not
 */
export function utf8Text(bytes: Uint8Array, file: string): string {
  try {
    return STRICT.decode(bytes);
  } catch {
    const offset = firstWrong(bytes);
    const before = LENIENT.decode(bytes.subarray(0, offset));
    const line = before.split('\n').length,
      column = before.length - before.lastIndexOf('\n');
    const found = `0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')}`;
    const message = visible(
      `${file}:${line}:${column}: expected UTF-8, found the byte ${found} at offset ${offset}, which is none; it has to be written as UTF-8`,
      2_000,
    );
    throw new WorldwireError('WW_SCENE_SYNTAX', message, [{ path: `${line}:${column}`, expected: 'UTF-8', message, code: 'WW_SCENE_SYNTAX', line, column }]);
  }
}

/** Bytes that are looked through at a time for the first one that is wrong. */
const BLOCK = 64 * 1024;

/** Offset of the first byte at which a sequence begins that is no UTF-8. All is gone through once, and the block in which it lies looked at closely. */
function firstWrong(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let from = 0;
  try {
    for (; from < bytes.length; from += BLOCK) decoder.decode(bytes.subarray(from, from + BLOCK), { stream: true });
    from = bytes.length;
  } catch {
    // In this block, or in a sequence that has begun in front of it.
  }
  const start = lastBegun(bytes, from);
  return start + firstWrongIn(bytes.subarray(start, from + BLOCK));
}

/** Where the sequence begins that goes on at an offset, or the offset where none does. */
function lastBegun(bytes: Uint8Array, offset: number): number {
  for (let back = 1; back <= 3 && back <= offset; back++) {
    const byte = bytes[offset - back] as number;
    if (byte >= 0xc0) return offset - back;
    if (byte < 0x80) break;
  }
  return offset;
}

/** The same of a short stretch that begins with a whole sequence: the longest part that decodes ends before it. */
function firstWrongIn(bytes: Uint8Array): number {
  const decodes = (end: number): boolean => {
    try {
      // As a part of a stream, a sequence that is cut off at the end may still become whole.
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let good = 0,
    bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(middle)) good = middle;
    else bad = middle;
  }
  // Back to where the sequence began that did not go on as it must.
  let at = Math.min(good, bytes.length - 1);
  while (at > 0 && good - at < 3 && !decodesWhole(bytes.subarray(0, at))) at--;
  return at;
}

function decodesWhole(bytes: Uint8Array): boolean {
  try {
    STRICT.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
