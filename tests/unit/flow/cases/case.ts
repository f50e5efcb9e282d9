import { isDeepStrictEqual } from 'node:util';

/** What a pure node gives: its type as a graph names it, its inputs in the order of its ports, and its output, of several a list of them. */
export type Case = readonly [type: string, inputs: readonly unknown[], gives: unknown];
/** The inputs of a case, and behind them what the node gives. */
export type Row = readonly unknown[];

/** What numbers there are at the ends: what all nodes of numbers are tried with. */
export const INF = Infinity,
  BIG = 3.4028234663852886e38,
  TINY = 1.401298464324817e-45,
  MAX = 2_147_483_647,
  MIN = -2_147_483_648,
  LAST = 9_223_372_036_854_775_807n,
  FIRST = -9_223_372_036_854_775_808n;
/** The nearest float. */
export const f = Math.fround;
/** Vectors as the names of nodes have them. */
export const VECTORS = [
  ['Float2', 'float2', 2],
  ['Float3', 'float3', 3],
  ['Float4', 'float4', 4],
  ['Color', 'color', 4],
] as const;

/** Cases of one node. */
export const of = (type: string, ...rows: readonly Row[]): Case[] => rows.map((row) => [type, row.slice(0, -1), row.at(-1)]);
/**
 * Cases of vectors out of those of a number: each component is another case, and what one of them gives is told by the number's alone. Cases whose
 * `shared` inputs differ, which stay numbers, do not come into one vector, nor do lists that are not as long as each other.
 */
export function lifted(type: string, length: number, rows: readonly Row[], shared: readonly number[] = []): Case[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.slice(0, -1).map((each, at) => (shared.includes(at) ? textOf(each) : Array.isArray(each) ? each.length : '')));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / length) }, (_, from) => {
      const parts = Array.from({ length }, (_, at) => group[(from * length + at) % group.length] as Row);
      const inputs = (parts[0] as Row).slice(0, -1).map((first, at) => (shared.includes(at) ? first : together(parts.map((row) => row[at]))));
      return [type, inputs, together(parts.map((row) => row.at(-1)))] as const;
    }),
  );
}
const textOf = (value: unknown): string => (Object.is(value, -0) ? '-0' : String(value));
function together(values: readonly unknown[]): unknown {
  const [first] = values;
  if (!Array.isArray(first)) return values;
  return first.map((_, at) => values.map((list) => (list as readonly unknown[])[at]));
}
/** Cases of a node that gives one value for a vector: true where it is for all components, or for any, as the number's cases have it. */
export function liftedTo(
  type: string,
  length: number,
  rows: readonly Row[],
  is: (parts: readonly boolean[]) => boolean,
  shared: readonly number[] = [],
): Case[] {
  return lifted(type, length, rows, shared).map(([name, inputs, gives]) => [name, inputs, is(gives as readonly boolean[])]);
}

/** The largest double, the least above 0, and one by the largest. */
const DOUBLES = new Map([
  [BIG, 1.7976931348623157e308],
  [TINY, 5e-324],
  [2.938735877055719e-39, 5.562684646268003e-309],
]);
/** Rows of floats that hold for doubles as well: those whose numbers both have exactly, the ends of floats taken for those of doubles. */
export function asDoubles(rows: readonly Row[]): Row[] {
  const isShort = (value: unknown): boolean =>
    typeof value !== 'number' || !Number.isFinite(value) || DOUBLES.has(Math.abs(value)) || (Math.abs(value) < 65_536 && Number.isInteger(value * 1024));
  const doubled = (value: unknown): unknown => (typeof value === 'number' ? Math.sign(value) * (DOUBLES.get(Math.abs(value)) ?? Math.abs(value)) : value);
  return rows.filter((row) => row.flat(2).every(isShort)).map((row) => row.map((each) => (Array.isArray(each) ? each.map(doubled) : doubled(each))));
}

/** Of what nodes give where more than one way to round is right: floats that differ by their last two bits at most. The bits are held by their sum. */
class About {
  readonly values: readonly number[];

  constructor(values: readonly number[]) {
    this.values = values;
  }
}
export const about = (values: readonly number[]): unknown => new About(values);
/** Whether a node gave what it should. */
export function isRight(found: unknown, gives: unknown): boolean {
  if (!(gives instanceof About)) return isDeepStrictEqual(found, gives);
  const list = found as readonly number[];
  return list.length === gives.values.length && gives.values.every((each, at) => Math.abs((list[at] as number) - each) <= Math.abs(each) * 2 ** -22);
}
