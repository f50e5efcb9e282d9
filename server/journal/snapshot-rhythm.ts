import { performance } from 'node:perf_hooks';

/** Least milliseconds between two snapshots, and what is enough for one however little was written: milliseconds of steps to be lived through again. */
const INTERVAL = 30_000,
  MOST_LIVED = 10_000;
/** After so many milliseconds there is one where anything reached the world, though it is large and little was written. */
const LONGEST = 5 * 60_000;
/** Characters of records that are enough for one before that time, and part of what is kept that is enough as well: what is needed is never trimmed. */
const LARGE = 32 << 20,
  LARGE_PART = 8;
/** Part of the time that they may take, and where much is written. */
const SHARE = 0.02,
  LARGE_SHARE = 0.1;
/** Steps that nothing reached and that are enough for one: of a world whose snapshot is small, and of any. */
const QUIET_STEPS = 20_000,
  MOST_QUIET_STEPS = 200_000,
  SMALL_SNAPSHOT = 256 << 10;

/**
 * When the next snapshot of a journal is due: so often that taking the world up from the last one is short, and so seldom that neither its ticks nor the
 * disk, whose share older segments could have, is taken by snapshots.
 */
export class SnapshotRhythm {
  #at = performance.now();
  #took = 0;
  /** Bytes of the last one, characters of records since, milliseconds that the world took for its steps, and how many of them nothing reached. */
  #bytes = 0;
  #appended = 0;
  #lived = 0;
  #quiet = 0;
  #reached = false;
  readonly #large: number;

  /** @param keep bytes of the journal that are kept at most */
  constructor(keep = Infinity) {
    this.#large = Math.min(LARGE, keep / LARGE_PART);
  }

  /** A segment begins: what comes from now on belongs to the next snapshot. */
  begun(): void {
    this.#at = performance.now();
    this.#appended = this.#lived = this.#quiet = 0;
    this.#reached = false;
  }

  /** A snapshot was written: how many milliseconds of the world's thread it took, and its bytes. */
  written({ took, bytes }: { readonly took: number; readonly bytes: number }): void {
    this.#took = took;
    this.#bytes = bytes;
  }

  appended(characters: number): void {
    this.#appended += characters;
  }

  /** A step was done. @param took milliseconds of it */
  lived(took: number, isQuiet: boolean): void {
    this.#lived += took;
    if (isQuiet) this.#quiet += 1;
    else this.#reached = true;
  }

  get isDue(): boolean {
    const since = performance.now() - this.#at,
      isLarge = this.#appended > this.#large;
    if (since < this.#took / (isLarge ? LARGE_SHARE : SHARE)) return false;
    if (isLarge || this.#quiet >= Math.min(MOST_QUIET_STEPS, Math.max(1, this.#bytes / SMALL_SNAPSHOT) * QUIET_STEPS)) return true;
    if (since < INTERVAL) return false;
    return this.#lived >= MOST_LIVED || (this.#reached && (this.#appended >= this.#bytes || since >= LONGEST));
  }
}
