import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';
import { COLUMNS, USUAL, type Column } from './table-columns.ts';

interface Sort {
  readonly by: string;
  readonly descending: boolean;
}

/** How the table is sorted, null for the order in which the connections were made; and which columns it shows. Remembered on this machine. */
export const sort = new Cell<Sort | null>(knownSort());
export const shown = new Cell<readonly string[]>(knownColumns());
sort.subscribe(() => remember('connections.sort', sort.value === null ? null : { ...sort.value }));
shown.subscribe(() => remember('connections.columns', [...shown.value]));

export function shownColumns(): readonly Column[] {
  return COLUMNS.filter(({ id }) => shown.value.includes(id));
}

/** Up, down, and as they were made. */
export function sortBy({ by }: Column): void {
  if (by === undefined) return;
  sort.value = sort.value?.by !== by ? { by, descending: false } : sort.value.descending ? null : { by, descending: true };
}

/** Whether a column is what the table is sorted by, as `aria-sort` says it. */
export function sortedAs({ by }: Column): 'none' | 'ascending' | 'descending' {
  return sort.value === null || by === undefined || sort.value.by !== by ? 'none' : sort.value.descending ? 'descending' : 'ascending';
}

export function toggleColumn(id: string): void {
  shown.value = shown.value.includes(id) ? shown.value.filter((other) => other !== id) : [...shown.value, id];
}

function knownSort(): Sort | null {
  const known = recall('connections.sort');
  if (typeof known !== 'object' || known === null || !('by' in known)) return null;
  const { by, descending } = known as { readonly by: unknown; readonly descending?: unknown };
  return typeof by === 'string' && COLUMNS.some((column) => column.by === by) ? { by, descending: descending === true } : null;
}

function knownColumns(): readonly string[] {
  const known = recall('connections.columns');
  const ids = Array.isArray(known) ? known.filter((id): id is string => COLUMNS.some((column) => column.id === id)) : [];
  return ids.length === 0 ? USUAL : ids.includes('name') ? ids : ['name', ...ids];
}
