import type { ChangeRow } from '../../server/protocol.ts';

/** A line of the list: a change, by itself or below the line of its entity, or that line. */
export type ChangeItem =
  | { readonly key: string; readonly row: ChangeRow; readonly alone: boolean; readonly changes: readonly number[] }
  | { readonly key: string; readonly row: ChangeRow; readonly head: true; readonly changes: readonly number[] };

/**
 * Changes by their entity, entities in the order of their first one. An entity with several has a line of its own above them.
 * @param always whether one with a single change has such a line as well
 */
export function groupedByEntity(rows: readonly ChangeRow[], always: boolean): ChangeItem[] {
  const groups = new Map<string, ChangeRow[]>();
  for (const row of rows) {
    // What was removed is gone: something else may have its id by now.
    const key = row.kind === 'removed' && row.what === '' ? `${row.entity} ${row.change}` : row.entity;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups].flatMap(([key, group]): ChangeItem[] => {
    const first = group[0] as ChangeRow;
    const alone = group.length === 1 && (!always || first.what === '');
    const items = group.map((row): ChangeItem => ({ key: `change-${row.change}`, row, alone, changes: [row.change] }));
    return alone ? items : [{ key: `entity-${key}`, row: first, head: true, changes: group.map(({ change }) => change) }, ...items];
  });
}
