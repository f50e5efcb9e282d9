import type { HistoryRow, Operation } from '../../door.ts';
import type { Restoring } from '../stored.ts';
import { wallOf } from '../wall.ts';

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
  /** Time of day at the host, where that was told. */
  readonly wall?: number;
}

const KEPT = 1_000;

/** The undoable edits of a world, oldest first, each author's own to take back. Plain data, so that a snapshot keeps it. */
export class History {
  entries: HistoryEntry[] = [];
  seq = 0;

  /** Adds an edit. Edits of one author and group that follow each other become one step, unless another has changed the same in between. What the author had undone is forgotten. */
  record(edit: Omit<HistoryEntry, 'seq' | 'forth' | 'undone'>): void {
    const at = this.entries.findLastIndex((entry) => entry.author === edit.author);
    const last = this.entries[at];
    if (edit.group !== null && last !== undefined && last.group === edit.group && !last.undone && !this.isChangedAfter(at, edit.touched)) {
      this.entries[at] = { ...last, back: mergeBack(edit.back, last.back), touched: [...new Set([...last.touched, ...edit.touched])] };
      return;
    }
    this.entries = this.entries.filter((entry) => entry.author !== edit.author || !entry.undone);
    this.entries.push({ ...edit, seq: ++this.seq, forth: [], undone: false });
    if (this.entries.length > KEPT) this.entries.shift();
  }

  /** Whether any of these paths was changed by an edit after that one, which are all by others: what follows is then a step of its own, later than theirs. */
  private isChangedAfter(at: number, paths: readonly string[]): boolean {
    return this.entries.slice(at + 1).some(({ touched }) => touched.some((theirs) => paths.some((path) => overlaps(path, theirs))));
  }

  toUndo(author: string): HistoryEntry | undefined {
    return this.entries.findLast((entry) => entry.author === author && !entry.undone);
  }

  toRedo(author: string): HistoryEntry | undefined {
    return this.entries.find((entry) => entry.author === author && entry.undone);
  }

  replace(entry: HistoryEntry): void {
    const at = this.entries.findIndex((each) => each.seq === entry.seq);
    if (at >= 0) this.entries[at] = entry;
  }

  /** The last author other than this entry's who has since changed what lies at, in or around one of these paths. */
  changedSince(entry: HistoryEntry, paths: readonly string[]): string | undefined {
    return this.entries.findLast(
      (other) =>
        other.author !== entry.author &&
        !other.undone &&
        other.seq > entry.seq &&
        paths.some((path) => other.touched.some((touched) => overlaps(path, touched)) || other.back.some((step) => removes(step, path))),
    )?.author;
  }

  rows(): HistoryRow[] {
    return this.entries.map(({ seq, author, tick, label, touched, undone, wall }) => ({
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
function soleEntity(paths: readonly string[]): string | null {
  const ids = new Set(paths.map((path) => path.split('/', 1)[0] ?? ''));
  const [id] = ids;
  return ids.size === 1 && id !== undefined ? id : null;
}

function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

/** Whether what a step brings back, since it was removed, holds a path. */
function removes(step: Reversal, path: string): boolean {
  return step.op === 'restoreEntities' && step.entities.some((entity) => overlaps(path, entity.id));
}

/** Of a drag's many values for one field only the first matters for the way back. */
function mergeBack(newer: readonly Reversal[], older: readonly Reversal[]): readonly Reversal[] {
  const known = new Set(older.map(fieldOf).filter((key) => key !== undefined));
  return [
    ...newer.filter((step) => {
      const key = fieldOf(step);
      return key === undefined || !known.has(key);
    }),
    ...older,
  ];
}

function fieldOf(step: Reversal): string | undefined {
  return step.op === 'setField' ? `${step.entity}/${step.component}/${step.field}` : undefined;
}
