import { FRAME, COMMENT, isWire, own, type NodeData } from '../graph-model/graph.ts';
import { portKey, sideOf, type PortRow } from '../graph-model/ports.ts';

/* Where the parts of a node lie, from its data alone: nothing asks the browser for a measure, so that a graph of a thousand nodes is laid out at once. */

/** Heights of a node's head and of a row, and what is left below the last row. `graph-node.ts` draws them so. */
export const HEAD = 28,
  ROW = 22,
  FOOT = 6;
const LEAST_WIDTH = 130,
  MOST_WIDTH = 330;
/** About how wide a letter is: of a title, of a port's name, of a value. */
const TITLE_LETTER = 6.9,
  LABEL_LETTER = 6.5,
  VALUE_LETTER = 7.3;
/** Letters of a value that a node is made wide for. */
const VALUE_LETTERS = 14;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node as it is drawn, in the graph's own measure. Places of ports are counted from its corner. */
export interface NodeShape {
  readonly id: string;
  readonly kind: 'node' | 'frame' | 'comment' | 'closed';
  readonly w: number;
  readonly h: number;
  readonly rows: readonly PortRow[];
  readonly ports: ReadonlyMap<string, Point>;
}

/** What a row says besides its name: a literal, or what is referred to; undefined where a wire leads to it. */
export function givenAt(node: NodeData, { part, port, list }: PortRow): { readonly value: unknown } | undefined {
  if (part === 'refs') return { value: own(node.refs, port) };
  if (part !== 'in') return undefined;
  const given = own(node.in, list?.name ?? port);
  const value = list === undefined ? given : Array.isArray(given) ? (given as readonly unknown[])[list.index] : list.index === 0 ? given : undefined;
  return isWire(value) ? undefined : { value };
}

export function shapeOf(id: string, node: NodeData, title: string, rows: readonly PortRow[], words: (row: PortRow) => string | undefined): NodeShape {
  const isClosed = node.type === FRAME && node.closed === true;
  if (node.type === FRAME && !isClosed) return { id, kind: 'frame', ...sizeOf(node, [300, 200]), rows: [], ports: new Map() };
  if (node.type === COMMENT) return { id, kind: 'comment', ...sizeOf(node, [220, 80]), rows: [], ports: new Map() };
  let widest = title.length * TITLE_LETTER + 58;
  for (const row of rows) {
    const given = isClosed ? undefined : words(row);
    const value = given === undefined ? 0 : Math.max(44, Math.min(given.length, VALUE_LETTERS) * VALUE_LETTER + 22);
    widest = Math.max(widest, row.label.length * LABEL_LETTER + value + 26);
  }
  const w = Math.ceil(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, widest)) / 10) * 10;
  const ports = new Map<string, Point>();
  rows.forEach((row, at) => ports.set(portKey(row), { x: sideOf(row.part) === 'left' ? 0 : w, y: HEAD + at * ROW + ROW / 2 }));
  return { id, kind: isClosed ? 'closed' : 'node', w, h: HEAD + rows.length * ROW + FOOT, rows, ports };
}

function sizeOf({ size }: NodeData, [w, h]: readonly [number, number]): { readonly w: number; readonly h: number } {
  const [width, height] = size ?? [];
  return { w: number(width, w), h: number(height, h) };
}
function number(value: unknown, usual: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(Math.max(value, 40), 20_000) : usual;
}

export function placeOf({ at }: NodeData): Point | undefined {
  const [x, y] = at ?? [];
  return typeof x === 'number' && typeof y === 'number' && Math.abs(x) < 1e7 && Math.abs(y) < 1e7 ? { x, y } : undefined;
}

/** How far the curve of a wire goes out of its way at most. */
export const REACH = 260;

/** The curve of a wire, from an output to an input. An impulse ends before its arrow. */
export function curve(path: Path2D, from: Point, to: Point): void {
  const reach = reachOf(from, to);
  path.moveTo(from.x, from.y);
  path.bezierCurveTo(from.x + reach, from.y, to.x - reach, to.y, to.x, to.y);
}
/** The same as the path of an SVG, in pixels of a view. */
export function curveText(from: Point, to: Point, { k, x, y }: { readonly k: number; readonly x: number; readonly y: number }): string {
  const reach = reachOf(from, to);
  const at = (px: number, py: number): string => `${(px * k + x).toFixed(1)} ${(py * k + y).toFixed(1)}`;
  return `M${at(from.x, from.y)}C${at(from.x + reach, from.y)} ${at(to.x - reach, to.y)} ${at(to.x, to.y)}`;
}
function reachOf(from: Point, to: Point): number {
  return Math.min(Math.max(40, Math.abs(to.x - from.x) / 2), REACH);
}

/** A place on the same curve; `t` from 0 to 1. */
export function onCurve(from: Point, to: Point, t: number): Point {
  const reach = reachOf(from, to);
  const along = (a: number, b: number, c: number, d: number): number => (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t ** 3 * d;
  return { x: along(from.x, from.x + reach, to.x - reach, to.x), y: along(from.y, from.y, to.y, to.y) };
}

export function around(boxes: Iterable<Box>): Box | undefined {
  let left = Infinity,
    top = Infinity,
    right = -Infinity,
    bottom = -Infinity;
  for (const { x, y, w, h } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + w);
    bottom = Math.max(bottom, y + h);
  }
  return left === Infinity ? undefined : { x: left, y: top, w: right - left, h: bottom - top };
}
export function meets(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
export function holds(box: Box, { x, y }: Point): boolean {
  return x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;
}

/** Whether all of a box lies in another. */
export function isWithin(inner: Box, outer: Box): boolean {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w && inner.y + inner.h <= outer.y + outer.h;
}
