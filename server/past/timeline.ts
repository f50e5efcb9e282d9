import type { LogEntry, Step } from '../../engine/index.ts';
import { MARK_KINDS, type Happened, type Mark, type MoreMarks, type Sample } from '../journal/mark-lines.ts';
import type { PastRange } from './guide.ts';

/** What is kept of a world's time, seen from afar. */
export interface Timeline {
  /** Ticks that can be shown; null while nothing is kept. */
  readonly range: PastRange | null;
  /** Bytes that are kept, about. */
  readonly bytes: number;
  /** Ticks that one sample and one count stand for, beginning at a multiple of it. */
  readonly every: number;
  readonly samples: readonly TimeSample[];
  readonly counts: readonly TimeCount[];
  /** What happened next to the tick that was asked for. */
  readonly marks: readonly TimeMark[];
  /** How much of the stretch has been read so far, from 0 to 1; left out where that is all. */
  readonly read?: number;
}
/** Some ticks from `tick` on: the mean of what they took, in milliseconds, and the messages that they handed out and sent. */
export interface TimeSample {
  readonly tick: number;
  /** How many ticks it is of. */
  readonly ticks: number;
  /** Time of day at which they began, in milliseconds since 1970. */
  readonly wall?: number;
  readonly tickTime: number;
  readonly messagesIn: number;
  readonly messagesOut: number;
}
/** How often something of a kind happened, from `tick` on. */
export interface TimeCount {
  readonly tick: number;
  readonly kind: TimeMark['kind'];
  readonly count: number;
}
/** Something that happened at a tick. */
export type TimeMark = Mark;

/** The stretch of time that is to be drawn, how many ticks one sample is to stand for, and next to which tick marks are told in words. */
export interface TimelineQuestion {
  readonly from: number;
  readonly to: number;
  readonly every: number;
  readonly around: number;
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

/** Samples in one answer, and marks on each side of the tick. */
export const MOST_SAMPLES = 1000;
const MOST_AROUND = 60;
const MOST_WORDS = 200;

/** What is known of a stretch of time. */
export interface Track {
  samples: Sample[];
  marks: Mark[];
  more: MoreMarks[];
}
export function emptyTrack(): Track {
  return { samples: [], marks: [], more: [] };
}
export function addTo(track: Track, { marks, more, sample }: Happened): void {
  track.marks.push(...marks);
  if (more !== undefined) track.more.push(more);
  if (sample !== undefined) track.samples.push(sample);
}

/** What of a step is marked. */
export function marksOf(step: Pick<Step, 'inputs'>, { log, tick, wall }: Passed): Mark[] {
  const at = { tick, ...(wall === undefined ? {} : { wall }) };
  const marks: Mark[] = [];
  const people = new Set<string>();
  for (const { author, input } of step.inputs) {
    if (input.type === 'join') people.add(input.user.userId);
    else if (input.type === 'leave') people.add(input.userId);
    else if (input.type === 'saved') marks.push({ ...at, kind: 'save', entity: null, source: author.userId, text: 'saved' });
    else if (input.type === 'takenUp') marks.push({ ...at, kind: 'restart', entity: null, source: author.userId, text: input.reason.slice(0, MOST_WORDS) });
  }
  for (const entry of log) {
    const kind = kindOf(entry) ?? (entry.level === 'info' && people.has(entry.source) ? 'people' : undefined);
    if (kind === undefined) continue;
    marks.push({
      tick: entry.tick,
      ...(entry.wall === undefined ? {} : { wall: entry.wall }),
      kind,
      entity: entry.entity,
      source: entry.source,
      text: entry.message.slice(0, MOST_WORDS),
    });
  }
  return marks;
}

/** Puts ticks together to samples of so many. */
export class Sampler {
  readonly #every: number;
  #open: { tick: number; wall: number | undefined; count: number; took: number; messagesIn: number; messagesOut: number } | undefined;

  constructor(every: number) {
    this.#every = every;
  }

  /** The sample that is whole with this tick. */
  add({ tick, wall, took, messagesIn, messagesOut }: Passed): Sample | undefined {
    this.#open ??= { tick, wall, count: 0, took: 0, messagesIn, messagesOut };
    this.#open.count += 1;
    this.#open.took += took;
    if (this.#open.count < this.#every) return undefined;
    const open = this.#open;
    this.#open = { tick: tick + 1, wall, count: 0, took: 0, messagesIn, messagesOut };
    return {
      tick: open.tick,
      ticks: open.count,
      ...(open.wall === undefined ? {} : { wall: open.wall }),
      tickTime: Math.round((open.took / open.count) * 1000) / 1000,
      messagesIn: Math.max(0, messagesIn - open.messagesIn),
      messagesOut: Math.max(0, messagesOut - open.messagesOut),
    };
  }
}

/** The part of a timeline that tracks tell, which follow each other. No answer is larger than a bound, whatever is asked. */
export function drawn(tracks: readonly Track[], question: TimelineQuestion): Pick<Timeline, 'every' | 'samples' | 'counts' | 'marks'> {
  const { from, to, around } = question;
  const every = Math.max(1, question.every, Math.ceil((to - from) / MOST_SAMPLES));
  const bucket = (tick: number): number => Math.floor(tick / every) * every;
  const isIn = (tick: number): boolean => tick >= from - every && tick <= to;
  const samples = new Map<number, Sample>(),
    counts = new Map<string, { tick: number; kind: Mark['kind']; count: number }>();
  const count = (at: number, kind: Mark['kind'], more: number): void => {
    const tick = bucket(at),
      key = `${kind} ${tick}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { tick, kind, count: more });
    else known.count += more;
  };
  const before: Mark[] = [],
    after: Mark[] = [];
  for (const track of tracks) {
    for (const sample of track.samples) if (isIn(sample.tick)) samples.set(bucket(sample.tick), together(samples.get(bucket(sample.tick)), sample));
    for (const { tick, counts: left } of track.more)
      if (isIn(tick)) for (const [at, more] of left.entries()) if (more > 0) count(tick, MARK_KINDS[at] ?? 'edit', more);
    for (const mark of track.marks) {
      if (isIn(mark.tick)) count(mark.tick, mark.kind, 1);
      if (mark.tick > around) {
        if (after.length < MOST_AROUND) after.push(mark);
      } else {
        before.push(mark);
        if (before.length > MOST_AROUND * 2) before.splice(0, MOST_AROUND);
      }
    }
  }
  return {
    every,
    samples: Array.from(samples, ([tick, sample]) => ({ ...sample, tick })).sort((a, b) => a.tick - b.tick),
    counts: [...counts.values()],
    marks: [...before.slice(-MOST_AROUND), ...after],
  };
}

/** Two samples as one. */
export function together(one: Sample | undefined, other: Sample): Sample {
  if (one === undefined) return other;
  const ticks = one.ticks + other.ticks;
  return {
    ...one,
    ticks,
    tickTime: Math.round(((one.tickTime * one.ticks + other.tickTime * other.ticks) / Math.max(1, ticks)) * 1000) / 1000,
    messagesIn: one.messagesIn + other.messagesIn,
    messagesOut: one.messagesOut + other.messagesOut,
  };
}

/** Words of the log that tell of an attempt to connect which failed. A connection that was closed, by whomever, is no problem. */
const CAME_TO_NOTHING = /^(could not connect|given up)/;

function kindOf({ level, source, message }: LogEntry): Mark['kind'] | undefined {
  if (level === 'edit') return 'edit';
  const isConnections = source.startsWith('WebsocketClient');
  if (level === 'error' || (level === 'warn' && (!isConnections || CAME_TO_NOTHING.test(message)))) return 'problem';
  return isConnections ? 'connection' : undefined;
}
