import type { Numbers } from '../world/views.ts';
import type { Store } from '../world/store.ts';
import type { LiveWorld } from '../editing/live-world.ts';

/** What a table lists, by rows: the components of a type, or entities. */
export interface TableThings {
  /** All of them, in no particular order. */
  all(): Iterable<number>;
  has(row: number): boolean;
  /** When each was created, by which a row that was given to another is known. */
  readonly created: Numbers;
  /** Row of the entity that it belongs to, or is. */
  entityOf(row: number): number;
  /** Key of the component; empty for an entity. */
  keyOf(row: number): string;
}

export function componentsOf(store: Store): TableThings {
  return {
    all: () => store.unordered(),
    has: (row) => store.has(row),
    get created() {
      return store.created;
    },
    entityOf: (row) => store.owner[row] as number,
    keyOf: (row) => store.keyOf(row),
  };
}

export function entitiesOf({ entities }: LiveWorld): TableThings {
  return {
    all: () => entities.all(),
    has: (row) => entities.alive(row),
    get created() {
      return entities.created;
    },
    entityOf: (row) => row,
    keyOf: () => '',
  };
}
