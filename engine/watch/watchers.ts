import type { LogEntry, View, ViewRequest, ViewUpdate } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { World } from '../world/world.ts';
import { EntityWatch } from './entity-watch.ts';
import { statusOf } from './status.ts';
import { TreeView, type TreeWindow } from './tree-view.ts';

const VALUES_PER_SECOND = 20;
const STATUS_PER_SECOND = 4;
const MOST_PER_SECOND = 60;

type Body = ViewUpdate extends infer U ? (U extends ViewUpdate ? Omit<U, 'view' | 'tick'> : never) : never;
interface Watch {
  /** Milliseconds between two looks at polled values. */
  readonly period: number;
  /** Whether an edit of this step asks for a look at once. */
  concerns(world: World): boolean;
  look(world: World, log: readonly LogEntry[]): Body | undefined;
  lookedAt: number;
  lookedAtTick: number;
}

/** All that is watched of a world. Who looks, pays: what nobody watches is never compared. */
export class Watchers {
  private readonly watches = new Map<number, Watch>();
  private readonly faults: { view: number; body: Body }[] = [];

  get count(): number {
    return this.watches.size;
  }

  take(world: World, request: ViewRequest): void {
    if (request.type === 'scroll') return;
    this.watches.delete(request.view);
    if (request.type === 'close') return;
    try {
      this.watches.set(request.view, watchOf(world, request.what));
    } catch (error) {
      if (!(error instanceof WorldwireError)) throw error;
      this.faults.push({ view: request.view, body: { kind: 'fault', code: error.code, message: error.message } });
    }
  }

  /** What has changed for whom, after a step. */
  updates(world: World, log: readonly LogEntry[]): ViewUpdate[] {
    const out: ViewUpdate[] = this.faults.map(({ view, body }) => ({ view, tick: world.tick, ...body }) as ViewUpdate);
    this.faults.length = 0;
    for (const [view, watch] of this.watches) {
      const due = world.real - watch.lookedAt >= watch.period || world.tick - watch.lookedAtTick >= world.tickRate;
      if (!due && !watch.concerns(world)) continue;
      watch.lookedAt = world.real;
      watch.lookedAtTick = world.tick;
      const body = watch.look(world, log);
      if (body !== undefined) out.push({ view, tick: world.tick, ...body } as ViewUpdate);
    }
    return out;
  }
}

function period(rate: number | undefined, usual: number): number {
  return 1000 / Math.min(Math.max(rate ?? usual, 0.1), MOST_PER_SECOND);
}

function watchOf(world: World, what: View): Watch {
  const never = { lookedAt: -Infinity, lookedAtTick: -Infinity };
  switch (what.kind) {
    case 'tree': {
      const tree = new TreeView(world, what);
      let told = '';
      return {
        ...never,
        period: period(undefined, VALUES_PER_SECOND),
        concerns: (at) => at.touched.size > 0,
        look(at) {
          const window: TreeWindow = tree.look(at);
          const text = JSON.stringify(window);
          if (text === told) return undefined;
          told = text;
          return { kind: 'tree', ...window };
        },
      };
    }
    case 'entity': {
      const watch = new EntityWatch(what.entity);
      return {
        ...never,
        period: period(what.rate, VALUES_PER_SECOND),
        concerns: (at) => at.touched.has(what.entity) || at.entities.rowOf(what.entity) === undefined,
        look: (at) => watch.look(at),
      };
    }
    case 'log': {
      let after = what.after ?? -1;
      const limit = Math.min(what.limit ?? 200, 1000);
      return {
        ...never,
        period: 0,
        concerns: () => true,
        look(at, log) {
          if (after >= 0 && log.length === 0 && after >= at.journal.seq) return undefined;
          const first = after < 0;
          const { entries, skipped } = at.journal.after(Math.max(after, 0), limit);
          after = at.journal.seq;
          return entries.length === 0 && !first ? undefined : { kind: 'log', entries, skipped: first ? 0 : skipped };
        },
      };
    }
    case 'table':
    case 'common':
    case 'messages':
    case 'trail':
    case 'poses':
    case 'history':
    case 'changes':
      throw new WorldwireError('WW_BAD_REQUEST', `a view of ${what.kind} is not drawn yet`);
    case 'status':
      return {
        ...never,
        period: period(what.rate, STATUS_PER_SECOND),
        concerns: (at) => at.touched.size > 0,
        look: (at) => ({ kind: 'status', status: statusOf(at, what.userId) }),
      };
  }
}
