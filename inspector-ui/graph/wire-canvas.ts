import type { NodeFacts } from '../graph-model/ports.ts';
import { curve, meets, type Point } from './geometry.ts';
import type { PanZoom } from './pan-zoom.ts';
import type { GraphScene, WireShape } from './scene.ts';

/** Below this nodes are drawn as plain cards, by the canvas, and not as elements. */
export const FAR = 0.42;
/** Pixels between two dots of the ground, as it is seen from near. */
const GRID = 22;
/** A card's title is written where it is at least so wide on the screen. */
const WORTH_WORDS = 46;

const COLOURS = ['text', 'number', 'bool', 'vector', 'json', 'bytes', 'time', 'ref', 'other'] as const;
interface Inks {
  readonly [hue: string]: string;
}

/** A wire that is being dragged. */
export interface Pending {
  readonly from: Point;
  readonly to: Point;
  readonly hue: string;
}

/** What the canvas is told besides where everything lies. */
export interface Shown {
  /** Wires that have just carried an impulse. */
  readonly lit: ReadonlySet<string>;
  readonly wires: ReadonlySet<string>;
  readonly nodes: ReadonlySet<string>;
  readonly pending: Pending | undefined;
  readonly facts: ReadonlyMap<string, NodeFacts>;
  readonly title: (id: string) => string;
}

/** Draws the ground and the wires; from far away the nodes as well. */
export class WireCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #scene: GraphScene;
  readonly #view: PanZoom;
  #inks: Inks = {};
  #ground: CanvasPattern | null = null;
  /** Wires that lie still, by their colour, as they were at a version of the scene. */
  #paths = new Map<string, Path2D>();
  #pathsOf = -1;

  constructor(canvas: HTMLCanvasElement, scene: GraphScene, view: PanZoom) {
    this.#canvas = canvas;
    this.#scene = scene;
    this.#view = view;
    this.themed();
  }

  /** Asks for the colours anew, since they are others by night. */
  themed(): void {
    const style = getComputedStyle(this.#canvas);
    const ink = (name: string): string => style.getPropertyValue(name).trim();
    const inks: { [hue: string]: string } = { node: ink('--faint'), impulse: ink('--impulse'), lit: ink('--lit'), accent: ink('--accent') };
    for (const name of COLOURS) inks[name] = ink(`--type-${name}`);
    for (const name of ['panel', 'sunk', 'line-strong', 'line', 'ink', 'denied', 'selected']) inks[name] = ink(`--${name}`);
    this.#inks = inks;
    this.#ground = null;
  }

  resize(width: number, height: number): void {
    const ratio = window.devicePixelRatio;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    this.#ground = null;
  }

  draw(shown: Shown): void {
    const context = this.#canvas.getContext('2d');
    if (context === null) return;
    const ratio = window.devicePixelRatio;
    const { k, x, y } = this.#view;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#drawGround(context, ratio);
    context.setTransform(k * ratio, 0, 0, k * ratio, x * ratio, y * ratio);
    this.#drawWires(context, shown, k);
    if (k < FAR) this.#drawCards(context, shown, k);
    if (shown.pending !== undefined) {
      const path = new Path2D();
      curve(path, shown.pending.from, shown.pending.to);
      this.#stroke(context, path, this.#inks[shown.pending.hue] ?? '', 2 / Math.min(1, k));
    }
  }

  #drawGround(context: CanvasRenderingContext2D, ratio: number): void {
    let step = GRID * this.#view.k;
    while (step < 14) step *= 2;
    while (step > 44) step /= 2;
    if (this.#ground === null) {
      const size = Math.round(GRID * ratio);
      const tile = new OffscreenCanvas(size, size);
      const dot = tile.getContext('2d');
      if (dot === null) return;
      dot.fillStyle = this.#inks['line-strong'] ?? '';
      dot.fillRect(0, 0, Math.max(1, Math.round(ratio)), Math.max(1, Math.round(ratio)));
      this.#ground = context.createPattern(tile, 'repeat');
    }
    if (this.#ground === null) return;
    const scale = step / GRID;
    this.#ground.setTransform(new DOMMatrix([scale, 0, 0, scale, (this.#view.x % step) * ratio, (this.#view.y % step) * ratio]));
    context.globalAlpha = 0.7;
    context.fillStyle = this.#ground;
    context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.globalAlpha = 1;
  }

  #drawWires(context: CanvasRenderingContext2D, { lit, wires: selected }: Shown, k: number): void {
    const scene = this.#scene;
    if (this.#pathsOf !== scene.version) {
      this.#paths = new Map();
      for (const [key, shape] of scene.wires) this.#add(this.#paths, shape.hue, key, shape);
      this.#pathsOf = scene.version;
    }
    // From far away lines stay as wide as can be seen.
    const wider = Math.max(1, 0.55 / k);
    context.globalAlpha = 0.88;
    for (const [hue, path] of this.#paths) {
      if (hue === 'node') context.setLineDash([4, 4]);
      this.#stroke(context, path, this.#inks[hue] ?? '', (hue === 'impulse' ? 2.5 : 1.6) * wider);
      if (hue === 'node') context.setLineDash([]);
    }
    context.globalAlpha = 1;
    for (const [keys, ink, width] of [
      [lit, this.#inks['lit'], 3.2],
      [selected, this.#inks['accent'], 3],
    ] as const) {
      if (keys.size === 0) continue;
      const path = new Path2D();
      for (const key of keys) {
        const shape = scene.wires.get(key);
        if (shape !== undefined) curve(path, shape.from, shape.to);
      }
      this.#stroke(context, path, ink ?? '', width * wider);
    }
  }

  #add(paths: Map<string, Path2D>, hue: string, _key: string, { from, to }: WireShape): void {
    let path = paths.get(hue);
    if (path === undefined) paths.set(hue, (path = new Path2D()));
    curve(path, from, to);
  }

  /** Cards in the place of nodes: where they are, what they are called as far as that can be read, which are selected and which have a fault. */
  #drawCards(context: CanvasRenderingContext2D, { nodes: selected, facts, title }: Shown, k: number): void {
    const { seen } = this.#view;
    const inks = this.#inks;
    const size = 11 / k;
    context.font = `600 ${size}px ${getComputedStyle(this.#canvas).fontFamily}`;
    context.textBaseline = 'middle';
    const plain = new Path2D(),
      heads = new Path2D(),
      bad = new Path2D(),
      chosen = new Path2D();
    const named: { readonly id: string; readonly x: number; readonly y: number; readonly w: number; readonly h: number }[] = [];
    for (const [id, shape] of this.#scene.shapes) {
      const corner = this.#scene.at(id);
      const box = { ...corner, w: shape.w, h: shape.h };
      if (shape.kind === 'frame' || !meets(box, seen)) continue;
      plain.roundRect(box.x, box.y, box.w, box.h, 8);
      heads.rect(box.x, box.y, box.w, Math.min(28, box.h));
      if ((facts.get(id)?.faults?.length ?? 0) > 0) bad.roundRect(box.x, box.y, box.w, box.h, 8);
      if (selected.has(id)) chosen.roundRect(box.x, box.y, box.w, box.h, 8);
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
