import { constants } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, type ZlibOptions } from 'node:zlib';
import { writePacked } from './packed-file.ts';

/** Bytes of the checksum that a snapshot's file ends with. */
const SUM = 32;

/** Bytes that are unpacked at a time: in pieces of the usual 16 kB, putting them together takes as long as unpacking them. */
const PIECE = 1 << 22;

/** Writes a snapshot's text, packed, with its SHA-256 behind it. It appears whole and flushed, or not at all. Gives its bytes. */
export function writeSnapshot(file: string, parts: AsyncIterable<string>): Promise<number> {
  return writePacked(file, parts, true);
}

/** The text of a snapshot; undefined where the file is not whole, or holds more than any state of ours. */
export async function readSnapshot(file: string): Promise<string | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined || bytes.length <= SUM) return undefined;
  const packed = bytes.subarray(0, -SUM);
  if (!createHash('sha256').update(packed).digest().equals(bytes.subarray(-SUM))) return undefined;
  try {
    // No more than a text can hold, whatever is packed in there: a few megabytes may be all of the machine's memory.
    const text = await promisify<Buffer, ZlibOptions, Buffer>(gunzip)(packed, { chunkSize: PIECE, maxOutputLength: constants.MAX_STRING_LENGTH });
    return text.toString('utf8');
  } catch {
    return undefined;
  }
}
