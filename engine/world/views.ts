import type { Rows } from './row-pages.ts';
import type { FieldValues, JoinedUser } from '../door.ts';
import type { BaseFields, Component, Fields } from '../schema/component.ts';
import type { Field, Json, UserRef } from '../schema/field.ts';
import type { ColumnData, DataOf } from './column.ts';
import type { EntityExtras } from './entity-extras.ts';
import type { Held } from './holding.ts';

/* What systems and programs see of the parts of a world. What changes them past operations, hooks and views is the engine's alone, and not in here. */

/** Numbers by row, to be read. */
export interface Numbers {
  readonly length: number;
  readonly [row: number]: number;
}

/** The entities of a world by row: numbers as arrays, all else by `get(row)`. They are changed by operations (`World.apply`). */
export interface Entities {
  readonly count: number;
  readonly id: Rows<string>;
  readonly name: Rows<string>;
  readonly tag: Rows<string>;
  /** User id of who has spawned it; null where a scene did. */
  readonly spawnedBy: Rows<string | null>;
  /** Row of the parent; -1 at the top. */
  readonly parent: Numbers;
  /** Rows of the children in their order; undefined where an entity never had one. */
  readonly children: Rows<readonly number[] | undefined>;
  readonly roots: readonly number[];
  /** Parents (-1: the top) whose children may stand in another order than by order offset and creation. */
  readonly arranged: ReadonlySet<number>;
  /** 1 where it is active by its own flag; `inactive` is 1 where it or one above it is not. */
  readonly active: Numbers;
  readonly inactive: Numbers;
  readonly persistent: Numbers;
  readonly orderOffset: Numbers;
  /** Order of creation in the world. */
  readonly created: Numbers;
  /** Counts how often a row was used again. */
  readonly generation: Numbers;
  readonly extras: Rows<EntityExtras | undefined>;
  rowOf(id: string): number | undefined;
  /** Rows of all entities, in the order in which their ids came to be known. */
  all(): IterableIterator<number>;
  alive(row: number): boolean;
  /** Its components, in the order of being added. */
  held(row: number): readonly Held[];
  /** Rows from the top down to this one. */
  pathOf(row: number): number[];
  /** Whether `row` is `ancestor` or hangs below it. */
  isWithin(row: number, ancestor: number): boolean;
  /** A row and all that hangs below it, parents before children, siblings in order. */
  subtree(row: number): number[];
  /** Whether an ancestor, or the entity itself, is kept out of saves. */
  isSaved(row: number): boolean;
}

/**
 * One field of one component type. A row `r` holds `width` numbers from `data[r * width]`, or one value. A system writes the rows of its own
 * columns; `data` is replaced when it grows, so it is read anew in each update.
 */
export interface ColumnView<D extends ColumnData = ColumnData> {
  /** To be read and written. A save copies a column of which this was ever asked for in one, since nobody sees what is written into it. */
  readonly data: D;
  /** The same, to be read only. */
  readonly reading: D;
  readonly field: Field;
  readonly width: number;
  /** A row's value in JSON form. Numbers that JSON cannot hold read as null. */
  get(row: number): Json;
  /** Writes a value in JSON form that has been checked before; nobody is told. */
  set(row: number, value: Json): void;
  /** Whether a row holds the default. Structures count as different unless they are the very same. */
  isDefault(row: number): boolean;
  /** Writes the default; nobody is told. */
  reset(row: number): void;
}

/** All components of one type. Which there are is changed by operations. */
export interface StoreView<F extends Fields = Fields> {
  readonly component: Component<string, F>;
  readonly columns: { readonly [K in keyof (BaseFields & F)]: ColumnView<DataOf<(BaseFields & F)[K]>> };
  readonly count: number;
  /** Component row to entity row. */
  readonly owner: Numbers;
  /** Order of creation in the world, across all types. */
  readonly created: Numbers;
  /** True while each component is the first of its type on its entity, so that its row is its entity's. */
  readonly plain: boolean;
  has(row: number): boolean;
  /** Whether the component is enabled and its entity active. */
  eligible(row: number): boolean;
  /** Key of the component on its entity: `Type`, `Type#2`, … */
  keyOf(row: number): string;
  /** Rows as they lie, for those who count and do not mind the order. They are to be read, before any comes or goes. */
  unordered(): Uint32Array;
  /** Rows in order of creation; a fresh array. */
  rows(): number[];
  /** A field's value in JSON form. */
  get(row: number, field: string): Json;
  /** All fields in JSON form. */
  values(row: number): FieldValues;
  columnOf(field: string): ColumnView;
}
/** The store of a component type. */
export type StoreViewOf<C> = C extends Component<string, infer F> ? StoreView<F> : never;

/** What a driven field held before it was driven, and since when, by the entity's row. A driver tells its value from here. */
export interface StartsView {
  readonly field: Field;
  readonly values: ColumnView;
  /** The tick at whose end the value was there. */
  readonly since: Numbers;
  /** The tick in which a driver wrote the field last; who drives it writes this along. */
  readonly written: Float64Array;
  readonly any: boolean;
  has(row: number): boolean;
  /** Drivers go on from the value that `column` holds now, since what they are set to has changed. A scene file keeps what it kept. */
  again(row: number, column: ColumnView): void;
}

/** Who is in a world: each user on each machine, in the order of joining. They come and go by inputs. */
export interface People {
  readonly list: readonly JoinedUser[];
  /** Everybody who is here, once each, as they came in last. */
  readonly people: readonly JoinedUser[];
  /** Ids and names of people who have left, in the order of leaving. */
  readonly former: readonly (readonly [userId: string, name: string])[];
  /** The name of somebody who is here, or was; undefined where nobody of that id ever came, or too long ago. */
  nameOf(userId: string): string | undefined;
  present(userId: string): boolean;
  /** A user on each of their machines, the newest last. */
  of(userId: string): readonly JoinedUser[];
  /** A user as they came in last. */
  find(userId: string): JoinedUser | undefined;
  on(userId: string, machineId: string): JoinedUser | undefined;
  /** The machine that serves a user: the one that was chosen, else their newest; null where it is not here or opens no sockets. */
  machineFor(user: UserRef): string | null;
  /** Id of the entity that stands for a user. */
  entityOf(userId: string): string;
}
