import type { LogEntry } from '../door.ts';

const KEPT = 5_000;
const PER_STEP = 500;

/** The world's log: the newest entries by number. A step that writes too much is cut short, and says by how much. */
export class WorldLog {
  seq = 0;
  private entries: LogEntry[] = [];
  private fresh: LogEntry[] = [];
  private cut = 0;

  write(entry: Omit<LogEntry, 'seq'>): void {
    if (this.fresh.length >= PER_STEP) this.cut++;
    else this.add(entry);
  }

  /** Goes on after the entry of a number; of `before`, what came up to there is known. */
  begin(seq: number, before: readonly LogEntry[]): void {
    this.seq = seq;
    this.entries = before.filter((entry) => entry.seq <= seq);
  }

  /** Entries since the last call. */
  takeNew(): readonly LogEntry[] {
    const last = this.fresh.at(-1);
    if (this.cut > 0 && last !== undefined)
      this.add({ ...last, level: 'warn', entity: null, source: 'log', message: `${this.cut} more entries of this tick were left out` });
    const fresh = this.fresh;
    this.fresh = [];
    this.cut = 0;
    return fresh;
  }

  /** The entries above a number, at most `limit` of the newest; `skipped` counts those that are no longer kept or did not fit. */
  after(seq: number, limit: number): { readonly entries: readonly LogEntry[]; readonly skipped: number } {
    const first = this.entries[0]?.seq ?? this.seq + 1;
    const from = Math.max(seq + 1, first, this.seq - limit + 1);
    return { entries: this.entries.slice(from - first), skipped: Math.max(0, from - seq - 1) };
  }

  private add(entry: Omit<LogEntry, 'seq'>): void {
    const whole: LogEntry = { seq: ++this.seq, ...entry };
    this.fresh.push(whole);
    this.entries.push(whole);
    if (this.entries.length > KEPT * 2) this.entries = this.entries.slice(-KEPT);
  }
}
