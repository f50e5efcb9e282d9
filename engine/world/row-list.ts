import type { Column } from './column.ts';

/** Rows that a system goes over; `data` may be longer than `length`. */
export interface RowList {
  readonly data: Uint32Array;
  readonly length: number;
}

/** No rows at all. */
export const NO_ROWS: RowList = { data: new Uint32Array(0), length: 0 };

/** What a list of rows has to know of the store whose rows they are, to put them in the order of their turns. */
export interface Turning {
  /** Order of creation in the world, by row. */
  readonly created: Float64Array;
  readonly columns: { readonly UpdateOrder: Column<Int32Array> };
  has(row: number): boolean;
  /** Whether the component is enabled and its entity active. */
  eligible(row: number): boolean;
}
