import { basename } from 'node:path';
import { WorldwireError, type Step } from '../../engine/index.ts';
import { headOf } from './journal-chain.ts';
import { logFile, segmentNames, snapshotFile } from './journal-folder.ts';
import type { SegmentHead } from './journal-lines.ts';
import { LifeReader } from './life-reader.ts';
import { readSnapshot } from './snapshot-file.ts';
import type { Restored } from './take-up-life.ts';

/** A tick, or a time in milliseconds since 1970. */
export type Moment = { readonly tick: number } | { readonly wall: number };

/** A world as it was at a moment of its life. */
export interface LifeAt<World extends Restored> {
  readonly world: World;
  readonly tick: number;
  readonly head: SegmentHead;
  /** What is missing before that moment, in words. */
  readonly missing: readonly string[];
}

/** Whether a step comes after a moment: what was done between a tick and the next one belongs to the former. */
export function isAfter({ mode, wall }: Pick<Step, 'mode' | 'wall'>, tick: number, moment: Moment): boolean {
  if ('wall' in moment) return wall !== undefined && wall > moment.wall;
  return mode === 'tick' ? tick >= moment.tick : tick > moment.tick;
}

/** When a segment began, in milliseconds since 1970. */
export function timeOf({ wall, started }: Pick<SegmentHead, 'wall' | 'started'>): number {
  return wall > 0 ? wall : Date.parse(started) || 0;
}

/**
 * Lives a journal through up to a moment, from the newest state before. Rejects with WW_NOT_RECORDED where no state before it can be read, or the
 * journal ends before it.
 */
export async function lifeAt<World extends Restored>(
  folder: string,
  moment: Moment,
  restore: (snapshot: string) => World | Promise<World>,
): Promise<LifeAt<World>> {
  const segments = (await segmentNames(folder)).filter(({ hasLog }) => hasLog);
  for (const { number, hasSnapshot } of segments.toReversed()) {
    if (!hasSnapshot) continue;
    const head = await headOf(folder, number);
    if (head === undefined || head === 'unbegun' || ('wall' in moment ? timeOf(head) > moment.wall : head.tick > moment.tick)) continue;
    const text = await readSnapshot(snapshotFile(folder, number));
    if (text === undefined) continue;
    const world = await restore(text);
    try {
      const missing: string[] = [];
      const later = segments.filter((each) => each.number >= number).map((each) => each.number);
      const { tick, isReached } = await livedTo(world, new LifeReader(folder, undefined, missing), later, head.tick, moment);
      if (!isReached)
        throw new WorldwireError('WW_NOT_RECORDED', `The journal leads from ${basename(logFile(folder, number))} to tick ${tick}, and no further.`);
      return { world, tick, head, missing };
    } catch (error) {
      await world.door.end();
      throw error;
    }
  }
  throw new WorldwireError('WW_NOT_RECORDED', 'No state before that can be read in the journal.');
}

/** Gives a world its steps up to a moment. */
async function livedTo(
  { door }: Restored,
  reader: LifeReader,
  segments: readonly number[],
  from: number,
  moment: Moment,
): Promise<{ readonly tick: number; readonly isReached: boolean }> {
  let tick = from;
  for await (const event of reader.through(segments)) {
    if (event.kind !== 'steps') continue;
    for (const step of event.steps) {
      if (isAfter(step, tick, moment)) return { tick, isReached: true };
      try {
        ({ tick } = await door.step(step));
      } catch {
        // The world that wrote it down had it fail as well, and went on.
        ({ tick } = await door.ask({ ask: 'clock' }));
      }
    }
  }
  return { tick, isReached: 'tick' in moment && tick === moment.tick };
}
