import { expect, test } from 'vitest';
import { layoutByDagre } from '../../../inspector-ui/graph/layout-by-dagre.ts';
import type { GraphData } from '../../../inspector-ui/graph-model/graph.ts';
import { layoutEdit, layoutInput } from '../../../inspector-ui/graph-model/layout.ts';
import type { Box, Boxes } from '../../../inspector-ui/graph-model/placing.ts';
import { GraphRig } from './rig.ts';

const boxesOf = ({ nodes }: GraphData): Boxes =>
  Object.fromEntries(
    Object.entries(nodes).map(([id, { at = [0, 0], size }]) => [id, { x: at[0] ?? 0, y: at[1] ?? 0, width: size?.[0] ?? 160, height: size?.[1] ?? 70 }]),
  );
const overlap = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function arranged(rig: GraphRig, ids?: readonly string[]): Boxes {
  const boxes = boxesOf(rig.graph);
  const input = layoutInput(rig.known, boxes, ids);
  rig.edited(layoutEdit(rig.known, input, layoutByDagre(structuredClone(input)), boxes));
  return boxesOf(rig.graph);
}

const NODES = {
  rx: { type: 'WebsocketTextMessageReceiver', then: { OnReceived: 'if' }, at: [500, 300] },
  has: { type: 'Contains', in: { Str: { from: 'rx.Data' } }, frame: 'f' },
  if: { type: 'If', in: { Condition: { from: 'has' } }, then: { OnTrue: 'w' }, frame: 'f' },
  w: { type: 'ValueWrite<bool>', in: { Value: { from: 'has' } }, then: { OnWritten: 'if' } },
  f: { type: 'Frame', size: [50, 50] },
  alone: { type: 'Update' },
  note: { type: 'Comment', text: 'x', size: [200, 60] },
};

test('nodes lie from left to right as their wires lead, none on another, and frames around what is in them', () => {
  const rig = new GraphRig(NODES);
  const at = arranged(rig);
  const box = (id: string): Box => at[id] as Box;
  expect(box('rx').x + box('rx').width).toBeLessThan(box('f').x);
  expect(box('has').x + box('has').width).toBeLessThan(box('if').x);
  expect(box('f').x + box('f').width).toBeLessThan(box('w').x);
  const ids = Object.keys(at);
  for (const a of ids)
    for (const b of ids) {
      const isIn = rig.graph.nodes[a]?.frame === b || rig.graph.nodes[b]?.frame === a;
      if (a < b && !isIn) expect([a, b, overlap(box(a), box(b))]).toEqual([a, b, false]);
    }
  for (const id of ['has', 'if']) {
    expect(box(id).x).toBeGreaterThan(box('f').x);
    expect(box(id).y).toBeGreaterThan(box('f').y + 30);
    expect(box(id).x + box(id).width).toBeLessThan(box('f').x + box('f').width);
    expect(box(id).y + box(id).height).toBeLessThan(box('f').y + box('f').height);
  }
  expect(Math.min(...Object.values(at).map(({ x }) => x))).toBe(0);
});

test('a selection is laid out where it is, and what is not in it stays', () => {
  const rig = new GraphRig({
    a: { type: 'If', at: [900, 400], then: { OnTrue: 'b' } },
    b: { type: 'If', at: [700, 500], then: { OnTrue: 'c' } },
    c: { type: 'If', at: [1, 2] },
  });
  const at = arranged(rig, ['a', 'b']);
  expect(at.c).toMatchObject({ x: 1, y: 2 });
  expect(at.a).toMatchObject({ x: 700, y: 400 });
  expect((at.b as Box).x).toBeGreaterThan(860);
});

test('a closed frame is one card, and what is in it goes along', () => {
  const rig = new GraphRig({
    ...NODES,
    f: { type: 'Frame', closed: true, size: [400, 300], at: [100, 100] },
    has: { ...NODES.has, at: [120, 150] },
    if: { ...NODES.if, at: [300, 150] },
  });
  const boxes = boxesOf(rig.graph);
  const input = layoutInput(rig.known, { ...boxes, f: { x: 100, y: 100, width: 180, height: 90 } });
  expect(input.nodes.map(({ id }) => id)).toEqual(['rx', 'w', 'f', 'alone', 'note']);
  rig.edited(layoutEdit(rig.known, input, layoutByDagre(input), boxes));
  const { f, has, if: inner } = rig.graph.nodes;
  expect(f?.size).toEqual([400, 300]);
  expect([(has?.at?.[0] ?? 0) - (f?.at?.[0] ?? 0), (inner?.at?.[0] ?? 0) - (f?.at?.[0] ?? 0)]).toEqual([20, 200]);
});

test('a graph with circles, and frames that hold each other, is laid out all the same', () => {
  const nodes = Object.fromEntries(
    Array.from({ length: 200 }, (_, at) => [
      `n${at}`,
      {
        type: 'If',
        then: { OnTrue: `n${at + 1 - (at % 20 === 19 ? 20 : 0)}`, ...(at % 9 === 0 ? { OnFalse: `n${(at * 7) % 200}` } : {}) },
        ...(at % 3 === 0 ? { frame: `f${Math.floor(at / 20)}` } : {}),
      },
    ]),
  );
  const frames = Object.fromEntries(
    Array.from({ length: 10 }, (_, at) => [`f${at}`, { type: 'Frame', ...(at > 0 ? { frame: `f${Math.floor(at / 2)}` } : { frame: 'f9' }) }]),
  );
  const rig = new GraphRig({ ...nodes, ...frames });
  const { places } = layoutByDagre(layoutInput(rig.known, boxesOf(rig.graph)));
  expect(places).toHaveLength(210);
  expect(places.flat().every(Number.isFinite)).toBe(true);
});
