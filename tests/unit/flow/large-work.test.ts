/** What nodes do costs fuel by what they do, and not by how many they are: else a few large ones hold up a world for minutes within the bounds of its ticks. */
import { afterEach, describe, expect, test } from 'vitest';
import { hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { running } from './graphs.ts';
import { flowing, flowRig, restored, rx, write } from './rig.ts';

const usual = { ...running };
afterEach(() => void Object.assign(running, usual));

const LONG = 'é'.repeat(500_000);
const count = {
  count: { type: 'ValueIncrement<int>', refs: { Variable: { entity: 'lamp', component: 'IntValue', field: 'Value' } } },
};
/** How many rounds a loop comes to in which the step `use` is done once, by the fuel of a chain that has 20,000 of it. */
function rounds(nodes: object, isAsync = false): number {
  Object.assign(running, { syncFuel: 20_000, asyncFuel: 20_000 });
  const begin = isAsync ? { rx: rx('task'), task: { type: 'StartAsyncTask', then: { TaskStart: 'loop' } } } : { rx: rx('loop') };
  const each = { type: isAsync ? 'AsyncSequence' : 'Sequence', then: { Calls: ['count', 'use'] } };
  const loop = { type: isAsync ? 'AsyncWhile' : 'While', in: { Condition: true }, then: { LoopIteration: 'each' } };
  const rig = flowRig([flowing({ ...begin, loop, each, ...count, ...nodes })]);
  expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
  rig.hear('go');
  rig.tick();
  return Number(rig.value('lamp', 'IntValue', 'Value'));
}
const text = (node: object, port = 'node') => ({ node, use: write('string', { from: port }) });
const number = (node: object, port: string) => ({
  node,
  kept: { type: 'LocalValue<int>' },
  use: { type: 'ValueWrite<int>', refs: { Variable: { node: 'kept' } }, in: { Value: { from: port } } },
});
const address = (node: object) => ({
  node,
  kept: { type: 'LocalObject<Uri>' },
  use: { type: 'ObjectWrite<Uri>', refs: { Variable: { node: 'kept' } }, in: { Value: { from: 'node' } } },
});
const stores = (many: number) => Object.fromEntries(Array.from({ length: many }, (_, at) => [`s${at}`, { type: 'DataModelValueFieldStore<int>' }] as const));
const saved = (many: number) => ({ ...stores(many), use: { type: 'ValueWrite<int>', refs: { Variable: { node: 's0' } }, in: { Value: 1 } } });
const locals = (many: number) => Object.fromEntries(Array.from({ length: many }, (_, at) => [`l${at}`, { type: 'LocalValue<int>' }] as const));

const WORK: readonly (readonly [what: string, little: object, much: object])[] = [
  ['a value that is saved, by those that are saved beside it', saved(1), saved(2_000)],
  [
    'a text that is made of a short one, by how long it becomes',
    text({ type: 'MultiplyString', in: { A: 'ab', B: 2 } }),
    text({ type: 'MultiplyString', in: { A: 'ab', B: 400_000 } }),
  ],
  [
    'an address, by its length',
    address({ type: 'StringToAbsoluteURI', in: { Input: 'http://a.example/' } }),
    address({ type: 'StringToAbsoluteURI', in: { Input: `http://a.example/${'é'.repeat(20_000)}` } }),
  ],
  [
    'one of many, by how many they are',
    number({ type: 'ValueMultiplex<int>', in: { Index: 1, Inputs: [1, 2] } }, 'node.Output'),
    number({ type: 'ValueMultiplex<int>', in: { Index: 1, Inputs: Array.from({ length: 10_000 }, (_, at) => at) } }, 'node.Output'),
  ],
  [
    'one of many by chance, by how many they are',
    number({ type: 'PickRandomValue<int>', in: { Operands: [1, 2] } }, 'node'),
    number({ type: 'PickRandomValue<int>', in: { Operands: Array.from({ length: 10_000 }, (_, at) => at) } }, 'node'),
  ],
  [
    'the first of many that is something, by how many they are',
    text({ type: 'MultiNullCoalesce<string>', in: { Operands: ['a'] } }),
    text({ type: 'MultiNullCoalesce<string>', in: { Operands: Array.from({ length: 10_000 }, () => 'a') } }),
  ],
  [
    'a place in JSON, by how long the way there is',
    text({ type: 'KindInJSON', in: { JSON: 1, Path: '/a' } }),
    text({ type: 'KindInJSON', in: { JSON: 1, Path: `/${LONG}` } }),
  ],
  [
    'an impulse, by the length of its tag',
    { use: { type: 'DynamicImpulseTrigger', in: { Tag: 'tag', TargetHierarchy: { from: 'root' } } }, root: { type: 'RootSlot' } },
    { use: { type: 'DynamicImpulseTrigger', in: { Tag: LONG, TargetHierarchy: { from: 'root' } } }, root: { type: 'RootSlot' } },
  ],
  [
    'a task, by the values that its chain takes along',
    { ...locals(10), use: { type: 'StartAsyncTask', then: { TaskStart: 'end' } }, end: { type: 'AsyncSequence', then: { Calls: [] } } },
    { ...locals(20_000), use: { type: 'StartAsyncTask', then: { TaskStart: 'end' } }, end: { type: 'AsyncSequence', then: { Calls: [] } } },
  ],
];

describe.each(['compiled', 'interpreted'] as const)('%s, fuel is taken for', (as) => {
  test.each(WORK)('%s', (_what, little, much) => {
    Object.assign(running, { as });
    const few = rounds(much);
    expect(rounds(little)).toBeGreaterThan(500);
    expect(few).toBeLessThan(150);
  });

  test('a text in which little is done, by that and not by its length: it is trimmed, put into, taken from, replaced in', () => {
    Object.assign(running, { as });
    for (const node of [
      { type: 'TrimString', in: { A: LONG } },
      { type: 'StringInsert', in: { Str: LONG, Value: 'a', StartIndex: 7 } },
      { type: 'StringRemove', in: { Str: LONG, StartIndex: 7, Length: 3 } },
      { type: 'ReplaceSubstring', in: { Str: LONG, SearchFor: 'a', ReplaceWith: 'b' } },
      { type: 'ReplaceFirstSubstring', in: { Str: LONG, SearchFor: 'é', ReplaceWith: 'b' } },
    ])
      expect(rounds(text(node)), node.type).toBeGreaterThan(1);
    const replacing = (SearchFor: string) =>
      text({ type: 'ReplaceSubstring', in: { Str: `${'b'.repeat(9)}${'é'.repeat(1_000)}`, SearchFor, ReplaceWith: 'a' } });
    expect(rounds(replacing('é'))).toBeLessThan(rounds(replacing('b')) / 3);
  });

  test('a message, by its length', () => {
    Object.assign(running, { as });
    const client = { type: 'ElementSource<WebsocketClient>', refs: { Source: { entity: 'lamp', component: 'WebsocketClient' } } };
    const send = (data: string) => ({ client, use: { type: 'WebsocketTextMessageSender', in: { Client: { from: 'client' }, Data: data } } });
    expect(rounds(send('short'), true)).toBeGreaterThan(500);
    expect(rounds(send(LONG), true)).toBeLessThan(150);
  });

  test('a digest of nothing, since it takes a block all the same', () => {
    Object.assign(running, { as });
    const digest = (type: string, inputs: object) => ({ bytes: { type, in: inputs }, ...text({ type: 'BytesToHex', in: { Bytes: { from: 'bytes' } } }) });
    const plain = rounds(digest('SliceBytes', { Bytes: '', StartIndex: 0, Length: 0 }));
    expect(rounds(digest('SHA256', { Bytes: '' }))).toBeLessThan(plain * 0.7);
    expect(rounds(digest('HMAC_SHA256', { Key: '', Bytes: '' }))).toBeLessThan(plain * 0.3);
  });

  test('comparing what a long value was with what it is, in each tick', () => {
    Object.assign(running, { as, syncFuel: 10_000 });
    const source = { type: 'ObjectValueSource<string>', refs: { Source: { entity: 'lamp', component: 'StringValue', field: 'Value' } } };
    const fires = { type: 'FireOnLocalObjectChange<string>', in: { Value: { from: 'source' } }, then: { OnChange: 'count' } };
    const rig = flowRig([flowing({ source, fires, ...count, rx: rx('w'), w: write('string', { from: 'rx.Data' }) })]);
    rig.tick();
    rig.hear('short');
    rig.tick();
    expect(rig.value('lamp', 'IntValue', 'Value')).toBe(1);
    rig.hear(LONG);
    rig.tick();
    expect(rig.value('lamp', 'IntValue', 'Value')).toBe(1);
    expect(rig.value('lamp', 'Flow', 'LastError')).toMatch(/^WW_FLOW_FUEL: a chain was ended in the node "fires", whose work takes more fuel/);
  });
});

test('who runs out of fuel is told by which value, and not only in which action', () => {
  const long = { type: 'ToLower', in: { Str: 'É'.repeat(20_000) } };
  const short = { type: 'ToLower', in: { Str: 'É'.repeat(100) } };
  const both = { type: 'ConcatenateString', in: { A: { from: 'short' }, B: { from: 'long' } } };
  const loop = { type: 'While', in: { Condition: true }, then: { LoopIteration: 'w' } };
  const error = (nodes: object): unknown => {
    const rig = flowRig([flowing({ rx: rx('loop'), loop, w: write('string', { from: 'both' }), short, long, both, ...nodes })]);
    rig.hear('go');
    return rig.value('lamp', 'Flow', 'LastError');
  };
  for (const as of ['compiled', 'interpreted'] as const) {
    Object.assign(running, { as });
    expect(error({ long })).toMatch(/^WW_FLOW_FUEL: a chain was ended in the node "w", whose work takes more fuel .*; what takes most is the value of "long"$/);
    Object.assign(running, { syncFuel: 1_000 });
    const dearest = { ...long, in: { Str: 'É'.repeat(200) } };
    expect(error({ long: dearest })).toMatch(/^WW_FLOW_FUEL: .*"w".*; (?:its dearest value is that|what takes most is the value) of "long"$/);
    expect(error({ w: write('int', 1) })).toMatch(/^WW_FLOW_FUEL: a chain that came to no end was ended in the node "\w+", with all its fuel used up$/);
    Object.assign(running, usual);
  }
});

test('an address that would become longer than a text may be is none', () => {
  const isNone = { type: 'IsNull<Uri>', in: { Instance: { from: 'node' } } };
  const node = { type: 'StringToAbsoluteURI', in: { Input: { from: 'rx.Data' } } };
  const rig = flowRig([flowing({ rx: rx('w'), node, isNone, w: write('bool', { from: 'isNone' }) })]);
  rig.hear(`http://a.example/${'é'.repeat(200_000)}`);
  rig.tick();
  expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
  expect(rig.value('lamp', 'BoolValue', 'Value')).toBe(true);
  rig.hear(`http://a.example/${'é'.repeat(100_000)}`);
  rig.tick();
  expect(rig.value('lamp', 'BoolValue', 'Value')).toBe(false);
});

test('chains that wait in a Flow hold so many values together: those of a large graph are fewer', () => {
  const rig = flowRig([
    flowing({
      ...locals(8_000),
      rx: rx('loop'),
      loop: { type: 'For', in: { Count: 600 }, then: { LoopIteration: 'task' } },
      task: { type: 'StartAsyncTask', then: { TaskStart: 'wait' } },
      wait: { type: 'DelaySecondsInt', in: { Duration: 1000 } },
    }),
  ]);
  rig.hear('go');
  rig.tick();
  expect(rig.value('lamp', 'Flow', 'Waiting')).toBe(500);
  expect(rig.value('lamp', 'Flow', 'LastError')).toMatch(
    /^WW_LIMIT: a chain was ended as it came to wait, since 500 wait in this Flow, each with 80\d\d values/,
  );
});

test('a text that a node looks at takes nothing from flows that have their turn behind it', () => {
  const looks = { type: 'FireOnLocalObjectChange<string>', in: { Value: LONG.slice(0, 200) }, then: { OnChange: 'count' } };
  const beat = { type: 'LocalUpdate', then: { OnUpdate: 'count' } };
  const rig = flowRig([flowing({ looks, ...count }, 'other'), flowing({ beat, ...count }, 'lamp')]);
  for (let at = 0; at < 3; at++) rig.tick();
  expect(rig.value('lamp', 'IntValue', 'Value')).toBe(3);
  expect(rig.value('other', 'Flow', 'LastError')).toBe('');
});

test('a list that a node looks at takes the same fuel in a world from a snapshot, which has a list of its own', () => {
  const value = [LONG.slice(0, 200), { deep: [1, 2, 3] }];
  const rig = flowRig([flowing({ looks: { type: 'FireOnLocalObjectChange<json>', in: { Value: value }, then: { OnChange: 'count' } }, ...count })]);
  rig.tick();
  const again = restored(snapshotWorld(rig.world));
  for (const each of [rig, again]) each.tick(2);
  expect(hashWorld(again.world)).toBe(hashWorld(rig.world));
});

test('a vector of numbers that are none is no other than it was, in a world from a snapshot either', () => {
  const none = { type: 'ValueDiv<float2>', in: { A: [0, 1], B: [0, 1] } };
  const looks = { type: 'FireOnLocalValueChange<float2>', in: { Value: { from: 'none' } }, then: { OnChange: 'count' } };
  const rig = flowRig([flowing({ none, looks, ...count })]);
  rig.tick(2);
  const again = restored(snapshotWorld(rig.world));
  again.tick(2);
  expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
  expect(again.value('lamp', 'IntValue', 'Value')).toBe(0);
});
