import { createHash } from 'node:crypto';
import { open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { flushFolder } from '../files/whole-file.ts';

/** Mode of a file that only its owner may read. */
const OWN = 0o600;

/**
 * Writes what is given, packed, to a file that appears whole and flushed, or not at all. Gives its bytes.
 * @param isSealed the SHA-256 of what was packed stands behind it
 */
export async function writePacked(file: string, parts: AsyncIterable<string | Uint8Array>, isSealed = false): Promise<number> {
  const beside = `${file}.new`;
  // What lies there is left over, or was put there: a link is not followed, and a file that others may read is not written to.
  await unlink(beside).catch(() => undefined);
  const handle = await open(beside, 'wx', OWN);
  let bytes = 0;
  try {
    const sum = createHash('sha256');
    const put = async (chunk: Uint8Array): Promise<void> => {
      bytes += chunk.length;
      await handle.appendFile(chunk);
    };
    await pipeline(parts, createGzip({ level: 1 }), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        if (isSealed) sum.update(chunk);
        await put(chunk);
      }
    });
    if (isSealed) await put(sum.digest());
    await handle.sync();
  } catch (error) {
    await handle.close().catch(() => undefined);
    await unlink(beside).catch(() => undefined);
    throw error;
  }
  await handle.close();
  await rename(beside, file);
  await flushFolder(dirname(file));
  return bytes;
}
