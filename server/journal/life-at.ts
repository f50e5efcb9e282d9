import { WorldwireError, type Step } from '../../engine/index.ts';
import { headOf } from './journal-chain.ts';
import { segmentNames, snapshotFile, type SegmentNames } from './journal-folder.ts';
import type { SegmentHead } from './journal-lines.ts';
import { LifeReader } from './life-reader.ts';
import { readSnapshot } from './snapshot-file.ts';
import type { Restored } from './take-up-life.ts';

/** A tick, or a time in milliseconds since 1970. */
export type Moment = { readonly tick: number } | { readonly wall: number };

/** Whether a step comes after a moment: what was done between a tick and the next one belongs to the former. */
export function isAfter({ mode, wall }: Pick<Step, 'mode' | 'wall'>, tick: number, moment: Moment): boolean {
  if ('wall' in moment) return wall !== undefined && wall > moment.wall;
  return mode === 'tick' ? tick >= moment.tick : tick > moment.tick;
}

/** When a segment began, in milliseconds since 1970. */
export function timeOf({ wall, started }: Pick<SegmentHead, 'wall' | 'started'>): number {
  return wall > 0 ? wall : Date.parse(started) || 0;
}

/** Why a world is lived through no further: it was wanted so, nothing more is written, or from there on not all that reached it is. */
export type Came = 'there' | 'end' | 'shed';

/** A world that is brought to moments of its life, one after another. Whoever began ends its world. */
export class LifeTravel<World extends Restored> {
  readonly world: World;
  /** Of the segment that it began in. */
  readonly head: SegmentHead;
  /** What is not read, in words. */
  readonly missing: readonly string[];
  readonly #steps: AsyncGenerator<Step | 'shed'>;
  #tick: number;
  /** The step that comes after where it is. */
  #next: Step | 'shed' | undefined;

  private constructor(folder: string, segments: readonly number[], world: World, head: SegmentHead) {
    this.world = world;
    this.head = head;
    this.#tick = head.tick;
    const missing: string[] = [];
    this.missing = missing;
    this.#steps = stepsOf(new LifeReader(folder, undefined, missing), segments);
  }

  /**
   * A world at the newest state before a moment, or at the first one of its newest life. Rejects with WW_NOT_RECORDED where there is none that can be read.
   */
  static async begin<World extends Restored>(
    folder: string,
    moment: Moment | undefined,
    restore: (snapshot: string) => World | Promise<World>,
  ): Promise<LifeTravel<World>> {
    const segments = (await segmentNames(folder)).filter(({ hasLog }) => hasLog);
    let found: { readonly number: number; readonly head: SegmentHead; readonly text: string } | undefined;
    for (const { number, hasSnapshot } of segments.toReversed()) {
      if (!hasSnapshot) continue;
      const head = await headOf(folder, number);
      if (head === undefined || head === 'unbegun' || !isBefore(head, moment)) continue;
      // Without a moment it is the first of those that are of one life.
      if (found !== undefined && found.head.epoch !== head.epoch) break;
      const text = await readSnapshot(snapshotFile(folder, number));
      if (text !== undefined) found = { number, head, text };
      if (found !== undefined && moment !== undefined) break;
    }
    if (found === undefined) throw await tooEarly(folder, segments);
    const { number, head, text } = found;
    const later = segments.filter((each) => each.number >= number).map((each) => each.number);
    return new LifeTravel(folder, later, await restore(text), head);
  }

  /** The tick that it has come to. */
  get tick(): number {
    return this.#tick;
  }

  /** Lives on up to a moment, or to the end. @param given is told each step before it is done, with the tick at which it begins */
  async to(moment: Moment | undefined, given: (tick: number, step: Step) => void | Promise<void> = () => undefined): Promise<Came> {
    const { door } = this.world;
    for (;;) {
      this.#next ??= ((await this.#steps.next()) as { readonly value?: Step | 'shed' }).value;
      const step = this.#next;
      if (step === undefined) return moment !== undefined && 'tick' in moment && moment.tick === this.#tick ? 'there' : 'end';
      if (step === 'shed') return 'shed';
      if (moment !== undefined && isAfter(step, this.#tick, moment)) return 'there';
      this.#next = undefined;
      await given(this.#tick, step);
      try {
        this.#tick = (await door.step(step)).tick;
      } catch {
        // The world that wrote it down had it fail as well, and went on.
        this.#tick = (await door.ask({ ask: 'clock' })).tick;
      }
    }
  }

  /** Reads no more. */
  async leave(): Promise<void> {
    await this.#steps.return(undefined);
  }
}

/** What is said where nothing before a moment is kept: from where on something is. */
async function tooEarly(folder: string, segments: readonly SegmentNames[]): Promise<WorldwireError> {
  for (const { number, hasSnapshot } of segments) {
    const head = hasSnapshot ? await headOf(folder, number) : undefined;
    if (head === undefined || head === 'unbegun') continue;
    const at = new Date(timeOf(head)).toISOString();
    return new WorldwireError('WW_NOT_RECORDED', `The journal begins at tick ${head.tick}, ${at}, and holds nothing before that.`);
  }
  return new WorldwireError('WW_NOT_RECORDED', 'No state of the world can be read in the journal.');
}

function isBefore(head: SegmentHead, moment: Moment | undefined): boolean {
  if (moment === undefined) return true;
  return 'wall' in moment ? timeOf(head) <= moment.wall : head.tick <= moment.tick;
}

async function* stepsOf(reader: LifeReader, segments: readonly number[]): AsyncGenerator<Step | 'shed'> {
  for await (const event of reader.through(segments)) {
    if (event.kind === 'steps') yield* event.steps;
    if (event.kind === 'shed') yield 'shed';
  }
}

/** Lives a journal through up to a moment. Rejects with WW_NOT_RECORDED where no state before it can be read, or the journal ends before it. */
export async function lifeAt<World extends Restored>(
  folder: string,
  moment: Moment,
  restore: (snapshot: string) => World | Promise<World>,
): Promise<Pick<LifeTravel<World>, 'world' | 'tick' | 'head' | 'missing'>> {
  const travel = await LifeTravel.begin(folder, moment, restore);
  try {
    const came = await travel.to(moment);
    if (came === 'there') return travel;
    throw new WorldwireError('WW_NOT_RECORDED', `The journal ${came === 'end' ? 'goes' : 'is whole'} up to tick ${travel.tick}, and that is later.`);
  } catch (error) {
    await travel.world.door.end();
    throw error;
  } finally {
    await travel.leave();
  }
}
