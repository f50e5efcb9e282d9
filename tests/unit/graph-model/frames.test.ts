import { expect, test } from 'vitest';
import { findNodes, partnersOf, signalOf, usersOf, variableOf, type Signal, type Variable } from '../../../inspector-ui/graph-model/finding.ts';
import { addComment, addFrame, borderPorts, bordersOf, dissolveFrame, framesAround, hiddenIn, putInFrame } from '../../../inspector-ui/graph-model/frames.ts';
import { pasteGraph } from '../../../inspector-ui/graph-model/copying.ts';
import { withInside } from '../../../inspector-ui/graph-model/placing.ts';
import { GraphRig, known } from './rig.ts';

const box = (x: number, y: number) => ({ x, y, width: 100, height: 50 });

test('a selection is extracted into a closed frame that shows the ports at its border, and inlined again', () => {
  const rig = new GraphRig({
    rx: { type: 'WebsocketTextMessageReceiver', then: { OnReceived: 'if' } },
    has: { type: 'Contains', in: { Str: { from: 'rx.Data' }, Pattern: 'on' } },
    if: { type: 'If', in: { Condition: { from: 'has' } }, then: { OnTrue: 'w', OnFalse: 'w' } },
    w: { type: 'ValueWrite<bool>', in: { Value: { from: 'has' } } },
  });
  const before = rig.text;
  const { id } = addFrame(rig.known, {}, {});
  expect(id).toBe('frame');
  rig.edited(addFrame(rig.known, { has: box(100, 100), if: box(300, 200) }, { title: 'Decide', closed: true }));
  expect(rig.graph.nodes).toMatchObject({
    frame: { type: 'Frame', title: 'Decide', at: [76, 44], size: [348, 230], closed: true },
    has: { frame: 'frame' },
    if: { frame: 'frame' },
  });
  expect(borderPorts(rig.known, 'frame').map(({ side, kind, inner, type, wires }) => [side, kind, `${inner.node}.${inner.port}`, type, wires.length])).toEqual([
    ['left', 'impulse', 'if.*', 'Sync', 1],
    ['left', 'data', 'has.Str', 'string', 1],
    ['right', 'impulse', 'if.OnTrue', 'Impulse', 1],
    ['right', 'impulse', 'if.OnFalse', 'Impulse', 1],
    ['right', 'data', 'has.*', 'bool', 1],
  ]);
  expect([hiddenIn(rig.graph, 'has'), hiddenIn(rig.graph, 'w')]).toEqual(['frame', undefined]);
  rig.edited(dissolveFrame(rig.known, 'frame'));
  expect(rig.text).toBe(before);
});

test('frames nest, and none is put into itself', () => {
  const rig = new GraphRig({ a: { type: 'If' }, b: { type: 'If' } });
  rig.edited(addFrame(rig.known, { a: box(0, 0), b: box(200, 0) }));
  rig.edited(addFrame(rig.known, { a: box(0, 0) }, { title: 'inner' }));
  expect(rig.graph.nodes).toMatchObject({ frame2: { frame: 'frame' }, a: { frame: 'frame2' }, b: { frame: 'frame' } });
  expect(framesAround(rig.graph, 'frame2')).toEqual(['frame2', 'frame']);
  rig.edited(putInFrame(rig.known, ['frame', 'b'], 'frame2'));
  expect(rig.graph.nodes).toMatchObject({ b: { frame: 'frame2' } });
  expect(rig.graph.nodes.frame).not.toHaveProperty('frame');
  rig.edited(dissolveFrame(rig.known, 'frame2'));
  expect(rig.graph.nodes).toMatchObject({ a: { frame: 'frame' }, b: { frame: 'frame' } });
  rig.edited(addComment(rig.known, 'Why this is so.', [1.4, 2], [200, 80]));
  expect(rig.graph.nodes.comment).toEqual({ type: 'Comment', text: 'Why this is so.', at: [1, 2], size: [200, 80] });
});

test('nodes are found by id, title, type, note and value', () => {
  const { graph } = known({
    rx: { type: 'WebsocketTextMessageReceiver', text: 'hears the lamp' },
    lamp: { type: 'ElementSource<WebsocketClient>' },
    b: { type: 'ValueObjectInput<string>', refs: { Value: 'Lamp is on' } },
    c: { type: 'If', title: 'Lamp?' },
    d: { type: 'FormatString', in: { Parameters: [1, 'lamps'] } },
  });
  expect(findNodes(graph, 'lamp').map(({ id, where }) => [id, where])).toEqual([
    ['lamp', 'id'],
    ['c', 'title'],
    ['rx', 'text'],
    ['b', 'value'],
    ['d', 'value'],
  ]);
  expect(findNodes(graph, 'receiver')).toEqual([{ id: 'rx', where: 'type', says: 'WebsocketTextMessageReceiver' }]);
  expect(findNodes(graph, ' ')).toEqual([]);
});

test('a trigger finds the receivers of its tag, kind and type, and they find it', () => {
  const graph = known({
    send: { type: 'DynamicImpulseTriggerWithValue<int>', in: { Tag: 'hit' } },
    hear: { type: 'DynamicImpulseReceiverWithValue<int>', refs: { Tag: 'hit' } },
    float: { type: 'DynamicImpulseReceiverWithValue<float>', refs: { Tag: 'hit' } },
    bare: { type: 'DynamicImpulseReceiver', refs: { Tag: 'hit' } },
    late: { type: 'AsyncDynamicImpulseReceiverWithValue<int>', refs: { Tag: 'hit' } },
    wired: { type: 'DynamicImpulseTrigger', in: { Tag: { from: 'x' } } },
  });
  expect(partnersOf(graph, signalOf(graph, 'send') as Signal)).toEqual(['hear']);
  expect(partnersOf(graph, signalOf(graph, 'hear') as Signal)).toEqual(['send']);
  expect(partnersOf(graph, signalOf(graph, 'wired') as Signal)).toEqual([]);
  expect(signalOf(graph, 'x')).toBeUndefined();
});

test('a variable finds those who hold, read and write it', () => {
  const graph = known({
    hits: { type: 'StoredValue<int>' },
    write: { type: 'ValueWrite<int>', refs: { Variable: { node: 'hits' } } },
    add: { type: 'ValueAdd<int>', in: { A: { from: 'hits' } } },
    other: { type: 'ValueAdd<int>' },
    dyn: { type: 'DynamicVariableValueInput<int>', refs: { VariableName: 'Score' } },
    dyn2: { type: 'WriteDynamicValueVariable<int>', in: { Path: 'World/Score' } },
    dyn3: { type: 'WriteDynamicValueVariable<int>', in: { Path: 'Other/Score' } },
  });
  expect(variableOf(graph, 'write')).toEqual({ node: 'hits' });
  expect(usersOf(graph, variableOf(graph, 'hits') as Variable)).toEqual(['hits', 'write', 'add']);
  expect(variableOf(graph, 'other')).toBeUndefined();
  expect(usersOf(graph, { path: 'World/Score' })).toEqual(['dyn', 'dyn2']);
});

test('the borders of all closed frames are found at once as they are one by one', () => {
  const nodes = {
    a: { type: 'ValueAdd<int>', in: { A: { from: 'b' } } },
    f: { type: 'Frame', closed: true },
    b: { type: 'ValueAdd<int>', frame: 'inner', in: { A: { from: 'c' }, B: { from: 'd' } } },
    inner: { type: 'Frame', frame: 'f', closed: true },
    c: { type: 'ValueAdd<int>', frame: 'f' },
    g: { type: 'Frame', closed: true },
    d: { type: 'ValueAdd<int>', frame: 'g', in: { A: { from: 'a' } } },
  };
  const graph = known(nodes as never);
  const hidden = new Map(Object.keys(nodes).flatMap((id) => (hiddenIn(graph.graph, id) === undefined ? [] : [[id, hiddenIn(graph.graph, id) as string]])));
  const borders = bordersOf(hidden, graph.wires);
  expect([...borders.keys()].sort()).toEqual(['f', 'g']);
  for (const [frame, border] of borders) expect(borderPorts(graph, frame, border)).toEqual(borderPorts(graph, frame));
  expect(borderPorts(graph, 'f')).toHaveLength(2);
});

test('closed frames that lie in each other in a circle hide nothing, so that they can be taken apart', () => {
  const nodes = {
    a: { type: 'Frame', frame: 'b', closed: true },
    b: { type: 'Frame', frame: 'c', closed: true },
    c: { type: 'Frame', frame: 'b' },
    own: { type: 'Frame', frame: 'own', closed: true },
    in: { type: 'If', frame: 'a' },
    out: { type: 'If', frame: 'own' },
    gone: { type: 'If', frame: 'constructor' },
  };
  const { graph } = known(nodes as never);
  expect(Object.keys(nodes).map((id) => hiddenIn(graph, id))).toEqual(Object.keys(nodes).map(() => undefined));
});

test('thousands in one frame, and pasted under names that are taken, are gone through in no time', () => {
  const nodes = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`n${at}`, { type: 'Frame', ...(at === 0 ? {} : { frame: 'n0' }) }]));
  const graph = known(nodes as never);
  const begun = performance.now();
  expect(withInside(graph.graph, ['n0'])).toHaveLength(10_000);
  expect(pasteGraph(graph, graph.graph).select).toHaveLength(10_000);
  expect(performance.now() - begun).toBeLessThan(5_000);
});
