/** Large objects that came of each other: what is known by that is what a look at all of them finds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countOf, descentOf, KnownByDescent, MANY } from '../../../engine/descent.ts';
import { sizeOf } from '../../../engine/editing/json-size.ts';
import { patchJson } from '../../../engine/editing/json-patch.ts';
import { sameJson, type Json, type PatchStep } from '../../../engine/index.ts';
import { samples } from '../../samples.ts';

type Nodes = { readonly [id: string]: Json };
const begun = (): { readonly nodes: Nodes } => ({ nodes: Object.fromEntries(Array.from({ length: MANY }, (_, at) => [`n${at}`, { at: [at] }])) });
const name = fc.oneof(
  fc.nat(MANY - 1).map((at) => `n${at}`),
  fc.constantFrom('a', 'b', '3', '10'),
);
const part = fc.constantFrom<Json>(1, 'text', { at: [1] }, { at: [[[2]]], text: 'long' }, []);
const step = fc.oneof(fc.record({ op: fc.constant('add' as const), path: name, value: part }), fc.record({ op: fc.constant('remove' as const), path: name }));

test('one that was edited is measured, compared and told from those before it as its text is', () => {
  let known = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const all: { readonly nodes: Nodes }[] = [begun()];
      const kept = new KnownByDescent<{ readonly text: string }>();
      for (const each of steps) {
        const before = all.at(-1) as { readonly nodes: Nodes };
        if (each.op === 'remove' && !Object.hasOwn(before.nodes, each.path)) continue;
        const { value } = patchJson(before, [{ ...each, path: `/nodes/${each.path}` } as PatchStep]);
        all.push(value as { readonly nodes: Nodes });
      }
      for (const [at, now] of all.entries()) {
        const copy = structuredClone(now);
        expect(sizeOf(now)).toEqual(sizeOf(copy));
        expect(countOf(now.nodes)).toBe(Object.keys(copy.nodes).length);
        const found = kept.of(now.nodes);
        if (found !== undefined) {
          const was = JSON.parse(found.found.text) as Nodes;
          for (const id of new Set([...Object.keys(was), ...Object.keys(copy.nodes)])) if (!found.names.has(id)) expect(was[id]).toEqual(copy.nodes[id]);
        }
        if (at % 3 === 0) kept.keep(now.nodes, { text: JSON.stringify(now.nodes) });
        for (const before of all.slice(0, at)) {
          expect(sameJson(before, now)).toBe(JSON.stringify(before) === JSON.stringify(now));
          expect(sameJson(now, before, 'freely')).toBe(sameJson(structuredClone(before), copy, 'freely'));
          const descent = descentOf(now.nodes, before.nodes);
          if (descent === undefined) continue;
          known++;
          for (const id of new Set([...Object.keys(before.nodes), ...Object.keys(now.nodes)]))
            if (!descent.names.has(id)) expect(before.nodes[id]).toBe(now.nodes[id]);
          if (descent.others.size === 0) expect(Object.keys(now.nodes)).toEqual(Object.keys(before.nodes));
        }
      }
    }),
    samples(300),
  );
  expect(known).toBeGreaterThan(100);
});

test('what came of one by very many edits is compared as a whole, and one that came of it lately is known', () => {
  const first = begun();
  let now = first as Json,
    lately = now;
  for (let at = 0; at < 3_000; at++) {
    if (at === 2_900) lately = now;
    now = patchJson(now, [{ op: 'replace', path: `/nodes/n${at % 7}`, value: { at: [at] } }]).value;
  }
  const nodesOf = (value: Json): Nodes => (value as unknown as { readonly nodes: Nodes }).nodes;
  expect(descentOf(nodesOf(now), nodesOf(first))).toBeUndefined();
  expect(descentOf(nodesOf(now), nodesOf(lately))?.names).toEqual(new Set(['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6']));
  expect(sameJson(first, now)).toBe(false);
});
