import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SceneFile } from '../../../server/saving/scene-file.ts';

it('one other byte in a large file is found, though neither its size nor its time tells of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'large.scene.json');
  const bytes = Buffer.alloc(700_000, 'a');
  await writeFile(path, bytes);
  const { file } = await SceneFile.read(path);
  const { atime, mtime } = await stat(path);
  for (const at of [0, 300_000, 699_999]) {
    const others = Buffer.from(bytes);
    others[at] = 98;
    await writeFile(path, others);
    await utimes(path, atime, mtime);
    expect(await file.look(true), String(at)).toBe('changed');
    await writeFile(path, bytes);
    expect(await file.look(true), String(at)).toBe('same');
  }
  await rm(path);
  expect(await file.look(true)).toBe('removed');
});
