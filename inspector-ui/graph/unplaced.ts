import { pushTo } from '../graph-model/grouped.ts';
import type { Wire } from '../graph-model/wires.ts';
import type { NodeShape, Point } from './geometry.ts';

const GAP_X = 70,
  GAP_Y = 26;

/**
 * Places for nodes that have none, as those of a graph that was written by hand: in columns by how far they are along the wires, each column from
 * above to below in text order. Below those that have places. Takes time as long as the graph is; circles end where they began.
 */
export function placeRest(ids: readonly string[], shapes: ReadonlyMap<string, NodeShape>, wires: readonly Wire[], below: number): ReadonlyMap<string, Point> {
  const missing = new Set(ids);
  const into = new Map<string, string[]>();
  for (const { from, to, kind } of wires) if (missing.has(from.node) && missing.has(to.node) && kind !== 'node') pushTo(into, to.node, from.node);
  const column = new Map<string, number>();
  // Each node is put behind whatever leads to it, as far as that is placed; twice over, since wires may lead back in the text.
  for (let round = 0; round < 2; round++)
    for (const id of ids) {
      let at = column.get(id) ?? 0;
      for (const from of into.get(id) ?? []) if (from !== id) at = Math.max(at, Math.min((column.get(from) ?? -1) + 1, ids.length));
      column.set(id, at);
    }
  const columns = new Map<number, string[]>();
  for (const id of ids) pushTo(columns, column.get(id) ?? 0, id);
  const places = new Map<string, Point>();
  let x = 0;
  for (const [, members] of [...columns].toSorted(([a], [b]) => a - b)) {
    let y = below,
      widest = 0;
    for (const id of members) {
      const shape = shapes.get(id);
      places.set(id, { x, y });
      y += (shape?.h ?? 60) + GAP_Y;
      widest = Math.max(widest, shape?.w ?? 0);
    }
    x += widest + GAP_X;
  }
  return places;
}
