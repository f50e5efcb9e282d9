import { Draft } from './draft.ts';
import { FRAME, own, type GraphEdit } from './graph.ts';
import { pushTo } from './grouped.ts';
import type { KnownGraph } from './known-graph.ts';
import { editOf } from './patching.ts';
import { withInside, type Boxes } from './placing.ts';

/* Nodes are laid out frame by frame: what is in a frame by itself, and the frame as one of those around it. So no frame comes to lie on another. */

/** What is laid out: plain data, that goes to a worker. */
export interface LayoutInput {
  readonly nodes: readonly LayoutNode[];
  /** From where to where wires lead, by places in `nodes`. */
  readonly wires: readonly (readonly [from: number, to: number])[];
}
interface LayoutNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Place of the frame that it lies in among the nodes; -1 where it lies in none of them. */
  readonly frame: number;
  /** Of an open frame, whose size follows from what is in it. */
  readonly open?: true;
}
export interface LayoutOutput {
  /** For each node where its top left corner is. */
  readonly places: readonly (readonly [number, number])[];
  /** For each open frame, by its place among the nodes, how large it is. */
  readonly sizes: { readonly [place: number]: readonly [number, number] };
}
/** Lays out nodes of one frame: gives the corner of each. */
export type LayoutOne = (nodes: readonly Pick<LayoutNode, 'width' | 'height'>[], wires: LayoutInput['wires']) => readonly (readonly [number, number])[];

const ROOM = 24,
  TITLE = 32,
  GAP = 40;
/** How much wider than high what has no wires is packed. */
const WIDE = 2;

/** What is to be laid out: a selection, or all that is drawn. Closed frames are one node each. */
export function layoutInput(known: KnownGraph, boxes: Boxes, ids?: readonly string[]): LayoutInput {
  const { nodes } = known.graph;
  const chosen = ids === undefined ? undefined : new Set(withInside(known.graph, ids));
  const isHidden = (id: string): boolean => {
    let frame = own(nodes, id)?.frame;
    for (let steps = 0; frame !== undefined && steps < 100; steps++) {
      const around = own(nodes, frame);
      if (around?.closed === true) return true;
      frame = around?.frame;
    }
    return false;
  };
  const drawn = Object.keys(nodes).filter((id) => Object.hasOwn(boxes, id) && chosen?.has(id) !== false && !isHidden(id));
  const placeOf = new Map(drawn.map((id, place) => [id, place]));
  const shownAs = (id: string): number | undefined => {
    let at: string | undefined = id;
    for (let steps = 0; at !== undefined && steps < 100; steps++) {
      const place = placeOf.get(at);
      if (place !== undefined) return place;
      at = own(nodes, at)?.frame;
    }
    return undefined;
  };
  const wires = known.wires.flatMap(({ from, to }): (readonly [number, number])[] => {
    const [start, end] = [shownAs(from.node), shownAs(to.node)];
    return start === undefined || end === undefined || start === end ? [] : [[start, end]];
  });
  return {
    nodes: drawn.map((id) => {
      const { type, frame, closed } = nodes[id] as (typeof nodes)[string];
      const { width = 0, height = 0 } = own(boxes, id) ?? {};
      const isOpen = type === FRAME && closed !== true;
      return { id, width, height, frame: frame === undefined ? -1 : (placeOf.get(frame) ?? -1), ...(isOpen ? { open: true as const } : {}) };
    }),
    wires,
  };
}

/** Lays out all frames from the inside out. */
export function layOut({ nodes, wires }: LayoutInput, one: LayoutOne): LayoutOutput {
  const inside = new Map<number, number[]>();
  nodes.forEach(({ frame }, place) => pushTo(inside, frame, place));
  const sizes: { [place: number]: readonly [number, number] } = {};
  const within: (readonly [number, number])[] = nodes.map(() => [0, 0]);
  // Those further in come first: a frame's size is known once what is in it lies.
  const frames = [...inside.keys()].sort((a, b) => depthOf(nodes, b) - depthOf(nodes, a));
  for (const frame of frames) {
    const places = inside.get(frame) ?? [];
    const boxes = places.map((place) => {
      const { width, height } = nodes[place] as LayoutNode;
      const [wide, high] = sizes[place] ?? [width, height];
      return { width: wide, height: high };
    });
    const corners = arranged(boxes, wiresAmong(nodes, wires, frame, places), one);
    places.forEach((place, at) => (within[place] = corners[at] as readonly [number, number]));
    if (frame >= 0) {
      const [right, bottom] = [0, 1].map((axis) =>
        boxes.reduce((most, box, at) => Math.max(most, (corners[at]?.[axis] ?? 0) + (axis === 0 ? box.width : box.height)), 0),
      );
      sizes[frame] = [(right ?? 0) + 2 * ROOM, (bottom ?? 0) + 2 * ROOM + TITLE];
    }
  }
  return { places: nodes.map((_, place) => absolute(nodes, within, place)), sizes };
}

function depthOf(nodes: readonly LayoutNode[], place: number): number {
  let depth = 0;
  for (let at = place; at >= 0 && depth < nodes.length; at = nodes[at]?.frame ?? -1) depth++;
  return depth;
}

/** The wires between those that lie in one frame, or in something that does; by their places in it. */
function wiresAmong(nodes: readonly LayoutNode[], wires: LayoutInput['wires'], frame: number, places: readonly number[]): LayoutInput['wires'] {
  const at = new Map(places.map((place, index) => [place, index]));
  const under = (place: number): number | undefined => {
    for (let each = place, steps = 0; each >= 0 && steps <= nodes.length; each = nodes[each]?.frame ?? -1, steps++)
      if (nodes[each]?.frame === frame) return at.get(each);
    return undefined;
  };
  const known = new Set<string>();
  return wires.flatMap(([from, to]) => {
    const [start, end] = [under(from), under(to)];
    if (start === undefined || end === undefined || start === end || known.has(`${start} ${end}`)) return [];
    known.add(`${start} ${end}`);
    return [[start, end] as const];
  });
}

/** What is wired is laid out by its wires, and what is not in rows below. */
function arranged(
  boxes: readonly { readonly width: number; readonly height: number }[],
  wires: LayoutInput['wires'],
  one: LayoutOne,
): readonly (readonly [number, number])[] {
  const wired = [...new Set(wires.flat())].sort((a, b) => a - b);
  const index = new Map(wired.map((place, at) => [place, at]));
  const laid = one(
    wired.map((place) => boxes[place] as { width: number; height: number }),
    wires.map(([from, to]) => [index.get(from) as number, index.get(to) as number]),
  );
  const [left, top] = [0, 1].map((axis) => laid.reduce((least, corner) => Math.min(least, corner[axis] as number), Infinity));
  const corners: (readonly [number, number])[] = boxes.map(() => [0, 0]);
  let bottom = 0,
    right = 0;
  wired.forEach((place, at) => {
    const [x, y] = laid[at] as readonly [number, number];
    const box = boxes[place] as { readonly width: number; readonly height: number };
    corners[place] = [x - (left ?? 0), y - (top ?? 0)];
    right = Math.max(right, x - (left ?? 0) + box.width);
    bottom = Math.max(bottom, y - (top ?? 0) + box.height);
  });
  const alone = boxes.map((_, place) => place).filter((place) => !index.has(place));
  const area = alone.reduce((sum, place) => sum + ((boxes[place]?.width ?? 0) + GAP) * ((boxes[place]?.height ?? 0) + GAP), 0);
  const width = Math.max(right, Math.sqrt(area * WIDE));
  let [x, y, high] = [0, bottom === 0 ? 0 : bottom + GAP, 0];
  for (const place of alone) {
    const box = boxes[place] as { readonly width: number; readonly height: number };
    if (x > 0 && x + box.width > width) [x, y, high] = [0, y + high + GAP, 0];
    corners[place] = [x, y];
    x += box.width + GAP;
    high = Math.max(high, box.height);
  }
  return corners;
}

function absolute(nodes: readonly LayoutNode[], within: readonly (readonly [number, number])[], place: number): readonly [number, number] {
  let [x, y] = [0, 0];
  for (let at = place, steps = 0; at >= 0 && steps <= nodes.length; at = nodes[at]?.frame ?? -1, steps++) {
    const [dx, dy] = within[at] as readonly [number, number];
    x += dx + (at === place ? 0 : ROOM);
    y += dy + (at === place ? 0 : ROOM + TITLE);
  }
  return [x, y];
}

/** Where each node comes to lie: the top left corner of them all stays where it was. */
export function layoutPlaces({ nodes }: LayoutInput, { places }: LayoutOutput, boxes: Boxes): ReadonlyMap<string, readonly [number, number]> {
  const corner = (axis: 'x' | 'y'): number => nodes.reduce((least, { id }) => Math.min(least, own(boxes, id)?.[axis] ?? Infinity), Infinity);
  const [left, top] = [corner('x'), corner('y')].map((at) => (Number.isFinite(at) ? at : 0));
  return new Map(
    nodes.map(({ id }, place) => {
      const [x, y] = places[place] as readonly [number, number];
      return [id, [Math.round((left ?? 0) + x) + 0, Math.round((top ?? 0) + y) + 0]];
    }),
  );
}

/** Moves the nodes to where they are laid out; open frames fit what is in them. */
export function layoutEdit(known: KnownGraph, input: LayoutInput, output: LayoutOutput, boxes: Boxes): GraphEdit {
  const draft = new Draft(known.graph);
  const places = layoutPlaces(input, output, boxes);
  input.nodes.forEach(({ id }, place) => {
    draft.set(id, 'at', places.get(id));
    const size = output.sizes[place];
    if (size !== undefined) draft.set(id, 'size', size.map(Math.round));
  });
  moveHidden(known, draft, input);
  return editOf(
    known.graph,
    draft.graph(),
    known.catalogue,
    input.nodes.length === Object.keys(known.graph.nodes).length ? 'Arrange the graph' : `Arrange ${input.nodes.length} nodes`,
  );
}

/** What lies in a closed frame goes where that goes. */
function moveHidden(known: KnownGraph, draft: Draft, { nodes }: LayoutInput): void {
  const placed = new Set(nodes.map(({ id }) => id));
  for (const { id, open } of nodes) {
    const frame = known.node(id);
    if (frame?.type !== FRAME || open === true || frame.at === undefined) continue;
    const by = (draft.get(id)?.at ?? []).map((to, axis) => to - (frame.at?.[axis] ?? 0));
    for (const inner of withInside(known.graph, [id])) {
      const at = known.node(inner)?.at;
      if (inner !== id && !placed.has(inner) && at !== undefined)
        draft.set(
          inner,
          'at',
          at.map((each, axis) => each + (by[axis] ?? 0)),
        );
    }
  }
}
