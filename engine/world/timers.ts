import { DueHeap } from './due-heap.ts';
import type { System } from './system.ts';
import type { World } from './world.ts';

/** A world with the systems that wait in it. */
interface Timed extends World {
  readonly registry: World['registry'] & { readonly systems: readonly System[] };
  setOff(system: System, act: () => void): void;
}

interface Entry {
  readonly due: number;
  readonly system: string;
  readonly row: number;
}

/**
 * What the systems of a world wait for in real time, in one heap: rows of theirs that are to be looked at. An entry is only a reminder; when a
 * row is due, its system tells from its own state (`timers.due`). So the heap is no part of a world's state: who loads arms anew.
 */
export class Timers {
  private readonly heap = new DueHeap<Entry>();
  /** The earliest reminder of each row, by system. */
  private readonly armed = new Map<string, Map<number, number>>();

  /** Reminders that wait, those included that will turn out to be of no use. */
  get size(): number {
    return this.heap.size;
  }

  /** Sees to it that a row of a system is looked at when it may be due, in real ms. One that is early is put off, never missed. */
  arm(system: string, row: number, due: number): void {
    let rows = this.armed.get(system);
    if (rows === undefined) this.armed.set(system, (rows = new Map<number, number>()));
    if (due >= (rows.get(row) ?? Infinity)) return;
    rows.set(row, due);
    this.heap.push(due, { due, system, row });
  }

  /** Lets those run out that are due by the world's real time: earliest first; those of one time by system, and by creation within. */
  run(world: Timed): void {
    if (this.heap.first > world.real) return;
    const due: { readonly at: number; readonly rank: number; readonly created: number; readonly row: number }[] = [];
    const { systems } = world.registry;
    const ranks = new Map(systems.map(({ name }, rank) => [name, rank]));
    while (this.heap.first <= world.real) {
      const entry = this.heap.pop() as Entry;
      const { system: name, row } = entry;
      const rank = ranks.get(name) ?? -1;
      const system = systems[rank];
      const rows = this.armed.get(name);
      if (system?.timers === undefined || rows?.get(row) !== entry.due) continue;
      rows.delete(row);
      const at = dueOf(world, system, row);
      // Put off since, or nothing is waited for any more.
      if (at > world.real) this.arm(name, row, at);
      else due.push({ at, rank, created: world.storeOf(system.over.name).created[row] as number, row });
    }
    due.sort((a, b) => a.at - b.at || a.rank - b.rank || a.created - b.created);
    for (const { rank, row } of due) {
      const system = systems[rank];
      if (system?.timers !== undefined) world.setOff(system, () => system.timers?.up(world, row));
    }
  }
}

/** When a row is due, as its system tells. One that throws at that is never due, so that it is not asked again without end. */
function dueOf(world: Timed, system: System, row: number): number {
  let due = Infinity;
  world.setOff(system, () => {
    due = system.timers?.due(world, row) ?? Infinity;
  });
  return due;
}
