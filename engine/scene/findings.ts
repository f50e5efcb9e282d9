import { WorldwireError, type ErrorCode, type Fault } from '../errors.ts';
import { visible } from '../visible.ts';
import { placesOf } from './locate.ts';
import type { KeyTwice } from './syntax.ts';

/** Faults and warnings beyond this number are counted, not listed. */
const MOST = 1_000;
/** Greatest length of a sentence: it holds words of the file. */
const LONGEST = 2_000;

/** Everything that was found in a scene. What stops its being read and what is only worth knowing stand in one list, in order of their places. */
export class Findings {
  #list: Fault[] = [];
  #faults = 0;
  #warnings = 0;
  #places: Int32Array | undefined;
  readonly #file: string;
  readonly #text: string | undefined;

  /**
   * @param file name of the file; without one, places are told by path alone
   * @param text what is read, where findings are to tell line and column in it
   */
  constructor(file: string | undefined, text?: string) {
    this.#file = file ?? 'scene';
    this.#text = file === undefined && text?.includes('\n') !== true ? undefined : text;
  }

  /** Tells what is found from now on by where it stands in the file, where that says of instances only what differs. */
  expanded(places: Int32Array): void {
    this.#places = places;
  }

  /** How many faults there are so far. */
  get faults(): number {
    return this.#faults;
  }

  /** Notes what makes the scene unusable. `message` is the sentence without its place. */
  fault(path: string, expected: string, message: string, code: ErrorCode = 'WW_SCENE_INVALID'): void {
    if (this.#faults++ < MOST) this.#list.push({ path: this.#inFile(path), expected, message, code });
  }

  /** Notes a key that stands twice, whose places are known. */
  twice({ path, expected, message, line, column }: KeyTwice): void {
    if (this.#faults++ < MOST) this.#list.push({ path, expected, message, code: 'WW_SCENE_INVALID', line, column });
  }

  /** Notes what is worth knowing and stops nothing. */
  warn(path: string, expected: string, message: string, code: ErrorCode): void {
    // What follows from a source is told of there.
    if (this.#places !== undefined && (this.#places[positionIn(path)] ?? 0) < 0) return;
    if (this.#warnings++ < MOST) this.#list.push({ path: this.#inFile(path), expected, message, code, level: 'warning' });
  }

  #inFile(path: string): string {
    const place = this.#places?.[positionIn(path)];
    return place === undefined ? path : path.replace(/^entities\/\d+/, `entities/${place < 0 ? -1 - place : place}`);
  }

  /**
   * Ends the reading and gives the warnings.
   * @throws WorldwireError `WW_SCENE_INVALID` with every fault and every warning, if there was a fault
   */
  end(): Fault[] {
    if (this.#faults + this.#warnings === 0) return [];
    const list = this.#placed(),
      first = list.find(({ level }) => level === undefined);
    if (this.#warnings > MOST) list.push(this.#more(this.#warnings - MOST, 'WW_SCENE_UNKNOWN', 'warning'));
    if (first === undefined) return list;
    if (this.#faults > MOST) list.push(this.#more(this.#faults - MOST, 'WW_SCENE_INVALID'));
    const message = this.#faults === 1 ? first.message : `${visible(this.#file)} has ${this.#faults} faults, the first of them: ${first.message}`;
    throw new WorldwireError('WW_SCENE_INVALID', message, list);
  }

  #more(count: number, code: ErrorCode, level?: 'warning'): Fault {
    const what = level === 'warning' ? 'warnings' : 'faults';
    return { path: '', expected: '', message: `${visible(this.#file)}: and ${count} more ${what}`, code, ...(level === undefined ? {} : { level }) };
  }

  /** The list with its places, in their order. Words of the file are made visible here, wherever they are shown. */
  #placed(): Fault[] {
    const text = this.#text;
    const told = (fault: Fault, place: string): string =>
      visible(`${this.#file}${place}: ${fault.path === '' ? '' : `${fault.path}: `}${fault.message}`, LONGEST);
    if (text === undefined)
      return this.#list.map((fault) => ({ ...fault, message: told(fault, fault.line === undefined ? '' : `:${fault.line}:${fault.column}`) }));
    const places = placesOf(
      text,
      // A name that is not known is looked for where it stands, and not where its value does.
      this.#list.map(({ path, code }) => ({ steps: stepsOf(path), name: code === 'WW_SCENE_UNKNOWN' || code === 'WW_SCENE_IGNORED' })),
    );
    return this.#list
      .map((fault, i) => {
        const found = places[i] as { line: number; column: number };
        const { line = found.line, column = found.column } = fault;
        return { ...fault, message: told(fault, `:${line}:${column}`), line, column };
      })
      .sort((a, b) => a.line - b.line || a.column - b.column);
  }
}

/** Which entity a path is about; -1 where it is about none. */
function positionIn(path: string): number {
  const [, position] = /^entities\/(\d+)/.exec(path) ?? [];
  return position === undefined ? -1 : Number(position);
}

/** A value as a person wants to see it in a sentence: short, on one line. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
  return JSON.stringify(typeof value === 'string' && value.length > 60 ? `${value.slice(0, 57)}…` : value);
}

/** `entities/12 (lamp)`: where an entity stands and which it is. */
export function placeOfEntity(at: number, entity: unknown): string {
  const id = (entity as { id?: unknown } | null)?.id;
  return typeof id === 'string' && id !== '' ? `entities/${at} (${id.length > 60 ? `${id.slice(0, 57)}…` : id})` : `entities/${at}`;
}

/** The keys that lead to a place: `entities/12 (lamp)/name` without what is said for people. */
function stepsOf(path: string): string[] {
  return path.replace(/^(entities\/\d+) \((?:.*?)\)(?=\/|$)/s, '$1').split('/');
}
