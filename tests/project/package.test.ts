import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './pages.ts';

/** What npm would publish, by paths from the root. */
function packed(): string[] {
  const json = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });
  return (JSON.parse(json) as { files: { path: string }[] }[])[0]?.files.map(({ path }) => path) ?? [];
}

/** A file and all that it imports from beside it. */
function withImports(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  if (!existsSync(join(ROOT, file))) return found;
  for (const [, from = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(/(?:\bfrom |\bimport\(|\bimport |\breference path=)["'](\.{1,2}\/[^"']+)["']/g)) {
    const target = normalize(join(dirname(file), from))
      .split(sep)
      .join('/');
    withImports(file.endsWith('.d.ts') ? target.replace(/(?:\.d)?\.[jt]s$/, '.d.ts') : target, found);
  }
  return found;
}

test('the package holds all that its entrances import, with declarations, and the licence of what is bundled', () => {
  const files = packed();
  const { exports, bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { types: string; default?: string }>;
    bin: Record<string, string>;
  };
  const entrances = [
    ...Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [entry] : [entry.types, entry.default ?? entry.types])),
    ...Object.values(bin),
    'bin/start.js',
    'dist/server/cli/example.js',
    'dist/server/doors/world-worker.js',
    'dist/server/past/ghost-worker.js',
    'dist/server/saving/difference-worker.js',
    'dist/server/versions/compare-worker.js',
    'dist/worlds/services/start.js',
    'dist/worlds/echo-bot/index.js',
  ].map((path) => normalize(path).split(sep).join('/'));
  const needed = new Set(entrances.flatMap((file) => [...withImports(file)]));
  // A clone builds first; what is installed is built.
  needed.delete('tools/build.js');
  expect(needed.size).toBeGreaterThan(100);
  expect([...needed].filter((file) => !files.includes(file))).toEqual([]);
  expect(files).toContain('dist/inspector-ui/index.html');
  expect([...needed].filter((file) => file.startsWith('script/')).length).toBe(6);
  const licences = readFileSync(join(ROOT, 'dist/third-party-licences.txt'), 'utf8');
  expect(licences).toMatch(/^typebox \d[^]*MIT License/m);
  expect(licences).toMatch(/^semver \d[^]*ISC License/m);
  expect(files).toContain('dist/third-party-licences.txt');
  expect(files.filter((file) => /^dist\/(?:tests|\.)/.test(file))).toEqual([]);
});
