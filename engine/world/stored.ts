import type { FieldValues } from '../door.ts';
import type { Json } from '../schema/field.ts';
import type { EntityExtras } from './entity-table.ts';

/** A component as data, with its place in the order of creation. */
export interface StoredComponent { readonly key: string; readonly created: number; readonly values: FieldValues }

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

/** Splits a component key into its type and its number: `WebsocketClient#2` is 2, a bare type is 1. Undefined where it is no key. */
export function parseKey(key: string): { readonly type: string; readonly number: number } | undefined {
  const match = /^([A-Z][A-Za-z0-9]*)(?:#([1-9][0-9]{0,4}))?$/.exec(key);
  if (match === null || match[2] === '1') return undefined;
  return { type: match[1] as string, number: match[2] === undefined ? 1 : Number(match[2]) };
}

/** Numbers that JSON cannot hold, written as words, so that a snapshot loses nothing. */
export function exact(value: number): Json {
  return Number.isFinite(value) ? value : String(value);
}
