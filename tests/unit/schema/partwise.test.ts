/** A value of many parts is checked by those that are others than before, and found to be what it is. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkOf, Type } from '../../../engine/index.ts';
import { byName } from '../../../engine/schema/by-name.ts';
import { partwise } from '../../../engine/schema/partwise.ts';
import { samples } from '../../samples.ts';

const SCHEMA = Type.Object({ nodes: byName(Type.Object({ type: Type.String() }, { additionalProperties: true }), 6) }, { additionalProperties: true });
const whole = checkOf(SCHEMA, 'a graph');
type Nodes = Record<string, unknown>;
const many = (): Nodes => Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`n${at}`, { type: 'A', at }]));

const edit = fc.oneof(
  fc.record({
    kind: fc.constant('put' as const),
    at: fc.nat(59),
    node: fc.oneof(fc.constant({ type: 'B' }), fc.constant({ type: 7 }), fc.constant(null), fc.constant([])),
  }),
  fc.record({ kind: fc.constant('move' as const), at: fc.nat(59), to: fc.constantFrom('short', 'much too long', 'constructor', 'n1') }),
  fc.record({ kind: fc.constant('drop' as const), at: fc.nat(59) }),
  fc.record({ kind: fc.constant('back' as const) }),
  fc.record({ kind: fc.constant('other' as const), nodes: fc.constantFrom<unknown>(null, [], 7, undefined, {}) }),
);

test('in any row of edits what is found is what a check of the whole finds', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
      const check = partwise(whole, 'nodes');
      const first = many();
      let nodes: unknown = first;
      expect(check({ nodes })).toEqual([]);
      for (const each of edits) {
        const before = (typeof nodes === 'object' && nodes !== null && !Array.isArray(nodes) ? nodes : first) as Nodes;
        if (each.kind === 'put') nodes = { ...before, [`n${each.at}`]: each.node };
        else if (each.kind === 'move') nodes = { ...before, [each.to]: before[`n${each.at}`] ?? { type: 'C' } };
        else if (each.kind === 'drop') nodes = Object.fromEntries(Object.entries(before).filter(([name]) => name !== `n${each.at}`));
        else nodes = each.kind === 'back' ? first : each.nodes;
        const value = nodes === undefined ? {} : { nodes };
        expect(check(value, 'Graph')).toEqual(whole(value, 'Graph'));
      }
    }),
    samples(300),
  );
});

test('what an edit has left as it was is not looked at again, and other objects than JSON has are looked at whole', () => {
  const looked: number[] = [];
  const check = partwise((value) => {
    looked.push(Object.keys((value as { nodes: object }).nodes).length);
    return [];
  }, 'nodes');
  const nodes = many();
  check({ nodes });
  check({ nodes: { ...nodes, n3: { type: 'B' } } });
  check({ nodes });
  check({ nodes: { ...nodes, more: nodes['n1'] } });
  class Other {
    nodes = nodes;
  }
  check(new Other());
  check({ nodes: Object.assign(Object.create({ inherited: 1 }) as object, nodes) });
  expect(looked).toEqual([60, 1, 0, 1, 60, 60]);
});
