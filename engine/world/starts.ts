import { Column, type ColumnData } from './column.ts';
import type { ColumnView } from './views.ts';
import type { Field } from '../schema/field.ts';
import { enlarge } from './enlarge.ts';

/** What a snapshot keeps of a driven field besides its value: what it held before it was driven, and in which tick. */
export interface Start<V> {
  readonly since: number;
  readonly value: V;
}

/**
 * What a field held before it was driven, and in which tick, for each component of which something drives it. A driver that can
 * tell its value from time alone (a Spinner) tells it from here, so that no step adds its error to the next one's; and a scene
 * file keeps this value instead of the one that happens to be there when it is saved, so that a world that nobody has edited
 * is saved as it was loaded.
 *
 * Rows are those of the components that have the field.
 */
export class Starts {
  readonly field: Field;
  /** The value, by the component's row. */
  readonly values: Column;
  /** The tick at whose end the value was there, by the component's row. */
  since = new Float64Array(0);
  /** The tick in which a driver wrote the field last, by the component's row. It counts within that tick alone, so that no snapshot holds it. */
  written = new Float64Array(0);
  /** 1 where the field is driven, by the component's row. */
  private driven = new Uint8Array(0);
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

  /** The same for a row of a restored world, which is driven since an earlier tick. The first row of `begun` holds what it began with. */
  restore(row: number, since: number, begun: Column): void {
    this.put(row, since);
    copyRow(begun, 0, this.values, row);
  }

  /** Copies what each driven row began with over the values of a column of the field, taken from the same world. */
  writeOver(data: ColumnData, rows: readonly number[]): void {
    const { width } = this.values;
    const from = this.values.data;
    for (const row of rows) if (this.has(row)) for (let at = row * width, end = at + width; at < end; at++) data[at] = from[at] as number;
  }

  /** Drivers go on from the value that `column` holds now, since that, or what they are set to, has changed. */
  again(row: number, column: ColumnView): void {
    if (!this.has(row)) return;
    copyRow(column, row, this.values, row);
    const { taken, underWay } = this.clock;
    const of = underWay && this.written[row] !== taken ? taken - 1 : taken;
    this.since[row] = Math.max(this.since[row] as number, of);
  }

  /** Nothing drives the row any more. */
  end(row: number): void {
    if (!this.has(row)) return;
    this.driven[row] = 0;
    this.count--;
  }

  /** A copy of it as it is, to be read only. */
  frozen(): Starts {
    const { driven, since } = this;
    return Object.assign(Object.create(Starts.prototype) as Starts, this, { values: this.values.frozen(), since: since.slice(), driven: driven.slice() });
  }

  private put(row: number, since: number): void {
    this.reserve(row);
    if (!this.has(row)) this.count++;
    this.driven[row] = 1;
    this.since[row] = since;
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

/** How far the systems of a world have come. */
export interface TurnClock {
  /** The newest tick in which systems have begun to take their turns. While a tick's inputs are taken, it is the one before. */
  taken: number;
  /** Whether they are taking them now. */
  underWay: boolean;
}

function copyRow(from: ColumnView, fromRow: number, to: Column, toRow: number): void {
  const { width } = from;
  for (let i = 0; i < width; i++) to.data[toRow * width + i] = from.data[fromRow * width + i] as number;
}
