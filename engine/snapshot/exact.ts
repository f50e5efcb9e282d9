import type { Json } from '../schema/field.ts';
import type { FieldValues } from '../door.ts';
import type { Column } from '../world/column.ts';
import { storedEntity, type Storable } from '../world/describe.ts';
import type { Held } from '../world/holding.ts';
import type { Start } from '../world/starts.ts';
import { exact, type StoredEntity } from '../world/stored.ts';

/** An entity whole, to the bit, as hashes count it. */
export function exactEntity(world: Storable, row: number): StoredEntity {
  const entity = storedEntity(world, row, (held) => exactValues(world, held));
  const starts = startsAt(world, row);
  return starts === undefined ? entity : { ...entity, starts };
}

/** What an entity's driven fields began with; undefined where none of them is driven. */
export function startsAt(world: Storable, row: number): Readonly<Record<string, Start<Json>>> | undefined {
  let starts: Record<string, Start<Json>> | undefined;
  for (const [driven, of] of world.starts) {
    if (!of.any) continue;
    const [type, field = ''] = driven.split('.');
    for (const held of world.entities.held(row)) {
      if (held.component.name !== type || !of.has(held.row)) continue;
      const kept = of.isApart(held.row) ? of.kept(held.row) : undefined;
      (starts ??= {})[`${held.key}.${field}`] = {
        since: of.since[held.row] as number,
        value: exactValue(of.values, held.row),
        ...(kept === undefined ? {} : { kept: exactValue(kept.column, kept.row) }),
        ...(of.misfits.has(held.row) ? { misfit: true } : {}),
      };
    }
  }
  return starts;
}

/** Every field, with numbers that JSON cannot hold written as words. */
function exactValues(world: Storable, held: Held): FieldValues {
  const store = world.storeOf(held.component.name);
  const out: Record<string, Json> = {};
  for (const field of held.component.fieldList) out[field.name] = exactValue(store.columnOf(field.name), held.row);
  return out;
}

/** A field's value, with numbers that JSON cannot hold written as words. */
export function exactValue(column: Column, row: number): Json {
  const { field, width } = column;
  if (field.storage !== 'f32' && field.storage !== 'f64') return column.get(row);
  const numbers = column.reading as Float32Array;
  return width === 1 ? exact(numbers[row] as number) : Array.from(numbers.subarray(row * width, (row + 1) * width), exact);
}
