import type { RowLists } from '../world/row-lists.ts';
import type { RowList } from '../world/row-list.ts';
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
  private readonly costs: Costs | undefined;
  private bound = -1;

  /** With `costs`, what each system takes in a tick is counted there. */
  constructor(world: LiveWorld, costs?: Costs) {
    this.world = world;
    this.costs = costs;
    const stores = [...world.stores.values()];
    this.lists = stores.flatMap((store) => store.turns ?? []);
    this.wakings = stores.flatMap((store) => [...store.wakings.values()]);
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
    for (const lists of this.lists) lists.refresh();
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
    for (const system of this.world.registry.systems) {
      const { pass } = system;
      if (pass === undefined) continue;
      const rows = this.world.storeOf(system.over.name).wakings.get(system.name)?.takeAll();
      if (rows === undefined || rows.length === 0) continue;
      this.costs?.begin();
      this.run(system, (woken) => pass(this.world, woken), rows);
      this.costs?.end(system);
    }
    this.costs?.pass();
  }

  /** Before the first order, in ticks and passes. */
  begin(): void {
    for (const system of this.world.registry.systems) {
      if (system.begin === undefined) continue;
      this.costs?.begin();
      this.run(system, () => system.begin?.(this.world), NO_ROWS);
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
  private run(system: System, act: (rows: RowList) => void, rows: RowList): void {
    try {
      act(rows);
    } catch (error) {
      this.world.systemFailed(system, error);
    }
  }
}

const NO_ROWS: RowList = { data: new Uint32Array(0), length: 0 };
