import { DueHeap } from './due-heap.ts';
import type { System } from './system.ts';
import type { World } from './world.ts';

/** A world with the systems that wait in it. */
interface Timed extends World {
  readonly registry: World['registry'] & { readonly systems: readonly System[] };
  setOff(system: System, act: () => void): void;
}

/** What waits for one system: its rows in a heap, and the earliest reminder of each; Infinity where there is none. */
interface Waiting {
  readonly heap: DueHeap<number>;
  readonly armed: number[];
}

/**
 * What the systems of a world wait for in real time, in a heap for each: rows of theirs that are to be looked at. An entry is only a reminder; when a
 * row is due, its system tells from its own state (`timers.due`). So no heap is a part of a world's state: who loads arms anew.
 */
export class Timers {
  private readonly waiting = new Map<string, Waiting>();

  /** Reminders that wait, those included that will turn out to be of no use. */
  get size(): number {
    let size = 0;
    for (const { heap } of this.waiting.values()) size += heap.size;
    return size;
  }

  /** Sees to it that a row of a system is looked at when it may be due, in real ms. One that is early is put off, never missed. */
  arm(system: string, row: number, due: number): void {
    let waiting = this.waiting.get(system);
    if (waiting === undefined) this.waiting.set(system, (waiting = { heap: new DueHeap(), armed: [] }));
    const { heap, armed } = waiting;
    if (due >= (armed[row] ?? Infinity)) return;
    while (armed.length < row) armed.push(Infinity);
    armed[row] = due;
    heap.push(due, row);
  }

  /** Lets those run out that are due by the world's real time: earliest first; those of one time by system, and by creation within. */
  run(world: Timed): void {
    if (!this.isAnyDue(world.real)) return;
    const due: { readonly at: number; readonly rank: number; readonly created: number; readonly row: number }[] = [];
    const { systems } = world.registry;
    const ranks = new Map(systems.map(({ name }, rank) => [name, rank]));
    for (const [name, { heap, armed }] of this.waiting) {
      const rank = ranks.get(name) ?? -1;
      const system = systems[rank];
      for (let reminder = heap.first; reminder <= world.real; reminder = heap.first) {
        const row = heap.pop() as number;
        if (system?.timers === undefined || armed[row] !== reminder) continue;
        armed[row] = Infinity;
        const at = dueOf(world, system, row);
        // Put off since, or nothing is waited for any more.
        if (at > world.real) this.arm(name, row, at);
        else due.push({ at, rank, created: world.storeOf(system.over.name).created[row] as number, row });
      }
    }
    due.sort((a, b) => a.at - b.at || a.rank - b.rank || a.created - b.created);
    for (const { rank, row } of due) {
      const system = systems[rank];
      if (system?.timers !== undefined) world.setOff(system, () => system.timers?.up(world, row));
    }
  }

  private isAnyDue(real: number): boolean {
    for (const { heap } of this.waiting.values()) if (heap.first <= real) return true;
    return false;
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
