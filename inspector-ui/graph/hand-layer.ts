import { curveText, type Point } from './geometry.ts';
import type { GraphScene } from './scene.ts';

/** How far the ring around a port that a wire fits reaches, in the graph's measure, and at least on the screen, in pixels. */
const RING = 9.5,
  LEAST_RING = 4;

/** A wire that is being dragged. */
export interface Pending {
  readonly from: Point;
  readonly to: Point;
  readonly hue: string;
}

/** Ports by node. */
export type PortsByNode = ReadonlyMap<string, ReadonlySet<string>>;

interface SeenFrom {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

/**
 * The wire in hand, and rings around the ports that it could lead to. Both are paths over the nodes: nodes themselves are not drawn anew as somebody takes a
 * wire, which of a hundred nodes took several frames.
 */
export class HandLayer {
  readonly #wire: SVGPathElement;
  readonly #rings: SVGPathElement;
  readonly #scene: GraphScene;
  #path = '';
  #drawn: readonly unknown[] = [];

  constructor(root: ParentNode, scene: GraphScene) {
    this.#wire = root.querySelector<SVGPathElement>('.hand .wire') as SVGPathElement;
    this.#rings = root.querySelector<SVGPathElement>('.hand .rings') as SVGPathElement;
    this.#scene = scene;
  }

  draw(pending: Pending | undefined, fitting: PortsByNode | undefined, view: SeenFrom): void {
    // Also to set a path to what it is has the browser paint all that lies with it, in each frame in which the graph is moved.
    const path = pending === undefined ? '' : curveText(pending.from, pending.to, view);
    if (path !== this.#path) this.#wire.setAttribute('d', path);
    this.#path = path;
    if (pending !== undefined) this.#wire.style.stroke = `var(--${pending.hue === 'impulse' ? 'impulse' : `type-${pending.hue}`})`;
    const rings = [fitting, this.#scene.version, view.k, view.x, view.y];
    if (fitting === undefined ? this.#drawn[0] === undefined : rings.every((each, at) => each === this.#drawn[at])) return;
    this.#drawn = rings;
    this.#rings.setAttribute('d', fitting === undefined ? '' : this.#around(fitting, view));
  }

  #around(fitting: PortsByNode, { k, x, y }: SeenFrom): string {
    const radius = Math.max(RING * k, LEAST_RING);
    const width = this.#rings.ownerSVGElement?.clientWidth ?? 0,
      height = this.#rings.ownerSVGElement?.clientHeight ?? 0;
    let path = '';
    for (const [node, keys] of fitting)
      for (const key of keys) {
        const port = this.#scene.port(node, key);
        if (port === undefined) continue;
        const left = port.x * k + x - radius,
          top = port.y * k + y;
        if (left < -2 * radius || left > width || top < -radius || top > height + radius) continue;
        const half = `a${radius.toFixed(1)} ${radius.toFixed(1)} 0 1 0 `;
        path += `M${left.toFixed(1)} ${top.toFixed(1)}${half}${(2 * radius).toFixed(1)} 0${half}${(-2 * radius).toFixed(1)} 0`;
      }
    return path;
  }
}
