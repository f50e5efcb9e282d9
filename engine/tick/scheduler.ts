import type { Store } from '../world/store.ts';
import type { World } from '../world/world.ts';
import { RowLists } from './row-lists.ts';
import type { RowList, System } from './system.ts';
import { Wakings } from './wakings.ts';

interface Turn { readonly system: System; readonly lists: RowLists | undefined; readonly wakings: Wakings | undefined }

/**
 * Runs the systems of a world in UpdateOrder: all components of a lower value before any of a higher, across types; among
 * equal values systems in the order of their registration; within a system in order of creation.
 */
export class Scheduler {
  private readonly turns: Turn[] = [];
  private readonly lists = new Map<string, RowLists>();
  private readonly wakings = new Map<string, Wakings>();

  constructor(systems: readonly System[], storeOf: (name: string) => Store) {
    for (const system of systems) {
      const type = system.over.name;
      storeOf(type).watched = true;
      if (system.woken === true) this.wakings.set(type, this.wakings.get(type) ?? new Wakings(storeOf(type)));
      else if (system.update !== undefined) this.lists.set(type, this.lists.get(type) ?? new RowLists(storeOf(type)));
      storeOf(type).turns = this.lists.get(type);
      this.turns.push({ system, lists: system.woken === true ? undefined : this.lists.get(type), wakings: system.woken === true ? this.wakings.get(type) : undefined });
    }
  }

  wake(type: string, row: number): void { this.wakings.get(type)?.wake(row); }

  /** Rows that were woken and wait for their turn, by component type. */
  waiting(): Map<string, number[]> {
    return new Map(Array.from(this.wakings, ([type, wakings]) => [type, wakings.waiting()]));
  }

  tick(world: World): void {
    for (const lists of this.lists.values()) lists.refresh();
    for (let order = this.next(-Infinity); order !== undefined; order = this.next(order)) {
      for (const { system, lists, wakings } of this.turns) {
        if (system.update === undefined) continue;
        if (wakings !== undefined) {
          const rows = wakings.take(order);
          if (rows.length > 0) run(world, system, system.update, rows);
          continue;
        }
        lists?.sweep();
        const rows = lists?.at(order);
        if (rows !== undefined && rows.length > 0) run(world, system, system.update, rows);
      }
    }
  }

  /** A pass: no time, only what was woken. */
  pass(world: World): void {
    for (const { system, wakings } of this.turns) {
      if (wakings === undefined || system.pass === undefined) continue;
      const rows = wakings.takeAll();
      if (rows.length > 0) run(world, system, system.pass, rows);
    }
  }

  private next(after: number): number | undefined {
    let least: number | undefined;
    for (const lists of this.lists.values()) {
      for (const order of lists.orders()) {
        if (order <= after) continue;
        if (least === undefined || order < least) least = order;
        break;
      }
    }
    for (const wakings of this.wakings.values()) {
      const order = wakings.next(after);
      if (order !== undefined && (least === undefined || order < least)) least = order;
    }
    return least;
  }
}

function run(world: World, system: System, update: NonNullable<System['update']>, rows: RowList): void {
  try {
    update(world, rows);
  } catch (error) {
    world.systemFailed(system.name, error);
  }
}
