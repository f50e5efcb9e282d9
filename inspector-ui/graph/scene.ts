import type { Catalogue, Hue } from '../graph-model/catalogue.ts';
import { borderPorts, bordersOf, hiddenIn, type Border } from '../graph-model/frames.ts';
import { FRAME, own, type NodeData, type Place } from '../graph-model/graph.ts';
import { pushTo } from '../graph-model/grouped.ts';
import { KnownGraph } from '../graph-model/known-graph.ts';
import { portKey, portRows, titleOf, withUsed, type PortRow } from '../graph-model/ports.ts';
import { wiresAt, type Wire } from '../graph-model/wires.ts';
import { around, holds, onCurve, REACH, placeOf, shapeOf, type Box, type NodeShape, type Point } from './geometry.ts';
import type { Changed, GraphStore } from './graph-store.ts';
import { placeRest } from './unplaced.ts';
import { givenWords } from './value-words.ts';

export interface WireShape {
  readonly wire: Wire;
  readonly hue: Hue | 'impulse' | 'node';
  readonly from: Point;
  readonly to: Point;
  /** Its value is made another on the way. */
  readonly cast: string | undefined;
}

const NEAR = 7;

/** Where everything of a graph lies, and what is hit at a place. Knows nothing of how it is drawn. */
export class GraphScene {
  readonly shapes = new Map<string, NodeShape>();
  readonly wires = new Map<string, WireShape>();
  /** Keys of the wires of impulses in the order in which the server tells which of them were lit. */
  impulses: readonly string[] = [];
  /** Counts up whenever something lies elsewhere. */
  version = 0;
  readonly #store: GraphStore;
  readonly #catalogue: Catalogue;
  readonly #places = new Map<string, Point>();
  /** Nodes that somebody drags here, where they are held, also until the graph has them there. */
  readonly #held = new Map<string, Point>();
  readonly #wiresAt = new WeakMap<NodeData, readonly Wire[]>();
  readonly #touching = new Map<string, Set<string>>();
  #used = new Map<string, string[]>();
  /** Nodes that lie in a closed frame, with that frame, as whose part they are drawn. */
  readonly #hidden = new Map<string, string>();
  #borders: ReadonlyMap<string, Border> = new Map();
  #known: KnownGraph | undefined;

  constructor(store: GraphStore, catalogue: Catalogue) {
    this.#store = store;
    this.#catalogue = catalogue;
  }

  /** Takes in what has changed. Gives the ids of nodes whose look is another. */
  update(changed: Changed): ReadonlySet<string> {
    const { nodes } = this.#store;
    const ids = changed === 'all' ? new Set(nodes.keys()) : new Set(changed);
    if (changed === 'all') {
      this.shapes.clear();
      this.#places.clear();
    }
    const wires = [...nodes].flatMap(([id, node]) => this.#wiresOf(id, node));
    const used = new Map<string, string[]>();
    for (const { from, to } of wires) for (const { node, port } of [from, to]) if (port.includes('.')) pushTo(used, node, port);
    // Where a wire has come to, or left, the place of a list, its node has other rows.
    for (const id of new Set([...used.keys(), ...this.#used.keys()])) if (used.get(id)?.join() !== this.#used.get(id)?.join()) ids.add(id);
    this.#used = used;
    for (const id of this.#close()) ids.add(id);
    this.#borders = bordersOf(this.#hidden, wires);
    this.#known = undefined;
    for (const id of ids) {
      const node = nodes.get(id);
      if (node === undefined || this.#hidden.has(id)) {
        this.shapes.delete(id);
        this.#places.delete(id);
        this.#held.delete(id);
      } else this.#shape(id, node);
    }
    this.#placeAll(wires, changed === 'all');
    this.#wireAll(wires);
    this.version++;
    return ids;
  }

  rowsOf(id: string): readonly PortRow[] {
    return this.shapes.get(id)?.rows ?? [];
  }
  at(id: string): Point {
    return this.#held.get(id) ?? this.#places.get(id) ?? { x: 0, y: 0 };
  }
  boxOf(id: string): Box | undefined {
    const shape = this.shapes.get(id);
    return shape === undefined ? undefined : { ...this.at(id), w: shape.w, h: shape.h };
  }
  /** Whether a node has a place of its own in the graph, or is only shown somewhere. */
  isPlaced(id: string): boolean {
    const node = this.#store.nodes.get(id);
    return node !== undefined && placeOf(node) !== undefined;
  }
  boundsOf(ids?: Iterable<string>): Box | undefined {
    return around([...(ids ?? this.shapes.keys())].flatMap((id) => this.boxOf(id) ?? []));
  }
  port(id: string, key: string): Point | undefined {
    const at = this.shapes.get(id)?.ports.get(key);
    const corner = this.at(id);
    return at === undefined ? undefined : { x: corner.x + at.x, y: corner.y + at.y };
  }

  /** Holds nodes elsewhere while they are dragged, until they are let go of. */
  hold(places: ReadonlyMap<string, Point>): void {
    for (const [id, place] of places) this.#held.set(id, place);
    this.#moved(places.keys());
  }
  /** Where those of them are held that are. */
  heldOf(ids: Iterable<string>): ReadonlyMap<string, Point> {
    return new Map([...ids].flatMap((id) => (this.#held.has(id) ? [[id, this.at(id)] as const] : [])));
  }
  /** Lets go of nodes that are held there still: one that was taken in hand anew stays in that. */
  letGo(places: ReadonlyMap<string, Point>): void {
    for (const [id, place] of places) if (this.#held.get(id) === place) this.#held.delete(id);
    this.#moved(places.keys());
  }
  #moved(ids: Iterable<string>): void {
    for (const id of ids) this.#rewire(id);
    this.version++;
  }
  wiresTouching(id: string): ReadonlySet<string> {
    return this.#touching.get(id) ?? new Set();
  }

  /** The node at a place; of those that lie over each other the one that was drawn last. Frames lie below all others. */
  nodeAt(point: Point): string | undefined {
    let found: string | undefined, frame: string | undefined;
    for (const [id, shape] of this.shapes) {
      const box = { ...this.at(id), w: shape.w, h: shape.h };
      if (!holds(box, point)) continue;
      if (shape.kind === 'frame') frame = id;
      else found = id;
    }
    return found ?? frame;
  }
  /** The wire at a place. @param within how far from it, in the graph's measure @param fits which of the wires are meant, asked only of those that near */
  wireAt(point: Point, within = NEAR, fits: (wire: Wire) => boolean = () => true): string | undefined {
    let nearest = within * within,
      found: string | undefined;
    for (const [key, { from, to, wire }] of this.wires) {
      if (point.x < Math.min(from.x, to.x) - REACH || point.x > Math.max(from.x, to.x) + REACH) continue;
      if (point.y < Math.min(from.y, to.y) - within || point.y > Math.max(from.y, to.y) + within) continue;
      let before = from,
        least = nearest;
      for (let step = 1; step <= 24; step++) {
        const next = onCurve(from, to, step / 24);
        least = Math.min(least, distance(point, before, next));
        before = next;
      }
      if (least >= nearest || !fits(wire)) continue;
      nearest = least;
      found = key;
    }
    return found;
  }

  /** Finds which frames are closed, and what lies in them. Gives the ids of all whose look may be another by that. */
  #close(): readonly string[] {
    const { nodes, data } = this.#store;
    const before = new Map(this.#hidden);
    this.#hidden.clear();
    const closed = [...nodes].filter(([, { type, closed: isClosed }]) => type === FRAME && isClosed === true).map(([id]) => id);
    if (closed.length > 0)
      for (const [id, { frame }] of nodes) {
        const hidden = frame === undefined ? undefined : hiddenIn(data, id);
        if (hidden !== undefined) this.#hidden.set(id, hidden);
      }
    return [...closed, ...[...new Set([...before.keys(), ...this.#hidden.keys()])].filter((id) => before.get(id) !== this.#hidden.get(id))];
  }

  /** The ports that a closed frame shows, as rows: each names the port inside by its node. */
  #borderRows(id: string): readonly PortRow[] {
    const { data, facts, nodes } = this.#store;
    this.#known ??= new KnownGraph(data, this.#catalogue, Object.fromEntries(facts));
    return borderPorts(this.#known, id, this.#borders.get(id) ?? { inside: new Set(), wires: [] }).map(({ side, kind, inner, type }) => {
      const node = nodes.get(inner.node);
      const name = inner.port === '*' ? '' : ` ${inner.port}`;
      return {
        part: kind === 'impulse' ? (side === 'left' ? 'to' : 'then') : kind === 'node' && side === 'left' ? 'refs' : side === 'left' ? 'in' : 'out',
        port: `${inner.node}.${inner.port}`,
        label: `${node === undefined ? inner.node : titleOf(node, this.#catalogue)}${name}`,
        type,
      };
    });
  }

  #wiresOf(id: string, node: NodeData): readonly Wire[] {
    let known = this.#wiresAt.get(node);
    if (known === undefined) this.#wiresAt.set(node, (known = wiresAt(id, node)));
    return known;
  }

  #shape(id: string, node: NodeData): void {
    const type = this.#catalogue.of(node);
    const rows =
      node.type === FRAME && node.closed === true ? this.#borderRows(id) : withUsed(portRows(node, type, this.#store.facts.get(id)), this.#used.get(id) ?? []);
    this.shapes.set(
      id,
      shapeOf(id, node, titleOf(node, this.#catalogue), rows, (row) => {
        const given = givenWords(node, row, this.#catalogue);
        return given?.isRef === true && given.words === '' ? 'choose…' : given?.words;
      }),
    );
    const place = placeOf(node);
    if (place !== undefined) this.#places.set(id, place);
  }

  /** Those without a place of their own keep the one that they were shown at. */
  #placeAll(wires: readonly Wire[], anew: boolean): void {
    const rest = [...this.shapes.keys()].filter((id) => !this.isPlaced(id) && (anew || !this.#places.has(id)));
    if (rest.length === 0) return;
    const placed = around([...this.shapes].flatMap(([id, { w, h }]) => (this.#places.has(id) ? [{ ...this.at(id), w, h }] : [])));
    const below = placed === undefined ? 0 : placed.y + placed.h + 60;
    for (const [id, place] of placeRest(rest, this.shapes, wires, below)) this.#places.set(id, place);
  }

  #wireAll(wires: readonly Wire[]): void {
    this.wires.clear();
    this.#touching.clear();
    for (const wire of wires) {
      this.#draw(wire);
      for (const { node } of [this.#shown(wire.from), this.#shown(wire.to)]) {
        let touching = this.#touching.get(node);
        if (touching === undefined) this.#touching.set(node, (touching = new Set()));
        touching.add(wire.key);
      }
    }
    const impulses: string[] = [];
    for (const [id, node] of this.#store.nodes)
      for (const { name, list } of this.#catalogue.of(node)?.exits ?? []) {
        const to = own(node.then, name);
        if (list === true && Array.isArray(to)) to.forEach((_, index) => impulses.push(`${id}/then/${name}/${index}`));
        else if (to !== undefined) impulses.push(`${id}/then/${name}`);
      }
    this.impulses = impulses;
  }

  #rewire(id: string): void {
    for (const key of this.#touching.get(id) ?? []) {
      const { wire } = this.wires.get(key) ?? {};
      if (wire !== undefined) this.#draw(wire);
    }
  }

  /** A place as it is drawn: of a node in a closed frame it is that frame's. */
  #shown(place: Place): Place {
    const frame = this.#hidden.get(place.node);
    return frame === undefined ? place : { node: frame, port: `${place.node}.${place.port}` };
  }

  #draw(wire: Wire): void {
    const { kind, from, to } = { kind: wire.kind, from: this.#shown(wire.from), to: this.#shown(wire.to) };
    if (from.node === to.node && this.#hidden.has(wire.from.node)) {
      this.wires.delete(wire.key);
      return;
    }
    const start = kind === 'impulse' ? this.#end(from, 'then') : this.#end(from, 'out'),
      end = kind === 'impulse' ? this.#end(to, 'to') : this.#end(to, kind === 'node' ? 'refs' : 'in');
    if (start === undefined || end === undefined) {
      this.wires.delete(wire.key);
      return;
    }
    const hue = kind === 'data' ? this.#catalogue.hue(start.row?.type ?? '') : kind;
    const cast = kind === 'data' ? own(this.#store.facts.get(wire.to.node)?.casts, wire.to.port) : undefined;
    this.wires.set(wire.key, {
      wire,
      hue,
      cast,
      from: { x: start.x + (kind === 'impulse' ? 7 : 4), y: start.y },
      to: { x: end.x - (kind === 'impulse' ? 4 : 4), y: end.y },
    });
  }

  /** Where a wire ends; a wire to a port that the node does not have, or only by another name, ends at the node's head. */
  #end(
    { node, port }: { readonly node: string; readonly port: string },
    part: 'then' | 'out' | 'to' | 'in' | 'refs',
  ): (Point & { readonly row?: PortRow }) | undefined {
    const shape = this.shapes.get(node);
    if (shape === undefined) return undefined;
    const corner = this.at(node);
    const all = shape.rows.filter((each) => each.part === part);
    // The node itself stands for its only output, and for its first entrance.
    const row = all.find((each) => each.port === port) ?? (port === '*' ? all[0] : all.find((each) => each.list?.name === port));
    const at = row === undefined ? undefined : shape.ports.get(portKey(row));
    const x = part === 'then' || part === 'out' ? shape.w : 0;
    return at === undefined ? { x: corner.x + x, y: corner.y + 14 } : { x: corner.x + at.x, y: corner.y + at.y, ...(row === undefined ? {} : { row }) };
  }
}

/** The square of the distance of a point from a stretch. */
function distance({ x, y }: Point, a: Point, b: Point): number {
  const dx = b.x - a.x,
    dy = b.y - a.y,
    length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / length));
  return (x - a.x - t * dx) ** 2 + (y - a.y - t * dy) ** 2;
}
