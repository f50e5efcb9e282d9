import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeWhole } from '../../../server/files/whole-file.ts';

it('writes each part whole, wherever in it the bytes of a character fall', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'file');
  for (const begin of ['', 'a', 'ab', 'abc']) {
    // One, two, three and four bytes, many times as long as what is written at once.
    const parts = [begin, 'x', 'ä'.repeat(70_000), '', '€'.repeat(70_000), '😀'.repeat(70_000), 'end'];
    await writeWhole(file, async (write) => {
      for (const part of parts) await write(part);
    });
    expect(await readFile(file, 'utf8')).toBe(parts.join(''));
  }
});
