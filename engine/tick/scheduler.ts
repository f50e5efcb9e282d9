import type { Step } from '../door.ts';
import type { RowLists } from '../world/row-lists.ts';
import { NO_ROWS, type RowList } from '../world/row-list.ts';
import type { System } from '../world/system.ts';
import type { Wakings } from '../world/wakings.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import type { Costs } from './costs.ts';

interface Turn {
  readonly system: System;
  update: (rows: RowList) => void;
  readonly lists: RowLists | undefined;
  readonly wakings: Wakings | undefined;
}

/**
 * Runs the systems of a world in UpdateOrder: all components of a lower value before any of a higher, across types; among
 * equal values systems in the order of their registration; within a system in order of creation.
 */
export class Scheduler {
  private readonly world: LiveWorld;
  private readonly turns: readonly Turn[];
  private readonly lists: readonly RowLists[];
  private readonly wakings: readonly Wakings[];
  /** Systems that begin each step, and those that have a turn in a pass. */
  private readonly starters: readonly System[];
  private readonly passers: readonly { readonly system: System; readonly wakings: Wakings; readonly act: (rows: RowList) => void }[];
  private readonly costs: Costs | undefined;
  private bound = -1;
  /** Each UpdateOrder that has rows in `lists`, ascending. */
  private orders: readonly number[];

  /** With `costs`, what each system takes in a tick is counted there. */
  constructor(world: LiveWorld, costs?: Costs) {
    this.world = world;
    this.costs = costs;
    const stores = [...world.stores.values()];
    this.lists = stores.flatMap((store) => store.turns ?? []);
    this.wakings = stores.flatMap((store) => [...store.wakings.values()]);
    this.orders = ordersOf(this.lists);
    this.starters = world.registry.systems.filter(({ begin }) => begin !== undefined);
    this.passers = world.registry.systems.flatMap((system) => {
      const wakings = world.storeOf(system.over.name).wakings.get(system.name);
      return system.pass === undefined || wakings === undefined ? [] : [{ system, wakings, act: (rows: RowList) => system.pass?.(world, rows) }];
    });
    this.turns = world.registry.systems.flatMap((system) => {
      const { update, bind, woken } = system;
      const store = world.storeOf(system.over.name);
      if (update === undefined && bind === undefined) return [];
      const waits = woken === true;
      return [{ system, update: (rows: RowList) => update?.(world, rows), lists: waits ? undefined : store.turns, wakings: store.wakings.get(system.name) }];
    });
  }

  tick(): void {
    const { costs } = this;
    let isChanged = false;
    for (const lists of this.lists) if (lists.refresh()) isChanged = true;
    if (isChanged) this.orders = ordersOf(this.lists);
    for (let order = this.next(-Infinity); order !== undefined; order = this.next(order)) {
      for (const turn of this.turns) {
        const { system, lists, wakings } = turn;
        if (wakings !== undefined) {
          const rows = wakings.take(order);
          if (rows.length === 0) continue;
          costs?.begin();
          this.run(system, turn.update, rows);
          costs?.end(system);
          continue;
        }
        if (lists === undefined) continue;
        lists.sweep();
        const stretches = lists.at(order);
        if (stretches.length === 0) continue;
        costs?.begin();
        for (const rows of stretches) {
          this.bind();
          this.run(system, turn.update, rows);
        }
        costs?.end(system);
      }
    }
    costs?.tick();
  }

  /** A pass: no time, only what was woken. */
  pass(): void {
    for (const { system, wakings, act } of this.passers) {
      const rows = wakings.takeAll();
      if (rows.length === 0) continue;
      this.costs?.begin();
      this.run(system, act, rows);
      this.costs?.end(system);
    }
    this.costs?.pass();
  }

  /** Before the first order, in ticks and passes. */
  begin(mode: Step['mode']): void {
    for (const system of this.starters) {
      this.costs?.begin();
      this.run(system, () => system.begin?.(this.world, mode), NO_ROWS);
      this.costs?.end(system);
    }
    this.world.timers.run(this.world);
  }

  /** Gives systems that close over columns those that there are now. One that fails at it has no turn until they lie elsewhere again. */
  private bind(): void {
    if (this.bound === this.world.layout.version) return;
    this.bound = this.world.layout.version;
    for (const turn of this.turns) {
      const { bind } = turn.system;
      if (bind === undefined) continue;
      turn.update = () => undefined;
      this.run(
        turn.system,
        () => {
          turn.update = bind(this.world);
        },
        NO_ROWS,
      );
    }
  }

  private next(after: number): number | undefined {
    let least: number | undefined;
    for (const order of this.orders) {
      if (order <= after) continue;
      least = order;
      break;
    }
    for (const wakings of this.wakings) {
      const order = wakings.next(after);
      if (order !== undefined && (least === undefined || order < least)) least = order;
    }
    return least;
  }

  /** A system that throws is told in the log, and the others have their turn. */
  private run(system: System, act: (rows: RowList) => void, rows: RowList): void {
    const { witness } = this.world;
    witness?.enter({ kind: 'system', system: system.name });
    try {
      act(rows);
    } catch (error) {
      this.world.systemFailed(system, error);
    } finally {
      witness?.leave();
    }
  }
}

function ordersOf(lists: readonly RowLists[]): number[] {
  return [...new Set(lists.flatMap((each) => each.orders()))].sort((a, b) => a - b);
}
