import { Column } from './column.ts';
import type { CopySpace } from './copy-space.ts';
import type { ColumnView } from './views.ts';
import type { Field } from '../schema/field.ts';
import { enlarge } from './enlarge.ts';
import { RowPages, type Rows } from './row-pages.ts';
import { keepRow, NumberStill, type NumberArray, type Pictured, type Still } from './still.ts';
import { sameJson } from '../same-json.ts';

/** What a snapshot keeps of a driven field besides its value: what it held before it was driven, and in which tick. */
export interface Start<V> {
  readonly since: number;
  readonly value: V;
  /** What a scene file keeps of it; absent where that is the same value. */
  readonly kept?: V;
  /** Whether the log has told that what its driver sets does not fit. */
  readonly misfit?: true;
}

/**
 * What a field held before it was driven, and in which tick, for each component of which something drives it. A driver that can
 * tell its value from time alone (a Spinner) tells it from here, so that no step adds its error to the next one's; and a scene
 * file keeps this value instead of the one that happens to be there when it is saved, so that a world that nobody has edited
 * is saved as it was loaded. Where a driver goes on from another value, since it turns otherwise from now on, a file keeps the one before.
 *
 * Rows are those of the components that have the field.
 */
export class Starts implements Pictured {
  readonly field: Field;
  /** The value, by the component's row. */
  readonly values: Column;
  /** The tick at whose end the value was there, by the component's row. */
  since: Float64Array = new Float64Array(0);
  /** The tick in which a driver wrote the field last, by the component's row. It counts within that tick alone, so that no snapshot holds it. */
  written = new Float64Array(0);
  /** 1 where the field is driven, by the component's row. */
  private driven: Uint8Array = new Uint8Array(0);
  /** What a scene file keeps of a row, where that is not the value which drivers go on from. Each holds one row, and is never changed. */
  private apart = new RowPages<Column | undefined>(undefined);
  stills: readonly Still[] | undefined = undefined;
  /** Rows whose driver has set what does not fit the field, of which the log has told. It is told once as long as they are driven alike. */
  readonly misfits = new Set<number>();
  private count = 0;
  private readonly layout: { version: number };
  private readonly clock: TurnClock;

  /**
   * @param layout counts how often columns have come to lie elsewhere
   * @param clock tells which tick's turns have been taken
   */
  constructor(field: Field, layout: { version: number }, clock: TurnClock) {
    this.field = field;
    this.layout = layout;
    this.clock = clock;
    this.values = new Column(field, 0);
  }

  /** Whether any component's field is driven. */
  get any(): boolean {
    return this.count > 0;
  }

  has(row: number): boolean {
    return this.driven[row] === 1;
  }

  /** From now on the row is driven, beginning with the value that `column` holds. */
  begin(row: number, column: Column): void {
    if (this.has(row)) return;
    this.put(row, this.clock.taken);
    copyRow(column, row, this.values, row);
  }

  /**
   * The same for a row of a restored world, which is driven since an earlier tick. The first row of `begun` holds what its drivers go on from, that of
   * `kept` what a scene file keeps. Default of that: the same.
   */
  restore(row: number, since: number, begun: Column, kept?: Column): void {
    this.put(row, since);
    copyRow(begun, 0, this.values, row);
    if (kept !== undefined) this.apart.set(row, kept);
  }

  /** The column and the row in it that hold what a scene file keeps of a driven row. */
  kept(row: number): { readonly column: Column; readonly row: number } {
    const apart = this.apart.get(row);
    return apart === undefined ? { column: this.values, row } : { column: apart, row: 0 };
  }
  /** Whether that is another value than drivers go on from. */
  isApart(row: number): boolean {
    return this.apart.get(row) !== undefined;
  }

  /** Has a scene file keep what the row `at` of `column` holds, wherever drivers go on from. Returns, in one row, what it has kept before. */
  keep(row: number, column: ColumnView, at: number): Column {
    const before = this.apart.get(row) ?? this.alone(this.values, row);
    if (isSameRow(column, at, this.values, row)) this.apart.set(row, undefined);
    else this.apart.set(row, this.alone(column, at));
    return before;
  }

  /** What a scene file keeps of the first so many rows, as it is now. */
  still(rows: number, space: CopySpace): KeptStill {
    const { driven } = this;
    const length = Math.min(rows, driven.length);
    return new KeptStill(this.stillOf(driven, length, space), this.values.still(length, space), this.apart.copy());
  }

  /** Somebody has set the field to the value that `column` holds now: drivers go on from it, and a scene file keeps it. */
  set(row: number, column: ColumnView): void {
    this.again(row, column);
    this.apart.set(row, undefined);
  }

  /** Drivers go on from the value that `column` holds now, since what they are set to has changed. A scene file keeps what it kept. */
  again(row: number, column: ColumnView): void {
    if (!this.has(row)) return;
    if (!isSameRow(column, row, this.values, row)) {
      const kept = this.kept(row);
      if (kept.column === this.values) this.apart.set(row, this.alone(this.values, row));
      else if (isSameRow(kept.column, 0, column, row)) this.apart.set(row, undefined);
      copyRow(column, row, this.values, row);
    }
    const { taken, underWay } = this.clock;
    const of = underWay && this.written[row] !== taken ? taken - 1 : taken;
    this.keepStill(row);
    this.since[row] = Math.max(this.since[row] as number, of);
  }

  /** Nothing drives the row any more. */
  end(row: number): void {
    if (!this.has(row)) return;
    this.keepStill(row);
    this.driven[row] = 0;
    this.apart.set(row, undefined);
    this.misfits.delete(row);
    this.count--;
  }

  /** A copy of the first so many rows as they are, to be read only, once its stills are whole. */
  frozen(rows: number, space: CopySpace): { readonly starts: Starts; readonly stills: readonly Still[] } {
    const length = Math.min(rows, this.driven.length);
    const driven = this.stillOf(this.driven, length, space),
      since = this.stillOf(this.since, length, space),
      { column, stills } = this.values.frozen(length, space);
    const starts = Object.assign(Object.create(Starts.prototype) as Starts, this, {
      values: column,
      since: since.values,
      driven: driven.values,
      apart: this.apart.copy(),
      stills: undefined,
      misfits: new Set(this.misfits),
    });
    return { starts, stills: [driven, since, ...stills] };
  }

  private stillOf<A extends NumberArray>(from: A, rows: number, space: CopySpace): NumberStill<A> {
    return new NumberStill(this, from.subarray(0, rows) as A, space.room(from, rows));
  }

  private keepStill(row: number): void {
    if (this.stills !== undefined) keepRow(this.stills, row);
  }

  private put(row: number, since: number): void {
    this.reserve(row);
    if (!this.has(row)) this.count++;
    this.keepStill(row);
    this.driven[row] = 1;
    this.apart.set(row, undefined);
    this.since[row] = since;
  }

  /** A row by itself. */
  private alone(column: ColumnView, row: number): Column {
    const alone = new Column(this.field, 1);
    copyRow(column, row, alone, 0);
    return alone;
  }

  private reserve(row: number): void {
    if (row < this.driven.length) return;
    const capacity = Math.max(16, this.driven.length * 2, row + 1);
    this.driven = enlarge(this.driven, new Uint8Array(capacity));
    this.since = enlarge(this.since, new Float64Array(capacity));
    this.written = enlarge(this.written, new Float64Array(capacity));
    this.values.grow(capacity);
    this.layout.version++;
  }
}

/** What a scene file keeps of a driven field, as it was at one moment. */
export class KeptStill {
  readonly stills: readonly Still[];
  private readonly driven: NumberStill<Uint8Array>;
  private readonly values: Still;
  private readonly apart: Rows<Column | undefined>;

  constructor(driven: NumberStill<Uint8Array>, values: Still, apart: Rows<Column | undefined>) {
    this.driven = driven;
    this.values = values;
    this.apart = apart;
    this.stills = [driven, values];
  }

  /** Puts it in the place of the driven rows' values in a still of the field's column, of the rows from `from` up to `to`, which all have copied. */
  putInto(column: Still, from: number, to: number): void {
    const driven = this.driven.values;
    for (let row = from, end = Math.min(to, driven.length); row < end; row++) {
      if (driven[row] === 0) continue;
      const apart = this.apart.get(row);
      if (apart === undefined) column.putFrom(row, this.values);
      else column.put(row, apart.reading, 0);
    }
  }
}

/** How far the systems of a world have come. */
export interface TurnClock {
  /** The newest tick in which systems have begun to take their turns. While a tick's inputs are taken, it is the one before. */
  taken: number;
  /** Whether they are taking them now. */
  underWay: boolean;
}

/** Structures are the same where they say the same: a restored world holds copies of what another one shares. */
function isSameRow(a: ColumnView, aRow: number, b: ColumnView, bRow: number): boolean {
  const { width } = a;
  for (let i = 0; i < width; i++) {
    const [one, other]: readonly unknown[] = [a.reading[aRow * width + i], b.reading[bRow * width + i]];
    if (!Object.is(one, other) && (typeof one !== 'object' || !sameJson(one, other))) return false;
  }
  return true;
}

function copyRow(from: ColumnView, fromRow: number, to: Column, toRow: number): void {
  const { width, reading } = from,
    data = to.touch(toRow);
  for (let i = 0; i < width; i++) data[toRow * width + i] = reading[fromRow * width + i] as number;
}
