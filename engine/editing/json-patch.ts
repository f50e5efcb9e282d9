import type { PatchStep } from '../door.ts';
import type { Json } from '../schema/field.ts';
import { sizeOf } from './json-size.ts';
import { sameJson } from '../same-json.ts';

/** What a patch came to. */
export interface Patched {
  readonly value: Json;
  /** The patch that takes it back. */
  readonly back: readonly PatchStep[];
  /**
   * The places that it has changed, as pointers; an `-` at the end of a list is the index that it stood for. Where members of a list have moved up or
   * down, the list itself is one of them, since the indexes by which others know its members lead elsewhere now.
   */
  readonly touched: readonly string[];
}

/** A step does not fit the value as it is, or would make too much of it. */
export class PatchFault extends Error {
  /** Place of the step in the patch. */
  readonly step: number;
  readonly expected: string;
  /** Whether the step is refused for what it would cost, and not for what it says. */
  readonly tooLarge: boolean;
  constructor(step: number, message: string, expected: string, tooLarge = false) {
    super(message);
    this.step = step;
    this.expected = expected;
    this.tooLarge = tooLarge;
  }
}

/** What a patched value may hold. One that holds more already may still shrink. */
export const LARGEST = { values: 100_000, characters: 1_000_000, levels: 100 } as const;

/** Names by which JavaScript reaches the prototypes of objects. No path of a patch has them. */
const PROTOTYPES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

type Tokens = readonly string[];
interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * Applies a JSON Patch (RFC 6902) to a value that is never changed in place; what it does not change is shared with the new one.
 * Throws a PatchFault at the first step that does not fit; nothing has happened then.
 * @param work is told what each step costs, in values that are copied or compared; it may throw to refuse
 */
export function patchJson(value: Json, patch: readonly PatchStep[], work: (values: number) => void = () => undefined): Patched {
  const run = new Run(value, work);
  patch.forEach((step, index) => run.take(step, index));
  return { value: run.value, back: run.back.toReversed(), touched: run.touched };
}

class Run {
  value: Json;
  /** In the order of the steps: the last of them is the first to be taken back. */
  readonly back: PatchStep[] = [];
  readonly touched: string[] = [];
  private index = 0;
  private readonly work: (values: number) => void;

  constructor(value: Json, work: (values: number) => void) {
    this.value = value;
    this.work = work;
  }

  take(step: PatchStep, index: number): void {
    this.index = index;
    this.work(1);
    const path = this.tokens(step.path, 'path');
    const before = this.value;
    switch (step.op) {
      case 'add':
        this.add(path, step.value as Json);
        break;
      case 'remove':
        this.remove(path);
        break;
      case 'replace':
        this.replace(path, step.value as Json);
        break;
      case 'copy':
        this.add(path, this.get(this.tokens(step.from, 'from')));
        break;
      case 'move':
        this.move(this.tokens(step.from, 'from'), path);
        break;
      case 'test':
        if (!sameJson(this.get(path), step.value, 'freely', () => this.work(1)))
          throw this.fault(`the value at ${shown(path)} is another`, 'the value that the test names');
        break;
    }
    if (this.value !== before) this.mustFit(before);
  }

  private mustFit(before: Json): void {
    const was = sizeOf(before),
      is = sizeOf(this.value);
    for (const what of ['values', 'characters', 'levels'] as const) {
      if (is[what] > LARGEST[what] && is[what] > was[what])
        throw new PatchFault(this.index, `the value would come to ${is[what]} ${what}`, `a patch that leaves at most ${LARGEST[what]} ${what}`, true);
    }
  }

  private add(path: Tokens, added: Json): void {
    if (path.length === 0) return this.replace(path, added);
    const parent = this.get(path.slice(0, -1));
    const last = path.at(-1) as string;
    if (Array.isArray(parent)) {
      const list = parent as readonly Json[];
      const at = last === '-' ? list.length : this.indexIn(list, path, list.length);
      const place = [...path.slice(0, -1), String(at)];
      this.put(path.slice(0, -1), [...list.slice(0, at), added, ...list.slice(at)]);
      this.note(place, { op: 'remove', path: pointer(place) });
      if (at < list.length) this.touched.push(pointer(path.slice(0, -1)));
      return;
    }
    const object = this.objectAt(parent, path);
    const back: PatchStep = Object.hasOwn(object, last)
      ? { op: 'replace', path: pointer(path), value: object[last] as Json }
      : { op: 'remove', path: pointer(path) };
    this.put(path.slice(0, -1), { ...object, [last]: added });
    this.note(path, back);
  }

  private replace(path: Tokens, value: Json): void {
    const old = this.get(path);
    this.put(path, value);
    this.note(path, { op: 'replace', path: pointer(path), value: old });
  }

  private remove(path: Tokens): void {
    const old = this.get(path);
    const moved = this.drop(path);
    this.note(path, { op: 'add', path: pointer(path), value: old });
    if (moved) this.touched.push(pointer(path.slice(0, -1)));
  }

  private move(from: Tokens, path: Tokens): void {
    if (pointer(from) === pointer(path)) {
      this.get(from);
      return;
    }
    if (from.every((token, at) => path[at] === token)) throw this.fault(`${shown(from)} cannot be moved into itself`, 'a place outside of what is moved');
    const moved = this.get(from);
    const shifts = this.drop(from);
    this.note(from, { op: 'add', path: pointer(from), value: moved });
    if (shifts) this.touched.push(pointer(from.slice(0, -1)));
    this.add(path, moved);
  }

  /** Takes a member out of its list or object. Returns whether others of its list have moved up. */
  private drop(path: Tokens): boolean {
    if (path.length === 0) throw this.fault('the whole value cannot be removed', 'a path inside of it');
    const above = path.slice(0, -1);
    const parent = this.get(above);
    const last = path.at(-1) as string;
    if (Array.isArray(parent)) {
      const list = parent as readonly Json[];
      const at = this.indexIn(list, path, list.length - 1);
      this.put(above, [...list.slice(0, at), ...list.slice(at + 1)]);
      return at < list.length - 1;
    }
    const { [last]: _, ...rest } = this.objectAt(parent, path);
    this.put(above, rest);
    return false;
  }

  /** The value at a path, which must be there. */
  private get(path: Tokens): Json {
    let value = this.value;
    path.forEach((token, at) => {
      if (Array.isArray(value)) {
        const list = value as readonly Json[];
        value = list[this.indexIn(list, path.slice(0, at + 1), list.length - 1)] as Json;
      } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, token)) value = (value as JsonObject)[token] as Json;
      else throw this.fault(`there is nothing at ${shown(path.slice(0, at + 1))}`, 'a path that leads to a value');
    });
    return value;
  }

  /** Writes a value at a path whose parent is there; everything above it is copied, the rest shared. */
  private put(path: Tokens, value: Json): void {
    const above: Json[] = [this.value];
    for (const token of path.slice(0, -1)) above.push((above.at(-1) as JsonObject)[token] as Json);
    let made = value;
    for (let at = path.length - 1; at >= 0; at--) {
      const parent = above[at] as Json;
      const token = path[at] as string;
      if (Array.isArray(parent)) {
        const list = parent as readonly Json[];
        this.work(list.length);
        made = list.map((each, index) => (index === Number(token) ? made : each));
      } else {
        made = { ...(parent as JsonObject), [token]: made };
        this.work(Object.keys(made).length);
      }
    }
    this.value = made;
    if (typeof value === 'object' && value !== null) this.work(Array.isArray(value) ? value.length : Object.keys(value).length);
  }

  private objectAt(value: Json, path: Tokens): JsonObject {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
    throw this.fault(`${shown(path.slice(0, -1))} is neither a list nor an object`, 'a path into a list or an object');
  }

  /** The index that the last token names, from 0 to `most`. */
  private indexIn(list: readonly Json[], path: Tokens, most: number): number {
    const token = path.at(-1) as string;
    const index = /^(?:0|[1-9][0-9]{0,9})$/.test(token) ? Number(token) : -1;
    if (index >= 0 && index <= most) return index;
    throw this.fault(`${shown(path)} is no place in a list of ${list.length}`, most < 0 ? 'a list that holds something' : `an index from 0 to ${most}`);
  }

  private tokens(text: string, name: 'path' | 'from'): Tokens {
    if (text === '') return [];
    if (!text.startsWith('/') || /~(?![01])/.test(text)) throw this.fault(`${name} ${JSON.stringify(text)} is no JSON Pointer`, 'a pointer such as /a/0');
    const tokens = text
      .slice(1)
      .split('/')
      .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
    const reaching = tokens.find((token) => PROTOTYPES.has(token));
    if (reaching !== undefined)
      throw this.fault(`${name} goes through ${reaching}, which is not allowed`, 'a path without __proto__, constructor and prototype');
    return tokens;
  }

  private note(path: Tokens, back: PatchStep): void {
    this.touched.push(pointer(path));
    this.back.push(back);
  }

  private fault(message: string, expected: string): PatchFault {
    return new PatchFault(this.index, message, expected);
  }
}

function pointer(path: Tokens): string {
  return path.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function shown(path: Tokens): string {
  return path.length === 0 ? 'the whole value' : JSON.stringify(pointer(path));
}
