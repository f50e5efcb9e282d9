import { basename } from 'node:path';
import { WorldwireError, type Envelope, type Step, type WorldDoor } from '../../engine/index.ts';
import { whyUnread } from '../files/why-unread.ts';
import { recordedLines } from '../recording/recorded-lines.ts';
import { isUnsaved } from '../saving/unsaved-edits.ts';
import { logFile, segmentsIn, snapshotFile, type SegmentFiles } from './journal-folder.ts';
import { headIn, JOURNAL_VERSION, lineIn, opened, quietSteps, versionIn, type SegmentHead } from './journal-lines.ts';
import { readSnapshot } from './snapshot-file.ts';

/** A world's life as its journal tells it, up to the last whole record. */
export interface Life {
  /** The state that it came to. */
  readonly snapshot: string;
  readonly hash: string;
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

/** Where a log ends, and whether somebody had more to say. */
interface Read {
  readonly sum: string;
  readonly head: SegmentHead | undefined;
  /** Why what stands behind the last whole line is not read, in words. */
  readonly torn: string | undefined;
}

/**
 * Lives the newest life of a journal through again, up to its last whole record, with every peer switched off. Undefined where there is none.
 * Rejects with WW_JOURNAL_INVALID where it is of a later version, or where none of its snapshots is whole.
 */
export async function takeUpLife(folder: string, restore: (snapshot: string) => WorldDoor | Promise<WorldDoor>): Promise<Life | undefined> {
  const segments = await segmentsIn(folder).catch((error: unknown) => {
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
    const door = await restore(snapshot);
    try {
      const life = new Replay(folder, door, missing);
      await life.through(segments.filter(({ number }) => number >= segment.number));
      if (life.head === undefined) {
        missing.push(`${basename(logFile(folder, segment.number))} has no head that can be read`);
        continue;
      }
      return await life.result(life.head);
    } finally {
      await door.end();
    }
  }
  throw new WorldwireError(
    'WW_JOURNAL_INVALID',
    `The journal ${folder} holds no state that a world can be taken up from: ${missing.join('; ') || 'no snapshot of it was ever whole'}. ` +
      'It stays as it is; --fresh begins from the scene file.',
  );
}

/** The steps of some segments, given to a world that was restored from the first one's snapshot. */
class Replay {
  head: SegmentHead | undefined;
  readonly #folder: string;
  readonly #door: WorldDoor;
  readonly #missing: string[];
  #inputs: Envelope[] = [];
  #last = { real: 0, wall: 0 };
  #seq = 0;
  #sum = '';
  #failed = 0;
  /** The contents by which the world has known its file, or was about to; of those that were noted as it was written, only the last two may be there. */
  #scenes: string[] = [];
  /** The copy of the world that was being saved. */
  #copy: number | undefined;
  #end: { readonly hash: string; readonly tick: number } | undefined;

  constructor(folder: string, door: WorldDoor, missing: string[]) {
    this.#folder = folder;
    this.#door = door;
    this.#missing = missing;
  }

  async through(segments: readonly SegmentFiles[]): Promise<void> {
    let before: Read | undefined;
    for (const { number } of segments) {
      const read = await this.#log(number, before);
      if (read === undefined) {
        const name = basename(logFile(this.#folder, number));
        this.#tellTorn(before);
        this.#missing.push(`${name} does not go on from what was read before it, so nothing from there on is taken up`);
        return;
      }
      before = read;
    }
    this.#tellTorn(before);
    this.#sum = before?.sum ?? '';
  }

  /** A line that was being written as its process ended was never acted on, so that nothing is missing with it. */
  #tellTorn(read: Read | undefined): void {
    if (read?.torn !== undefined && !read.torn.endsWith(CUT)) this.#missing.push(`what stands after ${read.torn} is not taken up`);
  }

  async result(head: SegmentHead): Promise<Life> {
    const { hash, tick } = await this.#door.ask({ ask: 'hash' });
    if (this.#end !== undefined && this.#end.hash !== hash)
      this.#missing.push(
        `the journal says that the world ended as ${this.#end.hash}, and living it through came to ${hash}: another version of Worldwire or Node wrote it`,
      );
    await this.#release(false);
    const unsaved = isUnsaved(await this.#door.ask({ ask: 'status' }));
    const { text } = await this.#door.ask({ ask: 'snapshot' });
    const scenes = this.#scenes;
    return {
      snapshot: text,
      hash,
      tick,
      sum: this.#sum,
      head,
      knows: (scene) => scenes.includes(scene),
      unsaved,
      missing: this.#missing,
      isEnded: this.#end !== undefined,
    };
  }

  /** Undefined where it is not what follows. */
  async #log(number: number, before: Read | undefined): Promise<Read | undefined> {
    const file = logFile(this.#folder, number),
      name = basename(file);
    let sum = '',
      head: SegmentHead | undefined;
    for await (const { bytes, line, byte, whole, length } of recordedLines(file)) {
      const place = `${name}, line ${line} (byte ${byte})`;
      const found = opened(sum, bytes.toString('utf8'));
      if (!whole || found === undefined) {
        if (head === undefined) return before === undefined ? { sum, head, torn: place } : undefined;
        return { sum, head, torn: whole ? `${place}, whose checksum does not hold` : `${place}, which ${length} bytes of were written${CUT}` };
      }
      if (head === undefined) {
        head = this.#headOf(found.text, number, before, place);
        if (head === undefined) return undefined;
      } else if (!(await this.#take(found.text))) return { sum, head, torn: `${place}, which is not what this program writes` };
      sum = found.sum;
    }
    return head === undefined ? undefined : { sum, head, torn: undefined };
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
    const isSame = head.epoch === before?.head?.epoch;
    if (head.segment !== number || (before !== undefined && (head.after !== before.sum || (isSame && head.seq !== this.#seq)))) return undefined;
    if (!isSame) this.#inputs = [];
    this.head ??= head;
    this.#seq = head.seq;
    this.#last = { real: head.real, wall: head.wall };
    this.#scenes = [...this.#scenes, head.scene].slice(-2);
    return head;
  }

  async #take(text: string): Promise<boolean> {
    const found = lineIn(text);
    if (found === undefined || found.seq !== this.#seq) return false;
    this.#seq += 1;
    this.#end = undefined;
    switch (found.kind) {
      case 'input':
        this.#inputs.push(found.envelope);
        return true;
      case 'step':
        if (found.inputs !== this.#inputs.length) return false;
        await this.#step({ ...found.step, inputs: this.#inputs.splice(0) });
        return true;
      case 'quiet':
        for (const step of quietSteps(found.quiet, this.#last)) await this.#step({ ...step, inputs: [] });
        return true;
      case 'scene':
        this.#scenes = [...this.#scenes, found.scene].slice(-2);
        return true;
      case 'copied':
        await this.#release(false);
        this.#copy = (await this.#door.ask({ ask: 'capture' })).capture;
        return true;
      case 'saved':
        await this.#release(true);
        return true;
      default:
        this.#end = { hash: found.hash, tick: found.tick };
        return true;
    }
  }

  /** @param durable what was copied is in the file by now, so that its edits are saved */
  async #release(durable: boolean): Promise<void> {
    const capture = this.#copy;
    this.#copy = undefined;
    if (capture !== undefined) await this.#door.ask({ ask: 'release', capture, durable });
  }

  async #step(step: Step): Promise<void> {
    this.#last = { real: step.real, wall: step.wall ?? this.#last.wall };
    try {
      await this.#door.step(step);
    } catch (error) {
      // The world that wrote this had it fail as well, and went on.
      if (this.#failed++ === 0) this.#missing.push(`a step failed as it was done again, and may have then: ${(error as Error).message}`);
    }
  }
}

/** What is said of a line that was being written as its process ended. */
const CUT = ' before its process ended';
