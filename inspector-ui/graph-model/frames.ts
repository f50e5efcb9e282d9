import { Draft } from './draft.ts';
import { COMMENT, FRAME, own, type GraphData, type GraphEdit, type NodeData, type Place } from './graph.ts';
import { freshId } from './ids.ts';
import type { KnownGraph } from './known-graph.ts';
import { editOf } from './patching.ts';
import { withInside, type Box, type Boxes } from './placing.ts';
import type { Wire } from './wires.ts';

/** Room between a frame and what it is around, and for its title. */
const ROOM = 24,
  TITLE = 32;
const DEEPEST = 50;

/** Puts a frame around nodes. Closed, it is a subgraph: one card with the ports that cross its border. */
export function addFrame(
  known: KnownGraph,
  boxes: Boxes,
  { title, closed }: { readonly title?: string; readonly closed?: boolean } = {},
): GraphEdit & { readonly id: string } {
  const ids = Object.keys(boxes);
  const draft = new Draft(known.graph);
  const id = freshId(known.graph, FRAME);
  const { x, y, width, height } = around(Object.values(boxes));
  const outer = commonFrame(known.graph, ids);
  draft.put(id, {
    type: FRAME,
    ...(title === undefined ? {} : { title }),
    at: [Math.round(x - ROOM), Math.round(y - ROOM - TITLE)],
    size: [Math.round(width + 2 * ROOM), Math.round(height + 2 * ROOM + TITLE)],
    ...(closed === true ? { closed } : {}),
    ...(outer === undefined ? {} : { frame: outer }),
  });
  // What lies in a frame that is put into this one stays in that.
  const inside = new Set(ids);
  for (const each of ids) if (!inside.has(known.node(each)?.frame ?? '')) draft.set(each, 'frame', id);
  return {
    ...editOf(known.graph, draft.graph(), known.catalogue, closed === true ? `Extract ${ids.length === 1 ? ids[0] : `${ids.length} nodes`}` : 'Add a frame', [
      id,
    ]),
    id,
  };
}

/** Adds a comment. */
export function addComment(known: KnownGraph, text: string, at: readonly number[], size?: readonly number[]): GraphEdit & { readonly id: string } {
  const draft = new Draft(known.graph);
  const id = freshId(known.graph, COMMENT);
  draft.put(id, { type: COMMENT, text, at: at.map((each) => Math.round(each) + 0), ...(size === undefined ? {} : { size: size.map(Math.round) }) });
  return { ...editOf(known.graph, draft.graph(), known.catalogue, 'Add a comment', [id]), id };
}

/** Puts nodes into a frame, or out of all. A frame is not put into itself. */
export function putInFrame(known: KnownGraph, ids: readonly string[], frame: string | undefined): GraphEdit {
  const draft = new Draft(known.graph);
  const within = new Set(frame === undefined ? [] : framesAround(known.graph, frame));
  for (const id of ids) if (!within.has(id)) draft.set(id, 'frame', frame);
  return editOf(known.graph, draft.graph(), known.catalogue, frame === undefined ? 'Take out of the frame' : `Put into ${frame}`);
}

/** Takes a frame away and leaves what was in it, in the frame around it where there is one. */
export function dissolveFrame(known: KnownGraph, frame: string): GraphEdit {
  const draft = new Draft(known.graph);
  const outer = known.node(frame)?.frame;
  const inside: string[] = [];
  for (const id of draft.ids())
    if (draft.get(id)?.frame === frame) {
      draft.set(id, 'frame', outer);
      inside.push(id);
    }
  draft.drop(frame);
  return editOf(known.graph, draft.graph(), known.catalogue, `Dissolve ${frame}`, inside);
}

/** A frame and all frames around it, the innermost first. */
export function framesAround({ nodes }: GraphData, frame: string): readonly string[] {
  const frames: string[] = [];
  for (let at: string | undefined = frame; at !== undefined && !frames.includes(at) && frames.length < DEEPEST; at = own(nodes, at)?.frame)
    if (own(nodes, at)?.type === FRAME) frames.push(at);
  return frames;
}

/**
 * The outermost closed frame that a node lies in, as whose part it is drawn; undefined where it is drawn itself. Frames that lie in each other in a circle,
 * as two people make them who each put one into the other's, hide nothing: nothing would be left by which to take them apart.
 */
export function hiddenIn(graph: GraphData, id: string): string | undefined {
  const frame = own(graph.nodes, id)?.frame;
  if (frame === undefined) return undefined;
  const frames = framesAround(graph, frame);
  const around = own(graph.nodes, frames.at(-1) ?? '')?.frame;
  if (around !== undefined && frames.includes(around)) return undefined;
  return frames.findLast((each) => own(graph.nodes, each)?.closed === true);
}

/** A port of a node in a frame that wires from outside lead to, or that wires lead out from. */
export interface BorderPort {
  readonly side: 'left' | 'right';
  readonly kind: Wire['kind'];
  /** The port inside. */
  readonly inner: Place;
  /** Of data its type; of impulses their kind. */
  readonly type: string;
  /** Those that cross the border here. */
  readonly wires: readonly Wire[];
}

/** What is in a closed frame, and the wires that may cross its border. */
export interface Border {
  readonly inside: ReadonlySet<string>;
  readonly wires: readonly Wire[];
}
/** Those of all closed frames at once, since there may be thousands. @param hidden what lies in a closed frame, with the outermost one */
export function bordersOf(hidden: ReadonlyMap<string, string>, wires: readonly Wire[]): ReadonlyMap<string, Border> {
  const borders = new Map<string, { readonly inside: Set<string>; readonly wires: Wire[] }>();
  for (const [id, frame] of hidden) {
    const known = borders.get(frame);
    if (known === undefined) borders.set(frame, { inside: new Set([frame, id]), wires: [] });
    else known.inside.add(id);
  }
  for (const wire of wires) {
    const [from, to] = [hidden.get(wire.from.node), hidden.get(wire.to.node)];
    if (from === to) continue;
    for (const frame of [from, to]) if (frame !== undefined) borders.get(frame)?.wires.push(wire);
  }
  return borders;
}

/** The ports that a closed frame shows: those of the nodes in it whose wires cross its border. What comes in is on the left. */
export function borderPorts(
  known: KnownGraph,
  frame: string,
  { inside, wires }: Border = { inside: new Set(withInside(known.graph, [frame])), wires: known.wires },
): readonly BorderPort[] {
  const ports = new Map<string, BorderPort & { readonly wires: Wire[] }>();
  for (const wire of wires) {
    const isIn = inside.has(wire.to.node);
    if (isIn === inside.has(wire.from.node)) continue;
    const side = isIn ? 'left' : 'right';
    const inner = isIn ? wire.to : wire.from;
    const key = JSON.stringify([side, wire.kind, inner.node, inner.port]);
    const port = ports.get(key);
    if (port === undefined) ports.set(key, { side, kind: wire.kind, inner, type: typeAt(known, wire, isIn), wires: [wire] });
    else port.wires.push(wire);
  }
  return [...ports.values()];
}

function typeAt(known: KnownGraph, { kind, from, to }: Wire, isIn: boolean): string {
  if (kind === 'node') return '';
  if (kind === 'impulse') return (isIn ? known.entrance(to)?.kind : known.exit(from.node, from.port)?.kind) ?? '';
  return (isIn ? known.input(to.node, to.port)?.is : known.outputType(from)) ?? '';
}

function around(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { x: 0, y: 0, width: 240, height: 120 };
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  return { x, y, width: Math.max(...boxes.map((box) => box.x + box.width)) - x, height: Math.max(...boxes.map((box) => box.y + box.height)) - y };
}

/** The frame that all nodes lie in, apart from those that are among them. */
function commonFrame(graph: GraphData, ids: readonly string[]): string | undefined {
  const inside = new Set(ids);
  const frames = new Set(ids.map((id) => (own(graph.nodes, id) as NodeData | undefined)?.frame).filter((frame) => frame === undefined || !inside.has(frame)));
  return frames.size === 1 ? [...frames][0] : undefined;
}
