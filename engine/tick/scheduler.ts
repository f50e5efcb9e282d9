import type { RowLists } from '../world/row-lists.ts';
import type { RowList, System } from '../world/system.ts';
import type { Wakings } from '../world/wakings.ts';
import type { World } from '../world/world.ts';

interface Turn { readonly system: System; readonly update: NonNullable<System['update']>; readonly lists: RowLists | undefined; readonly wakings: Wakings | undefined }

/**
 * Runs the systems of a world in UpdateOrder: all components of a lower value before any of a higher, across types; among
 * equal values systems in the order of their registration; within a system in order of creation.
 */
export class Scheduler {
  private readonly world: World;
  private readonly turns: readonly Turn[];
  private readonly lists: readonly RowLists[];
  private readonly wakings: readonly Wakings[];

  constructor(world: World) {
    this.world = world;
    const stores = [...world.stores.values()];
    this.lists = stores.flatMap((store) => store.turns ?? []);
    this.wakings = stores.flatMap((store) => store.wakings ?? []);
    this.turns = world.registry.systems.flatMap((system) => {
      const store = world.storeOf(system.over.name);
      const woken = system.woken === true;
      return system.update === undefined ? [] : [{ system, update: system.update, lists: woken ? undefined : store.turns, wakings: woken ? store.wakings : undefined }];
    });
  }

  tick(): void {
    for (const lists of this.lists) lists.refresh();
    for (let order = this.next(-Infinity); order !== undefined; order = this.next(order)) {
      for (const { system, update, lists, wakings } of this.turns) {
        lists?.sweep();
        const rows = wakings === undefined ? lists?.at(order) : wakings.take(order);
        if (rows !== undefined && rows.length > 0) this.run(system, update, rows);
      }
    }
  }

  /** A pass: no time, only what was woken. */
  pass(): void {
    for (const system of this.world.registry.systems) {
      if (system.pass === undefined) continue;
      const rows = this.world.storeOf(system.over.name).wakings?.takeAll();
      if (rows !== undefined && rows.length > 0) this.run(system, system.pass, rows);
    }
  }

  /** Before the first order, in ticks and passes. */
  begin(): void {
    for (const system of this.world.registry.systems) if (system.begin !== undefined) this.run(system, system.begin, NO_ROWS);
  }

  private next(after: number): number | undefined {
    let least: number | undefined;
    for (const lists of this.lists) {
      const order = lists.orders().find((each) => each > after);
      if (order !== undefined && (least === undefined || order < least)) least = order;
    }
    for (const wakings of this.wakings) {
      const order = wakings.next(after);
      if (order !== undefined && (least === undefined || order < least)) least = order;
    }
    return least;
  }

  /** A system that throws is told in the log, and the others have their turn. */
  private run(system: System, act: (world: World, rows: RowList) => void, rows: RowList): void {
    try {
      act(this.world, rows);
    } catch (error) {
      this.world.systemFailed(system.name, error);
    }
  }
}

const NO_ROWS: RowList = { data: new Uint32Array(0), length: 0 };
