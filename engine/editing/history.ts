import type { HistoryRow, Operation } from '../door.ts';
import type { Json } from '../schema/field.ts';
import type { Restoring } from '../world/stored.ts';
import { wallOf } from '../world/wall.ts';
import { sizeOf } from './json-size.ts';
import { PathSet } from './path-set.ts';

/** Operations as the history keeps them. */
export type Reversal = Operation | Restoring;

/** One undoable edit. `back` takes it back; once it is undone, `forth` brings it again. */
export interface HistoryEntry {
  readonly seq: number;
  readonly author: string;
  readonly tick: number;
  readonly label: string;
  readonly group: string | null;
  readonly back: readonly Reversal[];
  readonly forth: readonly Reversal[];
  /** What it changed, as paths: `entity`, `entity/@name`, `entity/Component/Field`. */
  readonly touched: readonly string[];
  readonly undone: boolean;
  /** Real milliseconds since the world began, as its newest edit came. Absent in snapshots of older versions. */
  readonly real?: number;
  /** Time of day at the host, where that was told. */
  readonly wall?: number;
}

/** A path that an edit without history has changed, by whom, and which step was the newest then. */
export type Passed = readonly [path: string, author: string, seq: number];

/** The history as data. */
export interface StoredHistory {
  readonly seq: number;
  readonly entries: readonly HistoryEntry[];
  /** Absent in snapshots of older versions. */
  readonly passed?: readonly Passed[];
}

/** Steps that are kept of one author, and of all together. */
const STEPS_OF_ONE = 1_000,
  STEPS = 4_000;
/** What they may hold, in what `weightOf` counts, roughly bytes: of one author, and of all together. The newest step of all is kept whatever it holds. */
const WEIGHT_OF_ONE = 32e6,
  WEIGHT = 128e6;
/** Paths that are remembered of edits without history; the oldest go first. */
const PASSED = 10_000;
/** Real milliseconds within which an edit of the same field still belongs to the same step. */
const IN_A_ROW = 2_000;
/**
 * Operations that one step of a group takes back at most, as many as a batch has: what is grouped beyond is a step of its own, so that
 * no undo is more work than an edit.
 */
const LARGEST_GROUP = 10_000;

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
  /** By entity, then by path. */
  #passed = new Map<string, Map<string, readonly [author: string, seq: number]>>();
  #passedPaths = 0;
  seq = 0;

  get entries(): readonly HistoryEntry[] {
    return this.#entries;
  }

  /**
   * Adds an edit. Edits of one author that follow each other become one step where they have one group, or where both are of the same one field
   * and come in a row, unless another has changed the same in between. What the author had undone is forgotten. Returns the step, and whether it
   * was there before.
   */
  record(edit: Omit<HistoryEntry, 'seq' | 'forth' | 'undone'>): { readonly seq: number; readonly joined: boolean } {
    const at = this.#entries.findLastIndex((entry) => entry.author === edit.author);
    const last = this.#entries[at];
    if (last !== undefined && !last.undone && belongsTo(edit, last) && !this.isChangedAfter(at, edit.touched)) {
      const label = edit.group === null ? joinedLabel(last.label, edit.label) : last.label;
      const touched = [...new Set([...last.touched, ...edit.touched])];
      this.#put(at, { ...last, label, back: mergeBack(edit.back, last.back), touched, ...(edit.real === undefined ? {} : { real: edit.real }) });
      this.#makeRoom(edit.author);
      return { seq: last.seq, joined: true };
    }
    if (this.#entries.some((entry) => entry.undone && entry.author === edit.author))
      for (let index = this.#entries.length - 1; index >= 0; index--) {
        const entry = this.#entries[index];
        if (entry?.author === edit.author && entry.undone) this.#drop(index);
      }
    const entry = { ...edit, seq: ++this.seq, forth: [], undone: false };
    this.#entries.push(entry);
    this.#count(entry, 1);
    this.#makeRoom(edit.author);
    return { seq: entry.seq, joined: false };
  }

  /** An edit that is no step: it is nobody's to take back, and stands in the way of what others would take back. */
  pass(author: string, touched: readonly string[]): void {
    if (this.#entries.length === 0) return;
    for (const path of touched) {
      const entity = entityOf(path);
      const paths = this.#passed.get(entity) ?? new Map<string, readonly [string, number]>();
      this.#passedPaths -= paths.size;
      paths.delete(path);
      paths.set(path, [author, this.seq]);
      this.#passedPaths += paths.size;
      // The newest comes last.
      this.#passed.delete(entity);
      this.#passed.set(entity, paths);
    }
    for (const [entity, paths] of this.#passed) {
      if (this.#passedPaths <= PASSED) break;
      for (const path of paths.keys()) {
        if (this.#passedPaths <= PASSED) break;
        paths.delete(path);
        this.#passedPaths--;
      }
      if (paths.size === 0) this.#passed.delete(entity);
    }
  }

  /** Whether any of these paths was changed by an edit after that one, which are all by others: what follows is then a step of its own, later than theirs. */
  private isChangedAfter(at: number, paths: readonly string[]): boolean {
    const entry = this.#entries[at] as HistoryEntry;
    return (
      this.#passedSince(entry, paths) !== undefined ||
      this.#entries.slice(at + 1).some((later) => {
        const theirs = touchedBy(later);
        return paths.some((path) => theirs.overlaps(path));
      })
    );
  }

  #passedSince(entry: HistoryEntry, paths: readonly string[]): string | undefined {
    if (this.#passedPaths === 0) return undefined;
    for (const path of paths)
      for (const [passed, [author, seq]] of this.#passed.get(entityOf(path)) ?? [])
        if (seq >= entry.seq && author !== entry.author && overlaps(path, passed)) return author;
    return undefined;
  }

  toUndo(author: string): HistoryEntry | undefined {
    return this.#entries.findLast((entry) => entry.author === author && !entry.undone);
  }

  toRedo(author: string): HistoryEntry | undefined {
    return this.#entries.find((entry) => entry.author === author && entry.undone);
  }

  /** Steps of an author that could be taken back, the next one first; or done again. */
  waiting(author: string, way: 'undo' | 'redo', most: number): HistoryEntry[] {
    const own = this.#entries.filter((entry) => entry.author === author && entry.undone === (way === 'redo'));
    return (way === 'undo' ? own.reverse() : own).slice(0, most);
  }

  replace(entry: HistoryEntry): void {
    const at = this.#entries.findIndex((each) => each.seq === entry.seq);
    if (at < 0) return;
    this.#put(at, entry);
    this.#makeRoom(entry.author);
  }

  /** The last author other than this entry's who has since changed what lies at, in or around one of these paths. */
  changedSince(entry: HistoryEntry, paths: readonly string[]): string | undefined {
    const found = this.#entries.findLast(
      (other) =>
        other.author !== entry.author &&
        !other.undone &&
        other.seq > entry.seq &&
        paths.some((path) => touchedBy(other).overlaps(path) || removedBy(other).overlaps(path)),
    );
    return found?.author ?? this.#passedSince(entry, paths);
  }

  stored(): StoredHistory {
    const passed = [...this.#passed.values()].flatMap((paths) => [...paths].map(([path, [author, seq]]): Passed => [path, author, seq]));
    return { seq: this.seq, entries: [...this.#entries], ...(passed.length === 0 ? {} : { passed }) };
  }
  restore({ seq, entries, passed = [] }: StoredHistory): void {
    this.seq = seq;
    this.#entries = [...entries];
    this.#shares.clear();
    this.#passed.clear();
    this.#steps = this.#weight = this.#passedPaths = 0;
    for (const entry of this.#entries) this.#count(entry, 1);
    for (const [path, author, at] of passed) {
      const paths = this.#passed.get(entityOf(path)) ?? new Map<string, readonly [string, number]>();
      this.#passed.set(entityOf(path), paths.set(path, [author, at]));
      this.#passedPaths++;
    }
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
    this.#drop(this.#entries.findIndex((entry) => entry.author === author));
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
    return this.#entries.map(({ seq, author, tick, label, touched, undone, wall }) => ({
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

/** Roughly how many bytes a step holds. */
function weightOf({ back, forth, touched }: HistoryEntry): number {
  const size = ([...back, ...forth] as unknown as Json[]).map((step) => sizeOf(step));
  return touched.length * 64 + size.reduce((sum, { values, characters }) => sum + values * 16 + characters * 2, 0);
}

function entityOf(path: string): string {
  const end = path.indexOf('/');
  return end < 0 ? path : path.slice(0, end);
}

function belongsTo(edit: Omit<HistoryEntry, 'seq' | 'forth' | 'undone'>, last: HistoryEntry): boolean {
  if (edit.group !== last.group) return false;
  if (edit.group !== null) return last.back.length + edit.back.length <= LARGEST_GROUP;
  const inARow = edit.real !== undefined && last.real !== undefined && edit.real - last.real <= IN_A_ROW;
  return inARow && edit.touched.length === 1 && last.touched.length === 1 && edit.touched[0] === last.touched[0] && edit.back.every(isOfField);
}
function isOfField({ op }: Reversal): boolean {
  return op === 'setField' || op === 'patchField';
}

/** `Speed 1 → 2` and `Speed 2 → 3` are `Speed 1 → 3`. */
function joinedLabel(older: string, newer: string): string {
  const from = older.indexOf(ARROW),
    to = newer.lastIndexOf(ARROW);
  return from < 0 || to < 0 ? newer : older.slice(0, from) + newer.slice(to);
}
const ARROW = ' → ';

/** The one entity that these paths are about; null where they are about several. */
export function soleEntity(paths: readonly string[]): string | null {
  const ids = new Set(paths.map((path) => path.split('/', 1)[0] ?? ''));
  const [id] = ids;
  return ids.size === 1 && id !== undefined ? id : null;
}

function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

/** Paths of steps, made when somebody first asks for them; a step that grows is another. */
const touchedPaths = new WeakMap<HistoryEntry, PathSet>(),
  removedPaths = new WeakMap<HistoryEntry, PathSet>();

function touchedBy(entry: HistoryEntry): PathSet {
  return known(touchedPaths, entry, () => entry.touched);
}
/** What a step brings back, since it was removed. */
function removedBy(entry: HistoryEntry): PathSet {
  return known(removedPaths, entry, () => entry.back.flatMap((step) => (step.op === 'restoreEntities' ? step.entities.map(({ id }) => id) : [])));
}
function known(sets: WeakMap<HistoryEntry, PathSet>, entry: HistoryEntry, paths: () => readonly string[]): PathSet {
  let set = sets.get(entry);
  if (set === undefined) sets.set(entry, (set = new PathSet(paths())));
  return set;
}

/** Of a drag's many values for one field, or for the same places in one, only the first matters for the way back. */
function mergeBack(newer: readonly Reversal[], older: readonly Reversal[]): readonly Reversal[] {
  if (newer.length <= older.length && newer.every((step, at) => replacesSame(step, older[at] as Reversal))) return older;
  const known = new Set(older.map(fieldOf).filter((key) => key !== undefined));
  return [
    ...newer.filter((step) => {
      const key = fieldOf(step);
      return key === undefined || !known.has(key);
    }),
    ...older,
  ];
}

/** Whether both put values in the same places of one structured field, and neither adds nor removes members there. */
function replacesSame(newer: Reversal, older: Reversal): boolean {
  if (newer.op !== 'patchField' || older.op !== 'patchField' || newer.patch.length !== older.patch.length) return false;
  if (newer.entity !== older.entity || newer.component !== older.component || newer.field !== older.field) return false;
  return newer.patch.every((part, at) => part.op === 'replace' && older.patch[at]?.op === 'replace' && part.path === older.patch[at]?.path);
}

function fieldOf(step: Reversal): string | undefined {
  return step.op === 'setField' ? `${step.entity}/${step.component}/${step.field}` : undefined;
}
