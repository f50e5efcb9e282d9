/** What the original has is told whole: each of its nodes is here, to come, or absent for a reason. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FLOW_NODES } from '../../../engine/index.ts';

const { families, absent } = JSON.parse(readFileSync(new URL('../../../docs/original-nodes.json', import.meta.url), 'utf8')) as {
  readonly families: Readonly<Record<string, readonly string[]>>;
  readonly absent: Readonly<Record<string, string>>;
};
const bare = (name: string): string => name.replace(/<.*/s, '');
const here = new Set(FLOW_NODES.map(({ name }) => bare(name)));

test('no node stands twice, and what is absent is one of them, is not here, and says why', () => {
  const all = Object.values(families).flat();
  expect(new Set(all).size).toBe(all.length);
  for (const [name, why] of Object.entries(absent)) {
    expect(all).toContain(name);
    expect(here, name).not.toContain(bare(name));
    expect(why.length, name).toBeGreaterThan(10);
  }
});

test.each([
  'actions',
  'async',
  'core',
  'network',
  'parsing',
  'random',
  'slots',
  'sources',
  'strings',
  'time',
  'uris',
  'users',
  'utility',
  'variables',
  'worlds',
])('of the family %s all is here that makes sense here', (family) => {
  expect((families[family] ?? []).filter((name) => !here.has(bare(name)) && !Object.hasOwn(absent, name))).toEqual([]);
});
