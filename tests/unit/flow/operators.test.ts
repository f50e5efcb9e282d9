/** Operators and mathematics: what the original gives, the same compiled and interpreted. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FLOW_NODES } from '../../../engine/index.ts';
import { samples } from '../../samples.ts';
import { given } from './pure.ts';

const f = Math.fround;
const MAX = 2_147_483_647,
  MIN = -2_147_483_648;

const number = fc.oneof(fc.float(), fc.constantFrom(0, -0, 0.5, 1, -1, 1e10, -1e10, NaN, Infinity, -Infinity).map(f));
const VALUES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  bool: fc.boolean(),
  int: fc.oneof(fc.integer(), fc.constantFrom(0, 1, -1, MAX, MIN)),
  long: fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.constantFrom(0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n))),
  float: number,
  double: fc.double(),
  string: fc.option(fc.string({ maxLength: 4 })),
  float2: fc.tuple(number, number),
  float3: fc.tuple(number, number, number),
  float4: fc.tuple(number, number, number, number),
  color: fc.tuple(number, number, number, number),
  floatQ: fc.tuple(number, number, number, number),
};
const FAMILIES = ['Operators', 'Math', 'Casts'];

test('each node of numbers does the same compiled and interpreted, and a float is one at every output', () => {
  let tried = 0;
  for (const node of FLOW_NODES.filter(({ category, outputs }) => FAMILIES.includes(category) && outputs.length > 0))
    for (const type of node.generic ?? ['']) {
      const arbitraries = node.inputs.map((each) => VALUES[each.type === 'T' ? type : each.type]);
      if (arbitraries.includes(undefined)) continue;
      tried++;
      const inputs = arbitraries.map((each, at) => (node.inputs[at]?.list === true ? fc.array(each as fc.Arbitrary<unknown>, { maxLength: 4 }) : each));
      fc.assert(
        fc.property(fc.tuple(...(inputs as fc.Arbitrary<unknown>[])), (values) => {
          const found = given(type === '' ? node.name : node.name.replace('<T>', `<${type}>`), ...(values as never[]));
          const list = node.outputs.length > 1 ? (found as unknown[]) : [found];
          for (const [at, output] of node.outputs.entries()) {
            const gives = output.type === 'T' ? type : output.type;
            const value = list[at];
            if (gives === 'bool') expect(typeof value).toBe('boolean');
            else if (gives === 'int') expect((value as number) | 0, node.name).toBe(value);
            else if (gives === 'long') expect(BigInt.asIntN(64, value as bigint), node.name).toBe(value);
            else if (gives === 'double') expect(typeof value).toBe('number');
            else for (const each of [value].flat()) expect(f(each as number), node.name).toBe(each);
          }
        }),
        samples(100),
      );
    }
  expect(tried).toBeGreaterThan(350);
});
