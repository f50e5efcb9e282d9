import { performance } from 'node:perf_hooks';
import type { LinkEvent } from '../../engine/index.ts';

/** How much links may hand over and hold. All have defaults. */
export interface LinkBudgets {
  /** Messages that the whole world is handed in a tick, at first. It adapts. Default 1,000. */
  readonly perTick?: number;
  /** Bounds of the adapting. Defaults 200 and 50,000. */
  readonly least?: number;
  readonly most?: number;
  /** Bytes that the whole world is handed in a tick; one message may pass it. Default 16 MiB. */
  readonly bytesPerTick?: number;
  /** Messages of one connection that wait before its socket is paused. It resumes at half of it. Default 4,096. */
  readonly highMessages?: number;
  /** Bytes of one connection that wait before its socket is paused. It resumes at half of it. Default 4 MiB. */
  readonly highBytes?: number;
  /** Bytes that wait in all connections together before each may hold only 64 KiB. Default 256 MiB. */
  readonly totalBytes?: number;
}

/** The budgets with every default filled in. */
export type Budgets = Required<LinkBudgets>;

/** The budgets that are meant, defaults filled in. */
export function budgetsOf(given: LinkBudgets = {}): Budgets {
  return {
    perTick: 1000,
    least: 200,
    most: 50_000,
    bytesPerTick: 16 * 1024 * 1024,
    highMessages: 4096,
    highBytes: 4 * 1024 * 1024,
    totalBytes: 256 * 1024 * 1024,
    ...given,
  };
}

/** How the last tick went. */
export interface TickStats {
  /** Milliseconds that the tick took. */
  readonly tickTime: number;
  /** Ticks left out before it, because it came too late for them. */
  readonly late: number;
  /** Milliseconds between two ticks. Where it is told, the budget already stops growing before ticks come late. */
  readonly interval?: number;
}

/** How fast lateness is forgotten: of what it was 33 ticks ago a third still counts. */
const FORGET = 0.03;
/** Lateness that is put up with, a late tick counting `FORGET`: about two of sixty ticks. */
const TOLERATED = 0.05;

/** Share of time beyond which this thread counts as busy: only then can fewer messages make ticks come sooner. */
const BUSY = 0.85;

/** Share of the time since it was asked last that this thread's event loop was not idle, 0 to 1. */
function loopShare(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const active = now.active - last.active,
      idle = now.idle - last.idle;
    last = now;
    return active + idle > 0 ? active / (active + idle) : 0;
  };
}

/**
 * How many messages the world takes in a tick. It grows by a little in each tick that is on time and leaves messages over, and
 * falls by more where ticks that were handed many come late too often, and this thread or the tick itself is what has no time
 * left: on a machine that others keep busy, fewer messages would not help. Steps are small, so it stays near the edge, where most
 * messages pass.
 */
export class WorldBudget {
  /** Messages a tick, now. */
  messages: number;
  readonly bytes: number;
  private readonly least: number;
  private readonly most: number;
  private handed = 0;
  private short = false;
  private lateness = 0;
  private busy = 0;
  private readonly share: () => number;

  /** @param share how busy this thread was since the last call, 0 to 1 */
  constructor(budgets: Budgets, share: () => number = loopShare()) {
    this.share = share;
    this.messages = budgets.perTick;
    this.bytes = budgets.bytesPerTick;
    this.least = Math.min(budgets.least, budgets.perTick);
    this.most = Math.max(budgets.most, budgets.perTick);
  }

  /** Takes note of what a tick was handed, and whether messages were left over for want of budget. */
  used(handed: number, short: boolean): void {
    this.handed = handed;
    this.short = short;
  }

  adapt(stats: TickStats): void {
    const late = Math.max(0, stats.late);
    this.lateness += (Math.min(late, 4) - this.lateness) * FORGET;
    this.busy += (this.share() - this.busy) * 0.1;
    const isLong = stats.interval !== undefined && stats.tickTime > stats.interval * 0.8;
    if (late > 0) {
      if (this.handed * 2 >= this.messages && this.lateness > TOLERATED && (isLong || this.busy > BUSY))
        this.messages = Math.max(this.least, Math.floor(this.messages * 0.93));
      return;
    }
    if (!this.short || isLong || (this.busy > BUSY && this.lateness > TOLERATED * 0.8)) return;
    this.messages = Math.min(this.most, Math.ceil(this.messages * 1.005));
  }
}

/** Something that has messages to hand over. */
export interface Source {
  /** Messages that wait. */
  readonly waiting: number;
  /** Messages that it may hand over in a tick. */
  readonly mostPerTick: number;
  /** Handed over in this tick so far. */
  given: number;
  /** Hands over up to so many messages; gives what they cost in bytes. */
  give(events: LinkEvent[], most: number): number;
}

/** Messages that a source may hand over in its turn, however many others wait: answers to several go out in one write. */
const TURN = 8;

/**
 * Hands over what the budget allows, round by round, an equal share to each source, so that a flood takes only what the others
 * leave. Order within a source is kept. Gives those that still have something, in the order in which the next tick serves them.
 */
export function shareOut<S extends Source>(sources: readonly S[], budget: WorldBudget, events: LinkEvent[]): S[] {
  for (const source of sources) source.given = 0;
  const full: S[] = [];
  let round: readonly S[] = sources;
  let messages = budget.messages;
  let bytes = budget.bytes;
  while (round.length > 0) {
    const share = Math.max(TURN, Math.floor(messages / round.length));
    const again: S[] = [];
    let done = 0;
    for (const source of round) {
      if (messages <= 0 || bytes <= 0) {
        budget.used(budget.messages - messages, true);
        return [...round.slice(done), ...again, ...full];
      }
      done += 1;
      const before = source.waiting;
      bytes -= source.give(events, Math.min(share, messages, source.mostPerTick - source.given));
      const handed = before - source.waiting;
      source.given += handed;
      messages -= handed;
      if (source.waiting > 0) (source.given < source.mostPerTick ? again : full).push(source);
    }
    round = again;
  }
  budget.used(budget.messages - messages, false);
  return full;
}
