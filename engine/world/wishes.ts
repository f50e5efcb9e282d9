import type { FieldRef } from '../schema/field.ts';
import type { Driver } from './drivers.ts';
import type { Store } from './store.ts';

/** A field that a component names to drive it, whether it is there or not. */
export interface Wish {
  readonly ref: FieldRef;
  readonly driver: Driver;
}

const NONE: readonly never[] = [];

/** What components name to drive it: by who names it, and by the entity that is named, since that may come and go. */
export class Wishes {
  private readonly named = new Map<Store, Map<number, readonly Wish[]>>();
  private readonly wished = new Map<string, Set<Wish>>();

  /** Whether anything is named at all. */
  get any(): boolean {
    return this.wished.size > 0;
  }

  /** All that is named on an entity. */
  on(entity: string): Iterable<Wish> {
    return this.wished.get(entity) ?? NONE;
  }

  /** A component names these fields from now on, and no others. Returns what it named before, and what it names now. */
  name(store: Store, row: number, refs: readonly FieldRef[]): { readonly before: readonly Wish[]; readonly now: readonly Wish[] } {
    let rows = this.named.get(store);
    const before = rows?.get(row) ?? NONE;
    if (before.length === 0 && refs.length === 0) return { before: NONE, now: NONE };
    for (const wish of before) {
      const wishes = this.wished.get(wish.ref.entity);
      wishes?.delete(wish);
      if (wishes?.size === 0) this.wished.delete(wish.ref.entity);
    }
    if (rows === undefined) this.named.set(store, (rows = new Map<number, readonly Wish[]>()));
    rows.delete(row);
    if (refs.length === 0) return { before, now: NONE };
    const driver = { store, row, own: false };
    const now = refs.map((ref): Wish => ({ ref, driver }));
    rows.set(row, now);
    for (const wish of now) {
      const others = this.wished.get(wish.ref.entity);
      if (others === undefined) this.wished.set(wish.ref.entity, new Set([wish]));
      else others.add(wish);
    }
    return { before, now };
  }
}
