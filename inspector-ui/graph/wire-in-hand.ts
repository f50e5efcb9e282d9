import { isImpulse, sideOf, type PortRow } from '../graph-model/ports.ts';
import type { Drawing, PortAt } from './drawing.ts';
import { fittingPorts } from './fitting.ts';
import type { Point } from './geometry.ts';
import type { Pending, PortsByNode } from './hand-layer.ts';

/** A wire in hand: where it stays, which kind it is, and the wire that it was before it was taken off. */
export interface DraggedWire {
  readonly port: PortAt;
  readonly row: PortRow;
  readonly was?: string;
}

/** A wire as it is dragged, and where it would lead if it were let go. */
export class WireInHand {
  readonly wire: DraggedWire;
  /** The ports that it could lead to, as the graph was when it was taken. */
  readonly fitting: PortsByNode;
  pending: Pending;
  target: PortAt | undefined;
  readonly #drawing: Drawing;
  readonly #hue: string;
  /** Those ports and where they lie, as pairs of x and y: each step of the pointer looks through all of them. */
  #ports: readonly PortAt[] = [];
  #places = new Float64Array();
  #version = -1;

  /** Takes a wire in hand: a new one at a port; at an input that has one, that one, by its end. */
  constructor(drawing: Drawing, node: string, row: PortRow, at: Point) {
    this.#drawing = drawing;
    this.wire = leadingTo(drawing, node, row) ?? { port: { node, key: `${row.part}:${row.port}` }, row };
    this.fitting = fittingPorts(drawing, this.wire);
    this.#hue = isImpulse(this.wire.row.part) ? 'impulse' : drawing.catalogue.hue(this.wire.row.type);
    this.pending = this.#pendingTo(at);
  }

  /** Leads it to a place. @param within how near to a port it takes hold of that, in the graph's measure */
  to(at: Point, within: number): void {
    const { scene } = this.#drawing;
    this.target = this.#nearest(at, within);
    // Over the body of a node the first port that fits is meant.
    if (this.target === undefined) {
      const over = scene.nodeAt(at);
      const key = over === undefined ? undefined : [...(this.fitting.get(over) ?? [])][0];
      if (over !== undefined && key !== undefined) this.target = { node: over, key };
    }
    this.pending = this.#pendingTo((this.target === undefined ? undefined : scene.port(this.target.node, this.target.key)) ?? at);
  }

  #nearest({ x, y }: Point, within: number): PortAt | undefined {
    if (this.#version !== this.#drawing.scene.version) this.#lookUp();
    const places = this.#places;
    let nearest = within * within,
      found = -1;
    for (let at = 0; at < places.length; at += 2) {
      const dx = (places[at] as number) - x,
        dy = (places[at + 1] as number) - y;
      const away = dx * dx + dy * dy;
      if (away >= nearest) continue;
      nearest = away;
      found = at / 2;
    }
    return this.#ports[found];
  }

  #lookUp(): void {
    const { scene } = this.#drawing;
    const ports: PortAt[] = [],
      places: number[] = [];
    for (const [node, keys] of this.fitting)
      for (const key of keys) {
        const place = scene.port(node, key);
        if (place === undefined) continue;
        ports.push({ node, key });
        places.push(place.x, place.y);
      }
    this.#ports = ports;
    this.#places = Float64Array.from(places);
    this.#version = scene.version;
  }

  #pendingTo(at: Point): Pending {
    const { port, row } = this.wire;
    const own = this.#drawing.scene.port(port.node, port.key) ?? at;
    return sideOf(row.part) === 'right' ? { from: own, to: at, hue: this.#hue } : { from: at, to: own, hue: this.#hue };
  }
}

/** The wire that leads to an input already, held where it comes from. */
function leadingTo({ scene }: Drawing, node: string, { part, port }: PortRow): DraggedWire | undefined {
  if (part !== 'in') return undefined;
  for (const key of scene.wiresTouching(node)) {
    const { from, to, kind } = scene.wires.get(key)?.wire ?? {};
    if (from === undefined || kind !== 'data' || to?.node !== node || to.port !== port) continue;
    const row = scene.rowsOf(from.node).find((each) => each.part === 'out' && (each.port === from.port || from.port === '*'));
    if (row !== undefined) return { port: { node: from.node, key: `out:${row.port}` }, row, was: key };
  }
  return undefined;
}
