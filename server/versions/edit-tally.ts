import type { HistoryRow } from '../../engine/index.ts';
import type { VersionHead } from './version-file.ts';

/** Authors that a version names, and users whose names are remembered. */
const MOST_NAMED = 20,
  MOST_KNOWN = 10_000,
  LONGEST = 1000;
/** Edits that a version tells in words, and their characters. */
const MOST_CHANGES = 5,
  LONGEST_CHANGE = 200;
/** Stands in the words of an edit between what was and what is. */
const ARROW = ' → ';

/** What was edited since the version before, as a version tells it. */
export type Tally = Pick<VersionHead, 'authors' | 'changes' | 'edits'>;

/** Who has edited a world since the last version of it, and how often; a drag is one edit. */
export class EditTally {
  #edits = new Map<string, number>();
  readonly #names = new Map<string, string>();
  #changes: readonly string[] = [];
  #group: string | undefined;
  #count = 0;

  /** How many edits there were since the last version. */
  get count(): number {
    return this.#count;
  }

  /** Somebody has come, under this name. */
  came(userId: string, name: string): void {
    this.#names.delete(userId);
    this.#names.set(userId, name);
    if (this.#names.size > MOST_KNOWN) for (const oldest of this.#names.keys()) return void this.#names.delete(oldest);
  }

  /** Somebody has edited; edits of one group that follow each other are one. */
  edited(userId: string, group: string | undefined): void {
    if (group !== undefined && group === this.#group) return;
    this.#group = group;
    this.#add(userId);
  }

  /** What the log says of an edit. A drag is told at its beginning and at its end, by words that begin alike. */
  told(words: string): void {
    const last = this.#changes.at(-1) ?? '';
    const isSame = words === last || (words.includes(ARROW) && words.split(ARROW)[0] === last.split(ARROW)[0]);
    this.#changes = [...(isSame ? this.#changes.slice(0, -1) : this.#changes), words.slice(0, LONGEST_CHANGE)].slice(-MOST_CHANGES);
  }

  /** Edits of a former process that are in no version. */
  takeUp(rows: readonly Pick<HistoryRow, 'author' | 'label' | 'undone'>[]): void {
    for (const { author, label, undone } of rows) {
      if (undone) continue;
      this.#add(author);
      this.told(label);
    }
  }

  #add(userId: string): void {
    this.#count += 1;
    this.#edits.set(userId, (this.#edits.get(userId) ?? 0) + 1);
  }

  /** What there was up to here, for a version that holds it: from now on edits count for the next one. */
  take(): Tally {
    const authors = [...this.#edits]
      .sort((a, b) => b[1] - a[1])
      .slice(0, MOST_NAMED)
      .map(([userId, edits]) => {
        const name = this.#names.get(userId);
        return { userId: userId.slice(0, LONGEST), ...(name === undefined ? {} : { name: name.slice(0, LONGEST) }), edits };
      });
    const edits = this.#count,
      changes = [...this.#changes];
    this.#edits = new Map();
    this.#changes = [];
    this.#count = 0;
    this.#group = undefined;
    return { authors, changes, edits };
  }

  /** The version was not kept: what it was to tell counts for the next one. */
  giveBack({ authors, changes, edits }: Tally): void {
    this.#changes = [...changes, ...this.#changes].slice(-MOST_CHANGES);
    this.#count += edits;
    for (const author of authors) this.#edits.set(author.userId, (this.#edits.get(author.userId) ?? 0) + author.edits);
  }
}
