/** JSON as values of nodes: within bounds, never changed in place, and the same text for the same value. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { asJson, parseJson } from '../../../engine/flow/values/json-value.ts';
import { running } from '../../../engine/flow/code/limits.ts';
import type { Json } from '../../../engine/schema/field.ts';
import { samples } from '../../samples.ts';
import { given } from './pure.ts';
import { flowing, flowRig, restored, rx, valueOf, write } from './rig.ts';

const json = (value: unknown): Json => asJson(value) as Json;

test('__proto__ is a key as any other, wherever it comes in', () => {
  const [parsed] = given('ParseJSON', '{"__proto__":{"x":1},"constructor":2}') as [Json];
  expect(given('ToString_JSON', parsed)).toBe('{"__proto__":{"x":1},"constructor":2}');
  expect(given('GetFromJSON<int>', parsed, '/__proto__/x')).toEqual([1, true]);
  expect(given('GetFromJSON<int>', parsed, 'x')).toEqual([0, false]);
  const [set] = given('SetInJSON', null, '/__proto__/polluted', true) as [Json];
  expect(given('ToString_JSON', set)).toBe('{"__proto__":{"polluted":true}}');
  expect(given('ToString_JSON', given('BuildJSON', ['__proto__'], [1]) as Json)).toBe('{"__proto__":1}');
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test('no value grows beyond its bounds, and none is changed in place', () => {
  let doubled = json({ a: 'x'.repeat(1000) });
  let isSet = true;
  for (let i = 0; i < 30 && isSet; i++) [doubled, isSet] = given('SetInJSON', json([doubled]), '/-', doubled) as [Json, boolean];
  expect(isSet).toBe(false);
  expect((given('ToString_JSON', doubled) as string).length).toBeLessThan(1_100_000);
  let deep: Json = null;
  for (let i = 0; i < 70; i++) deep = (given('BuildJSONList', [deep]) as Json | null) ?? deep;
  expect(JSON.stringify(deep)).toBe(`${'['.repeat(64)}null${']'.repeat(64)}`);
  const before = json({ a: { b: 1 } });
  given('SetInJSON', before, '/a/b', 2);
  expect(before).toEqual({ a: { b: 1 } });
  expect(Object.isFrozen((before as { a: object }).a)).toBe(true);
});

test('any JSON comes back from its text, and stands where it was put', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), fc.array(fc.string({ maxLength: 4 }), { maxLength: 5 }), (value, keys) => {
      const text = JSON.stringify(value);
      const [parsed, isParsed] = given('ParseJSON', text) as [Json, boolean];
      expect(isParsed).toBe(true);
      expect(given('ToString_JSON', parsed)).toBe(JSON.stringify(JSON.parse(text)));
      const path = keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
      const [set, isSet] = given('SetInJSON', null, path, parsed) as [Json, boolean];
      expect(isSet).toBe(true);
      // In a list that `-` has made it stands first.
      const place = path.replaceAll(/\/-(?=\/|$)/g, '/0');
      expect(given('GetFromJSON<json>', set, place)).toEqual([parsed, true]);
      if (path !== '') expect(given('RemoveFromJSON', set, place)).toEqual([expect.anything(), true]);
    }),
    samples(1_000),
  );
});

test('texts that are split come back when they are joined', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 2 }), (text, separator) => {
      expect(given('JoinStrings', given('SplitString', text, separator) as Json, separator)).toBe(text);
    }),
    samples(1_000),
  );
});

describe.each(['compiled', 'interpreted'] as const)('%s', (as) => {
  beforeEach(() => {
    running.as = as;
  });
  afterEach(() => {
    running.as = 'compiled';
  });

  const LOOP = {
    parsed: { type: 'ParseJSON', in: { Str: { from: 'rx.Data' } } },
    text: valueOf('string'),
    value: { type: 'ToString_JSON', in: { JSON: { from: 'loop.Value' } } },
    at: { type: 'ToString_Int', in: { V: { from: 'loop.Index' } } },
    more: { type: 'ConcatenateMultiString', in: { Inputs: [{ from: 'text' }, { from: 'loop.Key' }, { from: 'at' }, ':', { from: 'value' }, ' '] } },
    note: write('string', { from: 'more' }),
    end: write('int', 1),
  };

  test('each member of a list or an object comes once, in order', () => {
    const nodes = {
      rx: rx('loop'),
      ...LOOP,
      loop: { type: 'ForEachInJSON', in: { JSON: { from: 'parsed.Value' } }, then: { LoopIteration: 'note', LoopEnd: 'end' } },
    };
    const { hear, value } = flowRig([flowing(nodes)]);
    hear('[1,{"a":2}]');
    expect(value('lamp', 'StringValue', 'Value')).toBe('0:1 1:{"a":2} ');
    hear('{"b":true,"a":null}');
    expect(value('lamp', 'StringValue', 'Value')).toBe('0:1 1:{"a":2} b0:true a1:null ');
    hear('"none"');
    expect(value('lamp', 'IntValue', 'Value')).toBe(1);
  });

  test('a loop that waits goes on from a snapshot in its midst, with the JSON that it had', () => {
    const nodes = {
      rx: rx('task'),
      ...LOOP,
      task: { type: 'StartAsyncTask', then: { TaskStart: 'loop' } },
      loop: { type: 'AsyncForEachInJSON', in: { JSON: { from: 'parsed.Value' } }, then: { LoopIteration: 'wait', LoopEnd: 'end' } },
      wait: { type: 'DelaySecondsFloat', in: { Duration: 0.03 }, then: { Next: 'note' } },
    };
    const rig = flowRig([flowing(nodes)]);
    rig.hear('{"__proto__":[1],"x":"\\u0001"}');
    rig.tick(2);
    const other = restored(snapshotWorld(rig.world));
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
    for (const each of [rig, other]) {
      each.tick(10);
      expect(each.value('lamp', 'StringValue', 'Value')).toBe('__proto__0:[1] x1:"\\u0001" ');
    }
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  });

  test('what is as large as it may be is paid for by its size, and a loop over it is ended', () => {
    const { hear, value } = flowRig([
      flowing({
        rx: rx('loop'),
        parsed: { type: 'ParseJSON', in: { Str: { from: 'rx.Data' } } },
        up: { type: 'ValueAdd<int>', in: { A: { from: 'n' }, B: 1 } },
        n: valueOf('int'),
        more: { type: 'ValueConditional<int>', in: { Condition: { from: 'parsed.IsParsed' }, OnTrue: { from: 'up' } } },
        loop: { type: 'For', in: { Count: 1_000_000 }, then: { LoopIteration: 'count' } },
        count: write('int', { from: 'more' }),
      }),
    ]);
    hear(`[${'1,'.repeat(400_000)}1]`);
    expect(value('lamp', 'IntValue', 'Value')).toBeLessThan(20);
    expect(value('lamp', 'IntValue', 'Value')).toBeGreaterThan(2);
    expect(value('lamp', 'Flow', 'LastError')).toMatch(/^WW_FLOW_FUEL: .*"(?:count|loop)"/);
  });

  test('one step that needs more than any tick has is ended before it is done', () => {
    const parses = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`p${at}`, { type: 'ParseJSON', in: { Str: { from: 'rx.Data' } } }]));
    const all = { type: 'BuildJSONList', in: { Values: Object.keys(parses).map((id) => ({ from: `${id}.Value` })) } };
    const { hear, value } = flowRig([
      flowing({ rx: rx('w'), ...parses, all, count: { type: 'CountInJSON', in: { JSON: { from: 'all' } } }, w: write('int', { from: 'count' }) }),
    ]);
    hear('[1]');
    expect(value('lamp', 'IntValue', 'Value')).toBe(100);
    hear(`[${'[],'.repeat(80_000)}1]`);
    expect(value('lamp', 'Flow', 'LastError')).toMatch(/^WW_FLOW_FUEL: .*"w"/);
    expect(value('lamp', 'IntValue', 'Value')).toBe(100);
  });
});

test('a text of a scene is JSON where a node wants JSON, and a vector is a list', () => {
  expect(parseJson('{"a":1}')).toEqual({ a: 1 });
  const { hear, value } = flowRig([
    flowing({
      rx: rx('w'),
      sum: { type: 'ValueAdd<float>', in: { A: 0.5, B: 1 } },
      list: { type: 'BuildJSONList', in: { Values: [{ from: 'rx.Data' }, { from: 'sum' }, { a: [true] }, null] } },
      text: { type: 'ToString_JSON', in: { JSON: { from: 'list' } } },
      w: write('string', { from: 'text' }),
    }),
  ]);
  hear('hi');
  expect(value('lamp', 'StringValue', 'Value')).toBe('["hi",1.5,{"a":[true]},null]');
});
