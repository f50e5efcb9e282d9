import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { page as textOf, PAGES, ROOT } from './pages.ts';

describe('the pages', () => {
  it('that follow from the code are up to date', () => {
    const result = spawnSync(process.execPath, ['tools/make-docs.js', '--check'], { cwd: ROOT, encoding: 'utf8' });
    expect(result.stdout.trim() + result.stderr).toBe('docs: up to date');
  });

  it.each(PAGES)('%s links only to what there is', (page) => {
    const text = textOf(page).replace(/```[\s\S]*?```/g, '');
    const missing = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => String(match[1]))
      .filter((link) => !/^(?:https?:|mailto:|#)/.test(link) && !existsSync(join(ROOT, dirname(page), String(link.split('#')[0]))));
    expect(missing).toEqual([]);
  });
});
