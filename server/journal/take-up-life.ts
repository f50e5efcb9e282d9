import { basename } from 'node:path';
import { WorldwireError, type Step, type WorldDoor } from '../../engine/index.ts';
import { VERSION } from '../../engine/version.ts';
import { whyUnread } from '../files/why-unread.ts';
import { logLines } from './packed-logs.ts';
import { isUnsaved } from '../saving/unsaved-edits.ts';
import { logFile, segmentNames, snapshotFile, type SegmentNames } from './journal-folder.ts';
import type { SegmentHead } from './journal-lines.ts';
import { LifeReader, type LifeEvent } from './life-reader.ts';
import { readSnapshot } from './snapshot-file.ts';

/** A world's life as its journal tells it, up to the last whole record. */
export interface Life<World extends Restored = Restored> {
  /** The world as its life has left it, to be gone on with; who does not ends it. */
  readonly world: World;
  readonly tick: number;
  /** Checksum of its last line, by which the next life says that it goes on from here; empty where not all of it was read. */
  readonly sum: string;
  /** Its tick rate and its name, as it began. */
  readonly head: SegmentHead;
  /** Whether the world knew its scene file by this content last, or was about to. */
  knows(hash: string): boolean;
  /** Whether it has edits that no file holds. */
  readonly unsaved: boolean;
  /** What is missing, in words; nothing where nothing is. */
  readonly missing: readonly string[];
  /** Whether the world ended by itself, and not as its process was ended. */
  readonly isEnded: boolean;
}

/** A world that was brought back from a snapshot. */
export interface Restored {
  readonly door: WorldDoor;
}

/**
 * Lives the newest life of a journal through again, up to its last whole record, with every peer switched off. Undefined where there is none.
 * Rejects with WW_JOURNAL_INVALID where it is of a later version, or where none of its snapshots is whole.
 * @param verify it is held against the hash that it ended with. Default: only where another version of Worldwire or Node wrote it
 */
export async function takeUpLife<World extends Restored>(
  folder: string,
  restore: (snapshot: string) => World | Promise<World>,
  verify = false,
): Promise<Life<World> | undefined> {
  const segments = await segmentNames(folder).catch((error: unknown) => {
    throw new WorldwireError('WW_JOURNAL_INVALID', `The journal ${folder} cannot be read: ${whyUnread(error)}`);
  });
  if (segments.length === 0) return undefined;
  const missing: string[] = [];
  for (const segment of segments.toReversed()) {
    if (!segment.hasSnapshot || !segment.hasLog) continue;
    const snapshot = await readSnapshot(snapshotFile(folder, segment.number));
    if (snapshot === undefined) {
      missing.push(`the snapshot ${basename(snapshotFile(folder, segment.number))} is not whole, so the one before it serves`);
      continue;
    }
    const world = await restored(snapshot, restore, (why) =>
      missing.push(`the snapshot ${basename(snapshotFile(folder, segment.number))} cannot be restored (${why}), so the one before it serves`),
    );
    if (world === undefined) continue;
    const life = new Replay(folder, world.door, missing);
    try {
      await life.through(segments.filter(({ number, hasLog }) => hasLog && number >= segment.number));
      if (life.head !== undefined) return { world, ...(await life.result(life.head, verify)) };
    } catch (error) {
      await world.door.end();
      throw error;
    }
    await world.door.end();
    missing.push(`${basename(logFile(folder, segment.number))} has no head that can be read`);
  }
  if (await neverBegan(folder, segments)) return undefined;
  throw new WorldwireError(
    'WW_JOURNAL_INVALID',
    `The journal ${folder} holds no state that a world can be taken up from: ${missing.join('; ') || 'no snapshot of it was ever whole'}. ` +
      'It stays as it is; --fresh begins from the scene file.',
  );
}

/** Whether its first life ended before its state was on the disk, and so before anything came to the world. */
async function neverBegan(folder: string, segments: readonly SegmentNames[]): Promise<boolean> {
  if (segments.some(({ hasSnapshot }) => hasSnapshot)) return false;
  for (const { number } of segments) for await (const { line, whole } of logLines(logFile(folder, number))) if (whole && line > 1) return false;
  return true;
}

/** The world of a snapshot; undefined where there is none that this program can bring back, which `failed` is told of. */
async function restored<World extends Restored>(
  snapshot: string,
  restore: (snapshot: string) => World | Promise<World>,
  failed: (why: string) => void,
): Promise<World | undefined> {
  try {
    return await restore(snapshot);
  } catch (error) {
    failed((error as Error).message);
    return undefined;
  }
}

/** The steps of some segments, given to a world that was restored from the first one's snapshot. */
class Replay {
  head: SegmentHead | undefined;
  readonly #reader: LifeReader;
  readonly #door: WorldDoor;
  readonly #missing: string[];
  #failed = 0;
  /** Whether another version of Worldwire or Node wrote some of it. */
  #isOthers = false;
  /** The contents by which the world has known its file, or was about to; of those that were noted as it was written, only the last two may be there. */
  #scenes: string[] = [];
  /** The copy of the world that was being saved. */
  #copy: number | undefined;
  #end: { readonly hash: string; readonly tick: number } | undefined;

  constructor(folder: string, door: WorldDoor, missing: string[]) {
    this.#reader = new LifeReader(folder, undefined, missing);
    this.#door = door;
    this.#missing = missing;
  }

  async through(segments: readonly SegmentNames[]): Promise<void> {
    for await (const event of this.#reader.through(segments.map(({ number }) => number))) {
      this.#end = undefined;
      await this.#take(event);
    }
  }

  async result(head: SegmentHead, verify: boolean): Promise<Omit<Life, 'world'>> {
    // The same version of the same Node comes to the same; to look through all of a large world for it takes as long as to live through its last minute.
    if (this.#end !== undefined && (this.#isOthers || verify)) {
      const { hash } = await this.#door.ask({ ask: 'hash' });
      if (this.#end.hash !== hash)
        this.#missing.push(
          `the journal says that the world ended as ${this.#end.hash}, and living it through came to ${hash}: another version of Worldwire or Node wrote it`,
        );
    }
    await this.#release(false);
    const status = await this.#door.ask({ ask: 'status' });
    const scenes = this.#scenes;
    return {
      tick: status.tick,
      sum: this.#reader.sum,
      head,
      knows: (scene) => scenes.includes(scene),
      unsaved: isUnsaved(status),
      missing: this.#missing,
      isEnded: this.#end !== undefined,
    };
  }

  async #take(event: LifeEvent): Promise<void> {
    switch (event.kind) {
      case 'head':
        this.head ??= event.head;
        this.#isOthers ||= event.head.engine !== VERSION || event.head.node !== process.version;
        this.#scenes = [...this.#scenes, event.head.scene].slice(-2);
        return;
      case 'steps':
        for (const step of event.steps) await this.#step(step);
        return;
      case 'scene':
        this.#scenes = [...this.#scenes, event.scene].slice(-2);
        return;
      case 'shed':
        this.#missing.push(`from tick ${event.tick} on the disk did not keep up: what people did is there, messages and the time that passed are not`);
        return;
      case 'copied':
        await this.#release(false);
        this.#copy = (await this.#door.ask({ ask: 'capture' })).capture;
        return;
      case 'saved':
        await this.#release(true);
        return;
      case 'marks':
        return;
      default:
        this.#end = { hash: event.hash, tick: event.tick };
    }
  }

  /** @param durable what was copied is in the file by now, so that its edits are saved */
  async #release(durable: boolean): Promise<void> {
    const capture = this.#copy;
    this.#copy = undefined;
    if (capture !== undefined) await this.#door.ask({ ask: 'release', capture, durable });
  }

  async #step(step: Step): Promise<void> {
    try {
      await this.#door.step(step);
    } catch (error) {
      // The world that wrote this had it fail as well, and went on.
      if (this.#failed++ === 0) this.#missing.push(`a step failed as it was done again, and may have then: ${(error as Error).message}`);
    }
  }
}
