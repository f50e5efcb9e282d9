import type { Column } from '../world/column.ts';
import { COPIED_AS_ONE, COPIED_ROWS, Copying } from '../world/copying.ts';
import { CopySpace } from '../world/copy-space.ts';
import type { Storable } from '../world/describe.ts';
import type { EntityTable } from '../world/entity-table.ts';
import { heldOf } from '../world/holding.ts';
import type { InParts } from '../world/in-parts.ts';
import { RowPages } from '../world/row-pages.ts';
import type { Starts } from '../world/starts.ts';
import type { Still } from '../world/still.ts';
import { compactEntity } from './compact.ts';
import { freezeSystems, snapshotFrame } from './state.ts';
import type { LiveWorld } from '../editing/live-world.ts';

/** To write a part of what a system keeps, as the memory of a script, takes as long as so many entities. */
const ENTITIES_A_PART = 20;

/**
 * A copy of a world's whole state, taken between two steps. Values of object columns are shared, since those are never changed in place. Most numbers
 * are copied afterwards, as whoever reads it has it done, and the text of the snapshot is made then, in parts, while the world goes on.
 */
export class FrozenState {
  readonly #frame: string;
  /** What systems keep, and how much of it was written. */
  readonly #systems: readonly (() => string)[];
  #system = 0;
  readonly #world: Storable;
  /** Rows in order of creation; sorted when the first part is asked for. */
  #rows: Uint32Array;
  /** Children in their order, where there are several. */
  readonly #children = new RowPages<readonly number[] | undefined>(undefined);
  readonly #roots: readonly number[];
  #at = -1;
  #order = -1;
  /** Whether any order is written. */
  #ordered = false;

  readonly #copying: Copying;
  readonly #ready: InParts<void>;

  /** @param space memory to copy into; whoever gives it takes back what was taken once this is no longer read */
  constructor(world: LiveWorld, space = new CopySpace()) {
    const { entities } = world;
    // All but entities, and what systems keep, is small, and some of it is changed in place.
    this.#frame = JSON.stringify(snapshotFrame(world));
    this.#systems = freezeSystems(world);
    const copy = copyOf(world, space);
    this.#world = copy.world;
    this.#copying = copy.copying;
    this.#ready = copy.copying.all();
    this.#rows = entities.rowList(space);
    this.#roots = entities.roots.slice();
    for (const row of this.#rows) {
      const children = entities.children.get(row);
      if (children !== undefined && children.length > 1) this.#children.set(row, children.slice());
    }
  }

  /**
   * The next part, of about so many entities. After the last one `done` is true. All parts together are the snapshot. Of a large world the first ones
   * are empty, while it is still being copied.
   */
  next(count: number): { readonly text: string; readonly done: boolean } {
    const { entities } = this.#world;
    const parts: string[] = [];
    if (this.#at === -1) {
      for (let rows = 0; this.#ready.next().done !== true; rows += COPIED_ROWS) if (rows >= count * COPIED_AS_ONE) return { text: '', done: false };
      this.#rows.sort((a, b) => (entities.created[a] as number) - (entities.created[b] as number));
      this.#at = 0;
      parts.push(this.#frame.slice(0, -1), ',"systems":');
    }
    if (this.#system < this.#systems.length) {
      const last = Math.min(this.#systems.length, this.#system + Math.max(1, Math.ceil(count / ENTITIES_A_PART)));
      for (; this.#system < last; this.#system++) parts.push((this.#systems[this.#system] as () => string)());
      if (this.#system === this.#systems.length) parts.push(',"entities":[');
      return { text: parts.join(''), done: false };
    }
    const end = Math.min(this.#rows.length, this.#at + Math.max(1, count));
    for (; this.#at < end; this.#at++) {
      const entity = compactEntity(this.#world, this.#rows[this.#at] as number);
      parts.push(this.#at === 0 ? '' : ',', JSON.stringify(entity));
    }
    if (this.#at < this.#rows.length) return { text: parts.join(''), done: false };
    if (this.#order === -1) {
      this.#order = 0;
      parts.push('],"order":{', this.#roots.length > 1 ? `"":${this.#ids(this.#roots)}` : '');
      this.#ordered = this.#roots.length > 1;
      return { text: parts.join(''), done: false };
    }
    // Orders of children are a tenth of what an entity is.
    const last = Math.min(this.#rows.length, this.#order + Math.max(1, count) * 10);
    for (; this.#order < last; this.#order++) {
      const row = this.#rows[this.#order] as number,
        children = this.#children.get(row);
      if (children === undefined) continue;
      parts.push(this.#ordered ? ',' : '', JSON.stringify(entities.id.get(row)), ':', this.#ids(children));
      this.#ordered = true;
    }
    const done = this.#order === this.#rows.length;
    if (done) parts.push('}}');
    return { text: parts.join(''), done };
  }

  /** What is not written yet is not wanted any more. */
  drop(): void {
    this.#copying.drop();
  }

  #ids(rows: readonly number[]): string {
    return JSON.stringify(rows.map((row) => this.#world.entities.id.get(row)));
  }
}

/** What entities are stored from, and what is to be copied of it yet. Lists of components are never changed in place, so that those can be shared. */
function copyOf(world: LiveWorld, space: CopySpace): { readonly world: Storable; readonly copying: Copying } {
  const table = world.entities,
    { end } = table;
  const components = table.components.copy(),
    numbers = table.still(space);
  const stills: Still[] = Object.values(numbers);
  const entities: Storable['entities'] = {
    id: table.id.copy(),
    name: table.name.copy(),
    tag: table.tag.copy(),
    spawnedBy: table.spawnedBy.copy(),
    parent: numbers.parent.values,
    active: numbers.active.values,
    persistent: numbers.persistent.values,
    orderOffset: numbers.orderOffset.values,
    created: numbers.created.values,
    extras: table.extras.copy(),
    held: (row) => heldOf(components.get(row), row),
  } satisfies Partial<EntityTable>;
  const stores = new Map<string, ReturnType<Storable['storeOf']>>();
  for (const [name, store] of world.stores) {
    // Nobody asks for what no entity has.
    if (store.count === 0) continue;
    const columns = new Map<string, Column>();
    for (const { name: field } of store.component.fieldList) {
      const frozen = store.columnOf(field).frozen(end, space);
      columns.set(field, frozen.column);
      stills.push(...frozen.stills);
    }
    const created = store.createdStill(end, space);
    stills.push(created);
    stores.set(name, { created: created.values, columnOf: (field: string) => columns.get(field) as Column });
  }
  const starts = new Map<string, Starts>();
  for (const [driven, of] of world.starts) {
    if (!of.any) continue;
    const frozen = of.frozen(end, space);
    starts.set(driven, frozen.starts);
    stills.push(...frozen.stills);
  }
  return { world: { entities, starts, storeOf: (name) => stores.get(name) as ReturnType<Storable['storeOf']> }, copying: new Copying(end, stills) };
}
