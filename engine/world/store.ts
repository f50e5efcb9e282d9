import type { BaseFields, Component, Fields } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import type { FieldValues } from '../door.ts';
import { Column, type DataOf } from './column.ts';
import { enlarge } from './enlarge.ts';
import type { CopySpace } from './copy-space.ts';
import type { RowLists } from './row-lists.ts';
import type { Starts } from './starts.ts';
import { keepRow, NumberStill, type Pictured, type Still } from './still.ts';
import type { Wakings } from './wakings.ts';

/** Columns of a component type, by field name. */
export type ColumnsOf<F extends Fields> = { readonly [K in keyof (BaseFields & F)]: Column<DataOf<(BaseFields & F)[K]>> };
/** The store of a component type. */
export type StoreOf<C> = C extends Component<string, infer F> ? Store<F> : never;

const FIRST_CAPACITY = 16;

/**
 * All components of one type in one world. A component's row is the row of its entity; a second one of the type on the
 * same entity has a row of its own. `owner` gives the entity of either.
 */
export class Store<F extends Fields = Fields> implements Pictured {
  readonly component: Component<string, F>;
  readonly columns: ColumnsOf<F>;
  readonly columnList: readonly Column[];
  /** Component row to entity row. */
  owner: Uint32Array = new Uint32Array(FIRST_CAPACITY);
  /** Order of creation in the world, across all types. */
  created: Float64Array = new Float64Array(FIRST_CAPACITY);
  /** Rows in no particular order, as many as `size`; `slot` finds a row's place, plus one. */
  private dense: Uint32Array = new Uint32Array(FIRST_CAPACITY);
  private size = 0;
  private slot: Int32Array = new Int32Array(FIRST_CAPACITY);
  /** 1 where the component is enabled and its entity active. */
  private eligibility: Uint8Array = new Uint8Array(FIRST_CAPACITY);
  private readonly keys = new Map<number, string>();
  private capacity = FIRST_CAPACITY;
  private readonly objects: readonly Column[];
  private readonly numbers: readonly Column[];
  /** From this row on all numbers still lie at the defaults that the columns were made with. */
  private untouched = 0;
  /** The eligible rows in their order; absent where no system goes over all of the type. */
  turns: RowLists | undefined;
  /** Rows that something has happened to, for each system that waits for that by its name. */
  readonly wakings = new Map<string, Wakings>();
  /** What its driven fields began with, by field; absent where nothing that is registered drives any. */
  starts: ReadonlyMap<string, Starts> | undefined;
  /** Of the order of creation. */
  stills: readonly Still[] | undefined = undefined;
  /** Whether any system goes over the type, and so wants to be told of changes. */
  watched = false;

  /** Counts how often columns have come to lie elsewhere, for all stores of a world together. */
  private readonly layout: { version: number };

  constructor(component: Component<string, F>, layout = { version: 0 }) {
    this.layout = layout;
    this.component = component;
    this.columnList = component.fieldList.map((field) => new Column(field, FIRST_CAPACITY));
    this.objects = this.columnList.filter((column) => column.field.storage === 'object');
    this.numbers = this.columnList.filter((column) => column.field.storage !== 'object');
    this.columns = Object.fromEntries(component.fieldList.map((field, index) => [field.name, this.columnList[index]])) as unknown as ColumnsOf<F>;
  }

  get count(): number {
    return this.size;
  }
  has(row: number): boolean {
    return row < this.capacity && this.slot[row] !== 0;
  }
  eligible(row: number): boolean {
    return this.eligibility[row] === 1;
  }
  setEligible(row: number, eligible: boolean): void {
    this.eligibility[row] = eligible ? 1 : 0;
  }

  /** Whether rows hold more than numbers. */
  get holdsObjects(): boolean {
    return this.objects.length > 0;
  }

  /** True while each component is the first of its type on its entity, so that its row is its entity's. */
  get plain(): boolean {
    return this.keys.size === 0;
  }

  /** Key of the component on its entity: `Type`, `Type#2`, … */
  keyOf(row: number): string {
    return this.keys.get(row) ?? this.component.name;
  }

  /** Rows as they lie, for those who count and do not mind the order. */
  unordered(): Uint32Array {
    return this.dense.subarray(0, this.size);
  }

  /** Rows in order of creation; a fresh array. */
  rows(): number[] {
    const { created } = this;
    const rows = Array.from(this.unordered());
    // As they lie they often are in order already, which sorting would take milliseconds to find out.
    for (let i = 1; i < rows.length; i++)
      if ((created[rows[i] as number] as number) < (created[rows[i - 1] as number] as number))
        return rows.sort((a, b) => (created[a] as number) - (created[b] as number));
    return rows;
  }

  /** Makes room for rows below `rows` at once, where many are about to come. */
  reserve(rows: number): void {
    if (rows > this.capacity) this.grow(rows - 1);
  }

  /** Takes a row into use with every field at its default. */
  add(row: number, owner: number, key: string, created: number): void {
    if (row >= this.capacity) this.grow(row);
    this.link(row, owner, key, created);
    for (const column of this.objects) column.reset(row);
    if (row < this.untouched) for (const column of this.numbers) column.reset(row);
    else this.untouched = row + 1;
  }

  /**
   * Ends what was added to a world that had nothing: all come so much later in the order of creation, and are eligible where they are enabled and
   * their entities active.
   * @param inactive 1 by the row of each entity that counts as inactive
   */
  settle(later: number, inactive: Uint8Array): void {
    const { created, owner, eligibility } = this;
    const enabled = this.columnOf('Enabled').reading as Uint8Array;
    for (const row of this.unordered()) {
      created[row] = (created[row] as number) + later;
      eligibility[row] = enabled[row] === 1 && inactive[owner[row] as number] === 0 ? 1 : 0;
      this.turns?.touch(row);
    }
  }

  /** Puts a row back that `unlink` took out; its values are as they were. */
  link(row: number, owner: number, key: string, created: number): void {
    this.dense[this.size++] = row;
    this.slot[row] = this.size;
    this.owner[row] = owner;
    if (this.stills !== undefined) keepRow(this.stills, row);
    this.created[row] = created;
    if (key !== this.component.name) this.keys.set(row, key);
  }

  /** Takes a row out of use; its values stay readable until `release`. */
  unlink(row: number): void {
    const place = (this.slot[row] as number) - 1;
    const last = this.dense[--this.size] as number;
    if (last !== row) {
      this.dense[place] = last;
      this.slot[last] = place + 1;
    }
    this.slot[row] = 0;
    this.eligibility[row] = 0;
  }

  /** The order of creation of the first so many rows as it is now, to be copied as there is time for it. */
  createdStill(rows: number, space: CopySpace): NumberStill<Float64Array> {
    const length = Math.min(rows, this.created.length);
    return new NumberStill(this, this.created.subarray(0, length), space.room(this.created, length));
  }

  /** Lets go of what an unlinked row held. */
  release(row: number): void {
    if (this.keys.size > 0) this.keys.delete(row);
    for (const column of this.objects) column.clear(row);
  }

  /** A field's value in JSON form. */
  get(row: number, field: string): Json {
    return this.columnOf(field).get(row);
  }

  /** All fields in JSON form. */
  values(row: number): FieldValues {
    const out: Record<string, Json> = {};
    for (const column of this.component.fieldList) out[column.name] = (this.columnList[column.index] as Column).get(row);
    return out;
  }

  columnOf(field: string): Column {
    return (this.columns as Readonly<Record<string, Column>>)[field] as Column;
  }

  private grow(row: number): void {
    const capacity = Math.max(this.capacity * 2, row + 1);
    this.capacity = capacity;
    this.layout.version++;
    this.dense = enlarge(this.dense, new Uint32Array(capacity));
    this.owner = enlarge(this.owner, new Uint32Array(capacity));
    this.created = enlarge(this.created, new Float64Array(capacity));
    this.slot = enlarge(this.slot, new Int32Array(capacity));
    this.eligibility = enlarge(this.eligibility, new Uint8Array(capacity));
    for (const column of this.columnList) column.grow(capacity);
  }
}
