import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERRORS, FLOW_NODES } from '../../engine/index.ts';
import { blocks, page as textOf, PAGES, quoted, ROOT } from './pages.ts';

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

  it.each(PAGES)('%s points only at headings that there are', (page) => {
    const text = textOf(page).replace(/```[\s\S]*?```/g, '');
    const lost = [...text.matchAll(/\]\(([^)\s:]*)#([^)\s]+)\)/g)].filter(([, file = '', anchor = '']) => {
      const target = file === '' ? page : join(dirname(page), file);
      return !anchorsOf(textOf(target)).has(anchor);
    });
    expect(lost.map(([link]) => link)).toEqual([]);
  });

  it.each(PAGES)('%s names only codes of errors that there are', (page) => {
    const named = [...textOf(page).matchAll(/\bWW_[A-Z_]*[A-Z]\b/g)].map(([code]) => code);
    expect(named.filter((code) => !Object.hasOwn(ERRORS, code))).toEqual([]);
  });

  it.each(PAGES)('%s has no JSON that cannot be read', (page) => {
    for (const text of blocks(textOf(page), 'json')) expect(() => JSON.parse(text) as unknown, text).not.toThrow();
  });

  it('find a node by its family and by the title that the original shows, and lose no type to the web, which takes what stands in brackets for a tag', () => {
    const text = textOf('docs/nodes.md'),
      [contents = '', ...families] = text.split('\n## ');
    expect([...contents.matchAll(/^\| \[([^\]]+)\]/gm)].map(([, name]) => name)).toEqual(families.map((family) => family.split('\n')[0]));
    for (const family of families.slice(0, -1)) expect(family.match(/^### /gm)?.length, family.slice(0, 20)).toBe(family.match(/\]\(#/g)?.length);
    expect(text).toMatch(/### `FireOnTrue`\n\n.* The original shows it as \*Fire On True\*\.\n/);
    expect(text).toMatch(/### `ObjectWrite<T>`\n\n.* The original shows it as \*Write\*\.\n/);
    expect(text.replaceAll(/`[^`\n]*`/g, '').match(/<(?!!--)[^>\n]*>/g)).toBeNull();
  });

  it('name only nodes that there are instead of those that are absent', () => {
    const here = new Set(FLOW_NODES.map(({ name }) => name.replace(/<.*/, '')));
    const { absent } = JSON.parse(textOf('docs/original-nodes.json')) as { readonly absent: Readonly<Record<string, string>> };
    const named = new Set(Object.values(absent).flatMap(quoted));
    expect([...named].filter((name) => !here.has(name) && !['IsConnected', 'Uri'].includes(name))).toEqual([]);
  });

  it('name only keys that the list of keys has', () => {
    const listed = new Set(quoted(textOf('docs/keys.md')));
    const named = ['README.md', 'docs/inspector.md', 'docs/running.md'].flatMap((page) => quoted(textOf(page)));
    const keys = named.filter((code) => /^(?:(?:Ctrl|Alt|Shift)-)+\S+$|^F\d+$/.test(code));
    expect(keys.length).toBeGreaterThan(15);
    expect(keys.filter((key) => !listed.has(key))).toEqual([]);
  });
});

/** What a link may point at in a page: its headings, as they are shown on the web, and its own marks. */
function anchorsOf(text: string): Set<string> {
  const headings = [...text.replace(/```[\s\S]*?```/g, '').matchAll(/^#+ (.+)$/gm)].map((match) =>
    String(match[1])
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return new Set([...headings, ...[...text.matchAll(/<a id="([^"]+)"/g)].map((match) => String(match[1]))]);
}
