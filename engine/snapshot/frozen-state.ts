import type { Column } from '../world/column.ts';
import type { Storable } from '../world/describe.ts';
import type { EntityTable } from '../world/entity-table.ts';
import { heldOf } from '../world/holding.ts';
import { RowPages } from '../world/row-pages.ts';
import { exactEntity, snapshotFrame } from './state.ts';
import type { LiveWorld } from '../editing/live-world.ts';

/**
 * A copy of a world's whole state, taken between two steps. Values of object columns are shared, since those are never changed in place:
 * 100,000 entities take some milliseconds. The text of the snapshot is made from it afterwards, in parts, while the world goes on.
 */
export class FrozenState {
  readonly #frame: string;
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

  constructor(world: LiveWorld) {
    const { entities } = world;
    // All but the entities is small, and some of it is changed in place.
    this.#frame = JSON.stringify(snapshotFrame(world));
    this.#world = copyOf(world);
    this.#rows = entities.rowList();
    this.#roots = entities.roots.slice();
    for (const row of this.#rows) {
      const children = entities.children.get(row);
      if (children !== undefined && children.length > 1) this.#children.set(row, children.slice());
    }
  }

  /** The next part, of about so many entities. After the last one `done` is true. All parts together are the snapshot. */
  next(count: number): { readonly text: string; readonly done: boolean } {
    const { entities } = this.#world;
    const parts: string[] = [];
    if (this.#at === -1) {
      this.#rows.sort((a, b) => (entities.created[a] as number) - (entities.created[b] as number));
      this.#at = 0;
      parts.push(this.#frame.slice(0, -1), ',"entities":[');
    }
    const end = Math.min(this.#rows.length, this.#at + Math.max(1, count));
    for (; this.#at < end; this.#at++) {
      const entity = exactEntity(this.#world, this.#rows[this.#at] as number);
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

  #ids(rows: readonly number[]): string {
    return JSON.stringify(rows.map((row) => this.#world.entities.id.get(row)));
  }
}

/** What entities are stored from. Lists of components are never changed in place, so that those can be shared. */
function copyOf(world: LiveWorld): Storable {
  const table = world.entities;
  const components = table.components.copy();
  const entities: Storable['entities'] = {
    id: table.id.copy(),
    name: table.name.copy(),
    tag: table.tag.copy(),
    spawnedBy: table.spawnedBy.copy(),
    parent: table.parent.slice(),
    active: table.active.slice(),
    persistent: table.persistent.slice(),
    orderOffset: table.orderOffset.slice(),
    created: table.created.slice(),
    extras: table.extras.copy(),
    held: (row) => heldOf(components.get(row), row),
  } satisfies Partial<EntityTable>;
  const stores = new Map(
    Array.from(world.stores, ([name, store]) => {
      const columns = new Map(store.component.fieldList.map((field, index) => [field.name, (store.columnList[index] as Column).frozen()]));
      return [name, { created: store.created.slice(), columnOf: (field: string) => columns.get(field) as Column }];
    }),
  );
  const starts = new Map(Array.from(world.starts, ([driven, of]) => [driven, of.frozen()]));
  return { entities, starts, storeOf: (name) => stores.get(name) as ReturnType<Storable['storeOf']> };
}
