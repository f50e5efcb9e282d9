/** Every pure node by a table of its own: what it gives of usual inputs and of those at the ends, compiled and interpreted, to the bit. */
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { bareName } from '../../../../engine/flow/node/node.ts';
import { FLOW_NODES } from '../../../../engine/index.ts';
import { given } from '../pure.ts';
import { drawnInputs, Sum } from './bits.ts';
import { isRight } from './case.ts';
import { PURE } from './tables.ts';

/** A value in a line, with the sign of 0. */
const short = (value: unknown): string => inspect(value, { breakLength: Infinity, depth: 9, maxStringLength: 60, maxArrayLength: 20 });

/**
 * The sum of the bits of all that the nodes of a family give: of their cases, and of numbers of all sizes besides, 60 times each. Every version of Node has
 * the same. Where a case is added the sum is another; where none was, something gives other bits than it did.
 */
const BITS: Readonly<Record<string, string>> = {
  bytes: '66ef0e7c3152d196',
  curves: 'c3484b0081d7427e',
  formatting: 'ae443f3933a3b618',
  json: '5e64dae0faf45bc5',
  logic: 'ab42dc4cabf7e072',
  math: '0863b20fbdedbeea',
  noise: '8f68dc6f8e7e4b07',
  operators: '1fe5365e1ec527df',
  parsing: 'c18a22ce2b53c2ab',
  strings: '35162f6dc92c36f5',
  values: '7a7ac58c94baf9f9',
  vectors: '911028b90c20f3b0',
};

describe.each(Object.entries(PURE))('%s', (family, cases) => {
  const types = [...new Set(cases.map(([type]) => type))];
  const found = new Map(cases.map((each) => [each, given(each[0], ...(each[1] as never[]))]));
  test.each(types)('%s', (type) => {
    const wrong = cases.flatMap((each) => {
      const [name, inputs, gives] = each;
      return name !== type || isRight(found.get(each), gives) ? [] : [`${short(inputs)} gives ${short(found.get(each))}, not ${short(gives)}`];
    });
    expect(wrong.join('\n')).toBe('');
  });

  test('their bits are the same on every version of Node', () => {
    const sum = new Sum();
    for (const each of cases) sum.add(found.get(each));
    for (const type of types) {
      const node = FLOW_NODES.find((each) => bareName(each) === type.replace(/<.*/s, ''));
      if (node === undefined) continue;
      for (const inputs of drawnInputs(node, /<(.*)>$/s.exec(type)?.[1] ?? '', 60)) sum.add(given(type, ...(inputs as never[])));
    }
    expect(sum.text()).toBe(BITS[family]);
  });
});
