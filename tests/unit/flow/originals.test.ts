/** What the original has is told whole: each of its nodes is here, to come, or absent for a reason. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FLOW_NODES, nodeCatalogue } from '../../../engine/index.ts';
import { TITLES } from '../../../engine/flow/titles.ts';
import { isPlainType } from '../../../engine/flow/values/data-type.ts';

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
  'math',
  'network',
  'operators',
  'parsing',
  'random',
  'slots',
  'sources',
  'strings',
  'time',
  'transform',
  'uris',
  'users',
  'utility',
  'variables',
  'worlds',
])('of the family %s all is here that makes sense here', (family) => {
  expect((families[family] ?? []).filter((name) => !here.has(bare(name)) && !Object.hasOwn(absent, name))).toEqual([]);
});

test('what the original shows is told of nodes that are here', () => {
  for (const [name, title] of TITLES) {
    expect(here, title).toContain(name);
    expect(nodeCatalogue().nodes.find((node) => node.name === name)?.title).toBe(title);
  }
});

test('the catalogue has every node once, its ports with types that it knows, and is JSON', () => {
  const { nodes, types, version } = nodeCatalogue();
  expect(nodes.map(({ name }) => name)).toEqual(FLOW_NODES.map(({ name }) => bare(name)));
  expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
  const known = new Set(types.map(({ name }) => name));
  for (const { name, inputs, outputs, generic = [] } of nodes)
    for (const { type } of [...inputs, ...outputs]) expect(known.has(type) || !isPlainType(type) || generic.length > 0, `${name}: ${type}`).toBe(true);
  for (const { name, widens } of types) for (const wide of widens) expect(known, name).toContain(wide);
  expect(JSON.parse(JSON.stringify({ version, nodes, types }))).toEqual({ version, nodes, types });
  expect(types.filter(({ literal }) => !literal).map(({ name }) => name)).toEqual(['Slot']);
  expect(nodes.filter(({ chance }) => chance === true).length).toBeGreaterThan(20);
  for (const { name, doc, chance } of nodes) expect(/by the world's chance/i.test(doc), name).toBe(chance === true);
});
