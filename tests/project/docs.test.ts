import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

describe('the pages', () => {
  it('that follow from the code are up to date', () => {
    const result = spawnSync(process.execPath, ['tools/make-docs.js', '--check'], { cwd: ROOT, encoding: 'utf8' });
    expect(result.stdout.trim() + result.stderr).toBe('docs: up to date');
  });

  it.each(PAGES)('%s links only to what there is', (page) => {
    const text = readFileSync(join(ROOT, page), 'utf8').replace(/```[\s\S]*?```/g, '');
    const missing = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => String(match[1]))
      .filter((link) => !/^(?:https?:|mailto:|#)/.test(link) && !existsSync(join(ROOT, dirname(page), String(link.split('#')[0]))));
    expect(missing).toEqual([]);
  });
});
