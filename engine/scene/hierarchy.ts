import type { IdIndex } from '../world/id-index.ts';
import { enlarge } from '../world/enlarge.ts';
import { placeOfEntity, shown, type Findings } from './findings.ts';
import { RowPages } from '../world/row-pages.ts';
import type { SceneEntity } from './scene.ts';

/** Position that stands for the top. */
const TOP = -1;
/** Stands for the position of a parent that is not in the scene. */
const NOWHERE = -2;

/**
 * Finds every entity's parent, and the order of children where it is not that of (orderOffset, creation). The entities come one after another and
 * are let go: what is kept of them is what these two need.
 */
export class Hierarchy {
  /** Ids by position; empty where an entity has none. */
  readonly ids: RowPages<string> = new RowPages('');
  #count = 0;
  readonly #findings: Findings;
  /** By position: the parent as an index into `#parentIds`, or `TOP`. Where it is looked for is known once all have come. */
  #parents: Int32Array;
  /** Ids of parents. Siblings often follow each other: one that is that of the last is not noted again. */
  readonly #parentIds: string[] = [];
  /** Lists of children, by the position of the parent. */
  readonly #lists = new Map<number, unknown>();
  /** Order offsets that are not 0. */
  readonly #offsets = new Map<number, number>();

  /** @param expected about how many entities will come; room is made for so many at once */
  constructor(findings: Findings, expected: number) {
    this.#findings = findings;
    this.#parents = new Int32Array(expected);
  }

  add({ id, parent, children, orderOffset }: SceneEntity, at: number): void {
    this.#count = at + 1;
    if (typeof id === 'string') this.ids.set(at, id);
    if (children !== undefined) this.#lists.set(at, children);
    if (typeof orderOffset === 'number' && orderOffset !== 0) this.#offsets.set(at, orderOffset);
    if (at >= this.#parents.length) this.#parents = enlarge(this.#parents, new Int32Array(Math.max(64, at * 2)));
    if (typeof parent === 'string') {
      const last = this.#parentIds.length - 1;
      this.#parents[at] = parent === this.#parentIds[last] ? last : this.#parentIds.push(parent) - 1;
    } else this.#parents[at] = TOP;
  }

  /** @param positions of all entities by id */
  end(roots: unknown, positions: IdIndex): { parents: Int32Array; order: Map<number, readonly number[]> } {
    const parents = this.#parents.subarray(0, this.#count);
    const found = new Int32Array(this.#parentIds.length);
    for (let index = 0; index < found.length; index++) found[index] = positions.get(this.#parentIds[index] as string) ?? NOWHERE;
    // Where every parent comes before its children there can be no cycle.
    let backward = false;
    for (let at = 0; at < parents.length; at++) {
      const index = parents[at] as number;
      if (index === TOP) continue;
      const position = found[index] as number;
      if (position === NOWHERE) {
        this.#findings.fault(
          `${this.#place(at)}/parent`,
          'the id of an entity of this scene',
          `no entity has the id ${shown(this.#parentIds[index])}; expected the id of an entity of this scene`,
          'WW_UNKNOWN_ENTITY',
        );
        parents[at] = TOP;
        continue;
      }
      parents[at] = position;
      if (position >= at) backward = true;
    }
    if (backward) this.#findCycles(parents);
    return {
      parents,
      order: this.#lists.size > 0 || roots !== undefined ? this.#orders(parents, roots, positions) : new Map<number, readonly number[]>(),
    };
  }

  #place(at: number): string {
    return placeOfEntity(at, { id: this.ids.get(at) });
  }

  #findCycles(parents: Int32Array): void {
    /** 0: not seen, else the number of the walk that saw it. */
    const seen = new Int32Array(parents.length);
    for (let start = 0; start < parents.length; start++) {
      let at = start;
      while (at !== TOP && seen[at] === 0) {
        seen[at] = start + 1;
        at = parents[at] as number;
      }
      if (at === TOP || seen[at] !== start + 1) continue;
      const cycle = [shown(this.ids.get(at))];
      for (let next = parents[at] as number; next !== at && cycle.length < 10; next = parents[next] as number) cycle.push(shown(this.ids.get(next)));
      this.#findings.fault(
        `${this.#place(at)}/parent`,
        'a parent outside of its own descendants',
        `it is its own ancestor (${cycle.join(' in ')}); expected a parent outside of its own descendants`,
        'WW_CYCLE',
      );
    }
  }

  #orders(parents: Int32Array, roots: unknown, positions: IdIndex): Map<number, readonly number[]> {
    const children = new Map<number, number[]>();
    if (roots !== undefined) children.set(TOP, []);
    for (const parent of this.#lists.keys()) children.set(parent, []);
    for (let i = 0; i < parents.length; i++) children.get(parents[i] as number)?.push(i);

    const order = new Map<number, readonly number[]>();
    for (const [parent, created] of children) {
      const list: unknown = parent === TOP ? roots : this.#lists.get(parent);
      const place = parent === TOP ? 'roots' : `${this.#place(parent)}/children`;
      const what = parent === TOP ? 'an entity at the top' : 'a child of this entity';
      if (!isList(list)) {
        this.#findings.fault(place, 'a list of ids', `expected a list of ids, found ${shown(list)}`);
        continue;
      }
      const arranged = new Set<number>();
      for (let i = 0; i < list.length; i++) {
        const position = typeof list[i] === 'string' ? positions.get(list[i] as string) : undefined;
        if (position === undefined || parents[position] !== parent)
          this.#findings.fault(`${place}/${i}`, `the id of ${what}`, `expected the id of ${what}, found ${shown(list[i])}`);
        else if (arranged.has(position)) this.#findings.fault(`${place}/${i}`, 'each id once', `${shown(list[i])} is listed already; expected each id once`);
        else arranged.add(position);
      }
      for (const position of created) arranged.add(position);
      const offset = (position: number): number => this.#offsets.get(position) ?? 0;
      const sorted = [...arranged].sort((a, b) => offset(a) - offset(b));
      const usual = created.toSorted((a, b) => offset(a) - offset(b));
      if (sorted.some((position, i) => position !== usual[i])) order.set(parent, sorted);
    }
    return order;
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
