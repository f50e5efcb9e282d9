import { countOf, withoutPart, withPart } from '../descent.ts';
import type { Json } from '../schema/field.ts';
import { shownPath } from './json-pointer.ts';
import { resize } from './json-size.ts';

/** Names and indices that lead to a place in a value. */
export type Tokens = readonly string[];

/** The names that one stands between in its object. */
export interface Beside {
  readonly behind?: string;
  readonly before?: string;
}

interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * A value that a patch is applied to, by places in it. It is never changed in place: what is written somewhere comes with copies of all above it, and
 * shares the rest with the value as it was. Keys are own keys, and indices are what RFC 6901 says.
 */
export class PatchedValue {
  value: Json;
  private readonly work: (values: number) => void;
  private readonly fault: (message: string, expected: string) => Error;

  /**
   * @param work is told what is copied, in values
   * @param fault makes what is thrown where a path leads nowhere
   */
  constructor(value: Json, work: (values: number) => void, fault: (message: string, expected: string) => Error) {
    this.value = value;
    this.work = work;
    this.fault = fault;
  }

  /** The value at a path, which must be there. */
  get(path: Tokens): Json {
    let value = this.value;
    path.forEach((token, at) => {
      if (Array.isArray(value)) {
        const list = value as readonly Json[];
        value = list[this.indexIn(list, path.slice(0, at + 1), list.length - 1)] as Json;
      } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, token)) value = (value as JsonObject)[token] as Json;
      else throw this.fault(`there is nothing at ${shownPath(path.slice(0, at + 1))}`, 'a path that leads to a value');
    });
    return value;
  }

  /** Writes a value at a path whose parent is there. */
  put(path: Tokens, value: Json): void {
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
        const object = parent as JsonObject,
          part = made;
        made = withPart(object, token, part);
        resize(object, made, token);
        this.work(countOf(made));
      }
    }
    this.value = made;
    if (typeof value === 'object' && value !== null) this.work(Array.isArray(value) ? value.length : countOf(value));
  }

  /** Gives an object a value under a name that it has not, behind all others or beside those that it is to stand between. */
  add(path: Tokens, value: Json, { behind, before }: Beside = {}): void {
    const object = this.objectAt(path),
      name = path.at(-1) as string;
    const above = behind !== undefined && Object.hasOwn(object, behind) ? behind : undefined;
    const below = above === undefined && before !== undefined && Object.hasOwn(object, before) ? before : undefined;
    const made =
      above === undefined && below === undefined
        ? withPart(object, name, value)
        : Object.fromEntries(
            Object.entries(object).flatMap(([each, held]) =>
              each === above
                ? [
                    [each, held],
                    [name, value],
                  ]
                : each === below
                  ? [
                      [name, value],
                      [each, held],
                    ]
                  : [[each, held]],
            ),
          );
    resize(object, made, name);
    this.put(path.slice(0, -1), made);
  }

  /** Those that a name stands between in its object; none where it is the last, and comes back as that. */
  beside(path: Tokens): Beside {
    if (path.length === 0) return {};
    const names = Object.keys(this.objectAt(path));
    this.work(names.length);
    const at = names.indexOf(path.at(-1) as string);
    const [behind, before] = [names[at - 1], names[at + 1]];
    if (before === undefined) return {};
    return behind === undefined ? { before } : { behind, before };
  }

  /** Puts a member into a list, before the one that stands there now. */
  insert(path: Tokens, at: number, value: Json): void {
    const list = this.listAt(path) as readonly Json[];
    this.put(path.slice(0, -1), [...list.slice(0, at), value, ...list.slice(at)]);
  }

  /** Takes a member out of its list or object. */
  drop(path: Tokens): void {
    if (path.length === 0) throw this.fault('the whole value cannot be removed', 'a path inside of it');
    const above = path.slice(0, -1);
    const list = this.listAt(path);
    if (list !== undefined) {
      const at = this.indexIn(list, path, list.length - 1);
      this.put(above, [...list.slice(0, at), ...list.slice(at + 1)]);
      return;
    }
    const object = this.objectAt(path),
      name = path.at(-1) as string;
    const made = withoutPart(object, name);
    resize(object, made, name);
    this.put(above, made);
  }

  /** The list that a path leads into; undefined where it leads into something else. */
  listAt(path: Tokens): readonly Json[] | undefined {
    const parent = this.get(path.slice(0, -1));
    return Array.isArray(parent) ? (parent as readonly Json[]) : undefined;
  }

  /** The object that a path leads into. */
  objectAt(path: Tokens): JsonObject {
    const parent = this.get(path.slice(0, -1));
    if (typeof parent === 'object' && parent !== null && !Array.isArray(parent)) return parent as JsonObject;
    throw this.fault(`${shownPath(path.slice(0, -1))} is neither a list nor an object`, 'a path into a list or an object');
  }

  /** The index that the last token names, from 0 to `most`. */
  indexIn(list: readonly Json[], path: Tokens, most: number): number {
    const token = path.at(-1) as string;
    const index = /^(?:0|[1-9][0-9]{0,9})$/.test(token) ? Number(token) : -1;
    if (index >= 0 && index <= most) return index;
    throw this.fault(`${shownPath(path)} is no place in a list of ${list.length}`, most < 0 ? 'a list that holds something' : `an index from 0 to ${most}`);
  }
}
