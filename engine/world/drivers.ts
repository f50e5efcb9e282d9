import { enlarge } from './enlarge.ts';
import type { Component } from '../schema/component.ts';
import type { Store } from './store.ts';

/** A component that drives a field: its store and its row there. */
export interface Driver {
  readonly store: Store;
  readonly row: number;
  /** Whether it drives by its type a field of its own entity, and not one that a field of its names. */
  readonly own: boolean;
}

/** Order of component types, by which the turns of equals go. */
export type Ranks = ReadonlyMap<Component, number>;

const NOBODY: readonly Driver[] = [];

/** Who drives each row of one field. Mostly that is one component, of the same type on every entity, so that it takes one number a row. */
export class Drivers {
  private usual: Store | undefined;
  /** Row of the only driver plus one, where that is of the usual type and on the same entity. */
  private sole = new Int32Array(0);
  private readonly others = new Map<number, readonly Driver[]>();

  has(row: number): boolean {
    return this.isSole(row) || this.others.has(row);
  }

  of(row: number): readonly Driver[] {
    if (this.isSole(row)) return [{ store: this.usual as Store, row: (this.sole[row] as number) - 1, own: true }];
    return this.others.get(row) ?? NOBODY;
  }

  /** Returns whether it did not drive the row before. */
  join(row: number, driver: Driver): boolean {
    if (driver.own) return this.joinOwn(row, driver.store, driver.row);
    return this.joinBeside(row, driver);
  }

  /** The same for one that drives by its type. */
  joinOwn(row: number, store: Store, driver: number): boolean {
    this.usual ??= store;
    if (store === this.usual && !this.has(row)) {
      if (row >= this.sole.length) this.sole = enlarge(this.sole, new Int32Array(Math.max(16, this.sole.length * 2, row + 1)));
      this.sole[row] = driver + 1;
      return true;
    }
    return this.joinBeside(row, { store, row: driver, own: true });
  }

  private joinBeside(row: number, driver: Driver): boolean {
    const before = this.of(row);
    if (before.some((each) => isSame(each, driver))) return false;
    this.set(row, [...before, driver]);
    return true;
  }

  /** Returns whether it drove the row. */
  leave(row: number, driver: Driver): boolean {
    const before = this.of(row);
    const rest = before.filter((each) => !isSame(each, driver));
    if (rest.length === before.length) return false;
    this.set(row, rest);
    return true;
  }

  /** Returns whether anything drove the row. */
  clear(row: number): boolean {
    if (!this.has(row)) return false;
    this.set(row, NOBODY);
    return true;
  }

  private set(row: number, drivers: readonly Driver[]): void {
    if (this.isSole(row)) this.sole[row] = 0;
    if (drivers.length === 0) this.others.delete(row);
    else this.others.set(row, drivers);
  }

  private isSole(row: number): boolean {
    return row < this.sole.length && this.sole[row] !== 0;
  }
}

/** Of several, who has the field. */
export function holderOf(drivers: readonly Driver[], ranks: Ranks): Driver | undefined {
  if (drivers.length < 2) return drivers[0];
  const own = drivers.filter((each) => each.own);
  const created = ({ store, row }: Driver): number => store.created[row] as number;
  if (own.length === 0) return drivers.reduce((a, b) => (created(b) < created(a) ? b : a));
  const order = ({ store, row }: Driver): number => store.columns.UpdateOrder.reading[row] as number;
  const rank = ({ store }: Driver): number => ranks.get(store.component) as number;
  return own.reduce((a, b) => ((order(b) - order(a) || rank(b) - rank(a) || created(b) - created(a)) < 0 ? a : b));
}

function isSame(a: Driver, b: Driver): boolean {
  return a.row === b.row && a.store === b.store && a.own === b.own;
}
