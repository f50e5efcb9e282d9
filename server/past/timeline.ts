import type { LogEntry } from '../../engine/index.ts';
import type { PastRange } from './guide.ts';

/** The kept minutes of a world, seen from afar. */
export interface Timeline {
  /** Ticks that can be shown; null while nothing is kept. */
  readonly range: PastRange | null;
  /** Bytes that are kept, about. */
  readonly bytes: number;
  /** Ticks that one sample stands for. */
  readonly every: number;
  readonly samples: readonly TimeSample[];
  readonly marks: readonly TimeMark[];
}
/** Some ticks from `tick` on: the mean of what they took, in milliseconds, and the messages that they handed out and sent. */
export interface TimeSample {
  readonly tick: number;
  /** Time of day at which they began, in milliseconds since 1970. */
  readonly wall?: number;
  readonly tickTime: number;
  readonly messagesIn: number;
  readonly messagesOut: number;
}
/** Something that the log tells of a tick. */
export interface TimeMark {
  readonly tick: number;
  readonly wall?: number;
  readonly kind: 'edit' | 'problem' | 'connection';
  readonly entity: string | null;
  readonly source: string;
  readonly text: string;
}

/** A step, as the timeline wants to know it. */
export interface Passed {
  /** The tick after it. */
  readonly tick: number;
  /** The time of day at which it was, in milliseconds since 1970. */
  readonly wall?: number;
  /** Whether time passed in it: a tick, and no pass. */
  readonly timed: boolean;
  /** Milliseconds that it took. */
  readonly took: number;
  readonly log: readonly LogEntry[];
  /** Messages handed out and sent, counted since the world began. */
  readonly messagesIn: number;
  readonly messagesOut: number;
}

const MOST_MARKS = 5000;
const MOST_WORDS = 200;

/** What the kept minutes look like from afar: how long ticks took, how many messages passed, and what happened. */
export class TimelineLog {
  /** Ticks that one sample stands for: half a second of them. */
  readonly every: number;
  #samples: TimeSample[] = [];
  #marks: TimeMark[] = [];
  #open: { tick: number; wall: number | undefined; count: number; took: number; messagesIn: number; messagesOut: number } | undefined;

  constructor(tickRate: number) {
    this.every = Math.max(1, Math.round(tickRate / 2));
  }

  add(passed: Passed): void {
    for (const entry of passed.log) {
      const kind = kindOf(entry);
      if (kind !== undefined)
        this.#marks.push({
          tick: entry.tick,
          ...(entry.wall === undefined ? {} : { wall: entry.wall }),
          kind,
          entity: entry.entity,
          source: entry.source,
          text: entry.message.slice(0, MOST_WORDS),
        });
    }
    if (this.#marks.length > MOST_MARKS * 1.2) this.#marks = this.#marks.slice(-MOST_MARKS);
    if (!passed.timed) return;
    this.#open ??= { tick: passed.tick, wall: passed.wall, count: 0, took: 0, messagesIn: passed.messagesIn, messagesOut: passed.messagesOut };
    this.#open.count += 1;
    this.#open.took += passed.took;
    if (this.#open.count < this.every) return;
    const { tick, wall, count, took, messagesIn, messagesOut } = this.#open;
    this.#samples.push({
      tick,
      ...(wall === undefined ? {} : { wall }),
      tickTime: Math.round((took / count) * 1000) / 1000,
      messagesIn: passed.messagesIn - messagesIn,
      messagesOut: passed.messagesOut - messagesOut,
    });
    this.#open = { tick: passed.tick + 1, wall: passed.wall, count: 0, took: 0, messagesIn: passed.messagesIn, messagesOut: passed.messagesOut };
  }

  /** Forgets what lies before a tick. */
  forget(before: number): void {
    this.#samples = this.#samples.filter((sample) => sample.tick + this.every > before);
    this.#marks = this.#marks.filter((mark) => mark.tick >= before);
  }

  /** The samples and marks above a tick. */
  since(after: number): Pick<Timeline, 'every' | 'samples' | 'marks'> {
    return {
      every: this.every,
      samples: this.#samples.filter((sample) => sample.tick > after),
      marks: this.#marks.filter((mark) => mark.tick > after),
    };
  }
}

/** Words of the log that tell of an attempt to connect which failed. A connection that was closed, by whomever, is no problem. */
const CAME_TO_NOTHING = /^(could not connect|given up)/;

function kindOf({ level, source, message }: LogEntry): TimeMark['kind'] | undefined {
  if (level === 'edit') return 'edit';
  const isConnections = source.startsWith('WebsocketClient');
  if (level === 'error' || (level === 'warn' && (!isConnections || CAME_TO_NOTHING.test(message)))) return 'problem';
  return isConnections ? 'connection' : undefined;
}
