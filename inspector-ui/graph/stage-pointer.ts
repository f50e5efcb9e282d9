import { sideOf, type PortRow } from '../graph-model/ports.ts';
import type { Drawing, PortAt } from './drawing.ts';
import { fittingPorts } from './fitting.ts';
import { isWithin, meets, type Box, type Point } from './geometry.ts';
import type { Pending, PortsByNode } from './hand-layer.ts';
import type { PanZoom } from './pan-zoom.ts';
import { WireInHand } from './wire-in-hand.ts';

/** Pixels that a pointer moves before it drags. */
const SLACK = 4;
/** How near to a port a wire takes hold of it, in pixels. */
const SNAP = 26;
/** Milliseconds between two tellings of where what is dragged is. */
const PAUSE = 100;

/** What the pointer is about. */
type Doing =
  | { readonly what: 'pressed'; readonly on: string; readonly toggles: boolean; readonly wasSelected: boolean }
  | { readonly what: 'moving'; readonly from: ReadonlyMap<string, Point> }
  | { readonly what: 'sizing'; readonly node: string; readonly from: { readonly w: number; readonly h: number } }
  | { readonly what: 'wiring'; readonly hand: WireInHand }
  | { readonly what: 'band'; readonly kept: ReadonlySet<string> };

/** The picture that hands work on. */
export interface Picture extends HTMLElement {
  redraw(): void;
  place(ids: Iterable<string>): void;
  /** Shows the box that is being drawn around nodes, in pixels. */
  band(box: Box | undefined): void;
}

/** What hands do with a graph; whoever edits it hears of it. Keeps nothing that outlives a press. */
export class StagePointer {
  readonly #stage: Picture;
  readonly #drawing: Drawing;
  readonly #view: PanZoom;
  #doing: Doing | undefined;
  #start: { readonly x: number; readonly y: number; readonly at: Point } | undefined;
  #told = 0;
  readonly #ends = new AbortController();

  constructor(stage: Picture, drawing: Drawing, view: PanZoom) {
    this.#stage = stage;
    this.#drawing = drawing;
    this.#view = view;
    const { signal } = this.#ends;
    stage.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    stage.addEventListener('pointermove', (event) => this.#move(event), { signal });
    stage.addEventListener('pointerup', (event) => this.#up(event), { signal });
    stage.addEventListener('pointercancel', () => this.cancel(), { signal });
  }

  end(): void {
    this.#ends.abort();
  }

  /** The ports that the wire in hand could lead to; undefined while none is in hand. */
  get fitting(): PortsByNode | undefined {
    return this.#wire?.fitting;
  }

  /** The wire in hand, as it is drawn. */
  get pending(): Pending | undefined {
    return this.#wire?.pending;
  }
  /** The port that a wire in hand comes from. */
  get inHand(): string | undefined {
    return this.#wire === undefined ? undefined : `${this.#wire.wire.port.node}.${this.#wire.wire.row.port}`;
  }
  get #wire(): WireInHand | undefined {
    return this.#doing?.what === 'wiring' ? this.#doing.hand : undefined;
  }

  /** Gives up what is in hand; false where nothing is. */
  cancel(): boolean {
    if (this.#doing === undefined) return false;
    if (this.#doing.what === 'moving') this.#putBack(this.#doing.from.keys());
    this.#let();
    return true;
  }

  /** What was dragged lies again where the graph has it. */
  #putBack(ids: Iterable<string>): void {
    const { scene } = this.#drawing;
    const held = scene.heldOf(ids);
    scene.letGo(held);
    this.#stage.place(held.keys());
  }

  #let(): void {
    this.#doing = this.#start = undefined;
    this.#stage.band(undefined);
    this.#stage.redraw();
  }

  #down(event: PointerEvent): void {
    // Two fingers move the view, and let go of what one of them held.
    if (event.pointerType === 'touch' && !event.isPrimary) this.cancel();
    if (event.button !== 0 || event.altKey || this.#doing !== undefined || (event.pointerType === 'touch' && !event.isPrimary)) return;
    const path = event.composedPath().filter((each): each is HTMLElement => each instanceof HTMLElement);
    if (path.some((each) => each.hasAttribute('data-editing') || each.hasAttribute('data-over'))) return;
    const at = this.#view.graphPoint(event);
    this.#start = { x: event.clientX, y: event.clientY, at };
    this.#stage.focus({ preventScroll: true });
    const node = path.find((each) => each.dataset['node'] !== undefined)?.dataset['node'] ?? this.#drawing.scene.nodeAt(at);
    const port = path.find((each) => each.dataset['port'] !== undefined);
    const row = node === undefined ? undefined : this.#drawing.scene.rowsOf(node).find((each) => `${each.part}:${each.port}` === port?.dataset['port']);
    if (node !== undefined && row !== undefined && port !== undefined && this.#isAtPort(event, port, row) && !this.#drawing.locked.value) {
      event.preventDefault();
      this.#doing = { what: 'wiring', hand: new WireInHand(this.#drawing, node, row, at) };
      this.#stage.redraw();
      return;
    }
    if (node !== undefined && path.some((each) => each.hasAttribute('data-corner'))) {
      const shape = this.#drawing.scene.shapes.get(node);
      if (shape !== undefined) this.#doing = { what: 'sizing', node, from: { w: shape.w, h: shape.h } };
      return;
    }
    const isFrame = node !== undefined && this.#drawing.scene.shapes.get(node)?.kind === 'frame';
    // A frame is held by its title: within it a band may be drawn around what it holds.
    if (node !== undefined && (!isFrame || path.some((each) => each.hasAttribute('data-head')))) {
      const toggles = event.shiftKey || event.ctrlKey || event.metaKey;
      const wasSelected = this.#drawing.selection.value.has(node);
      if (!wasSelected && !toggles) this.#drawing.select([node]);
      else if (!wasSelected) this.#drawing.select([node], true);
      this.#doing = { what: 'pressed', on: node, toggles, wasSelected };
      return;
    }
    const wire = this.#drawing.scene.wireAt(at, 7 / this.#view.k);
    if (wire !== undefined) {
      this.#drawing.selectWire(wire);
      return;
    }
    if (event.pointerType === 'touch') {
      this.#drawing.select([]);
      return;
    }
    this.#doing = { what: 'band', kept: event.shiftKey ? this.#drawing.selection.value : new Set() };
    if (!event.shiftKey) this.#drawing.select([]);
  }

  #move(event: PointerEvent): void {
    this.#drawing.pointer = this.#view.graphPoint(event);
    const doing = this.#doing,
      start = this.#start;
    if (doing === undefined || start === undefined) return;
    if (doing.what === 'pressed') {
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) < SLACK) return;
      if (this.#drawing.refuses()) {
        this.#let();
        return;
      }
      const ids = this.#drawing.selection.value;
      this.#doing = { what: 'moving', from: new Map([...this.#withMembers(ids)].map((id) => [id, this.#drawing.scene.at(id)])) };
      this.#stage.setPointerCapture(event.pointerId);
    }
    this.#goOn(event, start.at);
  }

  #goOn(event: PointerEvent, start: Point): void {
    const doing = this.#doing;
    const at = this.#view.graphPoint(event);
    const dx = at.x - start.x,
      dy = at.y - start.y;
    switch (doing?.what) {
      case 'moving': {
        const step = event.ctrlKey || event.metaKey ? 1 : 22 / 2;
        const snap = (value: number): number => Math.round(value / step) * step;
        const places = new Map([...doing.from].map(([id, from]) => [id, { x: snap(from.x + dx), y: snap(from.y + dy) }]));
        this.#drawing.scene.hold(places);
        this.#stage.place(places.keys());
        this.#tell('moving');
        break;
      }
      case 'sizing':
        this.#stage.setPointerCapture(event.pointerId);
        this.#send('size', {
          node: doing.node,
          size: [Math.max(60, Math.round(doing.from.w + dx)), Math.max(40, Math.round(doing.from.h + dy))],
          isLast: false,
        });
        break;
      case 'wiring':
        this.#stage.setPointerCapture(event.pointerId);
        doing.hand.to(at, SNAP / this.#view.k);
        this.#stage.redraw();
        break;
      case 'band': {
        this.#stage.setPointerCapture(event.pointerId);
        const box = boxBetween(start, at);
        this.#drawBand(box);
        const inside = [...this.#drawing.scene.shapes].flatMap(([id, { w, h, kind }]) => {
          const own = { ...this.#drawing.scene.at(id), w, h };
          // A frame is meant where all of it lies within.
          return (kind === 'frame' ? isWithin(own, box) : meets(own, box)) ? [id] : [];
        });
        const next = new Set([...doing.kept, ...inside]);
        if (next.size !== this.#drawing.selection.value.size || [...next].some((id) => !this.#drawing.selection.value.has(id))) this.#drawing.select(next);
        break;
      }
      default:
    }
  }

  #up(event: PointerEvent): void {
    const doing = this.#doing,
      start = this.#start;
    if (doing === undefined || start === undefined) {
      this.#start = undefined;
      return;
    }
    const at = this.#view.graphPoint(event);
    if (doing.what === 'pressed') {
      if (doing.toggles && doing.wasSelected) this.#drawing.toggle(doing.on);
      else if (!doing.toggles) this.#drawing.select([doing.on]);
    } else if (doing.what === 'moving') this.#send('move-end', { at });
    else if (doing.what === 'sizing')
      this.#send('size', {
        node: doing.node,
        size: [Math.max(60, Math.round(doing.from.w + at.x - start.at.x)), Math.max(40, Math.round(doing.from.h + at.y - start.at.y))],
        isLast: true,
      });
    else if (doing.what === 'wiring')
      this.#send('wire-end', {
        wire: doing.hand.wire,
        target: doing.hand.target,
        at,
        clientX: event.clientX,
        clientY: event.clientY,
        hasMoved: Math.hypot(event.clientX - start.x, event.clientY - start.y) >= (event.pointerType === 'touch' ? 3 * SLACK : SLACK),
        isTouch: event.pointerType === 'touch',
      });
    this.#let();
  }

  /** Nodes with what is in those of them that are frames. */
  #withMembers(ids: ReadonlySet<string>): ReadonlySet<string> {
    const all = new Set(ids);
    const { nodes } = this.#drawing.store;
    for (let grown = true; grown;) {
      grown = false;
      for (const [id, { frame }] of nodes)
        if (frame !== undefined && all.has(frame) && !all.has(id)) {
          all.add(id);
          grown = true;
        }
    }
    return all;
  }

  #isAtPort(event: PointerEvent, element: HTMLElement, row: PortRow): boolean {
    const box = element.getBoundingClientRect();
    const away = sideOf(row.part) === 'left' ? event.clientX - box.left : box.right - event.clientX;
    return away < 13 * this.#view.k + (event.pointerType === 'touch' ? 12 : 0);
  }

  /** The ports that a wire from a port could lead to, by node. */
  fittingFor(port: PortAt): ReadonlyMap<string, ReadonlySet<string>> {
    const row = this.#drawing.scene.rowsOf(port.node).find((each) => `${each.part}:${each.port}` === port.key);
    return row === undefined ? new Map() : fittingPorts(this.#drawing, { port, row });
  }

  #drawBand({ x, y, w, h }: Box): void {
    const { k, x: left, y: top } = this.#view;
    this.#stage.band({ x: x * k + left, y: y * k + top, w: w * k, h: h * k });
  }

  /** Says now and then where what is dragged is, so that others see it move. */
  #tell(what: 'moving'): void {
    const now = performance.now();
    if (now - this.#told < PAUSE) return;
    this.#told = now;
    this.#send(what, {});
  }
  #send(name: string, detail: object): void {
    this.#stage.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

function boxBetween(a: Point, b: Point): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), w: Math.abs(a.x - b.x), h: Math.abs(a.y - b.y) };
}
