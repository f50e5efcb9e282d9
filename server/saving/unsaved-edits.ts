import type { WorldStatus } from '../../engine/index.ts';

/** Edits that are on no disk. */
export interface Unsaved {
  /** 0 where nothing but what the world keeps by itself is on none. */
  readonly edits: number;
  /** When the first of them was made, ISO 8601. */
  readonly since: string;
}

/** Edits as people count them, and when the first of them was made. */
interface Counted {
  readonly count: number;
  readonly since: Date | undefined;
}
const NONE: Counted = { count: 0, since: undefined };

/**
 * Which edits of a world would be lost with it. They are told apart twice: by their numbers, which say for certain whether any is on no disk; and as
 * people count them, a drag being one. What a save is writing is still unsaved until that is on the disk, and is so again where it fails.
 */
export class UnsavedEdits {
  #last = 0;
  #saved = 0;
  #made = NONE;
  #group: string | undefined;
  #takenUp: number | undefined;
  /** What is being written; what was made since then is in `#made`. */
  #going = NONE;

  /** Number of the last edit. */
  get last(): number {
    return this.#last;
  }
  /** Number of the last edit that is on the disk. */
  get saved(): number {
    return this.#saved;
  }
  /** How many are on no disk, as people count them. */
  get count(): number {
    return this.#made.count + this.#going.count;
  }

  /** Number of the last edit that came with the world from another process. */
  get takenUp(): number | undefined {
    return this.#takenUp;
  }

  /** Edits that would be lost if the world ended now, as far as their number tells: what was undone counts, too. */
  get unsaved(): Unsaved | undefined {
    if (this.#last === this.#saved) return undefined;
    const since = this.#going.since ?? this.#made.since ?? new Date();
    return { edits: Math.max(1, this.count), since: since.toISOString() };
  }

  /** An edit of this number has been made. Edits of one group that follow each other count as one, as a drag does. */
  edited(edit: number, group: string | undefined): void {
    if (edit <= this.#last) return;
    this.#last = edit;
    const { count, since = new Date() } = this.#made;
    const isAnother = group === undefined || group !== this.#group || count === 0;
    this.#made = { count: isAnother ? count + 1 : count, since };
    this.#group = group;
  }

  /** The world comes from another process with so many edits, of which the first ones are saved. */
  takeUp(last: number, saved: number): void {
    this.#last = last;
    this.#saved = saved;
    this.#takenUp = last;
    this.#made = { ...this.#made, count: last - saved };
  }

  /** All that has been made goes to be written. What is made from now on is unsaved again. */
  going(): void {
    this.#going = this.#made;
    this.#made = NONE;
  }

  /** What went to be written is on the disk: all up to this number. */
  written(edit: number): void {
    this.#going = NONE;
    this.#saved = edit;
    this.#last = Math.max(this.#last, edit);
  }

  /** What went to be written is not on the disk. */
  failed(): void {
    this.#made = { count: this.#made.count + this.#going.count, since: this.#going.since ?? this.#made.since };
    this.#going = NONE;
  }
}

/** Whether the file lacks what it should hold: edits, or what the world keeps by itself. */
export function isUnsaved({ unsaved, kept }: Pick<WorldStatus, 'unsaved' | 'kept'>): boolean {
  return unsaved || kept === true;
}
