/*
 * How large objects came of each other. What is never changed in place is copied for each edit, of which mostly one of thousands of parts is another; whoever
 * has looked at the object before then looks at that part alone. Nothing depends on whether it is known: where it is not, all parts are looked at.
 */

/** Names from which on it is noted what an object came of: of fewer, all are looked at as fast. */
export const MANY = 32;
/** Edits over which it is known at most, so that what is kept for an object is bounded however often it was edited. */
const LONGEST = 1_024;

/** Where an object stands in its descent. It holds no object, so that those before are let go of. */
interface Stamp {
  from: Stamp | undefined;
  /** The name by which it differs from the one that it came of. */
  readonly name: string;
  /** Whether that name has come or gone, so that names or their order differ as well. */
  readonly isOther: boolean;
  /** How many names it has. */
  readonly count: number;
  /** How many stamps are before it, at most. */
  steps: number;
}

interface Parts<T> {
  readonly [name: string]: T;
}

const stamps = new WeakMap<object, Stamp>();

/** In what an object may differ from one that it came of. All that is not named is the very same in both. */
export interface Descent {
  readonly names: ReadonlySet<string>;
  /** Those of them that have come or gone meanwhile, or both. Of none of them both have the same names in the same order. */
  readonly others: ReadonlySet<string>;
}

/** How many names an object has. */
export function countOf(object: object): number {
  return stamps.get(object)?.count ?? Object.keys(object).length;
}

/** A copy of an object with another value under one name, in the place of that name or behind all others. */
export function withPart<T>(before: Parts<T>, name: string, value: T): Parts<T> {
  const count = countOf(before);
  if (count < MANY || name === '__proto__') return { ...before, [name]: value };
  const isNew = !Object.hasOwn(before, name),
    made = copyOf(before);
  made[name] = value;
  // A number comes to stand among the other numbers, and not behind all names.
  if (isNew && isNumber(name)) return made;
  note(made, before, { name, isOther: isNew, count: isNew ? count + 1 : count });
  return made;
}

/** A copy of an object without one of its names. */
export function withoutPart<T>(before: Parts<T>, name: string): Parts<T> {
  const count = countOf(before);
  const { [name]: _, ...made } = before;
  if (count >= MANY && Object.hasOwn(before, name)) note(made, before, { name, isOther: true, count: count - 1 });
  return made;
}

/** In what an object may differ from another; undefined where it is not known that it came of that one. */
export function descentOf(now: object, before: object): Descent | undefined {
  const end = stamps.get(before);
  if (end === undefined) return undefined;
  const names = new Set<string>(),
    others = new Set<string>();
  for (let at = stamps.get(now); at !== undefined; at = at.from) {
    if (at === end) return { names, others };
    names.add(at.name);
    if (at.isOther) others.add(at.name);
  }
  return undefined;
}

/** What was found of objects, as it is known of those that came of them. */
export class KnownByDescent<T extends object> {
  readonly #known = new WeakMap<Stamp, T>();

  /** Something was found of an object. What is found may not hold the object. */
  keep(object: object, found: T): void {
    if (countOf(object) >= MANY) this.#known.set(stampOf(object), found);
  }

  /** What was found of the last one that an object came of, and in what it may differ from that. */
  of(object: object): { readonly found: T; readonly names: ReadonlySet<string> } | undefined {
    const names = new Set<string>();
    for (let at = stamps.get(object); at !== undefined; at = at.from) {
      const found = this.#known.get(at);
      if (found !== undefined) return { found, names };
      names.add(at.name);
    }
    return undefined;
  }
}

function stampOf(object: object): Stamp {
  let stamp = stamps.get(object);
  if (stamp === undefined) stamps.set(object, (stamp = { from: undefined, name: '', isOther: true, count: Object.keys(object).length, steps: 0 }));
  return stamp;
}

function note(made: object, before: object, what: Pick<Stamp, 'name' | 'isOther' | 'count'>): void {
  const from = stampOf(before),
    stamp = { ...what, from, steps: from.steps + 1 };
  stamps.set(made, stamp);
  if (stamp.steps < LONGEST) return;
  // What lies far back is forgotten, half of it at once, so that it takes no longer on the whole than the edits did.
  let last: Stamp = stamp;
  for (let step = 1; step < LONGEST / 2 && last.from !== undefined; step++) last = last.from;
  last.from = undefined;
  stamp.steps = LONGEST / 2;
}

/** A copy name by name: of thousands of names that takes half the time of `{...object}`. */
function copyOf<T>(object: Parts<T>): { [name: string]: T } {
  if (Object.getPrototypeOf(object) !== Object.prototype || Object.hasOwn(object, '__proto__')) return { ...object };
  const made: { [name: string]: T } = {};
  for (const name in object) made[name] = object[name] as T;
  return made;
}

/** Whether a name is one that objects order by its number. */
function isNumber(name: string): boolean {
  return /^(?:0|[1-9][0-9]{0,9})$/.test(name);
}
