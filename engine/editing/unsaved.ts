/**
 * What has become of the saved world by one edit, of the step of undo that it belongs to. `asLoaded`: it was made, and with it all is as it was
 * loaded, which is what the file holds.
 */
export type Turn = 'made' | 'grown' | 'undone' | 'redone' | 'asLoaded';

/** An edit that has not been saved, by its number; `seq` null where no undo leads back from it. */
export type UnsavedEdit = readonly [edit: number, seq: number | null, turn: Turn];

/** How often a world has kept something by itself that its scene holds, and how often when it was saved last. */
export type Kept = readonly [kept: number, saved: number];

/** Edits that are kept one by one; what is older then counts as one that no undo leads back from. */
const MOST = 2_000;

/**
 * Whether the world differs from what was saved last, by edits: a step that was made since and undone does not count, nor does one that was
 * undone since and done again; and whether it does by what it keeps by itself, as stores of flows. Plain data, so that a snapshot keeps it.
 */
export class Unsaved {
  #edits: UnsavedEdit[] = [];
  #differs = false;
  /** How often the world has kept something by itself that the scene holds, and how often when it was saved last. */
  #kept = 0;
  #keptSaved = 0;

  get differs(): boolean {
    return this.#differs;
  }
  get edits(): readonly UnsavedEdit[] {
    return this.#edits;
  }

  /** Whether the world keeps something by itself that the scene would hold, and that has become another since it was saved last. */
  get keeps(): boolean {
    return this.#kept > this.#keptSaved;
  }
  get kept(): Kept {
    return [this.#kept, this.#keptSaved];
  }

  /** The world keeps something by itself that the scene holds. */
  keep(): void {
    this.#kept++;
  }

  note(edit: number, seq: number | null, turn: Turn = 'made'): void {
    const last = this.#edits.at(-1);
    // Of a drag, or of a program's many edits, the newest tells all.
    const repeats = last !== undefined && last[1] === seq && (seq === null || (turn === 'grown' && last[2] === 'grown'));
    if (repeats) this.#edits.pop();
    this.#edits.push([edit, seq, turn]);
    if (this.#edits.length > MOST) {
      const half = this.#edits.splice(0, MOST / 2);
      this.#edits.unshift([half.at(-1)?.[0] ?? edit, null, 'made']);
    }
    this.#look();
  }

  /** All up to this number has been saved, and so much of what the world keeps by itself. */
  saved(edit: number, kept = 0): void {
    this.#keptSaved = Math.max(this.#keptSaved, kept);
    // From now on the file holds something else than what was loaded.
    if (edit > 0)
      this.#edits = this.#edits.filter(([number]) => number > edit).map(([number, seq, turn]) => [number, seq, turn === 'asLoaded' ? 'made' : turn]);
    this.#look();
  }

  restore(edits: readonly UnsavedEdit[], [kept, saved]: Kept = [0, 0]): void {
    this.#edits = [...edits];
    this.#kept = kept;
    this.#keptSaved = saved;
    this.#look();
  }

  #look(): void {
    /** Of each step, as far as it is known: whether it was there and done when the world was saved, and is now. */
    const steps = new Map<number, { readonly before: boolean; grown: boolean; now: boolean }>();
    this.#differs = this.#edits.some(([, seq]) => seq === null);
    if (this.#differs) return;
    // What came before all was as it was loaded makes no difference any more; a step of it that is undone afterwards does.
    const from = this.#edits.findLastIndex(([, , turn]) => turn === 'asLoaded') + 1;
    for (const [, seq, turn] of this.#edits.slice(from)) {
      const known = steps.get(seq as number) ?? { before: turn === 'grown' || turn === 'undone', grown: false, now: false };
      known.now = turn !== 'undone';
      known.grown ||= turn === 'grown';
      steps.set(seq as number, known);
    }
    this.#differs = [...steps.values()].some(({ before, grown, now }) => before !== now || (before && grown));
  }
}
