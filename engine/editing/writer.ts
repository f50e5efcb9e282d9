import { WorldwireError } from '../errors.ts';
import { sameJson } from '../same-json.ts';
import type { NamedField } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import type { Column } from '../world/column.ts';
import type { FieldWriter } from '../world/field-writer.ts';
import type { Store } from '../world/store.ts';
import type { System } from '../world/system.ts';
import type { Editable } from './editable.ts';
import { Transaction } from './transaction.ts';

/** Sets a row of a column to a value that fits, and tells whether it is another than before. */
type Put = (row: number, value: never) => boolean;

/**
 * The writer of one field in one world. What a write has to look at is found out once, so that one costs little more than that of its column: who
 * listens, whether anything may go by the field, and a check of the usual forms that asks the field's own only where a value does not pass.
 */
export class Writer implements FieldWriter<unknown> {
  private readonly world: Editable;
  private readonly store: Store;
  private readonly field: NamedField;
  private readonly column: Column;
  private readonly fits: (value: unknown) => boolean;
  private readonly put: Put;
  private readonly hearing: readonly System[];
  /** Whether eligibility, order or drives go by the field, so that a write is an edit of its own. */
  private readonly steers: boolean;

  constructor(world: Editable, store: Store, name: string) {
    const field = store.component.fieldList.find((each) => each.name === name);
    if (field === undefined) throw new WorldwireError('WW_UNKNOWN_FIELD', `${store.component.name} has no field ${name}`);
    this.world = world;
    this.store = store;
    this.field = field;
    this.column = store.columnOf(name);
    this.fits = fitting(field);
    this.put = putting(this.column);
    this.hearing = (world.registry.systemsOf.get(store.component.name) ?? []).filter(({ changed }) => changed !== undefined);
    this.steers = name === 'Enabled' || name === 'UpdateOrder' || world.drives.isNaming(store, name);
  }

  write(row: number, value: unknown): void {
    this.set(row, value, false);
  }

  /** @param driven it is what the field's driver sets, so that it is not what the driver goes on from */
  set(row: number, value: unknown, driven: boolean): void {
    const { world, store } = this;
    if (!this.fits(value)) this.refuseUnfit(value);
    if (world.isTooDeep) this.refuseTooDeep(row);
    if (this.steers) {
      const transaction = new Transaction(world);
      transaction.setField(store, row, this.field.name, value as Json);
      transaction.commit(undefined, driven);
      return;
    }
    const isAnother = this.put(row, value as never);
    if (world.isLookedAt) world.touched.add(world.entities.id[store.owner[row] as number] as string);
    if (!isAnother) return;
    // Fields begin to be driven at any time, so that this is looked up anew.
    if (!driven && store.starts !== undefined) store.starts.get(this.field.name)?.again(row, this.column);
    for (const system of this.hearing) world.setOff(system, () => system.changed?.(world, row, this.field.name));
  }

  /** What does not pass may fit all the same. */
  private refuseUnfit(value: unknown): void {
    const faults = this.field.check(value, this.field.name);
    if (faults[0] !== undefined) throw new WorldwireError('WW_BAD_VALUE', faults[0].message, faults);
  }

  private refuseTooDeep(row: number): void {
    const { world, store, field } = this;
    const entity = world.entities.id[store.owner[row] as number] as string;
    world.refuseTooDeep(entity, () => `${store.keyOf(row)}.${field.name} of ${entity} was not set`);
  }
}

/** True of what surely fits a field. */
function fitting(field: NamedField): (value: unknown) => boolean {
  if (field.options.accepts !== undefined) return () => false;
  if (field.kind === 'bool') return (value) => typeof value === 'boolean';
  if (field.labels !== undefined) {
    const labels: ReadonlySet<unknown> = new Set(field.labels);
    return (value) => labels.has(value);
  }
  if (field.kind === 'string') {
    const most = (field.schema as { maxLength?: number }).maxLength ?? 0;
    return (value) => typeof value === 'string' && value.length <= most;
  }
  if (field.storage === 'object') return (value) => value === null && field.kind.endsWith('Ref');
  const schema = field.schema as Limits & { readonly items?: readonly Limits[] };
  const { minimum: low = -Number.MAX_VALUE, maximum: high = Number.MAX_VALUE } = schema.items?.[0] ?? schema;
  const { width } = field;
  if (width > 1) {
    return (value) => {
      if (!Array.isArray(value) || value.length !== width) return false;
      for (let i = 0; i < width; i++) {
        const number: unknown = value[i];
        if (typeof number !== 'number' || !(number >= low && number <= high)) return false;
      }
      return true;
    };
  }
  if (field.kind === 'int') return (value) => typeof value === 'number' && value >= low && value <= high && Math.trunc(value) === value;
  return (value) => typeof value === 'number' && value >= low && value <= high;
}

interface Limits {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A function of its own for each storage: V8 reads an array that is always of one type several times as fast. */
function putting(column: Column): Put {
  const { field, width } = column;
  if (field.storage === 'object') {
    return (row, value: Json) => {
      const before = column.get(row);
      column.set(row, value);
      const after = column.get(row);
      return !(Object.is(before, after) || (typeof before === 'object' && typeof after === 'object' && sameJson(before, after)));
    };
  }
  if (width > 1) {
    const numbers = column as Column<Float32Array>;
    return (row, value: readonly number[]) => {
      const { data } = numbers;
      let isAnother = false;
      for (let i = 0, at = row * width; i < width; i++, at++) {
        const before = data[at] as number;
        data[at] = value[i] as number;
        if (!Object.is(before, data[at])) isAnother = true;
      }
      return isAnother;
    };
  }
  if (field.kind === 'bool' || field.labels !== undefined) {
    const bytes = column as Column<Uint8Array>;
    return (row, value: Json) => {
      const before = bytes.data[row];
      column.set(row, value);
      return before !== bytes.data[row];
    };
  }
  switch (field.storage) {
    case 'f32': {
      const floats = column as Column<Float32Array>;
      return (row, value: number) => {
        const { data } = floats;
        const before = data[row];
        data[row] = value;
        return !Object.is(before, data[row]);
      };
    }
    case 'f64': {
      const doubles = column as Column<Float64Array>;
      return (row, value: number) => {
        const { data } = doubles;
        const before = data[row];
        data[row] = value;
        return !Object.is(before, value);
      };
    }
    default: {
      const integers = column as Column<Int32Array>;
      return (row, value: number) => {
        const { data } = integers;
        const before = data[row];
        data[row] = value;
        return before !== value;
      };
    }
  }
}
