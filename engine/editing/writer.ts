import { WorldwireError, type Fault } from '../errors.ts';
import type { NamedField } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import type { Column } from '../world/column.ts';
import { NO_SIGN } from './unsigned.ts';
import type { FieldWriter } from '../world/field-writer.ts';
import type { Store } from '../world/store.ts';
import type { System } from '../world/system.ts';
import type { Editable } from './editable.ts';
import { Transaction } from './transaction.ts';

const UNSURE = 0;
const SAME = 1;
const ANOTHER = 2;
/** Sets a row of a column and tells whether it is another than before; or leaves it, where the value may not fit. */
type Take = (row: number, value: unknown) => typeof UNSURE | typeof SAME | typeof ANOTHER;

/**
 * The writer of one field in one world. What a write has to look at is found out once, so that one costs little more than that of its column: who
 * listens, whether anything may go by the field, and a check of the usual forms that asks the field's own only where a value does not pass.
 */
export class Writer implements FieldWriter<unknown> {
  private readonly world: Editable;
  private readonly store: Store;
  private readonly field: NamedField;
  private readonly column: Column;
  private readonly take: Take;
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
    this.hearing = (world.registry.systemsOf.get(store.component.name) ?? []).filter(({ changed }) => changed !== undefined);
    this.steers = name === 'Enabled' || name === 'UpdateOrder' || world.drives.isNaming(store, name);
    this.take = this.steers || field.options.accepts !== undefined ? () => UNSURE : taking(this.column);
  }

  write(row: number, value: unknown): void {
    this.set(row, value, false);
  }

  /** @param driven it is what the field's driver sets, so that it is not what the driver goes on from */
  set(row: number, value: unknown, driven: boolean): void {
    const faults = this.put(row, value, driven);
    if (faults !== undefined) throw new WorldwireError('WW_BAD_VALUE', (faults[0] as Fault).message, faults);
  }

  /** The same. Of a value that does not fit it returns why, and writes nothing. */
  put(row: number, value: unknown, driven: boolean): readonly Fault[] | undefined {
    const { world, store } = this;
    const taken = world.isTooDeep ? UNSURE : this.take(row, value);
    if (taken === UNSURE) return this.putChecked(row, value, driven);
    if (world.isLookedAt) world.touched.add(world.entities.id.get(store.owner[row] as number));
    // Fields begin to be driven at any time, so that this is looked up anew.
    if (taken === ANOTHER && (this.hearing.length > 0 || store.starts !== undefined)) this.tell(row, driven);
    return undefined;
  }

  private tell(row: number, driven: boolean): void {
    const { world } = this;
    const { name } = this.field;
    if (!driven) this.store.starts?.get(name)?.set(row, this.column);
    for (const system of this.hearing) world.setOff(system, () => system.changed?.(world, row, name));
  }

  /** The long way, for a value that the field's own check has to look at, and for what eligibility, order or drives go by. */
  private putChecked(row: number, value: unknown, driven: boolean): readonly Fault[] | undefined {
    const { world, store, field } = this;
    const faults = field.check(value, field.name);
    if (faults.length > 0) return faults;
    const entity = world.entities.id.get(store.owner[row] as number);
    world.refuseTooDeep(entity, () => `${store.keyOf(row)}.${field.name} of ${entity} was not set`);
    const transaction = new Transaction(world);
    transaction.setField(store, row, field.name, value as Json, driven);
    transaction.commit(undefined, driven);
    return undefined;
  }
}

interface Limits {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A function of its own for each storage: V8 reads an array that is always of one type several times as fast. */
function taking(column: Column): Take {
  const { field, width } = column;
  const schema = field.schema as Limits & { readonly items?: readonly Limits[]; readonly maxLength?: number };
  const { minimum: low = -Number.MAX_VALUE, maximum: high = Number.MAX_VALUE } = schema.items?.[0] ?? schema;
  if (field.kind === 'string') {
    const { maxLength = 0 } = schema;
    return (row, value) => {
      if (typeof value !== 'string' || value.length > maxLength) return UNSURE;
      if ((column.reading as unknown[])[row] === value) return SAME;
      (column.touch(row) as unknown[])[row] = value;
      return ANOTHER;
    };
  }
  if (field.storage === 'object') return () => UNSURE;
  if (width > 1) {
    const numbers = column as Column<Float32Array>;
    return (row, value) => {
      if (!Array.isArray(value) || value.length !== width) return UNSURE;
      for (let i = 0; i < width; i++) {
        const number: unknown = value[i];
        if (typeof number !== 'number' || !(number >= low && number <= high)) return UNSURE;
      }
      const data = numbers.touch(row);
      let taken: typeof SAME | typeof ANOTHER = SAME;
      for (let i = 0, at = row * width; i < width; i++, at++) {
        const before = data[at] as number;
        data[at] = (value[i] as number) + NO_SIGN;
        if (before !== data[at]) taken = ANOTHER;
      }
      return taken;
    };
  }
  if (field.kind === 'bool' || field.labels !== undefined) {
    const bytes = column as Column<Uint8Array>;
    const labels = field.labels ?? [];
    const isBool = field.kind === 'bool';
    return (row, value) => {
      const next = isBool ? (value === true ? 1 : value === false ? 0 : -1) : labels.indexOf(value as string);
      if (next < 0) return UNSURE;
      const data = bytes.touch(row);
      if (data[row] === next) return SAME;
      data[row] = next;
      return ANOTHER;
    };
  }
  const isWhole = field.kind === 'int';
  switch (field.storage) {
    case 'f32': {
      const floats = column as Column<Float32Array>;
      return (row, value) => {
        if (typeof value !== 'number' || !(value >= low && value <= high)) return UNSURE;
        const data = floats.touch(row);
        const before = data[row];
        data[row] = value + NO_SIGN;
        return before === data[row] ? SAME : ANOTHER;
      };
    }
    case 'f64': {
      const doubles = column as Column<Float64Array>;
      return (row, value) => {
        if (typeof value !== 'number' || !(value >= low && value <= high) || (isWhole && Math.trunc(value) !== value)) return UNSURE;
        const data = doubles.touch(row);
        const before = data[row];
        data[row] = value + NO_SIGN;
        return before === value ? SAME : ANOTHER;
      };
    }
    default: {
      const integers = column as Column<Int32Array>;
      return (row, value) => {
        if (typeof value !== 'number' || !(value >= low && value <= high) || Math.trunc(value) !== value) return UNSURE;
        const data = integers.touch(row);
        const before = data[row];
        data[row] = value;
        return before === value ? SAME : ANOTHER;
      };
    }
  }
}
