import type { RowsView, Wanted } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { InParts } from '../world/in-parts.ts';
import type { LiveWorld } from '../editing/live-world.ts';

/** Rows that may be asked for at once. */
const MOST_ASKED = 10_000;

/** One row of a view of rows: an entity, in a table with its component. */
export interface ListedRow {
  readonly entity: string;
  readonly component?: string;
  readonly parent?: string | null;
}

/** Rows that can be counted and found: those of a tree or of a table, in their order. */
export interface RowsSource {
  /** Brings the order up to date, as far as that is due. */
  settling(world: LiveWorld): InParts<void>;
  readonly total: number;
  /** Whether this shows what another view of rows does, wherever its window is. */
  shows(what: RowsView): boolean;
  entityAt(world: LiveWorld, index: number): number;
  listedAt(world: LiveWorld, index: number): ListedRow;
  /** Where an entity stands, or a component of it; -1 where it does not. */
  indexOf(world: LiveWorld, entity: number, component: string | undefined): number;
}

/** Rows that are looked at between two places where a search may be left off. */
const AT_ONCE = 128;

/** Answers where a row is. Where rows come and go while it looks, it answers of those that it came by. */
export function* locate(world: LiveWorld, source: RowsSource, wanted: Wanted): InParts<{ readonly index: number | null; readonly entity?: string }> {
  if ('entity' in wanted) {
    const row = world.entities.rowOf(wanted.entity);
    const index = row === undefined ? -1 : source.indexOf(world, row, wanted.component);
    return { index: index < 0 ? null : index };
  }
  const prefix = wanted.prefix.toLowerCase();
  for (let step = 1; step <= source.total; step++) {
    const { total } = source;
    const index = (Math.max(-1, Math.min(wanted.after, total - 1)) + step) % total;
    const row = source.entityAt(world, index);
    if (world.entities.name.get(row).toLowerCase().startsWith(prefix)) return { index, entity: world.entities.id.get(row) };
    if (step % AT_ONCE === 0) {
      yield;
      yield* source.settling(world);
    }
  }
  return { index: null };
}

/** The rows from one to another, both included, whichever comes first. Throws WW_LIMIT past 10,000. */
export function* rowsBetween(world: LiveWorld, source: RowsSource, from: number, to: number): InParts<{ readonly rows: readonly ListedRow[] }> {
  const first = Math.min(from, to);
  const end = Math.max(from, to) + 1;
  const most = Math.min(end, source.total) - first;
  if (most > MOST_ASKED) throw new WorldwireError('WW_LIMIT', `At most ${MOST_ASKED} rows can be asked for at once; these are ${most}.`);
  const rows: ListedRow[] = [];
  for (let index = first; index < Math.min(end, source.total); index++) {
    rows.push(source.listedAt(world, index));
    if (rows.length % AT_ONCE === 0) {
      yield;
      yield* source.settling(world);
    }
  }
  return { rows };
}
