import { isFault, type NodeFacts } from '../graph-model/ports.ts';
import { BufferedCanvas } from './buffered-canvas.ts';
import { curve, meets, REACH, type Box } from './geometry.ts';
import type { PanZoom } from './pan-zoom.ts';
import type { GraphScene, WireShape } from './scene.ts';

/** Below this nodes are drawn as plain cards, by the canvas, and not as elements. */
export const FAR = 0.42;
/** Pixels between two dots of the ground, as it is seen from near. */
const GRID = 22;
/** A card's title is written where it is at least so wide on the screen. */
const WORTH_WORDS = 30;

const COLOURS = ['text', 'number', 'bool', 'vector', 'json', 'bytes', 'time', 'ref', 'other'] as const;
interface Inks {
  readonly [hue: string]: string;
}

/** What the canvas is told besides where everything lies. */
export interface Shown {
  /** Wires that have just carried an impulse. */
  readonly lit: ReadonlySet<string>;
  readonly wire: string | null;
  readonly nodes: ReadonlySet<string>;
  readonly facts: ReadonlyMap<string, NodeFacts>;
  readonly title: (id: string) => string;
}

/**
 * Draws the ground and the wires, from far away the nodes as well; and above those what changes all the time, lit wires, on a canvas of
 * its own, so that nothing else is drawn for it.
 */
export class WireCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #scene: GraphScene;
  readonly #base: BufferedCanvas;
  readonly #top: BufferedCanvas;
  #inks: Inks = {};
  #font = '';
  #shown: Shown | undefined;
  /** What each of them was drawn with. */
  #baseOf: readonly unknown[] = [];
  #topOf: readonly unknown[] = [];

  constructor(base: HTMLCanvasElement, top: HTMLCanvasElement, scene: GraphScene, view: PanZoom) {
    this.#canvas = base;
    this.#scene = scene;
    this.#base = new BufferedCanvas(base, view, (context, seen, k) => this.#drawBase(context, seen, k));
    this.#top = new BufferedCanvas(top, view, (context, seen, k) => this.#drawTop(context, seen, k));
    this.themed();
  }

  end(): void {
    this.#base.end();
    this.#top.end();
  }

  /** Asks for the colours anew, since they are others by night. */
  themed(): void {
    const style = getComputedStyle(this.#canvas);
    const ink = (name: string): string => style.getPropertyValue(name).trim();
    const inks: { [hue: string]: string } = { node: ink('--faint'), impulse: ink('--impulse'), lit: ink('--lit'), accent: ink('--accent') };
    for (const name of COLOURS) inks[name] = ink(`--type-${name}`);
    for (const name of ['panel', 'sunk', 'line-strong', 'ink', 'denied']) inks[name] = ink(`--${name}`);
    this.#inks = inks;
    this.#font = style.fontFamily;
    this.#baseOf = this.#topOf = [];
  }

  resize(width: number, height: number): void {
    this.#base.resize(width, height);
    this.#top.resize(width, height);
  }

  draw(shown: Shown): void {
    this.#shown = shown;
    const { version } = this.#scene;
    const base = [version, this.#inks, shown.nodes, shown.facts.size],
      top = [version, this.#inks, shown.lit, shown.wire];
    this.#base.show(isOther(base, this.#baseOf));
    this.#top.show(isOther(top, this.#topOf));
    this.#baseOf = base;
    this.#topOf = top;
  }

  #drawBase(context: CanvasRenderingContext2D, seen: Box, k: number): void {
    this.#drawGround(context, seen, k);
    const paths = new Map<string, Path2D>();
    for (const shape of this.#scene.wires.values()) {
      if (!isSeen(shape, seen)) continue;
      let path = paths.get(shape.hue);
      if (path === undefined) paths.set(shape.hue, (path = new Path2D()));
      curve(path, shape.from, shape.to);
    }
    context.globalAlpha = 0.88;
    for (const [hue, path] of paths) {
      if (hue === 'node') context.setLineDash([4, 4]);
      this.#stroke(context, path, this.#inks[hue] ?? '', (hue === 'impulse' ? 2.5 : 1.6) * wider(k));
      if (hue === 'node') context.setLineDash([]);
    }
    context.globalAlpha = 1;
    if (k < FAR && this.#shown !== undefined) this.#drawCards(context, this.#shown, seen, k);
  }

  #drawTop(context: CanvasRenderingContext2D, seen: Box, k: number): void {
    const { lit, wire } = this.#shown as Shown;
    for (const [keys, ink, width] of [
      [lit, 'lit', 3.2],
      [wire === null ? [] : [wire], 'accent', 3],
    ] as const) {
      const path = new Path2D();
      for (const key of keys) {
        const shape = this.#scene.wires.get(key);
        if (shape !== undefined && isSeen(shape, seen)) curve(path, shape.from, shape.to);
      }
      this.#stroke(context, path, this.#inks[ink] ?? '', width * wider(k));
    }
  }

  /** Dots, which keep about the same distance from each other on the screen however near the graph is. */
  #drawGround(context: CanvasRenderingContext2D, seen: Box, k: number): void {
    let step = GRID;
    while (step * k < 16) step *= 2;
    const size = 1.2 / k;
    context.globalAlpha = 0.7;
    context.fillStyle = this.#inks['line-strong'] ?? '';
    const path = new Path2D();
    for (let x = Math.floor(seen.x / step) * step; x < seen.x + seen.w; x += step)
      for (let y = Math.floor(seen.y / step) * step; y < seen.y + seen.h; y += step) path.rect(x, y, size, size);
    context.fill(path);
    context.globalAlpha = 1;
  }

  /** Cards in the place of nodes: where they are, what they are called as far as that can be read, which are selected and which have a fault. */
  #drawCards(context: CanvasRenderingContext2D, { nodes: selected, facts, title }: Shown, seen: Box, k: number): void {
    const inks = this.#inks;
    const size = Math.min(11, 5 + (14 * k) / FAR) / k;
    const plain = new Path2D(),
      heads = new Path2D(),
      bad = new Path2D(),
      chosen = new Path2D();
    const named: ({ readonly id: string } & Box)[] = [];
    for (const [id, shape] of this.#scene.shapes) {
      const { x, y } = this.#scene.at(id);
      const box = { x, y, w: shape.w, h: shape.h };
      if (shape.kind === 'frame' || !meets(box, seen)) continue;
      plain.rect(x, y, box.w, box.h);
      heads.rect(x, y, box.w, Math.min(28, box.h));
      if (facts.get(id)?.faults?.some(isFault) === true) bad.rect(x, y, box.w, box.h);
      if (selected.has(id)) chosen.rect(x, y, box.w, box.h);
      if (box.w * k >= WORTH_WORDS) named.push({ id, ...box });
    }
    context.fillStyle = inks['panel'] ?? '';
    context.fill(plain);
    context.fillStyle = inks['sunk'] ?? '';
    context.fill(heads);
    this.#stroke(context, plain, inks['line-strong'] ?? '', 1 / k);
    this.#stroke(context, bad, inks['denied'] ?? '', 2 / k);
    this.#stroke(context, chosen, inks['accent'] ?? '', 2.5 / k);
    context.fillStyle = inks['ink'] ?? '';
    context.font = `600 ${size}px ${this.#font}`;
    context.textBaseline = 'middle';
    for (const { id, x, y, w, h } of named) {
      const letters = Math.floor((w - 6 / k) / (size * 0.6));
      const words = title(id);
      context.fillText(words.length > letters ? `${words.slice(0, Math.max(1, letters - 1))}…` : words, x + 4 / k, y + Math.min(h / 2, Math.max(14, 9 / k)), w);
    }
  }

  #stroke(context: CanvasRenderingContext2D, path: Path2D, ink: string, width: number): void {
    context.strokeStyle = ink;
    context.lineWidth = width;
    context.stroke(path);
  }
}

/** From far away lines stay as wide as can be seen. */
function wider(k: number): number {
  return Math.max(1, 0.55 / k);
}
function isOther(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length !== b.length || a.some((each, at) => each !== b[at]);
}
function isSeen({ from, to }: WireShape, seen: Box): boolean {
  return (
    Math.max(from.x, to.x) + REACH > seen.x &&
    Math.min(from.x, to.x) - REACH < seen.x + seen.w &&
    Math.max(from.y, to.y) > seen.y - 4 &&
    Math.min(from.y, to.y) < seen.y + seen.h + 4
  );
}
