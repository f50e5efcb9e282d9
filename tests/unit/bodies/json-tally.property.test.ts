/** What a text of JSON holds is counted as it comes in, before it is parsed, and what is too much is refused where it becomes too much. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonTally, type TallyLimits } from '../../../server/schemas/json-tally.ts';
import { samples } from '../../samples.ts';

const WIDE: TallyLimits = { depth: 600, values: 1_000_000, listed: 100_000 };

function valuesIn(value: unknown): number {
  return typeof value === 'object' && value !== null ? 1 + Object.values(value).reduce<number>((sum, inner) => sum + valuesIn(inner), 0) : 1;
}

/** Hands bytes over in parts of so many. Gives how many were taken in before it was refused, and with which words. */
function counted(bytes: Uint8Array, limits: TallyLimits, part: number): { values: number; taken: number; words?: string } {
  const tally = new JsonTally(limits, 'body');
  let taken = 0;
  try {
    for (; taken < bytes.length; taken += part) tally.add(bytes.subarray(taken, taken + part));
    return { values: tally.values, taken };
  } catch (error) {
    return { values: tally.values, taken, words: (error as Error).message };
  }
}

test('each value counts once, in whatever parts the text comes, and whatever stands in its texts', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 1, max: 50 }), fc.boolean(), (value, part, spaced) => {
      const bytes = Buffer.from(JSON.stringify(value, null, spaced ? 2 : undefined));
      expect(counted(bytes, WIDE, part)).toMatchObject({ values: valuesIn(value) });
    }),
    samples(2_000),
  );
  expect(counted(Buffer.from('{"a":"]},[\\"{\\\\","b":[]}'), WIDE, 3)).toMatchObject({ values: 3 });
});

test.each<[string, string, string, string, number]>([
  ['values', '[', '{},', 'The body holds more than 1000000 values.', 3_000_010],
  ['levels', '', '[', 'The body holds something nested deeper than 600 levels.', 601],
  ['levels of objects', '', '{"a":', 'The body holds something nested deeper than 600 levels.', 3_100],
  ['operations', '{"operations":[', '{"op":1},', 'The body holds more than 100000 members in one of its lists; send them in several.', 900_100],
])('of a body of 8 MB with too many %s no more is looked at than has to be', (_, begin, member, words, most) => {
  const bytes = Buffer.from(begin + member.repeat(Math.floor(8_000_000 / member.length)));
  const { taken, words: told } = counted(bytes, WIDE, 1_000);
  expect(told).toBe(words);
  expect(taken).toBeLessThanOrEqual(most);
});

test('lists that stand elsewhere may have more members than those of the outermost object, and so may each of several', () => {
  const limits = { ...WIDE, listed: 3 };
  for (const text of ['[1,2,3,4]', '{"a":{"b":[1,2,3,4]}}', '{"a":[1,2,3],"b":[1,2,3]}', '{"a":[[1,2,3,4],[1,2,3,4]]}', '{"a":{"b":1,"c":2,"d":3,"e":4}}'])
    expect(counted(Buffer.from(text), limits, 1).words, text).toBeUndefined();
  expect(counted(Buffer.from('{"a":[1,2,3,4]}'), limits, 1).words).toMatch(/more than 3 members/);
  expect(counted(Buffer.from('["edit",{"a":[1,2,3,4]}]'), { ...limits, around: 1 }, 1).words).toMatch(/more than 3 members/);
  expect(counted(Buffer.from('["edit",[1,2,3,4]]'), { ...limits, around: 1 }, 1).words).toBeUndefined();
});
