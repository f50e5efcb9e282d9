import { expect, test } from 'vitest';
import { connect, isRefused } from '../../../inspector-ui/graph-model/connecting.ts';
import { disconnect, wiresOfPort } from '../../../inspector-ui/graph-model/disconnecting.ts';
import { givenTo, moveInList, setLiteral, setRef } from '../../../inspector-ui/graph-model/giving.ts';
import type { GraphEdit } from '../../../inspector-ui/graph-model/graph.ts';
import { addNode, changeGeneric, changeLook, removeNodes, renameNode } from '../../../inspector-ui/graph-model/nodes.ts';
import { alignNodes, distributeNodes, moveNodes, snapNodes, withInside } from '../../../inspector-ui/graph-model/placing.ts';
import { BEN } from '../world-rig.ts';
import { GraphRig, known } from './rig.ts';

const at = (node: string, part: 'in' | 'then' | 'refs' | 'to' | 'out', port: string) => ({ node, part, port });

test('the echo lamp of the documentation is built edit by edit, and runs', () => {
  const rig = new GraphRig();
  rig.edited(addNode(rig.known, { type: 'WebsocketTextMessageReceiver', at: [0, 0] }));
  rig.edited(setRef(rig.known, 'receiver', 'Client', { entity: 'a', component: 'WebsocketClient' }));
  rig.edited(addNode(rig.known, { type: 'StartAsyncTask', at: [220, 0], from: at('receiver', 'then', 'OnReceived') }));
  rig.edited(addNode(rig.known, { type: 'WebsocketTextMessageSender', at: [460, 0], from: at('startTask', 'then', 'TaskStart') }));
  rig.edited(addNode(rig.known, { type: 'ConcatenateMultiString', at: [220, 200], from: at('sender', 'in', 'Data') }));
  rig.edited(setLiteral(rig.known, at('concatenate', 'in', 'Inputs.0'), 'you said: '));
  rig.edited(connect(rig.known, at('concatenate', 'in', 'Inputs.1'), at('receiver', 'out', 'Data')));
  rig.edited(addNode(rig.known, { type: 'ElementSource<WebsocketClient>', from: at('sender', 'in', 'Client') }));
  rig.edited(setRef(rig.known, 'element', 'Source', { entity: 'a', component: 'WebsocketClient' }));
  expect(rig.graph.nodes).toEqual({
    receiver: {
      type: 'WebsocketTextMessageReceiver',
      refs: { Client: { entity: 'a', component: 'WebsocketClient' } },
      then: { OnReceived: 'startTask' },
      at: [0, 0],
    },
    startTask: { type: 'StartAsyncTask', then: { TaskStart: 'sender' }, at: [220, 0] },
    sender: { type: 'WebsocketTextMessageSender', in: { Data: { from: 'concatenate' }, Client: { from: 'element' } }, then: {}, at: [460, 0] },
    concatenate: { type: 'ConcatenateMultiString', in: { Inputs: ['you said: ', { from: 'receiver.Data' }] }, at: [220, 200] },
    element: { type: 'ElementSource<WebsocketClient>', refs: { Source: { entity: 'a', component: 'WebsocketClient' } } },
  });
  rig.rig.edited([{ op: 'setField', entity: 'a', component: 'Flow', field: 'Enabled', value: true }]);
  rig.rig.tick(2);
  expect(rig.error).toBe('');
});

test('an edit of one wire is a patch of one step, with nothing around it', () => {
  const { patch } = connect(
    known({ rx: { type: 'WebsocketTextMessageReceiver' }, tx: { type: 'WebsocketTextMessageSender', in: {} } }),
    at('rx', 'out', 'Data'),
    {
      ...at('tx', 'in', 'Data'),
    },
  ) as GraphEdit;
  expect(patch).toEqual([{ op: 'add', path: '/nodes/tx/in/Data', value: { from: 'rx.Data' } }]);
});

test('ids are short, told by what a node does, and free', () => {
  const graph = known({ add: { type: 'ValueAdd' } });
  expect(
    ['ValueAdd<int>', 'If', 'WebsocketTextMessageSender', 'ConcatenateMultiString', 'Log10_Float', 'GET_String'].map((type) => addNode(graph, { type }).id),
  ).toEqual(['add2', 'if', 'sender', 'concatenate', 'log10', 'get']);
});

test('a source that nothing has told yet what it gives is for what takes it', () => {
  const rig = new GraphRig();
  rig.edited(addNode(rig.known, { type: 'ElementSource' }));
  rig.edited(addNode(rig.known, { type: 'WebsocketTextMessageSender' }));
  rig.edited(connect(rig.known, at('element', 'out', '*'), at('sender', 'in', 'Client')));
  expect(rig.graph.nodes['element']?.type).toBe('ElementSource<WebsocketClient>');
});

test('a generic node is for what is wired to it, and becomes another while nothing else tells', () => {
  const rig = new GraphRig({ word: { type: 'ValueInput<bool>' }, text: { type: 'ValueObjectInput<string>' }, three: { type: 'ValueInput<float3>' } });
  rig.edited(addNode(rig.known, { type: 'ValueAdd' }));
  expect(rig.graph.nodes.add?.type).toBe('ValueAdd<float>');
  rig.edited(connect(rig.known, at('three', 'out', '*'), at('add', 'in', 'A')));
  expect(rig.graph.nodes.add?.type).toBe('ValueAdd<float3>');
  rig.edited(addNode(rig.known, { type: 'ValueInput<int>', refs: { Value: 5 } }));
  // Now one input says that it is for three numbers.
  expect(connect(rig.known, at('input', 'out', '*'), at('add', 'in', 'B'))).toEqual({ refused: expect.stringContaining('int') });
  expect(isRefused(connect(rig.known, at('text', 'out', '*'), at('add', 'in', 'B')))).toBe(true);
  rig.edited(connect(rig.known, at('input', 'out', '*'), at('add', 'in', 'A')));
  expect(rig.graph.nodes.add?.type).toBe('ValueAdd<int>');
});

test('what two people do at once in one list stays, and a place that has moved is not taken for another', () => {
  const rig = new GraphRig({
    a: { type: 'ValueObjectInput<string>' },
    b: { type: 'ValueObjectInput<string>' },
    join: { type: 'ConcatenateMultiString', in: { Inputs: ['x', 'y', 'z'] } },
  });
  const before = rig.known;
  rig.edited(connect(before, at('a', 'out', '*'), at('join', 'in', 'Inputs.3')));
  rig.edited(connect(before, at('b', 'out', '*'), at('join', 'in', 'Inputs.3')), BEN);
  expect(rig.graph.nodes.join?.in).toEqual({ Inputs: ['x', 'y', 'z', { from: 'a' }, { from: 'b' }] });
  rig.edited(setLiteral(rig.known, at('join', 'in', 'Inputs.0'), undefined), BEN);
  expect(rig.apply(setLiteral(before, at('join', 'in', 'Inputs.1'), 'Y'))).toMatchObject({ ok: false });
  rig.edited(setLiteral(rig.known, at('join', 'in', 'Inputs.0'), 'Y'));
  expect(rig.graph.nodes.join?.in).toEqual({ Inputs: ['Y', 'z', { from: 'a' }, { from: 'b' }] });
  expect(['Inputs.0', 'Inputs.2', 'Inputs.9'].map((port) => givenTo(rig.known, { node: 'join', port }))).toEqual(['Y', { from: 'a' }, undefined]);
  rig.edited(moveInList(rig.known, at('join', 'in', 'Inputs.3'), 0));
  expect(rig.graph.nodes.join?.in).toEqual({ Inputs: [{ from: 'b' }, 'Y', 'z', { from: 'a' }] });
});

test('a node without the part that a wire is written in gets it only as long as it is as it was known', () => {
  const rig = new GraphRig({ rx: { type: 'WebsocketTextMessageReceiver' }, tx: { type: 'WebsocketTextMessageSender' }, go: { type: 'StartAsyncTask' } });
  const before = rig.known;
  rig.edited(connect(before, at('rx', 'out', 'Data'), at('tx', 'in', 'Data')));
  const second = connect(before, at('rx', 'out', 'Client'), at('tx', 'in', 'Client')) as GraphEdit;
  expect(rig.apply(second, BEN)).toMatchObject({ ok: false });
  rig.edited(setLiteral(rig.known, at('tx', 'in', 'Client'), null), BEN);
  expect(rig.graph.nodes.tx?.in).toEqual({ Data: { from: 'rx.Data' }, Client: null });
});

test('two who add a node of one type at once do not write over each other', () => {
  const rig = new GraphRig();
  const before = rig.known;
  rig.edited(addNode(before, { type: 'If' }));
  expect(rig.apply(addNode(before, { type: 'If' }), BEN)).toMatchObject({ ok: false });
  rig.edited(addNode(rig.known, { type: 'If' }), BEN);
  expect(Object.keys(rig.graph.nodes)).toEqual(['if', 'if2']);
});

test('nodes that are removed take the wires along that others have to them, out of lists as well, and come back with them', () => {
  const rig = new GraphRig({
    frame: { type: 'Frame' },
    in: { type: 'ValueObjectInput<string>', frame: 'frame' },
    join: { type: 'ConcatenateMultiString', in: { Inputs: ['a', { from: 'in' }, 'b', { from: 'in' }] } },
    seq: { type: 'Sequence', then: { Calls: ['log', 'write', 'log'] } },
    log: { type: 'If' },
    write: { type: 'ValueWrite<int>', in: { Value: 1 }, refs: { Variable: { node: 'store' } }, then: { OnWritten: 'log' } },
    store: { type: 'StoredValue<int>' },
  });
  const before = rig.text;
  rig.edited(removeNodes(rig.known, ['in', 'log', 'store', 'frame']));
  expect(rig.graph.nodes).toEqual({
    join: { type: 'ConcatenateMultiString', in: { Inputs: ['a', 'b'] } },
    seq: { type: 'Sequence', then: { Calls: ['write'] } },
    write: { type: 'ValueWrite<int>', in: { Value: 1 }, refs: {}, then: {} },
  });
  expect(rig.undo()).toMatchObject({ ok: true });
  expect(rig.text).toBe(before);
});

test('disconnecting takes one wire or all of a port', () => {
  const rig = new GraphRig({
    rx: { type: 'WebsocketTextMessageReceiver', then: { OnReceived: 'a' } },
    a: { type: 'If', then: { OnTrue: 'c', OnFalse: 'c' } },
    c: { type: 'If', in: { Condition: { from: 'yes' } } },
    yes: { type: 'ValueInput<bool>' },
  });
  rig.edited(disconnect(rig.known, wiresOfPort(rig.known, at('c', 'to', '*'))));
  expect(rig.graph.nodes.a?.then).toEqual({});
  rig.edited(disconnect(rig.known, wiresOfPort(rig.known, at('c', 'in', 'Condition'))));
  expect(rig.graph.nodes.c?.in).toEqual({});
  expect(rig.graph.nodes.rx?.then).toEqual({ OnReceived: 'a' });
});

test('a type that is changed keeps the literals that are the same there', () => {
  const rig = new GraphRig({
    add: { type: 'ValueAdd<int>', in: { A: 1, B: { from: 'x' } } },
    x: { type: 'ValueInput<int>' },
    list: { type: 'ValueAddMulti<float>', in: { Inputs: [1.5, 2] } },
  });
  rig.edited(changeGeneric(rig.known, 'add', 'float'));
  expect(rig.graph.nodes.add).toEqual({ type: 'ValueAdd<float>', in: { A: 1, B: { from: 'x' } } });
  rig.edited(changeGeneric(rig.known, 'list', 'int'));
  expect(rig.graph.nodes.list).toEqual({ type: 'ValueAddMulti<int>', in: { Inputs: [2] } });
  rig.edited(changeGeneric(rig.known, 'add', 'float3'));
  expect(rig.graph.nodes.add?.in).toEqual({ B: { from: 'x' } });
});

test('places are whole numbers, aligned, on a grid and at even gaps', () => {
  const rig = new GraphRig({ a: { type: 'If', at: [0, 0] }, b: { type: 'If', at: [33, 100] }, c: { type: 'If' } });
  const boxes = { a: { x: 0, y: 0, width: 100, height: 40 }, b: { x: 33, y: 100, width: 60, height: 40 }, c: { x: 10, y: 300, width: 80, height: 40 } };
  rig.edited(moveNodes(rig.known, { a: [-0.2, 3.6] }));
  expect(rig.graph.nodes.a?.at).toEqual([0, 4]);
  rig.edited(alignNodes(rig.known, boxes, 'right'));
  expect(Object.values(rig.graph.nodes).map(({ at: place }) => place)).toEqual([
    [0, 0],
    [40, 100],
    [20, 300],
  ]);
  rig.edited(distributeNodes(rig.known, boxes, 'down'));
  expect(rig.graph.nodes.b?.at).toEqual([33, 150]);
  rig.edited(snapNodes(rig.known, boxes, 20));
  expect(rig.graph.nodes.b?.at).toEqual([40, 100]);
});

test('a frame is moved with all that lies in it, and in the frames in it', () => {
  const { graph } = known({
    f: { type: 'Frame' },
    g: { type: 'Frame', frame: 'f' },
    a: { type: 'If', frame: 'g' },
    b: { type: 'If', frame: 'f' },
    c: { type: 'If' },
  });
  expect(withInside(graph, ['f']).toSorted()).toEqual(['a', 'b', 'f', 'g']);
  expect(withInside(graph, ['a', 'c'])).toEqual(['a', 'c']);
});

test('a title, a note and another id', () => {
  const rig = new GraphRig({
    store: { type: 'StoredValue<int>' },
    write: { type: 'ValueWrite<int>', refs: { Variable: { node: 'store' } }, in: { Value: { from: 'store' } } },
    multi: { type: 'ImpulseDemultiplexer', then: { OnTriggered: 'write' } },
    rx: { type: 'WebsocketTextMessageReceiver', then: { OnReceived: 'multi.Operations.1' } },
  });
  rig.edited(changeLook(rig.known, 'store', { title: 'Hits', text: 'of today' }));
  rig.edited(changeLook(rig.known, 'store', { text: undefined }));
  rig.edited(renameNode(rig.known, 'store', 'hits of today!'));
  rig.edited(renameNode(rig.known, 'multi', 'write'));
  expect(rig.graph.nodes).toEqual({
    write: { type: 'ValueWrite<int>', refs: { Variable: { node: 'hits-of-today' } }, in: { Value: { from: 'hits-of-today' } } },
    'hits-of-today': { type: 'StoredValue<int>', title: 'Hits' },
    rx: { type: 'WebsocketTextMessageReceiver', then: { OnReceived: 'write2.Operations.1' } },
    write2: { type: 'ImpulseDemultiplexer', then: { OnTriggered: 'write' } },
  });
});
