import { shortestFloat } from '../schema/float.ts';
import type { Field, Json, Storage } from '../schema/field.ts';
import type { CopySpace } from './copy-space.ts';
import { keepRow, ListStill, NumberStill, type Pictured, type Still } from './still.ts';

/** Characters of the longest text that is looked at for being the same as the one before. */
const MOST_SHARED = 1_000;

/** The array that holds a column's values: typed for numbers, plain for the rest. */
export type ColumnData = Uint8Array | Int32Array | Float32Array | Float64Array | unknown[];
type DataByStorage<V> = { u8: Uint8Array; i32: Int32Array; f32: Float32Array; f64: Float64Array; object: V[] };
/** The array behind a field, by its declaration. */
export type DataOf<F> = F extends Field<infer V, infer S> ? (S extends Storage ? DataByStorage<V>[S] : never) : never;

/**
 * One field of one component type in one world. Row `r` holds `width` numbers from `data[r * width]`, or one value.
 * `data` is replaced when it grows, so a system reads it anew in each update.
 */
export class Column<D extends ColumnData = ColumnData> implements Pictured {
  private values: D;
  /** Whether the array was given to somebody who writes into it unseen. */
  private isExposed = false;
  stills: readonly Still[] | undefined = undefined;
  readonly field: Field;
  readonly width: number;
  /** The default, as the array holds it. */
  private readonly initial: readonly unknown[];
  /** The text or user that was set last: of thousands of rows many hold the same, and those share it. */
  private last: unknown = undefined;

  constructor(field: Field, capacity: number) {
    this.field = field;
    this.width = field.width;
    this.initial = initialOf(field);
    this.values = this.allocate(capacity) as D;
  }

  /**
   * The array, to be read and written as one likes, now and until it grows. Nobody sees such writes, so that a copy of the column is made in one from
   * now on: who only reads takes `reading`, who writes one row `touch`.
   */
  get data(): D {
    if (!this.isExposed) this.expose();
    return this.values;
  }
  /** The array, to be read only. */
  get reading(): D {
    return this.values;
  }
  /** The array, for a write of this row that follows at once. */
  touch(row: number): D {
    if (this.stills !== undefined) keepRow(this.stills, row);
    return this.values;
  }

  /** A copy of its first so many rows as they are, to be read only, once its stills are whole. Values of an object column are shared. */
  frozen(rows: number, space: CopySpace): { readonly column: Column; readonly stills: readonly Still[] } {
    const still = Array.isArray(this.values) ? undefined : (this.still(rows, space) as NumberStill);
    const copy = { values: still?.values ?? this.values.slice(), stills: undefined };
    return { column: Object.assign(Object.create(Column.prototype) as Column, this, copy), stills: still === undefined ? [] : [still] };
  }

  /** Its first so many rows as they are now, to be copied as there is time for it. What is written unseen is copied at once. */
  still(rows: number, space: CopySpace): NumberStill | ListStill {
    const { values, width } = this;
    const length = Math.min(rows * width, values.length);
    const still = Array.isArray(values)
      ? new ListStill(this, values)
      : new NumberStill(this, values.length > length ? values.subarray(0, length) : values, space.room(values, length), width);
    if (this.isExposed) still.copy(0, rows);
    return still;
  }

  private expose(): void {
    this.isExposed = true;
    for (const still of this.stills ?? []) still.copy(0, this.values.length);
  }

  /** Makes room for rows below `capacity`. */
  grow(capacity: number): void {
    const old = this.values;
    if (Array.isArray(old)) return;
    const next = this.allocate(capacity) as Exclude<ColumnData, unknown[]>;
    next.set(old);
    this.values = next as D;
  }

  /** Numbers lie at their default from the start, so that a row taken into use needs no writing. */
  private allocate(capacity: number): ColumnData {
    const data = allocate(this.field, capacity);
    if (Array.isArray(data) || this.initial.every((number) => number === 0)) return data;
    for (let i = 0; i < this.width; i++) data[i] = this.initial[i] as number;
    for (let filled = this.width; filled < data.length; filled *= 2) data.copyWithin(filled, 0, Math.min(filled, data.length - filled));
    return data;
  }

  /** A row's value in JSON form. Numbers that JSON cannot hold read as null. */
  get(row: number): Json {
    const { field, values, width } = this;
    if (field.storage === 'object') return (values as Json[])[row] ?? null;
    const numbers = values as Float32Array;
    if (width > 1) {
      const out: Json[] = [];
      for (let at = row * width, end = at + width; at < end; at++) out.push(asJsonNumber(shortestFloat(numbers[at] as number)));
      return out;
    }
    const value = numbers[row] as number;
    if (field.kind === 'bool') return value === 1;
    if (field.labels !== undefined) return field.labels[value] ?? null;
    return asJsonNumber(field.storage === 'f32' ? shortestFloat(value) : value);
  }

  /** Writes a value in JSON form that has been checked before. */
  set(row: number, value: Json): void {
    const { field, width } = this,
      data = this.touch(row);
    if (field.storage === 'object') {
      (data as unknown[])[row] = this.shared(field.kind === 'userRef' ? wholeUser(value) : value);
      return;
    }
    const numbers = data as Float32Array;
    if (width > 1) {
      const parts = value as readonly number[];
      for (let i = 0; i < width; i++) numbers[row * width + i] = parts[i] as number;
    } else if (field.kind === 'bool') numbers[row] = value === true ? 1 : 0;
    else if (field.labels !== undefined) numbers[row] = field.labels.indexOf(value as string);
    else numbers[row] = value as number;
  }

  private shared(value: Json): Json {
    const isShort = typeof value === 'string' ? value.length <= MOST_SHARED : value !== null && this.field.kind === 'userRef';
    if (!isShort) return value;
    if (!isSame(this.last, value)) this.last = value;
    return this.last as Json;
  }

  /** Whether a row holds the default. Structures count as different unless they are the very same. */
  isDefault(row: number): boolean {
    const { values, width, initial } = this;
    if (width === 1) return values[row] === initial[0];
    for (let i = 0; i < width; i++) if (values[row * width + i] !== initial[i]) return false;
    return true;
  }

  /** Writes the default. */
  reset(row: number): void {
    const { width, initial } = this,
      data = this.touch(row);
    if (width === 1) data[row] = initial[0];
    else for (let i = 0; i < width; i++) data[row * width + i] = initial[i];
  }

  /** Lets go of what a row of an object column held. */
  clear(row: number): void {
    (this.touch(row) as unknown[])[row] = undefined;
  }
}

function initialOf(field: Field): readonly unknown[] {
  if (field.storage === 'object') return [field.default];
  if (field.kind === 'bool') return [field.default === true ? 1 : 0];
  if (field.labels !== undefined) return [field.labels.indexOf(field.default as string)];
  const numbers = field.width === 1 ? [field.default as number] : (field.default as readonly number[]);
  return field.storage === 'f32' ? numbers.map(Math.fround) : numbers;
}

function asJsonNumber(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Whether two texts, or two users, are the same. */
function isSame(last: unknown, value: Json): boolean {
  if (typeof value !== 'object' || typeof last !== 'object' || last === null) return last === value;
  const [a, b] = [last as { userId?: unknown; machineId?: unknown }, value as { userId?: unknown; machineId?: unknown }];
  return a.userId === b.userId && a.machineId === b.machineId;
}

function wholeUser(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  const { userId, machineId } = value as { userId: string; machineId?: string | null };
  return { userId, machineId: machineId ?? null };
}

function allocate(field: Field, capacity: number): ColumnData {
  const size = capacity * field.width;
  switch (field.storage) {
    case 'u8':
      return new Uint8Array(size);
    case 'i32':
      return new Int32Array(size);
    case 'f32':
      return new Float32Array(size);
    case 'f64':
      return new Float64Array(size);
    case 'object':
      return [];
  }
}
