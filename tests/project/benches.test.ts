import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { ROOT } from './pages.ts';

const BENCHES = join(ROOT, 'dist/tests/bench');

function built(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(folder, name));
}

test('all that a bench imports is there in the build: benches go over file by file, what they import is bundled', async () => {
  const files = built(BENCHES);
  expect(files).toContain(join(BENCHES, 'run.js'));
  const warnings: string[] = [];
  const graph = await rolldown({
    input: files,
    platform: 'node',
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
    onLog: (level, { message }) => void warnings.push(`${level}: ${message}`),
  });
  const { output } = await graph.generate();
  await graph.close();
  expect(warnings).toEqual([]);
  for (const name of new Set(output.flatMap((file) => (file.type === 'chunk' ? [...file.imports, ...file.dynamicImports] : []))))
    if (!output.some((file) => file.fileName === name)) expect(() => import.meta.resolve(name), name).not.toThrow();
});

test('each loop is started by a case under its name, or imported by another', () => {
  const texts = built(BENCHES).map((file) => readFileSync(file, 'utf8'));
  const loops = readdirSync(join(BENCHES, 'loops')).flatMap((file) => (file.endsWith('.js') ? [file.slice(0, -'.js'.length)] : []));
  const used = (name: string): boolean => texts.some((text) => [`"${name}"`, `'${name}'`, `"./${name}.js"`].some((said) => text.includes(said)));
  expect(loops.filter((name) => !used(name))).toEqual([]);
});
