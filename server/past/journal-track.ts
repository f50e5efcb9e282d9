import { MARK_KINDS, type Happened, type MoreMarks } from '../journal/mark-lines.ts';
import type { JournalPast } from './journal-past.ts';
import { addTo, drawn, emptyTrack, together, type Timeline, type TimelineQuestion, type Track } from './timeline.ts';

/** Reads what the marks of segments tell, in a thread of its own. */
export interface MarkReader {
  happened(folder: string, segments: readonly number[]): Promise<readonly (readonly Happened[])[]>;
  end(): Promise<void>;
}

interface Known extends Track {
  /** Whether its marks are counted alone, so that they must be read again for their words. */
  isThin: boolean;
  /** When it was drawn last in words. */
  used: number;
}

/** Segments that are read at a time. */
const AT_A_TIME = 16;
/** Marks that are kept in words, and samples, of a world; past them there are counts, and samples of twice as many ticks. */
const MOST_MARKS = 20_000,
  MOST_SAMPLES = 100_000;
/** Counts that are kept of a world; past them one stands for twice as many ticks. Each that looks has all of them gone through. */
const MOST_COUNTS = 50_000;

/** The track of a world's time, by the marks in its journal: of segments that this process wrote as they were written, of all others once somebody looks. */
export class JournalTrack {
  readonly #past: JournalPast;
  readonly #reader: () => Promise<MarkReader>;
  readonly #known = new Map<number, Known>();
  #isReading = false;
  /** What is to be read next, of the last who looked. */
  #wanted: number[] = [];
  #uses = 0;
  /** How many ticks a count stands for. */
  #near = NEAR;

  constructor(past: JournalPast, reader: () => Promise<MarkReader>) {
    this.#past = past;
    this.#reader = reader;
  }

  /** Something was written to the segment that is written now. */
  add(happened: Happened): void {
    const segment = this.#past.chain.at(-1)?.segment;
    if (segment === undefined) return;
    let known = this.#known.get(segment);
    if (known === undefined) {
      this.#bound();
      this.#known.set(segment, (known = { ...emptyTrack(), isThin: false, used: this.#uses }));
    }
    addTo(known, happened);
    if (known.marks.length > MOST_MARKS) thin(known);
  }

  timeline(question: TimelineQuestion): Pick<Timeline, 'every' | 'samples' | 'counts' | 'marks' | 'read'> {
    const { chain } = this.#past;
    this.#uses += 1;
    // A mark may be written a moment after its tick, in the segment behind.
    const segmentOf = (tick: number): number =>
      Math.max(
        0,
        chain.findLastIndex((link) => link.tick <= tick),
      );
    const first = Math.max(0, segmentOf(question.from) - 1),
      last = Math.min(chain.length - 1, segmentOf(question.to) + 1);
    const here = segmentOf(question.around);
    const inWords = (index: number): boolean => Math.abs(index - here) <= 1;
    const wanted: number[] = [],
      tracks: Track[] = [];
    for (const [index, { segment }] of chain.entries()) {
      if (!inWords(index) && (index < first || index > last)) continue;
      const known = this.#known.get(segment);
      if (known !== undefined) {
        tracks.push(known);
        if (inWords(index)) known.used = this.#uses;
      }
      // What is written now is whole as far as it is known.
      if (index < chain.length - 1 && (known === undefined || (known.isThin && inWords(index)))) wanted.push(segment);
    }
    this.#wanted = wanted.toReversed();
    // Where that fails, who looks asks again.
    if (wanted.length > 0 && !this.#isReading) void this.#read().catch(() => undefined);
    const all = Math.max(1, last - first + 1);
    return { ...drawn(tracks, question), ...(wanted.length === 0 ? {} : { read: Math.max(0, 1 - wanted.length / all) }) };
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    let reader: MarkReader | undefined;
    try {
      reader = await this.#reader();
      for (let part = this.#wanted.splice(0, AT_A_TIME); part.length > 0 && !this.#past.isOver; part = this.#wanted.splice(0, AT_A_TIME)) {
        const told = await reader.happened(this.#past.folder, part);
        for (const [at, segment] of part.entries()) {
          const known: Known = { ...emptyTrack(), isThin: false, used: this.#uses };
          for (const happened of told[at] ?? []) addTo(known, happened);
          this.#known.set(segment, known);
        }
        this.#bound();
      }
    } finally {
      this.#isReading = false;
      await reader?.end();
    }
  }

  /** Keeps to what may be kept: words of those that nobody has looked at for longest go first. */
  #bound(): void {
    const there = new Set(this.#past.chain.map(({ segment }) => segment));
    for (const segment of this.#known.keys()) if (!there.has(segment)) this.#known.delete(segment);
    const all = [...this.#known.values()];
    let marks = all.reduce((sum, known) => sum + known.marks.length, 0);
    for (const known of all.toSorted((a, b) => a.used - b.used)) {
      if (marks <= MOST_MARKS) break;
      marks -= known.marks.length;
      thin(known);
    }
    if (all.reduce((sum, known) => sum + known.samples.length, 0) > MOST_SAMPLES) for (const known of all) halve(known);
    const counts = (): number => all.reduce((sum, known) => sum + known.more.length, 0);
    for (; counts() > MOST_COUNTS && this.#near < FURTHEST; this.#near *= 2) for (const known of all) known.more = near(known.more, this.#near * 2);
  }
}

/** Counts of so many ticks become one, at first and at most. */
const NEAR = 60,
  FURTHEST = 2 ** 40;

/** Leaves the counts of its marks. */
function thin(known: Known): void {
  for (const { tick, kind } of known.marks) known.more.push({ tick, counts: MARK_KINDS.map((each) => (each === kind ? 1 : 0)) });
  known.more = near(known.more, NEAR);
  known.marks = [];
  known.isThin = true;
}

/** One count for each so many ticks. */
function near(more: readonly MoreMarks[], ticks: number): MoreMarks[] {
  const sums = new Map<number, { tick: number; counts: number[] }>();
  for (const { tick, counts } of more) {
    const place = Math.floor(tick / ticks);
    const sum = sums.get(place) ?? { tick, counts: MARK_KINDS.map(() => 0) };
    for (const [at, count] of counts.entries()) sum.counts[at] = (sum.counts[at] ?? 0) + count;
    sums.set(place, sum);
  }
  return [...sums.values()];
}

/** Puts two samples each together. */
function halve(known: Known): void {
  known.samples = known.samples.flatMap((sample, at, all) =>
    at % 2 === 1 ? [] : [all[at + 1] === undefined ? sample : together(sample, all[at + 1] as typeof sample)],
  );
}
