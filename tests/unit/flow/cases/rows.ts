import { BIG, f, FIRST, INF, LAST, MAX, MIN, TINY, type Row } from './case.ts';

/*
 * Rows of numbers as one reads them: `2 10 → 1024, 0 0 → 1`, lists in brackets. What is behind the arrow is what the node gives; several outputs are a
 * list.
 */

const NAMES: Readonly<Record<string, number | boolean>> = {
  'NaN': NaN,
  '∞': INF,
  '-∞': -INF,
  'BIG': BIG,
  '-BIG': -BIG,
  'TINY': TINY,
  '-TINY': -TINY,
  // One by the largest float.
  'LEAST': 2.938735877055719e-39,
  'π': Math.PI,
  '-π': -Math.PI,
  'π/2': Math.PI / 2,
  '-π/2': -Math.PI / 2,
  'π/4': Math.PI / 4,
  'MAX': MAX,
  'MIN': MIN,
  'true': true,
  'false': false,
};
const ENDS: Readonly<Record<string, bigint>> = { LAST, FIRST };

/** @param make a number of what is written */
function read(text: string, make: (number: number, written: string) => unknown): Row[] {
  const tokens = text.match(/[[\],→]|[^\s[\],→]+/g) ?? [];
  let at = 0;
  const value = (): unknown => {
    const token = tokens[at++] as string;
    if (token === '[') {
      const list: unknown[] = [];
      while (tokens[at] !== ']') list.push(value());
      at++;
      return list;
    }
    const found = NAMES[token] ?? Number(token);
    if (typeof found === 'boolean') return found;
    if (Number.isNaN(found) && token !== 'NaN' && !Object.hasOwn(ENDS, token)) throw new Error(`no number: ${token}`);
    return make(found, token);
  };
  const rows: Row[] = [];
  while (at < tokens.length) {
    const row: unknown[] = [];
    while (tokens[at] !== '→') row.push(value());
    at++;
    row.push(value());
    if (at < tokens.length && tokens[at++] !== ',') throw new Error(`more than one output: ${text}`);
    rows.push(row);
  }
  return rows;
}
const tag =
  (make: (number: number, written: string) => unknown) =>
  (texts: TemplateStringsArray, ...between: readonly string[]): Row[] =>
    read(String.raw({ raw: texts }, ...between), make);

/** Rows of floats, each the nearest to what is written. */
export const floats = tag(f);
/** Rows of doubles, or of whole numbers. */
export const numbers = tag((number) => number);
/** Rows of whole numbers of 64 bits. */
export const longs = tag((_, written) => ENDS[written] ?? BigInt(written));
