/**
 * Paths, such as what an edit has touched, that can be asked for what lies at, in or around one of them, in a time that does not
 * grow with how many they are.
 */
export class PathSet {
  readonly #paths: ReadonlySet<string>;
  /** What lies around one of them. */
  readonly #above = new Set<string>();

  constructor(paths: Iterable<string>) {
    this.#paths = new Set(paths);
    for (const path of this.#paths) {
      for (const above of around(path)) {
        // What lies around that is there already.
        if (this.#above.has(above)) break;
        this.#above.add(above);
      }
    }
  }

  /** Whether one of them is this path, lies in it, or around it. */
  overlaps(path: string): boolean {
    if (this.#paths.has(path) || this.#above.has(path)) return true;
    for (const above of around(path)) if (this.#paths.has(above)) return true;
    return false;
  }
}

/** What a path lies in, the nearest first. */
function* around(path: string): Generator<string> {
  for (let end = path.lastIndexOf('/'); end >= 0; end = end === 0 ? -1 : path.lastIndexOf('/', end - 1)) yield path.slice(0, end);
}
