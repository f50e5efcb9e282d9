import { createHash } from 'node:crypto';
import { open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip, gunzip } from 'node:zlib';
import { flushFolder } from '../files/whole-file.ts';

/** Bytes of the checksum that a snapshot's file ends with. */
const SUM = 32;
/** Mode of a file that only its owner may read. */
const OWN = 0o600;

/** Writes a snapshot's text, packed, with its SHA-256 behind it. It appears whole and flushed, or not at all. Gives its bytes. */
export async function writeSnapshot(file: string, parts: AsyncIterable<string>): Promise<number> {
  const beside = `${file}.new`;
  const handle = await open(beside, 'w', OWN);
  let bytes = 0;
  try {
    const sum = createHash('sha256');
    await pipeline(parts, createGzip({ level: 1 }), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        sum.update(chunk);
        bytes += chunk.length;
        await handle.appendFile(chunk);
      }
    });
    await handle.appendFile(sum.digest());
    await handle.sync();
  } catch (error) {
    await handle.close().catch(() => undefined);
    await unlink(beside).catch(() => undefined);
    throw error;
  }
  await handle.close();
  await rename(beside, file);
  await flushFolder(dirname(file));
  return bytes + SUM;
}

/** The text of a snapshot; undefined where the file is not whole. */
export async function readSnapshot(file: string): Promise<string | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined || bytes.length <= SUM) return undefined;
  const packed = bytes.subarray(0, -SUM);
  if (!createHash('sha256').update(packed).digest().equals(bytes.subarray(-SUM))) return undefined;
  return promisify(gunzip)(packed).then(
    (text) => text.toString('utf8'),
    () => undefined,
  );
}
