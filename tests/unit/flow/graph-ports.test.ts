/** What ports of a graph hold that somebody looks at. */
import { describe, expect, test } from 'vitest';
import type { Author, Operation, PortValue, View, ViewUpdate } from '../../../engine/index.ts';
import { shownValue } from '../../../engine/flow/seen/shown-value.ts';
import { Boxed } from '../../../engine/flow/values/value.ts';
import { look, open } from '../watch/looking.ts';
import { flowing, flowRig, rx, valueOf, write, type FlowRig } from './rig.ts';

const BEN: Author = { userId: 'ben', role: 'Builder' };
const portsView = (...ports: readonly string[]): View => ({ kind: 'ports', entity: 'lamp', component: 'Flow', ports });
type Values = Readonly<Record<string, PortValue>>;
const valuesOf = (updates: readonly ViewUpdate[], view = 1): Values | undefined =>
  updates.flatMap((update) => (update.kind === 'ports' && update.view === view ? [update.values] : []))[0];
const shown = (values: Values | undefined): unknown => Object.fromEntries(Object.entries(values ?? {}).map(([port, { value }]) => [port, value]));
const SUM = {
  rx: rx('w'),
  count: valueOf('int'),
  sum: { type: 'ValueAdd<int>', in: { A: { from: 'count' }, B: 1 } },
  w: write('int', { from: 'sum' }),
  other: { type: 'ValueAdd<int>', in: { A: { from: 'count' }, B: 100 } },
};
/** Every client hears a text, and somebody looks. */
const heard = (rig: FlowRig, text: string): readonly ViewUpdate[] => {
  rig.hear(text);
  return look(rig);
};

describe('the view of ports', () => {
  test('tells what outputs and inputs hold once an impulse has pulled or set them, and again only what is another', () => {
    const rig = flowRig([flowing(SUM)]);
    expect(valuesOf(look(rig, [open(1, portsView('sum', 'sum<A', 'sum<B', 'w<Value', 'rx.Data', 'other', 'nothing', 'w<Nothing', 'sum.Nothing'))]))).toEqual(
      {},
    );
    const first = valuesOf(heard(rig, 'one'));
    expect(shown(first)).toEqual({ sum: 1, 'sum<A': 0, 'sum<B': 1, 'w<Value': 1, 'rx.Data': 'one' });
    expect(first?.['sum']).toEqual({ value: 1, type: 'int', tick: expect.any(Number) as number });
    expect(look(rig)).toEqual([]);
    expect(shown(valuesOf(heard(rig, 'one')))).toEqual({ sum: 2, 'sum<A': 1, 'w<Value': 2 });
    // Who comes later is told what is known.
    expect(shown(valuesOf(look(rig, [open(2, portsView('sum<A'))]), 2))).toEqual({ 'sum<A': 1 });
  });

  test('goes on in a graph that is edited, as far as its ports are what they were', () => {
    const rig = flowRig([flowing(SUM)]);
    look(rig, [open(1, portsView('sum', 'rx.Data'))]);
    heard(rig, 'one');
    const patch = [
      { op: 'replace', path: '/nodes/sum/in/B', value: { from: 'five' } },
      { op: 'add', path: '/nodes/five', value: { type: 'ValueInput<int>', refs: { Value: 5 } } },
    ];
    rig.edited([{ op: 'patchField', entity: 'lamp', component: 'Flow', field: 'Graph', patch } as unknown as Operation], BEN);
    expect(look(rig)).toEqual([]);
    expect(shown(valuesOf(heard(rig, 'one')))).toEqual({ sum: 6 });
    rig.edited([{ op: 'setField', entity: 'lamp', component: 'Flow', field: 'Graph', value: { nodes: {} } } as unknown as Operation], BEN);
    expect(heard(rig, 'two')).toEqual([]);
    expect(
      look(rig, [], [{ author: BEN, input: { type: 'operations', operations: [{ op: 'removeComponent', entity: 'lamp', component: 'Flow' } as Operation] } }]),
    ).toMatchObject([{ kind: 'gone', entity: 'lamp' }]);
  });

  test('sees what ticks pull, lists of inputs and one of a list', () => {
    const rig = flowRig([
      flowing({
        count: valueOf('int'),
        text: { type: 'ToString_Int', in: { V: { from: 'count' } } },
        join: { type: 'ConcatenateMultiString', in: { Inputs: ['n', { from: 'text' }] } },
        drive: {
          type: 'ObjectFieldDrive<string>',
          in: { Value: { from: 'join' } },
          refs: { Drive: { entity: 'lamp', component: 'StringValue', field: 'Value' } },
        },
      }),
    ]);
    expect(shown(valuesOf(look(rig, [open(1, portsView('join', 'join<Inputs', 'join<Inputs.1', 'drive<Value'))])))).toEqual({
      join: 'n0',
      'join<Inputs': ['n', '0'],
      'join<Inputs.1': '0',
      'drive<Value': 'n0',
    });
  });

  test('of a loop that does much in a tick sees some, and the loop does what it did', () => {
    const nodes = {
      rx: rx('for'),
      for: { type: 'For', in: { Count: 5_000 }, then: { LoopIteration: 'w' } },
      sum: { type: 'ValueAdd<int>', in: { A: { from: 'for.Iteration' }, B: 1 } },
      w: write('int', { from: 'sum' }),
    };
    const rig = flowRig([flowing(nodes)]);
    look(rig, [open(1, portsView('sum'))]);
    const seen = valuesOf(heard(rig, 'go'))?.['sum']?.value as number;
    expect(seen).toBeGreaterThan(100);
    expect(seen).toBeLessThan(2_001);
    expect(rig.value('lamp', 'IntValue', 'Value')).toBe(5_000);
  });

  test('of a node that acts often, and at which much is looked at, sees some as well', () => {
    const nodes = { rx: rx('for'), for: { type: 'For', in: { Count: 5_000 }, then: { LoopIteration: 'w' } }, w: write('int', { from: 'for.Iteration' }) };
    const rig = flowRig([flowing(nodes)]);
    look(rig, [open(1, portsView('for.Iteration', 'for<Count', 'for<Reverse'))]);
    const seen = valuesOf(heard(rig, 'go'))?.['for.Iteration']?.value as number;
    expect(seen).toBeGreaterThan(1_000);
    expect(seen).toBeLessThan(4_000);
    expect(rig.value('lamp', 'IntValue', 'Value')).toBe(4_999);
  });

  test('of thousands at which is looked sees as many as a tick may note, each under one name', () => {
    const long = Array.from({ length: 1_000 }, (_, at) => String(at % 10));
    const texts = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`t${at}`, { type: 'ConcatenateMultiString', in: { Inputs: long } }]));
    const drive = (id: string) => ({
      type: 'ObjectFieldDrive<string>',
      in: { Value: { from: id } },
      refs: { Drive: { entity: id, component: 'StringValue', field: 'Value' } },
    });
    const drives = Object.fromEntries(Object.keys(texts).map((id) => [`d${id}`, drive(id)]));
    const rig = flowRig([flowing({ ...texts, ...drives }), ...Object.keys(texts).map((id) => ({ id, name: id, components: { StringValue: {} } }))]);
    const ports = Object.keys(texts).map((id) => portsView(...long.map((_, at) => `${id}<Inputs.${at}`), `${id}<Inputs.07`, `${id}<Inputs.007`));
    const told = look(
      rig,
      ports.map((view, at) => open(at + 1, view)),
    );
    const values = ports.map((_, at) => Object.keys(valuesOf(told, at + 1) ?? {}));
    const seen = values.filter((each) => each.length > 0);
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.length).toBeLessThan(10);
    for (const each of seen) expect([each.length, each.includes('t0<Inputs.07')]).toEqual([1_000, false]);
  });
});

test('values are shown as literals, and what is long by its beginning', () => {
  const show = (value: unknown, type: string, isList = false): unknown => shownValue(value as never, type, isList);
  expect(show(Number.NaN, 'float')).toEqual({ value: 'NaN', type: 'float' });
  expect(show(-Infinity, 'double')).toEqual({ value: '-Infinity', type: 'double' });
  expect(show(-0, 'float')).toEqual({ value: '-0', type: 'float' });
  expect(show([1, Number.NaN, 3], 'float3')).toEqual({ value: [1, 'NaN', 3], type: 'float3' });
  expect(show(9007199254740993n, 'long')).toEqual({ value: '9007199254740993', type: 'long' });
  expect(show(new Boxed('int', 7), 'object')).toEqual({ value: 7, type: 'int' });
  expect(show(new Uint8Array([1, 2, 3]), 'bytes')).toEqual({ value: 'AQID', type: 'bytes' });
  expect(show(new Uint8Array(10_000), 'bytes')).toMatchObject({ cut: true });
  expect(show('x'.repeat(1_000_000), 'string')).toEqual({ value: 'x'.repeat(200), type: 'string', cut: true });
  const { value, cut } = show({ a: Array.from({ length: 100_000 }, () => ['y'.repeat(500)]) }, 'json') as PortValue;
  expect(JSON.stringify(value).length).toBeLessThan(10_000);
  expect(cut).toBe(true);
  const deep = JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`) as unknown;
  expect(show(deep, 'json')).toEqual({ value: [[[[[[[]]]]]]], type: 'json', cut: true });
  expect(JSON.stringify(show(JSON.parse('{"__proto__":1}'), 'json'))).toContain('"__proto__":1');
});
