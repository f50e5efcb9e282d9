import { expect, test } from 'vitest';
import type { Kinship } from '../../../engine/index.ts';
import { openRig, type Rig } from '../world-rig.ts';

const rig = (): Rig =>
  openRig([
    { id: 'top', name: 'Top' },
    { id: 'a', name: 'A', parent: 'top', tag: 'x', components: { FloatValue: {}, Transform: {} } },
    { id: 'b', name: 'B', parent: 'a', tag: 'X', components: { FloatValue: {}, 'FloatValue#2': {} } },
    { id: 'c', name: 'C', parent: 'top', tag: 'x', components: { Transform: {}, FloatValue: { Value: 3 } } },
    { id: 'source', name: 'Source', components: { FloatValue: {} } },
    { id: 'part', name: 'Part', parent: 'source' },
    { id: 'one', name: 'One', components: { Instance: { Source: 'source' } } },
    { id: 'two', name: 'Two', components: { Instance: { Source: 'source' } } },
  ]);

test.each<[Kinship, readonly string[], readonly string[]]>([
  ['here', ['b', 'gone', 'a'], ['b', 'a']],
  ['parents', ['b', 'a', 'c'], ['a', 'top']],
  ['parents', ['top'], []],
  ['children', ['top', 'a'], ['a', 'c', 'b']],
  ['below', ['top', 'a'], ['a', 'b', 'c']],
  ['below', ['a', 'top'], ['b', 'a', 'c']],
  ['alike', ['a'], ['a', 'c']],
  ['alike', ['b', 'c'], ['a', 'b', 'c']],
  ['tagged', ['a'], ['a', 'c']],
  ['tagged', ['top'], []],
  ['template', ['one'], ['one', 'two']],
  ['template', ['source'], ['one', 'two']],
  ['template', ['one:part'], ['one:part', 'two:part']],
  ['template', ['a'], []],
  ['children', ['gone', 'a'], ['b']],
])('%s of %j are %j', async (to, of, expected) => {
  const { total, rows } = await rig().door.ask({ ask: 'kin', of, to });
  expect(rows.map(({ entity }) => entity)).toEqual(expected);
  expect(total).toBe(expected.length);
});

test('the parent of each is told, and what is too many is counted alone', async () => {
  const many = openRig([{ id: 'top' }, ...Array.from({ length: 10_500 }, (_, at) => ({ id: `e${at}`, parent: 'top', tag: 't' }))]);
  const { total, rows } = await many.door.ask({ ask: 'kin', of: ['e1'], to: 'tagged' });
  expect([total, rows.length, rows[0]]).toEqual([10_500, 10_000, { entity: 'e0', parent: 'top' }]);
});
