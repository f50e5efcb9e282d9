import { entityOf, overlaps } from './edit-path.ts';
import { BY_INDEX } from './members.ts';

/** A path that an edit without history has changed, by whom, and which turn of a step was the newest then. */
export type Passed = readonly [path: string, author: string, turn: number];

/** Who has changed a path by an edit without history, and when: the last one, and the last other one, so that for everybody there is one who is another. */
type Passing = readonly { readonly author: string; readonly turn: number }[];

/** Paths that are remembered of edits without history; the oldest go first. */
const PASSED = 10_000;

/** What edits that are no steps of any history have changed: it stands in the way of what others would take back. */
export class PassedPaths {
  /** By entity, then by path. The newest comes last. */
  readonly #byEntity = new Map<string, Map<string, Passing>>();
  #count = 0;

  /** @param turn which turn of a step was the newest then */
  add(author: string, touched: readonly string[], turn: number): void {
    for (const path of touched) {
      const entity = entityOf(path);
      const paths = this.#byEntity.get(entity) ?? new Map<string, Passing>();
      const known = paths.get(path) ?? [];
      if ((known[0]?.turn ?? -1) > turn) continue;
      this.#count -= paths.size;
      paths.delete(path);
      paths.set(path, [{ author, turn }, ...known.filter((other) => other.author !== author).slice(0, 1)]);
      this.#count += paths.size;
      this.#byEntity.delete(entity);
      this.#byEntity.set(entity, paths);
    }
    this.#makeRoom();
  }

  /** Who other than an author has changed what lies at, in or around one of these paths since a turn; where members of a list have moved, also the author. */
  since(of: string, since: number, paths: readonly string[]): string | undefined {
    if (this.#count === 0) return undefined;
    for (const path of paths)
      for (const [passed, passings] of this.#byEntity.get(entityOf(path)) ?? []) {
        if (!overlaps(path, passed)) continue;
        const found = passings.find(({ author, turn }) => turn >= since && (author !== of || isMoved(passed)));
        if (found !== undefined) return found.author;
      }
    return undefined;
  }

  stored(): Passed[] {
    return [...this.#byEntity.values()].flatMap((paths) =>
      [...paths].flatMap(([path, passings]) => passings.toReversed().map(({ author, turn }): Passed => [path, author, turn])),
    );
  }
  restore(stored: readonly Passed[]): void {
    this.#byEntity.clear();
    this.#count = 0;
    for (const [path, author, turn] of stored) {
      const paths = this.#byEntity.get(entityOf(path)) ?? new Map<string, Passing>();
      const known = paths.get(path) ?? [];
      if (known.length === 0) this.#count++;
      this.#byEntity.set(entityOf(path), paths.set(path, [{ author, turn }, ...known]));
    }
  }

  #makeRoom(): void {
    for (const [entity, paths] of this.#byEntity) {
      if (this.#count <= PASSED) break;
      for (const path of paths.keys()) {
        if (this.#count <= PASSED) break;
        paths.delete(path);
        this.#count--;
      }
      if (paths.size === 0) this.#byEntity.delete(entity);
    }
  }
}

/**
 * Whether a path stands for all that is known by index in a list, since members of it have moved: whoever moved them, no index from before leads to
 * the same member.
 */
function isMoved(path: string): boolean {
  return path.endsWith(`/${BY_INDEX}`);
}
