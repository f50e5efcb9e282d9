import { editPath, entityOf } from './edit-path.ts';
import type { HistoryRow } from '../door.ts';
import { wallOf } from '../world/wall.ts';
import { isOtherSince, lastTurn, TURNS, type HistoryEntry, type Recorded, type Reversal } from './history-entry.ts';
import { belongsTo, groupLabel, joinedLabel, mergeBack } from './joining.ts';
import { PassedPaths, type Passed } from './passed-paths.ts';
import { PathSet } from './path-set.ts';
import { weightOf } from './weight.ts';

/** The history as data. */
export interface StoredHistory {
  readonly seq: number;
  readonly entries: readonly HistoryEntry[];
  /** Turns of steps that have been counted. Absent in snapshots of older versions, as is `passed`. */
  readonly turn?: number;
  readonly passed?: readonly Passed[];
}

/** Steps that are kept of one author, and of all together. */
const STEPS_OF_ONE = 1_000,
  STEPS = 4_000;
/** What they may hold, in what `weightOf` counts, roughly bytes: of one author, and of all together. The newest step of all is kept whatever it holds. */
const WEIGHT_OF_ONE = 32e6,
  WEIGHT = 128e6;

/** What an undo or redo came to, as paths. */
export interface Turned {
  readonly changed: readonly string[];
  readonly strayed: readonly string[];
  readonly kept: readonly string[];
}

interface Share {
  steps: number;
  weight: number;
}

/**
 * The undoable edits of a world, oldest first, each author's own to take back. Each author has a budget: who makes many edits loses their own
 * oldest, and where all together are too many, whoever has most does. Plain data, so that a snapshot keeps it.
 */
export class History {
  #entries: HistoryEntry[] = [];
  /** What each author's steps come to. */
  #shares = new Map<string, Share>();
  #steps = 0;
  #weight = 0;
  readonly #passed = new PassedPaths();
  #turn = 0;
  /** What `othersSince` has found, as long as no step comes, turns or goes. */
  #others: { readonly than: HistoryEntry; readonly steps: readonly HistoryEntry[] } | undefined;
  seq = 0;

  get entries(): readonly HistoryEntry[] {
    return this.#entries;
  }
  /** How many turns of steps have been counted. */
  get turns(): number {
    return this.#turn;
  }

  /**
   * Adds an edit. Edits of one author that follow each other become one step where they have one group, or where both are of the same one field
   * and come in a row, unless another has changed the same in between. What the author had undone is forgotten. Returns the step, and whether it
   * was there before.
   */
  record(edit: Recorded): { readonly seq: number; readonly joined: boolean } {
    const at = this.#entries.findLastIndex((entry) => entry.author === edit.author);
    const last = this.#entries[at];
    if (last !== undefined && !last.undone && belongsTo(edit, last) && !this.isChangedAfter(last, edit.touched)) {
      const label = (edit.group === null ? joinedLabel : groupLabel)(last.label, edit.label);
      const touched = [...new Set([...last.touched, ...edit.touched])];
      this.#put(at, { ...last, label, back: mergeBack(edit.back, last.back), touched, ...(edit.real === undefined ? {} : { real: edit.real }) });
      this.#makeRoom(edit.author);
      return { seq: last.seq, joined: true };
    }
    this.#forgetUndone(edit.author);
    const entry = { ...edit, seq: ++this.seq, forth: [], undone: false, turns: [++this.#turn] };
    this.#entries.push(entry);
    this.#count(entry, 1);
    this.#makeRoom(edit.author);
    return { seq: entry.seq, joined: false };
  }

  /** A batch of a group that changed nothing may still say what its step has come to: a drag ends where it was last. */
  name(author: string, group: string, label: string): void {
    const at = this.#entries.findLastIndex((entry) => entry.author === author);
    const last = this.#entries[at];
    if (last?.group === group && !last.undone) this.#put(at, { ...last, label: groupLabel(last.label, label) });
  }

  /** An author has gone on from where they had undone something, which is not to be done again. */
  #forgetUndone(author: string): void {
    if (!this.#entries.some((entry) => entry.undone && entry.spent === undefined && entry.author === author)) return;
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      const entry = this.#entries[index];
      if (entry === undefined || !entry.undone || (entry.author !== author && entry.spent === undefined)) continue;
      if (!this.#entries.some((other) => other.spent === undefined && other !== entry && isOtherSince(entry, lastTurn(other)))) this.#drop(index);
      else if (entry.spent === undefined) this.#put(index, { ...entry, back: [], forth: [], spent: true });
    }
  }

  /** An edit that is no step: it is nobody's to take back, and stands in the way of what others would take back. */
  pass(author: string, touched: readonly string[], turn = this.#turn): void {
    if (this.#entries.length > 0) this.#passed.add(author, touched, turn);
  }

  /**
   * Whether another has changed any of these paths after that edit, or has taken such a change back: what follows is then a step of its own, later than
   * theirs.
   */
  private isChangedAfter(entry: HistoryEntry, paths: readonly string[]): boolean {
    return (
      this.#passed.since(entry.author, lastTurn(entry), paths) !== undefined ||
      this.#entries.some((other) => {
        if (other.author === entry.author || lastTurn(other) <= lastTurn(entry)) return false;
        const theirs = touchedBy(other);
        return paths.some((path) => theirs.overlaps(path));
      })
    );
  }

  toUndo(author: string): HistoryEntry | undefined {
    return this.#entries.findLast((entry) => entry.author === author && !entry.undone);
  }

  toRedo(author: string): HistoryEntry | undefined {
    return this.#entries.find((entry) => entry.author === author && entry.undone && entry.spent === undefined);
  }

  /** Steps of an author that could be taken back, the next one first; or done again. */
  waiting(author: string, way: 'undo' | 'redo', most: number): HistoryEntry[] {
    const own = this.#entries.filter((entry) => entry.author === author && entry.spent === undefined && entry.undone === (way === 'redo'));
    return (way === 'undo' ? own.reverse() : own).slice(0, most);
  }

  /**
   * A step was undone, or done again.
   * @param steps what leads back from there
   * @param changed paths that it has changed: by now these may be others than when it was done; `strayed` are lists that are not as they were before
   * @param kept paths that stay as they are, since others have changed them: for others, they are its author's from before, and no part of the step
   */
  turn(entry: HistoryEntry, steps: readonly Reversal[], { changed, strayed, kept }: Turned): void {
    const at = this.#entries.findIndex((each) => each.seq === entry.seq);
    if (at < 0) return;
    this.pass(entry.author, kept, lastTurn(entry));
    const turns = [...(entry.turns ?? []), ++this.#turn].slice(-TURNS);
    const left = new PathSet(kept);
    const still = kept.length === 0 ? entry.touched : entry.touched.filter((path) => !left.overlaps(path));
    const all = new Set(still);
    const touched = changed.every((path) => all.has(path)) ? still : [...new Set([...still, ...changed])];
    this.#put(at, { ...entry, undone: !entry.undone, turns, touched, ...(entry.undone ? { back: steps } : { forth: steps }) });
    this.pass(entry.author, strayed);
    this.#makeRoom(entry.author);
  }

  /**
   * Who has changed, or changed back, what lies at, in or around one of these paths since an entry was done, or undone: another author, or its own
   * where a later step of theirs stays.
   */
  changedSince(entry: HistoryEntry, paths: readonly string[]): string | undefined {
    const found = this.#othersSince(entry).findLast((other) => paths.some((path) => touchedBy(other).overlaps(path) || removedBy(other).overlaps(path)));
    return found?.author ?? this.#passed.since(entry.author, lastTurn(entry), paths);
  }

  /** Steps that are done or undone otherwise since an entry's last turn. It is asked for each of the operations of a step, and found out once. */
  #othersSince(entry: HistoryEntry): readonly HistoryEntry[] {
    if (this.#others?.than !== entry) {
      const turn = lastTurn(entry);
      this.#others = { than: entry, steps: this.#entries.filter((other) => other.seq !== entry.seq && isOtherSince(other, turn)) };
    }
    return this.#others.steps;
  }

  stored(): StoredHistory {
    const passed = this.#passed.stored();
    return { seq: this.seq, turn: this.#turn, entries: [...this.#entries], ...(passed.length === 0 ? {} : { passed }) };
  }
  restore({ seq, entries, turn = seq, passed = [] }: StoredHistory): void {
    this.seq = seq;
    this.#turn = turn;
    // Older versions count by the steps alone, and an undone one as if it had been undone at once.
    this.#entries = entries.map((entry) => (entry.turns === undefined ? { ...entry, turns: entry.undone ? [entry.seq, entry.seq] : [entry.seq] } : entry));
    this.#shares.clear();
    this.#passed.restore(passed);
    this.#steps = this.#weight = 0;
    for (const entry of this.#entries) this.#count(entry, 1);
  }

  #put(at: number, entry: HistoryEntry): void {
    this.#count(this.#entries[at] as HistoryEntry, -1);
    this.#entries[at] = entry;
    this.#count(entry, 1);
  }
  #drop(at: number): void {
    const [entry] = this.#entries.splice(at, 1);
    if (entry !== undefined) this.#count(entry, -1);
  }
  #count(entry: HistoryEntry, sign: 1 | -1): void {
    this.#others = undefined;
    const weight = sign * weightOf(entry);
    const share = this.#shares.get(entry.author) ?? { steps: 0, weight: 0 };
    share.steps += sign;
    share.weight += weight;
    if (share.steps === 0) this.#shares.delete(entry.author);
    else this.#shares.set(entry.author, share);
    this.#steps += sign;
    this.#weight += weight;
  }

  /** Lets go of an author's oldest where they have more than is theirs, and of whoever has most where all together have too much. */
  #makeRoom(author: string): void {
    const own = this.#shares.get(author);
    while (own !== undefined && own.steps > 1 && (own.steps > STEPS_OF_ONE || own.weight > WEIGHT_OF_ONE)) this.#dropOldest(author);
    while (this.#steps > 1 && (this.#steps > STEPS || this.#weight > WEIGHT)) this.#dropOldest(this.#fullest(this.#steps > STEPS ? 'steps' : 'weight'));
  }
  #dropOldest(author: string): void {
    const at = this.#entries.findIndex((entry) => entry.author === author);
    const { undone, touched, ...entry } = this.#entries[at] as HistoryEntry;
    this.#drop(at);
    // What it did stands in the way of what others have done before it, all the same.
    if (!undone) this.pass(author, touched, lastTurn(entry));
  }
  #fullest(by: keyof Share): string {
    let fullest = '',
      most = -1;
    for (const [author, share] of this.#shares)
      // Of two that have as much it is always the same one, whatever the order in which they came.
      if (share[by] > most || (share[by] === most && author < fullest)) {
        fullest = author;
        most = share[by];
      }
    return fullest;
  }

  rows(): HistoryRow[] {
    const told = this.#entries.filter(({ spent }) => spent === undefined);
    return told.map(({ seq, author, tick, label, touched, undone, wall }) => ({
      seq,
      author,
      tick,
      label,
      entity: soleEntity(touched),
      undone,
      ...wallOf({ wall }),
    }));
  }
}

/** The one entity that these paths are about; null where they are about several. */
export function soleEntity(paths: readonly string[]): string | null {
  let sole: string | null = null;
  for (const path of paths) {
    const id = entityOf(path);
    // Of ten thousand paths the second mostly tells: whoever lists the history asks this of every step, many times a second.
    if (sole !== null && sole !== id) return null;
    sole = id;
  }
  return sole;
}

/** Paths of steps, made when somebody first asks for them; a step that grows is another. */
const touchedPaths = new WeakMap<HistoryEntry, PathSet>(),
  removedPaths = new WeakMap<HistoryEntry, PathSet>();

function touchedBy(entry: HistoryEntry): PathSet {
  return known(touchedPaths, entry, () => entry.touched);
}
/** What a step brings back, since it was removed. */
function removedBy(entry: HistoryEntry): PathSet {
  return known(removedPaths, entry, () => entry.back.flatMap((step) => (step.op === 'restoreEntities' ? step.entities.map(({ id }) => editPath(id)) : [])));
}
function known(sets: WeakMap<HistoryEntry, PathSet>, entry: HistoryEntry, paths: () => readonly string[]): PathSet {
  let set = sets.get(entry);
  if (set === undefined) sets.set(entry, (set = new PathSet(paths())));
  return set;
}
