/** A name with what is known of it. */
export interface Step<V> extends Before<V> {
  readonly name: string;
  readonly value: V;
}

/** What a name comes after: another name, or nothing. It remembers which name came the last time. */
export interface Before<V> {
  after: Step<V> | undefined;
}

/**
 * What is known by name, for names that come in much the same order again and again, as the keys of objects of one kind do: each remembers which came
 * after it, so that most are found by one comparison instead of a look-up.
 */
export class NamesInOrder<V> {
  /** What the first name comes after. */
  readonly begin: Before<V> = { after: undefined };
  readonly #byName = new Map<string, Step<V>>();

  constructor(entries: Iterable<readonly [name: string, value: V]> = []) {
    for (const [name, value] of entries) this.add(name, value);
  }

  add(name: string, value: V): Step<V> {
    const step: Step<V> = { name, value, after: undefined };
    this.#byName.set(name, step);
    return step;
  }

  /** For a name that comes by itself. Undefined where it is not known. */
  get(name: string): V | undefined {
    return this.#byName.get(name)?.value;
  }

  /** Undefined for a name that is not known. */
  find(before: Before<V>, name: string): Step<V> | undefined {
    const { after } = before;
    if (after !== undefined && after.name === name) return after;
    const found = this.#byName.get(name);
    if (found !== undefined) before.after = found;
    return found;
  }
}
