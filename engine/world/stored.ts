import type { FieldValues } from '../door.ts';
import type { Json } from '../schema/field.ts';
import type { EntityExtras } from './entity-table.ts';

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
}

/** An operation as the history keeps it: also the two that put back what was removed. */
export type Restoring =
  | { readonly op: 'restoreEntities'; readonly at: number; readonly entities: readonly StoredEntity[] }
  | { readonly op: 'restoreComponents'; readonly entity: string; readonly components: readonly StoredComponent[] };

/** Numbers that JSON cannot hold, written as words, so that a snapshot loses nothing. */
export function exact(value: number): Json {
  return Number.isFinite(value) ? value : String(value);
}
