import type { LogEntry, RowsView, ViewRequest, ViewUpdate } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { World } from '../world/world.ts';
import { openView } from './kinds.ts';
import { Pool } from './pool.ts';
import type { RowsSource } from './rows-source.ts';
import type { Body, Watch } from './watch.ts';

interface Open {
  readonly watch: Watch;
  lookedAt: number;
  lookedAtTick: number;
}

/** All that is watched of a world. Who looks, pays: what nobody watches is never compared. */
export class Watchers {
  private readonly views = new Map<number, Open>();
  private readonly faults: { readonly view: number; readonly body: Body }[] = [];
  private readonly pool = new Pool();

  get count(): number {
    return this.views.size;
  }

  /** Opens, moves or ends a view. One that cannot be opened tells its fault with the next updates. */
  take(world: World, request: ViewRequest): void {
    const before = this.views.get(request.view);
    if (request.type === 'scroll') {
      if (before?.watch.scroll === undefined) return;
      before.watch.scroll(request.offset, request.limit);
      before.lookedAt = before.lookedAtTick = -Infinity;
      return;
    }
    this.views.delete(request.view);
    before?.watch.end?.(world);
    if (request.type === 'close') return;
    try {
      this.views.set(request.view, { watch: openView(world, request.what, this.pool), lookedAt: -Infinity, lookedAtTick: -Infinity });
    } catch (error) {
      if (!(error instanceof WorldwireError)) throw error;
      this.faults.push({ view: request.view, body: { kind: 'fault', code: error.code, message: error.message } });
    }
  }

  /** The rows of a view as they are counted: those of an open view that shows the same, else counted for this once. Throws as opening it does. */
  rowsOf(world: World, what: RowsView): RowsSource {
    for (const { watch } of this.views.values()) {
      if (watch.rows?.shows(what) !== true) continue;
      watch.rows.settle(world);
      return watch.rows;
    }
    const { rows } = openView(world, what, this.pool);
    if (rows === undefined) throw new WorldwireError('WW_BAD_REQUEST', `a view of ${what.kind} has no rows to count`);
    rows.settle(world);
    return rows;
  }

  /** What has changed for whom, after a step. `whole`: for all, since the world may have moved on unseen. */
  updates(world: World, log: readonly LogEntry[], whole = false): ViewUpdate[] {
    const out: ViewUpdate[] = this.faults.map(({ view, body }) => ({ view, tick: world.tick, ...body }) as ViewUpdate);
    this.faults.length = 0;
    const look = { log, whole };
    for (const [view, open] of this.views) {
      const due = whole || world.real - open.lookedAt >= open.watch.period || world.tick - open.lookedAtTick >= world.tickRate;
      if (!due && !open.watch.concerns(world)) continue;
      open.lookedAt = world.real;
      open.lookedAtTick = world.tick;
      const told = open.watch.look(world, look);
      if (told === undefined) continue;
      for (const body of Array.isArray(told) ? (told as readonly Body[]) : [told as Body]) out.push({ view, tick: world.tick, ...body } as ViewUpdate);
    }
    return out;
  }
}
