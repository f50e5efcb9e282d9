import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkedLines, checkFile } from '../../server/cli/check.ts';
import { loadRegistry } from '../../server/plugins/registry.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'worldwire-check-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function linesOf(...sources: readonly string[]): Promise<string[]> {
  const file = join(folder, 'scene.json');
  const entities = sources.map((Source, at) => ({ id: `lamp${at}`, components: { Script: { Source } } }));
  await writeFile(file, JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities }));
  return checkedLines(await checkFile(file, await loadRegistry([])), false).map((line) => line.replace(file, 'scene.json'));
}

test('a script that cannot be read is told with its place in the scene and in the script', async () => {
  expect(await linesOf('print("good")', 'print("a");\nlet x = = 3;')).toEqual([
    "scene.json: warning: entities/1 (lamp1)/components/Script/Source: SyntaxError: unexpected token in expression: '=' (line 2, column 9 of the script)",
    'scene.json: good, 2 entities, 1 warning',
  ]);
});

test('none is run by that, however long it would take', async () => {
  expect(await linesOf('for (;;);', 'throw new Error("run")', '')).toEqual(['scene.json: good, 3 entities']);
});
