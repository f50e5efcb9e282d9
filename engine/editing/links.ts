import { INSTANCE, partId, type Marks } from '../instance-marks.ts';
import type { Held } from '../world/holding.ts';
import type { Store } from '../world/store.ts';
import { NONE, type EntityTable } from '../world/entity-table.ts';

/** Where an entity belongs as a part: the instance, and what of the source it corresponds to. */
export interface Part {
  /** Row of the instance's root. */
  readonly root: number;
  /** Row of the source, */
  readonly source: number;
  /** and of that in it which the entity corresponds to. */
  readonly of: number;
  /** Id of the latter, as marks have it; empty for the root. */
  readonly name: string;
}

/** What is looked at of a world. */
interface Linked {
  readonly entities: EntityTable;
  readonly stores: ReadonlyMap<string, Store>;
}

const NOBODY: readonly number[] = [];
const NO_MARKS: Marks = Object.freeze({});

/**
 * Which entities are instances of which, as a world has it. An instance that is a part of another is no instance by itself: edits of its source come
 * to it by the source of the outer one, so that they come once.
 */
export class Links {
  readonly #world: Linked;
  readonly #store: Store | undefined;
  /** Rows of the instances by id of their source, in order of creation; made when it is asked for. */
  #bySource: Map<string, readonly number[]> | undefined;
  /** Ids of all that is followed, by whatever instance: most entities are in none of them, which is found out without all that. */
  #sources: Set<string> | undefined;
  /** Counts entities that were looked at for where something belongs, so that what that costs can be told. */
  climbed = 0;

  constructor(world: Linked) {
    this.#world = world;
    this.#store = world.stores.get(INSTANCE);
  }

  /** Whether there is any instance. */
  get any(): boolean {
    return this.#store !== undefined && this.#store.count > 0;
  }

  /** Id of what an entity is an instance of, whether that is there or not. */
  sourceIdOf(row: number): string | null {
    return this.#store?.has(row) === true ? (this.#store.get(row, 'Source') as string | null) : null;
  }

  /** The same as a row; undefined also where the source is not there, or where it would be what its own instance hangs in. */
  sourceOf(row: number): number | undefined {
    const id = this.sourceIdOf(row);
    const source = id === null ? undefined : this.#world.entities.rowOf(id);
    return source === row ? undefined : source;
  }

  marksOf(row: number): Marks {
    return this.#store?.has(row) === true ? (this.#store.get(row, 'Overrides') as Marks) : NO_MARKS;
  }

  /** The instances of a source that are parts of no other. */
  instancesOf(source: number): readonly number[] {
    return this.#index().get(this.#world.entities.id.get(source)) ?? NOBODY;
  }

  /** Sources with instances that an entity is in, or is, the nearest first. */
  sourcesAbove(row: number): number[] {
    if (!this.any) return [];
    const { entities } = this.#world;
    const sources = this.sourceIds();
    const found: number[] = [];
    for (let at = row; at !== NONE; at = entities.parent[at] as number) {
      this.climbed++;
      if (sources.has(entities.id.get(at)) && this.instancesOf(at).length > 0) found.push(at);
    }
    return found;
  }

  /** Ids of all that is the source of anything. */
  sourceIds(): ReadonlySet<string> {
    if (this.#sources !== undefined) return this.#sources;
    const sources = new Set<string>();
    for (const row of this.#store?.unordered() ?? []) {
      const id = this.sourceIdOf(row);
      if (id !== null) sources.add(id);
    }
    return (this.#sources = sources);
  }

  /** The outermost instance that an entity is, or is a part of. */
  partAt(row: number): Part | undefined {
    if (!this.any) return undefined;
    const { entities } = this.#world;
    const id = entities.id.get(row);
    let found: Part | undefined;
    for (let root = row; root !== NONE; root = entities.parent[root] as number) {
      this.climbed++;
      const source = this.sourceOf(root);
      if (source === undefined) continue;
      if (root === row) {
        found = { root, source, of: source, name: '' };
        continue;
      }
      const prefix = partId(entities.id.get(root), '');
      if (!id.startsWith(prefix)) continue;
      const name = id.slice(prefix.length);
      const of = entities.rowOf(name);
      if (of !== undefined && of !== source && entities.isWithin(of, source)) found = { root, source, of, name };
    }
    return found;
  }

  /** What corresponds in an instance to an entity of the source. */
  counterpart(root: number, source: number, of: number): number | undefined {
    if (of === source) return root;
    const { entities } = this.#world;
    const row = entities.rowOf(partId(entities.id.get(root), entities.id.get(of)));
    if (row === undefined) return undefined;
    for (let at = row; at !== NONE; at = entities.parent[at] as number) {
      this.climbed++;
      if (at === root) return row;
    }
    return undefined;
  }

  /** Tells of something that may be an instance from now on, or a part of one, so that the lists need not be made anew. */
  came(row: number): void {
    const id = this.sourceIdOf(row);
    if (id === null) return;
    this.#sources?.add(id);
    if (this.#bySource === undefined) return;
    if ((this.partAt(row)?.root ?? row) !== row) return this.went(row, id);
    const list = this.#bySource.get(id);
    // A new list, since the old one may be gone over by whoever does this.
    if (list?.includes(row) !== true) this.#bySource.set(id, [...(list ?? []), row]);
  }

  /** Tells of something that is no instance any more. @param id of what it followed */
  went(row: number, id: string): void {
    const list = this.#bySource?.get(id);
    if (list?.includes(row) === true)
      this.#bySource?.set(
        id,
        list.filter((each) => each !== row),
      );
  }

  /** The list is made anew when it is asked for next. */
  forget(): void {
    this.#bySource = undefined;
    this.#sources = undefined;
  }

  /** An entity's component by its key. */
  heldBy(row: number, key: string): Held | undefined {
    return this.#world.entities.held(row).find((each) => each.key === key);
  }

  #index(): Map<string, readonly number[]> {
    if (this.#bySource !== undefined) return this.#bySource;
    const index = new Map<string, number[]>();
    for (const row of this.#store?.rows() ?? []) {
      if (this.#store?.owner[row] !== row) continue;
      const id = this.sourceIdOf(row);
      if (id === null || (this.partAt(row)?.root ?? row) !== row) continue;
      const list = index.get(id);
      if (list === undefined) index.set(id, [row]);
      else list.push(row);
    }
    return (this.#bySource = index);
  }
}
