import { holderOf, type Driver, type Drivers, type Ranks } from './drivers.ts';
import type { Store } from './store.ts';

/** A field of a component that was given a further driver. */
interface Contested {
  readonly store: Store;
  readonly row: number;
  readonly field: string;
  /** Who drives the field, of all components. */
  readonly drivers: Drivers;
  readonly driver: Driver;
}

/** A field, who drove it before, and who does as well now. */
export interface Rival extends Pick<Contested, 'store' | 'row' | 'field' | 'driver'> {
  readonly before: Driver;
}

/** What has been given a further driver since they were forgotten last. */
export class Rivals {
  private readonly ranks: Ranks;
  private contested: Contested[] = [];

  constructor(ranks: Ranks) {
    this.ranks = ranks;
  }

  add(contested: Contested): void {
    this.contested.push(contested);
  }

  forget(): void {
    if (this.contested.length > 0) this.contested = [];
  }

  /** The first of them that somebody drove before. */
  first(): Rival | undefined {
    for (const { store, row, field, drivers, driver } of this.contested) {
      const others = drivers.of(row).filter((each) => each.store !== driver.store || each.row !== driver.row);
      const before = holderOf(others, this.ranks);
      if (before !== undefined) return { store, row, field, before, driver };
    }
    return undefined;
  }
}
