import { Draft } from './draft.ts';
import { FRAME, own, type GraphData, type GraphEdit } from './graph.ts';
import type { KnownGraph } from './known-graph.ts';
import { pushTo } from './grouped.ts';
import { editOf } from './patching.ts';

/** Where something is drawn, and how large. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export type Boxes = { readonly [id: string]: Box };
type Point = readonly [number, number];

/** Puts nodes at places. What lies in a frame that is among them is not moved along: `withInside` names it. */
export function moveNodes(known: KnownGraph, places: { readonly [id: string]: readonly number[] }): GraphEdit {
  const ids = Object.keys(places);
  return editOf(known.graph, placed(known.graph, places), known.catalogue, ids.length === 1 ? `Move ${ids[0]}` : `Move ${ids.length} nodes`);
}

/** The graph with nodes at other places. */
export function placed(graph: GraphData, places: { readonly [id: string]: readonly number[] }): GraphData {
  const draft = new Draft(graph);
  // -0 would be written as 0, and be another number here.
  for (const [id, [x = 0, y = 0]] of Object.entries(places)) draft.set(id, 'at', [Math.round(x) + 0, Math.round(y) + 0]);
  return draft.graph();
}

/** Nodes with all that lies in those of them that are frames, as they are moved, copied and removed. */
export function withInside({ nodes }: GraphData, ids: Iterable<string>): readonly string[] {
  const all = new Set(ids);
  if (![...all].some((id) => own(nodes, id)?.type === FRAME)) return [...all];
  const within = new Map<string, string[]>();
  for (const [id, { frame }] of Object.entries(nodes)) if (frame !== undefined) pushTo(within, frame, id);
  // What is added is looked at in its turn.
  for (const id of all) for (const inside of within.get(id) ?? []) all.add(inside);
  return [...all];
}

export type Edge = 'left' | 'right' | 'top' | 'bottom' | 'middle' | 'center';
/** Puts nodes in a row or a column: by the edge that those have which lie furthest there, `middle` and `center` by what lies between. */
export function alignNodes(known: KnownGraph, boxes: Boxes, edge: Edge): GraphEdit {
  const all = Object.values(boxes);
  const least = (of: (box: Box) => number): number => all.reduce((least, box) => Math.min(least, of(box)), Infinity);
  const most = (of: (box: Box) => number): number => all.reduce((most, box) => Math.max(most, of(box)), -Infinity);
  const [left, right, top, bottom] = [least(({ x }) => x), most(({ x, width }) => x + width), least(({ y }) => y), most(({ y, height }) => y + height)];
  const to = ({ x, y, width, height }: Box): Point => {
    switch (edge) {
      case 'left':
        return [left, y];
      case 'right':
        return [right - width, y];
      case 'center':
        return [(left + right - width) / 2, y];
      case 'top':
        return [x, top];
      case 'bottom':
        return [x, bottom - height];
      case 'middle':
        return [x, (top + bottom - height) / 2];
    }
  };
  return arranged(known, boxes, to, `Align ${all.length} nodes`);
}

/** Puts nodes on the next lines of a grid. */
export function snapNodes(known: KnownGraph, boxes: Boxes, grid: number): GraphEdit {
  const line = (at: number): number => Math.round(at / grid) * grid;
  return arranged(known, boxes, ({ x, y }) => [line(x), line(y)], 'Snap to the grid');
}

/** Makes the gaps between nodes in a row or a column alike; the first and the last stay. */
export function distributeNodes(known: KnownGraph, boxes: Boxes, way: 'across' | 'down'): GraphEdit {
  const start = (box: Box): number => (way === 'across' ? box.x : box.y),
    length = (box: Box): number => (way === 'across' ? box.width : box.height);
  const inOrder = Object.entries(boxes).sort(([, a], [, b]) => start(a) - start(b));
  const [first, last] = [inOrder[0]?.[1], inOrder.at(-1)?.[1]];
  const places: (readonly [string, Point])[] = [];
  if (first !== undefined && last !== undefined && inOrder.length > 2) {
    const filled = inOrder.reduce((sum, [, box]) => sum + length(box), 0);
    const gap = (start(last) + length(last) - start(first) - filled) / (inOrder.length - 1);
    let at = start(first);
    for (const [id, box] of inOrder) {
      places.push([id, way === 'across' ? [at, box.y] : [box.x, at]]);
      at += length(box) + gap;
    }
  }
  return editOf(known.graph, placed(known.graph, Object.fromEntries(places)), known.catalogue, `Distribute ${inOrder.length} nodes`);
}

function arranged(known: KnownGraph, boxes: Boxes, to: (box: Box) => Point, label: string): GraphEdit {
  const places = Object.fromEntries(Object.entries(boxes).map(([id, box]) => [id, to(box)]));
  return editOf(known.graph, placed(known.graph, places), known.catalogue, label);
}
