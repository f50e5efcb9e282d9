import type { FieldValues } from '../door.ts';
import type { Json } from '../schema/field.ts';
import type { EntityExtras } from './entity-extras.ts';
import type { Start } from './starts.ts';

/** A component as data, with its place in the order of creation. */
export interface StoredComponent {
  readonly key: string;
  readonly created: number;
  readonly values: FieldValues;
}

/** An entity as data: all that is needed to put it back as it was. Used by undo and by snapshots. */
export interface StoredEntity {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
  readonly tag: string;
  readonly active: boolean;
  readonly persistent: boolean;
  readonly orderOffset: number;
  readonly spawnedBy: string | null;
  readonly created: number;
  readonly components: readonly StoredComponent[];
  readonly extras?: EntityExtras;
  /** In snapshots: what its driven fields began with and in which tick, by `Component.Field`. */
  readonly starts?: { readonly [driven: string]: Start<Json> };
}

/**
 * One step of taking a patch back. `path` is an address (`editing/members.ts`): it names members of lists by key where they have one. What comes back
 * into a list, or to its place in it, stands beside one of those that it stood between, else `at` its index. A name that comes back into an object has no
 * `at`, and stands beside one of those that it stood between, else behind all others.
 */
export type BackStep =
  | { readonly op: 'replace'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'add'; readonly path: string; readonly value: Json; readonly at?: number; readonly behind?: string; readonly before?: string }
  | { readonly op: 'place'; readonly path: string; readonly at: number; readonly behind?: string; readonly before?: string };

/** Operations that only the history and the baseline know: they put things back as they were. */
export type Restoring =
  | { readonly op: 'restoreEntities'; readonly at: number; readonly entities: readonly StoredEntity[] }
  | { readonly op: 'restoreComponents'; readonly entity: string; readonly components: readonly StoredComponent[] }
  | { readonly op: 'patchBack'; readonly entity: string; readonly component: string; readonly field: string; readonly patch: readonly BackStep[] }
  /** Takes a component away although another may need it, since one of its type is put in its place. */
  | { readonly op: 'takeComponent'; readonly entity: string; readonly component: string }
  /** Puts an entity where it was, its order offset as it is said; `settled` says that this is where it was loaded. */
  | {
      readonly op: 'placeEntity';
      readonly entity: string;
      readonly parent: string | null;
      /** Siblings that it stands between; what else is between them goes by its order offset. */
      readonly behind: string | null;
      readonly before: string | null;
      readonly orderOffset: number;
      readonly settled?: true;
    };

/** Numbers that JSON cannot hold, written as words, so that a snapshot loses nothing. */
export function exact(value: number): Json {
  return Number.isFinite(value) ? value : String(value);
}
