import { RE2JS } from 're2js';
import type { TrafficFilter } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { Json } from '../schema/field.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { PASSED, type TrafficRing, type TrafficSource } from './traffic-ring.ts';

/** Whether an entry of a ring, by its number, is wanted. */
export type TrafficTest = (ring: TrafficRing, seq: number) => boolean;

type JsonTest = NonNullable<TrafficFilter['json']>[number];

/** What a filter asks, as one test; undefined where it takes all. Throws WW_BAD_REQUEST for an expression that cannot be read. */
export function trafficTest(world: LiveWorld, filter: TrafficFilter): TrafficTest | undefined {
  const tests: TrafficTest[] = [];
  const { of, what, binary, least, most, text = [], not = [], match, json = [], reach, seqs } = filter;
  if (seqs !== undefined) {
    const wanted = new Set(seqs);
    tests.push((_ring, seq) => wanted.has(seq));
  }
  if (reach !== undefined) tests.push((ring, seq) => world.real - ring.realAt(seq) <= reach * 1000);
  if (what !== undefined) {
    const wanted = PASSED.map((kind) => what.includes(kind));
    tests.push((ring, seq) => wanted[ring.whatAt(seq)] === true);
  }
  if (of !== undefined) tests.push(bySource(world, of));
  if (binary !== undefined) tests.push((ring, seq) => ring.whatAt(seq) < 2 && ring.isBinary(seq) === binary);
  if (least !== undefined) tests.push((ring, seq) => ring.whatAt(seq) < 2 && ring.sizeAt(seq) >= least);
  if (most !== undefined) tests.push((ring, seq) => ring.whatAt(seq) < 2 && ring.sizeAt(seq) <= most);
  for (const each of text) tests.push(holds(each, true));
  for (const each of not) tests.push(holds(each, false));
  if (match !== undefined) tests.push(fits(match));
  for (const each of json) tests.push(atPlace(each));
  if (tests.length === 0) return undefined;
  return (ring, seq) => {
    for (const test of tests) if (!test(ring, seq)) return false;
    return true;
  };
}

/** Looked up once for each who is in the timeline, since thousands of entries are of the same. */
function bySource(world: LiveWorld, of: NonNullable<TrafficFilter['of']>): TrafficTest {
  const known = new Map<TrafficSource, boolean>();
  const exact = new Map<string, (typeof of)[number][]>();
  for (const each of of) exact.set(each.entity, [...(exact.get(each.entity) ?? []), each]);
  const tops = of.filter(({ below }) => below === true);
  const isWanted = ({ entity, component, client }: TrafficSource): boolean => {
    const named = exact.get(entity) ?? [];
    if (named.some((each) => (each.component ?? component) === component && (each.client ?? client) === client)) return true;
    const row = world.entities.rowOf(entity);
    if (row === undefined) return false;
    return tops.some((each) => {
      const top = world.entities.rowOf(each.entity);
      return top !== undefined && world.entities.isWithin(row, top);
    });
  };
  return (ring, seq) => {
    const source = ring.sourceAt(seq);
    if (source === undefined) return false;
    let wanted = known.get(source);
    if (wanted === undefined) known.set(source, (wanted = isWanted(source)));
    return wanted;
  };
}

/** Whether it holds a text, capitals or not. An expression without any repetition looks through a text without making another of it. */
function holds(wanted: string, isIn: boolean): TrafficTest {
  const expression = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`), 'i');
  return (ring, seq) => {
    const text = ring.textAt(seq);
    return text === undefined ? !isIn : expression.test(text) === isIn;
  };
}

function fits(match: string): TrafficTest {
  let expression: RE2JS;
  try {
    expression = RE2JS.compile(match, RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    throw new WorldwireError('WW_BAD_REQUEST', `the expression /${match}/ cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return (ring, seq) => {
    const text = ring.textAt(seq);
    return text !== undefined && expression.matcher(text).find();
  };
}

function atPlace({ path, is, value }: JsonTest): TrafficTest {
  // What does not even hold the name is not read at all.
  const name = path.findLast((part) => typeof part === 'string');
  const inText = name === undefined ? '' : JSON.stringify(name).slice(1, -1);
  return (ring, seq) => {
    if (ring.whatAt(seq) > 1) return false;
    const text = ring.textAt(seq);
    if (text === undefined || !text.includes(inText)) return false;
    const first = text.charCodeAt(0);
    // Only an object and a list have places.
    if (first !== 0x7b && first !== 0x5b && !/^\s*[[{]/.test(text)) return false;
    let json: Json;
    try {
      json = JSON.parse(text) as Json;
    } catch {
      return false;
    }
    return compares(placeIn(json, path), is, value);
  };
}

function placeIn(json: Json, path: JsonTest['path']): Json | undefined {
  let at: Json | undefined = json;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as { readonly [key: string]: Json })[part];
  }
  return at;
}

function compares(found: Json | undefined, is: JsonTest['is'], value: Json | undefined): boolean {
  if (is === 'has') return found !== undefined;
  if (found === undefined) return false;
  if (is === '~')
    return (typeof found === 'string' ? found : JSON.stringify(found))
      .toLowerCase()
      .includes((typeof value === 'string' ? value : JSON.stringify(value ?? '')).toLowerCase());
  if (is === '=' || is === '!=') {
    const isSame = typeof found === 'object' && found !== null ? JSON.stringify(found) === JSON.stringify(value) : found === value;
    return isSame === (is === '=');
  }
  if (typeof found !== 'number' || typeof value !== 'number') return false;
  switch (is) {
    case '<':
      return found < value;
    case '<=':
      return found <= value;
    case '>':
      return found > value;
    case '>=':
      return found >= value;
  }
}
