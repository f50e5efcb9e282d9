/** What `worldwire check` tells of graphs that somebody writes by hand for the first time. */
import { expect, test } from 'vitest';
import { createRegistry, readScene, WorldwireError } from '../../../engine/index.ts';
import { flowing, rx, write } from './rig.ts';

/** The findings of a scene whose lamp has this graph, without what stands before each. */
function told(graph: object): string[] {
  const scene = {
    format: 'worldwire/scene',
    version: 1,
    name: 'Test',
    entities: [flowing({}), { id: 'sign', components: { FloatValue: {} } }] as { id: string; components: Record<string, object> }[],
  };
  (scene.entities[0] as { components: Record<string, object> }).components['Flow'] = { Graph: graph };
  const text = JSON.stringify(scene, null, 2);
  const short = (list: readonly { readonly path?: string; readonly message: string }[]) =>
    list.map(({ path = '', message }) => `${path.replace(/^.*?\/Graph\/?/, '')}: ${message.slice(message.indexOf(`${path}: `) + path.length + 2)}`);
  try {
    return short(readScene(text, { registry: createRegistry(), file: 'a.scene.json' }).warnings);
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    return short(error.faults).map((each) => `fault ${each}`);
  }
}
const nodes = (list: object) => told({ nodes: list });
const client = { entity: 'lamp', component: 'WebsocketClient' };

test('a key of a node that differs from the right one by case alone is told, since it is not read', () => {
  const { then: _then, ...deaf } = rx('w');
  expect(nodes({ rx: { ...deaf, Then: { OnReceived: 'w' }, note: 'kept' }, w: write('int', 1) })).toEqual([
    'nodes/rx/Then: a node has no key "Then", and it is not read; did you mean then?',
  ]);
  expect(told({ Nodes: {} })).toEqual(['fault Nodes: "Nodes" is no key of it; did you mean nodes?']);
});

test('a node without a type is told once, and so is all else that is no graph', () => {
  expect(nodes({ a: { in: {} }, b: { Type: 'CallRelay' }, c: 'CallRelay', d: { type: 'CallRelay', then: { OnTriggered: { from: 'a' } }, in: [] } })).toEqual([
    'fault nodes/a: there is no "type"; a node says what it is in "type"',
    'fault nodes/b/Type: "Type" is no key of it; did you mean type?',
    'fault nodes/c: expected a node, {"type": "NodeName", …}, found "CallRelay"',
    'fault nodes/d/then/OnTriggered: expected "node" or "node.Port", or a list of those, found {"from":"a"}',
    'fault nodes/d/in: expected inputs by their names, found []',
  ]);
});

test('a text that names an output is a text, and whoever meant a wire is told how that is written', () => {
  const join = { type: 'ConcatenateMultiString', in: { Inputs: ['said: ', 'rx.Data', 'rx.Nothing', 'rx'] } };
  const hint = 'is the text "rx.Data"; from the output of that name a wire leads by {"from": "rx.Data"}';
  expect(nodes({ rx: rx('w'), join, w: write('string', 'rx.Data') })).toEqual([`nodes/join/in/Inputs/1: ${hint}`, `nodes/w/in/Value: ${hint}`]);
});

test('where a text fits nowhere, or the wire has another form, the fault names the wire', () => {
  const wire = /; a wire is written \{"from": "rx.Data"\}/;
  const told0 = nodes({ rx: rx('w'), w: write('int', 'rx.Data') });
  expect(told0).toHaveLength(1);
  expect(told0[0]).toMatch(wire);
  expect(nodes({ rx: rx('w'), w: write('string', { From: 'rx.Data' }) })[0]).toMatch(wire);
  expect(nodes({ rx: rx('w'), w: write('string', { node: 'rx', port: 'Data' }) })[0]).toMatch(wire);
});

test('a field that holds another type than the node is for is told, written or taken from what is wired', () => {
  const field = (component: string) => ({ entity: 'lamp', component, field: 'Value' });
  const write0 = (component: string, value: unknown) => ({ type: 'ValueWrite', refs: { Variable: field(component) }, in: { Value: value } });
  expect(
    nodes({
      fits: { type: 'ValueSource<float>', refs: { Source: field('IntValue') } },
      reads: { type: 'ValueSource<int>', refs: { Source: field('StringValue') } },
      one: { type: 'ValueInput<int>', refs: { Value: 1 } },
      writes: write0('StringValue', { from: 'one' }),
      good: write0('IntValue', { from: 'one' }),
      drives: { type: 'ValueFieldDrive<int>', refs: { Drive: { entity: 'sign', component: 'FloatValue', field: 'Value' } } },
      slot: { type: 'SlotRefSource', refs: { Source: field('StringValue') } },
    }),
  ).toEqual([
    'nodes/reads/refs/Source: refers to "Value" of "StringValue" on "lamp", a field of string, and one of int is wanted',
    'nodes/writes/refs/Variable: refers to "Value" of "StringValue" on "lamp", a field of string, and one of int is wanted',
    'nodes/slot/refs/Source: refers to "Value" of "StringValue" on "lamp", a field of string, and one of Slot is wanted',
  ]);
});

test('a component that is not on the entity is told with those that are, once, and a reference that is missing is told', () => {
  const source = (ref: object) => ({ type: 'ElementSource<WebsocketClient>', refs: { Source: ref } });
  expect(
    nodes({
      there: source(client),
      gone: source({ entity: 'sign', component: 'WebsocketClient' }),
      wrong: source({ entity: 'lamp', component: 'WebsocketClien' }),
      none: { type: 'WebsocketTextMessageReceiver' },
      meant: { type: 'WebsocketTextMessageReceiver', refs: { Client: null } },
    }),
  ).toEqual([
    'nodes/gone/refs/Source: refers to "WebsocketClient" on "sign", which has no such component; it has FloatValue',
    'nodes/wrong/refs/Source: refers to "WebsocketClien", and a WebsocketClient is wanted; did you mean WebsocketClient?; a graph with a fault does not run',
    'nodes/none: WebsocketTextMessageReceiver refers to no Client, so that nothing sets it off; choose one; null in "refs" tells that none is meant',
  ]);
});

test('a component type that there is not is told where it stands, and not of what it is wired to', () => {
  const tx = { type: 'WebsocketTextMessageSender', in: { Client: { from: 'lamp' }, Data: 'x' } };
  const lamp = (type: string) => ({ type, refs: { Source: client } });
  expect(nodes({ lamp: lamp('ElementSource<WebsocketClinet>'), tx })).toEqual([
    'nodes/lamp/type: neither this version nor a plugin that is loaded has a component type "WebsocketClinet"; did you mean ElementSource<WebsocketClient>?; ' +
      'a graph with a fault does not run',
  ]);
  expect(nodes({ lamp: lamp('ElementSource<websocketClient>'), tx })[0]).toMatch(/^nodes\/lamp\/type: .*did you mean ElementSource<WebsocketClient>\?/);
  expect(nodes({ lamp: lamp('ElementSource<WebsocketClient'), tx })).toEqual([
    'nodes/lamp/type: "ElementSource<WebsocketClient" has a bracket too few or too many; a graph with a fault does not run',
  ]);
});

test('what stands in the wrong part of a node is told where it belongs', () => {
  expect(nodes({ tx: { type: 'WebsocketTextMessageSender', refs: { Client: client } } })[0]).toContain('Client is an input, and stands in "in"');
  expect(nodes({ rx: { type: 'WebsocketTextMessageReceiver', in: { Client: client } } })[0]).toContain('Client is a reference, and stands in "refs"');
});
