import type { LogEntry, LogLevel } from '../door.ts';

/** Entries that are kept at least, and those after which the oldest are let go of. */
const KEPT = 5_000,
  MOST = 6_000;
const PER_STEP = 500;

/** When entries were written: all of a step share it. */
type When = Pick<LogEntry, 'tick' | 'time' | 'wall'>;

/** An entry as it is kept: in a third of the memory that it takes as it is told, since a thousand connections that open write a thousand of them. */
class Kept {
  readonly seq: number;
  readonly when: When;
  readonly level: LogLevel;
  readonly entity: string | null;
  readonly source: string;
  readonly user: string | undefined;
  readonly message: string;

  constructor({ seq, level, entity, source, user, message }: LogEntry, when: When) {
    this.seq = seq;
    this.when = when;
    this.level = level;
    this.entity = entity;
    this.source = source;
    this.user = user;
    this.message = message;
    // Looking at one character joins a text that was put together of parts, which would otherwise all be kept.
    message.charCodeAt(0);
  }

  /** The entry as it is told. */
  whole(): LogEntry {
    const { seq, when, level, entity, source, user, message } = this;
    return { seq, ...when, level, entity, source, ...(user === undefined ? {} : { user }), message };
  }
}

/** The world's log: the newest entries by number. A step that writes too much is cut short, and says by how much. */
export class WorldLog {
  seq = 0;
  private entries: Kept[] = [];
  private fresh: LogEntry[] = [];
  private cut = 0;

  write(entry: Omit<LogEntry, 'seq'>): void {
    if (this.fresh.length >= PER_STEP) this.cut++;
    else this.add(entry);
  }

  /** Goes on after the entry of a number; of `before`, what came up to there is known. */
  begin(seq: number, before: readonly LogEntry[]): void {
    this.seq = seq;
    this.entries = [];
    for (const entry of before) if (entry.seq <= seq) this.keep(entry);
  }

  /** Entries since the last call. */
  takeNew(): readonly LogEntry[] {
    const last = this.fresh.at(-1);
    if (this.cut > 0 && last !== undefined)
      this.add({
        ...last,
        level: 'warn',
        entity: null,
        source: 'log',
        message: `${this.cut} more entries of this tick were left out: a tick writes ${PER_STEP} at most`,
      });
    const fresh = this.fresh;
    this.fresh = [];
    this.cut = 0;
    return fresh;
  }

  /** The entries above a number, at most `limit` of the newest; `skipped` counts those that are no longer kept or did not fit. */
  after(seq: number, limit: number): { readonly entries: readonly LogEntry[]; readonly skipped: number } {
    const first = this.entries[0]?.seq ?? this.seq + 1;
    const from = Math.max(seq + 1, first, this.seq - limit + 1);
    return { entries: this.entries.slice(from - first).map((entry) => entry.whole()), skipped: Math.max(0, from - seq - 1) };
  }

  /** Of the entries above a number those of one entity, and of one source where it is given: at most `limit` of the newest. */
  afterOf(seq: number, limit: number, entity: string, source: string | undefined): { readonly entries: readonly LogEntry[]; readonly skipped: number } {
    const first = this.entries[0]?.seq ?? this.seq + 1;
    const found = this.entries
      .slice(Math.max(0, seq + 1 - first))
      .filter((entry) => entry.entity === entity && (source === undefined || entry.source === source));
    return { entries: found.slice(-limit).map((entry) => entry.whole()), skipped: Math.max(0, found.length - limit) };
  }

  private add(entry: Omit<LogEntry, 'seq'>): void {
    const whole: LogEntry = { ...entry, seq: ++this.seq };
    this.fresh.push(whole);
    this.keep(whole);
    if (this.entries.length > MOST) this.entries = this.entries.slice(-KEPT);
  }

  private keep(entry: LogEntry): void {
    const { tick, time, wall } = entry;
    const last = this.entries.at(-1)?.when;
    const when = last?.tick === tick && last.time === time && last.wall === wall ? last : { tick, time, ...(wall === undefined ? {} : { wall }) };
    this.entries.push(new Kept(entry, when));
  }
}
