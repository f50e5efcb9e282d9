import type { ComponentManifest, EntityDetail, FieldManifest, Json, WatchedValue } from '../../server/protocol.ts';
import { placesOf } from '../session/watched.ts';

/** Kinds whose values are texts or structures of any length: nobody reads them in a row. */
const LONG: ReadonlySet<string> = new Set(['json']);
/** Fields that every component has, and that nobody watches before others. */
const USUAL: ReadonlySet<string> = new Set(['persistent', 'UpdateOrder', 'Enabled']);

/** A field that can be watched, with what it is called and what it is now. */
export interface Watchable {
  readonly places: readonly WatchedValue[];
  readonly label: string;
  readonly value: Json;
}

/** The fields of an entity, or of one component of it, that can be watched. */
export function watchablesOf(entity: EntityDetail, manifest: ReadonlyMap<string, ComponentManifest>, only?: string): readonly Watchable[] {
  return Object.entries(entity.components)
    .filter(([key]) => only === undefined || key === only)
    .flatMap(([key, values]) => {
      const fields = manifest.get(key.split('#')[0] ?? '')?.fields ?? [];
      return fields.filter(isShort).map((field) => ({
        places: placesOf({ entity: entity.id, component: key, field: field.name }, field.kind),
        label: `${key}.${field.name}`,
        value: values[field.name] ?? null,
      }));
    });
}

/** Those among them that are numbers or flags: what somebody wants who drops a whole component. */
export function numbersAmong(all: readonly Watchable[]): readonly WatchedValue[] {
  return all.flatMap(({ places, value }) => (typeof value === 'number' || Array.isArray(value) ? places : []));
}

function isShort({ kind, name }: FieldManifest): boolean {
  return !LONG.has(kind) && !USUAL.has(name);
}
