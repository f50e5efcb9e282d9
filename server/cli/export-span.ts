import { WorldwireError, type WorldDoor } from '../../engine/index.ts';
import { LifeTravel, timeOf, type Moment } from '../journal/life-at.ts';
import { Recorder } from '../recording/recorder.ts';

/** Milliseconds that a disk is waited for. */
const PATIENCE = 60_000;

/** A stretch of a journal that was written as a recording. */
export interface Exported {
  readonly from: number;
  readonly to: number;
  readonly hash: string;
  /** What it lacks of what was asked for, in words. */
  readonly missing: readonly string[];
}

/**
 * Writes a stretch of a journal as a recording, to a file that must not be there yet: the state that it begins with, and every step from there on. All of
 * it is lived through, so that the recording ends with the state's hash, as one that was made meanwhile.
 * Rejects with WW_NOT_RECORDED where the journal does not hold that stretch, and with WW_FILE_EXISTS.
 * @param span.since default: where the newest life of the world began, as far as it is still there
 * @param span.at default: where the journal ends
 */
export async function exportSpan(
  folder: string,
  file: string,
  { since, at }: { readonly since?: Moment | undefined; readonly at?: Moment | undefined },
  restore: (snapshot: string) => { readonly door: WorldDoor },
): Promise<Exported> {
  const travel = await LifeTravel.begin(folder, since, restore);
  const { door } = travel.world;
  try {
    const { world, name, epoch, tickRate, mode } = travel.head;
    if (mode !== 'all')
      throw new WorldwireError('WW_NOT_RECORDED', 'The journal holds what people did, and no messages (`edits`): no recording can be made of it.');
    if (since !== undefined && (await travel.to(since)) !== 'there')
      throw new WorldwireError('WW_NOT_RECORDED', `The journal goes up to tick ${travel.tick}, and the stretch would begin later.`);
    const from = travel.tick;
    if (at !== undefined && ('tick' in at ? at.tick < from : since === undefined && at.wall < timeOf(travel.head)))
      throw new WorldwireError('WW_NOT_RECORDED', `The stretch would begin at tick ${from}, after its end: say with --since where it is to begin.`);
    const { text } = await door.ask({ ask: 'snapshot' });
    const recorder = await Recorder.create(file, { world, name, epoch, tickRate, snapshot: text }, PATIENCE);
    const missing: string[] = [];
    try {
      const came = await travel.to(at, async (tick, step) => {
        // There is no world here that a slow disk could hold up.
        await recorder.room();
        if (recorder.trouble !== undefined) throw new WorldwireError('WW_SAVE_FAILED', `The recording ${file} ends at tick ${tick}: ${recorder.trouble}`);
        recorder.step(tick, step);
      });
      if (came === 'shed')
        missing.push(`from tick ${travel.tick} on the disk did not keep up, and messages were left out of the journal: the recording ends there`);
      else if (at !== undefined && came === 'end') missing.push(`the journal ends at tick ${travel.tick}, before that`);
    } catch (error) {
      await recorder.cut();
      throw error;
    }
    const { hash, tick } = await door.ask({ ask: 'hash' });
    await recorder.end({ hash, tick });
    return { from, to: tick, hash, missing: [...travel.missing, ...missing] };
  } finally {
    await travel.leave();
    await door.end();
  }
}
