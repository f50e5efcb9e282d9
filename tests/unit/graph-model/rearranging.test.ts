import { expect, test } from 'vitest';
import { copyText, cutOut, duplicateNodes, pasteGraph } from '../../../inspector-ui/graph-model/copying.ts';
import { detachNodes } from '../../../inspector-ui/graph-model/detaching.ts';
import type { GraphData } from '../../../inspector-ui/graph-model/graph.ts';
import { addIntoWire, addRelay, insertIntoWire } from '../../../inspector-ui/graph-model/inserting.ts';
import { kindredOf } from '../../../inspector-ui/graph-model/kindred.ts';
import { reconnect } from '../../../inspector-ui/graph-model/reconnecting.ts';
import { parseText, readGraph } from '../../../inspector-ui/graph-model/reading.ts';
import { swapNode } from '../../../inspector-ui/graph-model/swapping.ts';
import type { Wire } from '../../../inspector-ui/graph-model/wires.ts';
import { GraphRig } from './rig.ts';

const wireTo = (rig: GraphRig, node: string, port: string): Wire =>
  rig.known.wires.find(({ kind, from, to }) => (kind === 'impulse' ? from : to).node === node && (kind === 'impulse' ? from : to).port === port) as Wire;
const read = (text: string): GraphData => readGraph(parseText(text) ?? null) as GraphData;

const LAMP = {
  rx: { type: 'WebsocketTextMessageReceiver', refs: { Client: { entity: 'a', component: 'WebsocketClient' } }, then: { OnReceived: 'go' }, at: [0, 0] },
  go: { type: 'StartAsyncTask', then: { TaskStart: 'tx' }, at: [200, 0] },
  join: { type: 'ConcatenateMultiString', in: { Inputs: ['you said: ', { from: 'rx.Data' }] }, at: [200, 100] },
  tx: { type: 'WebsocketTextMessageSender', in: { Data: { from: 'join' } }, at: [400, 0] },
};

test('a graph is read from a copied selection, from documentation, from an entity and from a scene', () => {
  const nodes = JSON.stringify(LAMP);
  for (const text of [
    `{ "format": "worldwire/graph", "version": 1, "nodes": ${nodes} }`,
    `{ "nodes": ${nodes} }`,
    nodes,
    nodes.slice(1, -1),
    `\`\`\`json\n{ "Flow": { "Graph": { "nodes": ${nodes} } } }\n\`\`\``,
    `{ "id": "lamp", "components": { "WebsocketClient": { "URL": "ws://x/" }, "Flow#2": { "Graph": { "nodes": ${nodes} } } } },`,
    `{ "format": "worldwire/scene", "entities": [{ "id": "x" }, { "children": [{ "components": { "Flow": { "Graph": { "nodes": ${nodes} } } } }] }] }`,
  ])
    expect(read(text), text.slice(0, 60)).toEqual({ nodes: LAMP });
});

test('what is pasted is data of the form of a graph, whoever wrote it', () => {
  expect(parseText('not json')).toBeUndefined();
  expect(parseText(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toBeUndefined();
  expect(parseText(`"${'x'.repeat(2_000_001)}"`)).toBeUndefined();
  expect(readGraph(parseText('{"nodes": {"a": {"name": "x"}}}') ?? null)).toBeUndefined();
  const hostile = read(
    '{"nodes": {"__proto__": {"type": "If", "constructor": 1, "in": {"__proto__": 1, "Condition": {"from": "a.b/c"}}, "then": {"OnTrue": 5}, ' +
      '"at": [0, "x"], "title": 5}, "a.b/c": {"type": "ValueInput<bool>"}}}',
  );
  expect(hostile).toEqual({ nodes: { node: { type: 'If', in: {}, then: {} }, 'a-b-c': { type: 'ValueInput<bool>' } } });
  expect(({} as { type?: unknown }).type).toBeUndefined();
});

test('what is copied has the wires among it, and is pasted at a place under ids that are free', () => {
  const rig = new GraphRig(LAMP);
  const text = copyText(rig.graph, ['join', 'tx']);
  expect(text).not.toContain('rx');
  rig.edited(pasteGraph(rig.known, read(text), [1000, 500]));
  expect(rig.graph.nodes).toEqual({
    ...LAMP,
    join2: { type: 'ConcatenateMultiString', in: { Inputs: ['you said: '] }, at: [1000, 600] },
    tx2: { type: 'WebsocketTextMessageSender', in: { Data: { from: 'join2' } }, at: [1200, 500] },
  });
});

test('a duplicate hears and leads where its original does, or nowhere', () => {
  const rig = new GraphRig(LAMP);
  rig.edited(duplicateNodes(rig.known, ['go', 'join'], { wires: true, by: [10, 20] }));
  rig.edited(duplicateNodes(rig.known, ['go', 'join'], { wires: false, by: [10, 20] }));
  expect(rig.graph.nodes).toMatchObject({
    go2: { type: 'StartAsyncTask', then: { TaskStart: 'tx' }, at: [210, 20] },
    join2: { in: { Inputs: ['you said: ', { from: 'rx.Data' }] } },
    go3: { type: 'StartAsyncTask', then: {} },
    join3: { in: { Inputs: ['you said: '] } },
  });
  expect(cutOut(rig.graph, ['go2']).nodes.go2).toEqual({ type: 'StartAsyncTask', then: {}, at: [210, 20] });
});

test('what went through a node that is detached goes on without it', () => {
  const rig = new GraphRig(LAMP);
  rig.edited(detachNodes(rig.known, ['go', 'join']));
  expect(rig.graph.nodes).toMatchObject({
    rx: { then: { OnReceived: 'tx' } },
    go: { then: {} },
    join: { in: { Inputs: ['you said: '] } },
    tx: { in: { Data: { from: 'rx.Data' } } },
  });
  const numbers = new GraphRig({
    n: { type: 'ValueInput<int>' },
    s: { type: 'ToString_int', in: { V: { from: 'n' } } },
    j: { type: 'ConcatenateMultiString', in: { Inputs: [{ from: 's' }, 'x'] } },
  });
  numbers.edited(detachNodes(numbers.known, ['s']));
  expect(numbers.graph.nodes.j?.in).toEqual({ Inputs: ['x'] });
});

test('a node is put into a wire by the ports that fit, and a relay by what the wire carries', () => {
  const rig = new GraphRig({ ...LAMP, trim: { type: 'TrimString' } });
  rig.edited(insertIntoWire(rig.known, 'trim', wireTo(rig, 'join', 'Inputs.1')));
  expect(rig.graph.nodes).toMatchObject({ trim: { in: { A: { from: 'rx.Data' } } }, join: { in: { Inputs: ['you said: ', { from: 'trim' }] } } });
  expect(insertIntoWire(rig.known, 'trim', wireTo(rig, 'rx', 'OnReceived'))).toHaveProperty('refused');
  rig.edited(addRelay(rig.known, wireTo(rig, 'tx', 'Data'), [300, 50]));
  rig.edited(addRelay(rig.known, wireTo(rig, 'rx', 'OnReceived'), [100, 0]));
  rig.edited(addRelay(rig.known, wireTo(rig, 'go', 'TaskStart'), [300, 0]));
  const { nodes } = rig.graph;
  expect(
    Object.values(nodes)
      .map(({ type }) => type)
      .filter((type) => type.includes('Relay')),
  ).toEqual(['ObjectRelay<string>', 'CallRelay', 'AsyncCallRelay']);
  expect(nodes).toMatchObject({
    relay: { in: { Input: { from: 'join' } } },
    tx: { in: { Data: { from: 'relay' } } },
    rx: { then: { OnReceived: 'callRelay' } },
  });
  rig.edited(addIntoWire(rig.known, { type: 'If' }, wireTo(rig, 'rx', 'OnReceived')));
  expect(rig.graph.nodes).toMatchObject({ rx: { then: { OnReceived: 'if' } }, if: { then: { OnTrue: 'callRelay' } } });
});

test('a node with a list that holds something takes what the wire carries behind that', () => {
  const lists = { ...LAMP, tx: { ...LAMP.tx, in: { Data: { from: 'rx.Data' } } }, join: { type: 'ConcatenateMultiString', in: { Inputs: ['you said: '] } } };
  const rig = new GraphRig({ ...lists, many: { type: 'Sequence', then: { Calls: ['log'] } }, log: { type: 'ImpulseDisplay' } });
  rig.edited(insertIntoWire(rig.known, 'join', wireTo(rig, 'tx', 'Data')));
  expect(rig.graph.nodes).toMatchObject({ join: { in: { Inputs: ['you said: ', { from: 'rx.Data' }] } }, tx: { in: { Data: { from: 'join' } } } });
  rig.edited(insertIntoWire(rig.known, 'many', wireTo(rig, 'rx', 'OnReceived')));
  expect(rig.graph.nodes).toMatchObject({ rx: { then: { OnReceived: 'many' } }, many: { then: { Calls: ['log', 'go'] } } });
});

test('a node is swapped for a kindred one, and keeps what fits', () => {
  const rig = new GraphRig({
    n: { type: 'ValueInput<int>' },
    add: { type: 'ValueAdd<int>', in: { A: { from: 'n' }, B: 2 }, at: [1, 2], title: 'Sum', note: 'kept' },
    w: { type: 'ValueWrite<int>', in: { Value: { from: 'add' } }, refs: { Variable: { node: 's' } }, then: {} },
    s: { type: 'StoredValue<int>' },
    call: { type: 'CallInput', then: { Target: 'w' } },
  });
  const kin = kindredOf(rig.known, 'add').map(({ type }) => type.name);
  expect(kin.slice(0, 8)).toContain('ValueSub');
  expect(kin).toContain('ValueMul');
  rig.edited(swapNode(rig.known, 'add', 'ValueSub'));
  expect(rig.graph.nodes.add).toEqual({ type: 'ValueSub<int>', in: { A: { from: 'n' }, B: 2 }, at: [1, 2], title: 'Sum', note: 'kept' });
  rig.edited(swapNode(rig.known, 'add', 'ValueLessThan'));
  // What is less is no whole number.
  expect(rig.graph.nodes.w?.in).toEqual({});
  expect(rig.graph.nodes.add?.in).toEqual({ A: { from: 'n' }, B: 2 });
  rig.edited(swapNode(rig.known, 'w', 'ValueWriteLatch'));
  expect(rig.graph.nodes.w?.refs).toEqual({ Variable: { node: 's' } });
  rig.edited(swapNode(rig.known, 's', 'LocalValue'));
  expect(rig.graph.nodes).toMatchObject({ s: { type: 'LocalValue<int>' }, w: { refs: { Variable: { node: 's' } } } });
  rig.edited(swapNode(rig.known, 's', 'ValueInput<bool>'));
  expect(rig.graph.nodes.w?.refs).toEqual({});
});

test('lists stay lists as a node is swapped', () => {
  const rig = new GraphRig({
    join: { type: 'StringJoin', in: { Separator: ', ', Inputs: ['a', { from: 'x' }] } },
    x: { type: 'ValueObjectInput<string>' },
    out: { type: 'ConcatenateMultiString', in: { Inputs: ['<', { from: 'join' }, '>'] } },
  });
  rig.edited(swapNode(rig.known, 'join', 'ConcatenateMultiString'));
  expect(rig.graph.nodes).toMatchObject({ join: { in: { Inputs: ['a', { from: 'x' }] } }, out: { in: { Inputs: ['<', { from: 'join' }, '>'] } } });
  rig.edited(swapNode(rig.known, 'join', 'StringLength'));
  expect(rig.graph.nodes.out?.in).toEqual({ Inputs: ['<', '>'] });
});

test('a wire goes to another place of its list, what stands between makes room, and the last place says that it is that', () => {
  const list = (...Inputs: readonly unknown[]) => new GraphRig({ rx: LAMP.rx, join: { type: 'ConcatenateMultiString', in: { Inputs }, at: [0, 0] } });
  const data = { from: 'rx.Data' };
  const move = (rig: GraphRig, from: string, to: string) =>
    reconnect(rig.known, wireTo(rig, 'join', from), { node: 'rx', part: 'out', port: 'Data' }, { node: 'join', part: 'in', port: to });
  const moved = (from: string, to: string, ...inputs: readonly unknown[]): unknown => {
    const rig = list(...inputs);
    const before = rig.text;
    const given = rig.edited(move(rig, from, to)).graph.nodes['join']?.in;
    expect(rig.undo().ok).toBe(true);
    expect(rig.text).toBe(before);
    return given?.['Inputs'];
  };
  expect(moved('Inputs.0', 'Inputs.1', data, 'a', 'b')).toEqual(['a', data, 'b']);
  expect(moved('Inputs.0', 'Inputs.3', data, 'a', 'b')).toEqual(['a', 'b', data]);
  expect(moved('Inputs.2', 'Inputs.0', 'a', 'b', data)).toEqual([data, 'a', 'b']);
  for (const inputs of [[data], ['a', data]]) {
    const rig = list(...inputs);
    expect(move(rig, `Inputs.${inputs.length - 1}`, `Inputs.${inputs.length}`)).toEqual({
      refused: expect.stringContaining('the last of Inputs already') as unknown,
    });
  }
});
