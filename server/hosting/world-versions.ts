import { randomUUID } from 'node:crypto';
import { WorldwireError, type Author, type Input, type InputResult } from '../../engine/index.ts';
import { Comparing } from '../versions/comparing.ts';
import type { Wanted } from '../versions/take-back.ts';
import type { VersionDifference } from '../versions/version-difference.ts';
import type { Version } from '../versions/version-file.ts';
import type { Versions } from '../versions/versions.ts';

export interface WorldVersionsOptions {
  /** What the world is called. */
  readonly name: string;
  /** Those that are kept; undefined where none are. */
  readonly kept: Versions | undefined;
  /** Modules whose components the scene may hold. */
  readonly plugins: readonly string[] | undefined;
  /** What a save would write now. */
  readonly text: () => Promise<string>;
  readonly submit: (author: Author, input: Input, still: () => Author) => Promise<InputResult>;
}

/** What came of taking something back from a version. */
export interface TakenBack {
  /** How many operations it took; none where nothing differs. */
  readonly operations: number;
  /** What of it could not be brought back, in words; at most 100. */
  readonly left: readonly string[];
  readonly tick: number;
  /** Number of the edit; absent where nothing differs. */
  readonly edit?: number;
}

/** What is taken back, and by whom. */
export interface TakeBack {
  readonly version: number;
  readonly wanted: Wanted;
  /** Gives the author as they stand then, or throws what refuses them. */
  readonly still: () => Author;
  /** False where it is to be no step of undo. */
  readonly history?: false;
}

/** Operations that one version is compared for again, where others have edited meanwhile what it was to take back. */
const ATTEMPTS = 2;

/** Versions of a world's scene, as those who are in it look at them and take back from them. */
export class WorldVersions {
  readonly #options: WorldVersionsOptions;
  readonly #comparing: Comparing;

  constructor(options: WorldVersionsOptions) {
    this.#options = options;
    this.#comparing = new Comparing(options.plugins ?? []);
  }

  /** Whether any are kept. */
  get isKept(): boolean {
    return this.#options.kept !== undefined;
  }

  /** All of them, oldest first; none where none are kept. */
  async list(): Promise<readonly Version[]> {
    return this.#options.kept?.list() ?? [];
  }

  /** The text of one. Rejects with WW_NO_VERSION. */
  async text(version: number): Promise<string> {
    const { kept, name } = this.#options;
    if (kept === undefined) throw new WorldwireError('WW_NO_VERSION', `No versions of ${name} are kept.`);
    return (await kept.read(version)).text;
  }

  /** Tick of one, where it has one. */
  async tickOf(version: number): Promise<number | undefined> {
    return (await this.list()).find(({ number }) => number === version)?.tick;
  }

  /** Keeps the world as it is, where it was edited since the last version: something else is about to take its place. */
  async keepBefore(): Promise<void> {
    await this.#options.kept?.keep('before');
  }

  /** How one differs from another, or from the world as it is. Rejects with WW_NO_VERSION, WW_TOO_LARGE, WW_LIMIT. */
  async difference(version: number, other?: number): Promise<VersionDifference> {
    return this.#comparing.difference(
      async () => ({ version: await this.text(version), other: other === undefined ? await this.#options.text() : await this.text(other) }),
      `version ${version}`,
    );
  }

  /** Takes back from one what is wanted, as one edit. Rejects as `difference` does, and as the world refuses the edit. */
  async takeBack({ version, wanted, still, history }: TakeBack): Promise<TakenBack> {
    const { submit, text } = this.#options;
    still();
    // Where it cannot be read, nothing is kept before it.
    await this.text(version);
    if (wanted === 'all') await this.keepBefore();
    for (let attempt = 1; ; attempt++) {
      const { operations, left } = await this.#comparing.takingBack(
        async () => ({ version: await this.text(version), other: await text() }),
        `version ${version}`,
        wanted,
      );
      if (operations.length === 0) return { operations: 0, left, tick: 0 };
      const label = `take back from version ${version}`;
      // A group of its own, so that it is no part of what its author did a moment ago.
      const group = `version ${randomUUID()}`;
      const result = await submit(still(), { type: 'operations', operations, label, group, ...(history === false ? { history } : {}) }, still);
      if (result.ok) return { operations: operations.length, left, tick: result.tick, ...(result.edit === undefined ? {} : { edit: result.edit }) };
      if (attempt === ATTEMPTS) throw new WorldwireError(result.code, `Nothing was taken back: ${result.message}`, result.errors);
    }
  }
}
