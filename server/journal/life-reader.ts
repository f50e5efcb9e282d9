import { basename } from 'node:path';
import { WorldwireError, type Envelope, type Step } from '../../engine/index.ts';
import { logFile } from './journal-folder.ts';
import { headIn, JOURNAL_VERSION, lineIn, opened, quietSteps, versionIn, type JournalLine, type SegmentHead } from './journal-lines.ts';
import { logLines } from './packed-logs.ts';

/** What a life is read as, in its order: where a segment begins, what was done to the world, and what was noted between its steps. */
export type LifeEvent =
  | { readonly kind: 'head'; readonly head: SegmentHead }
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  | Exclude<JournalLine, { readonly kind: 'input' | 'step' | 'quiet' }>;

/** A place between two steps of a life, from which it can be read on. */
export interface LifePlace {
  readonly segment: number;
  /** Lines of its log that were read. */
  readonly lines: number;
  readonly sum: string;
  readonly seq: number;
  readonly real: number;
  readonly wall: number;
  readonly epoch: string;
}

/** Where a log ends, and whether somebody had more to say. */
interface Read {
  readonly sum: string;
  readonly epoch: string;
  /** Why what stands behind the last whole line is not read, in words. */
  readonly torn: string | undefined;
}

/** A log without one whole line: its process ended as it began, so that nothing was ever acted on, and the one after it goes on from what was before. */
const UNBEGUN = Symbol('unbegun');

/** Characters of inputs that one step takes in, at most: a journal ends where a quarter of that is not written. */
const MOST_IN_STEP = 256 << 20;

/** What is said of a line that was being written as its process ended. */
const CUT = ' before its process ended';

/** Reads the lives of a world from the logs of its journal, each line held against all before it, up to the last that is whole. */
export class LifeReader {
  readonly #folder: string;
  readonly #mostInStep: number;
  /** What is not read, in words. */
  readonly missing: string[];
  #inputs: Envelope[] = [];
  /** Characters of the lines that they stand in. */
  #held = 0;
  #last = { real: 0, wall: 0 };
  #seq = 0;
  #sum = '';
  #epoch = '';
  #segment = 0;
  #lines = 0;
  #isWhole = false;

  /**
   * @param from goes on there
   * @param missing taken for what is not read
   * @param mostInStep characters of inputs that one step may have
   */
  constructor(folder: string, from?: LifePlace, missing: string[] = [], mostInStep = MOST_IN_STEP) {
    this.#folder = folder;
    this.missing = missing;
    this.#mostInStep = mostInStep;
    if (from === undefined) return;
    this.#segment = from.segment;
    this.#lines = from.lines;
    this.#sum = from.sum;
    this.#seq = from.seq;
    this.#last = { real: from.real, wall: from.wall };
    this.#epoch = from.epoch;
  }

  /** Checksum of the last line; empty where not all was read. */
  get sum(): string {
    return this.#isWhole ? this.#sum : '';
  }

  /** Where it is: behind the last event, as far as that is no input without its step. */
  get place(): LifePlace {
    return { segment: this.#segment, lines: this.#lines, sum: this.#sum, seq: this.#seq, ...this.#last, epoch: this.#epoch };
  }

  /** Reads these segments, which follow each other. Where it was made to go on, the first is the one of that place. */
  async *through(segments: readonly number[]): AsyncGenerator<LifeEvent> {
    let before: Read | undefined;
    for (const number of segments) {
      const read = yield* this.#log(number, before);
      if (read === UNBEGUN) {
        this.#sum = before?.sum ?? '';
        continue;
      }
      if (read === undefined) {
        this.#tellTorn(before);
        this.missing.push(`${basename(logFile(this.#folder, number))} does not go on from what was read before it, so nothing from there on is taken up`);
        return;
      }
      before = read;
    }
    this.#tellTorn(before);
    this.#isWhole = before !== undefined;
  }

  /** A line that was being written as its process ended was never acted on, so that nothing is missing with it. */
  #tellTorn(read: Read | undefined): void {
    if (read?.torn !== undefined && !read.torn.endsWith(CUT)) this.missing.push(`what stands after ${read.torn} is not taken up`);
  }

  /** Undefined where it is not what follows. */
  async *#log(number: number, before: Read | undefined): AsyncGenerator<LifeEvent, Read | typeof UNBEGUN | undefined> {
    const file = logFile(this.#folder, number),
      name = basename(file);
    const known = number === this.#segment ? this.#lines : 0;
    if (known === 0) this.#sum = '';
    for await (const { bytes, line, byte, whole, length } of logLines(file)) {
      if (line <= known) continue;
      const place = `${name}, line ${line} (byte ${byte})`;
      const found = whole ? opened(this.#sum, bytes.toString('utf8')) : undefined;
      if (found === undefined) {
        const torn = whole ? `${place}, whose checksum does not hold` : `${place}, which ${length} bytes of were written${CUT}`;
        if (line > 1) return { sum: this.#sum, epoch: this.#epoch, torn };
        if (before === undefined) return { sum: '', epoch: '', torn: place };
        return whole ? undefined : UNBEGUN;
      }
      if (line === 1) {
        const head = this.#headOf(found.text, number, before, place);
        if (head === undefined) return undefined;
        this.#sum = found.sum;
        this.#lines = 1;
        yield { kind: 'head', head };
        continue;
      }
      const taken = this.#take(found.text);
      if (taken === undefined) return { sum: this.#sum, epoch: this.#epoch, torn: `${place}, which is not what this program writes` };
      this.#sum = found.sum;
      this.#lines = line;
      if (taken !== 'input') yield taken;
    }
    if (this.#segment === number) return { sum: this.#sum, epoch: this.#epoch, torn: undefined };
    return before === undefined ? undefined : UNBEGUN;
  }

  #headOf(text: string, number: number, before: Read | undefined, place: string): SegmentHead | undefined {
    const head = headIn(text);
    if (head === undefined) {
      const version = versionIn(text);
      if (version !== undefined && version !== JOURNAL_VERSION)
        throw new WorldwireError(
          'WW_JOURNAL_INVALID',
          `${place}: the journal has the version ${JSON.stringify(version)}; this program reads ${JOURNAL_VERSION}; run the Worldwire that wrote it.`,
        );
      return undefined;
    }
    // Another life goes on from the state that the one before it had come to.
    const isSame = head.epoch === before?.epoch;
    if (head.segment !== number || (before !== undefined && (head.after !== before.sum || (isSame && head.seq !== this.#seq)))) return undefined;
    if (!isSame) this.#inputs = [];
    this.#held = 0;
    this.#segment = number;
    this.#epoch = head.epoch;
    this.#seq = head.seq;
    this.#last = { real: head.real, wall: head.wall };
    return head;
  }

  /** What a line means; `input` where its step is still to come. */
  #take(text: string): LifeEvent | 'input' | undefined {
    const found = lineIn(text);
    if (found === undefined || found.seq !== this.#seq) return undefined;
    if (found.kind === 'step' && found.inputs !== this.#inputs.length) return undefined;
    this.#seq += 1;
    switch (found.kind) {
      case 'input':
        this.#held += text.length;
        if (this.#held > this.#mostInStep) return undefined;
        this.#inputs.push(found.envelope);
        return 'input';
      case 'step': {
        this.#held = 0;
        const { real, wall = this.#last.wall } = found.step;
        this.#last = { real, wall };
        return { kind: 'steps', steps: [{ ...found.step, inputs: this.#inputs.splice(0) }] };
      }
      case 'quiet': {
        const steps = Array.from(quietSteps(found.quiet, this.#last), (step) => ({ ...step, inputs: [] }));
        const { real, wall = this.#last.wall } = steps.at(-1) ?? this.#last;
        this.#last = { real, wall };
        return { kind: 'steps', steps };
      }
      default:
        return found;
    }
  }
}
