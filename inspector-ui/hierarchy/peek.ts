import type { TreeRow, ViewUpdate } from '../../server/protocol.ts';
import { idQueries } from '../session/id-query.ts';
import { session } from '../session/session.ts';
import type { TreeView } from '../session/tree-window.ts';

/** A server gives at most 500 rows at once. */
export const MOST_AT_ONCE = 500;
const PATIENCE = 5_000;

export type Rows = Extract<ViewUpdate, { kind: 'tree' }>;

/** What a tree shows right now; null where the server will not say. */
export function peek(what: Omit<TreeView, 'kind'>): Promise<Pick<Rows, 'total' | 'offset' | 'rows'> | null> {
  return new Promise((resolve) => {
    const done = (rows: Rows | null): void => {
      clearTimeout(end);
      handle.close();
      resolve(rows);
    };
    const end = setTimeout(() => done(null), PATIENCE);
    const handle = session.watch({ kind: 'tree', ...what }, (update) => {
      if (update.kind === 'tree') done(update);
      else if (update.kind === 'fault') done(null);
    });
  });
}

/** Views that are open at once for this: a page may have 100 in all. */
const SIDE_BY_SIDE = 8;

/** Rows of entities wherever they stand, with the path above each. */
export async function rowsOf(ids: readonly string[]): Promise<TreeRow[]> {
  const queries = idQueries(ids);
  const rows: TreeRow[] = [];
  for (let from = 0; from < queries.length; from += SIDE_BY_SIDE) {
    const some = queries.slice(from, from + SIDE_BY_SIDE);
    const parts = await Promise.all(some.map((query) => peek({ expanded: [], offset: 0, limit: MOST_AT_ONCE, query })));
    for (const part of parts) rows.push(...(part?.rows ?? []));
  }
  return rows;
}

/** Ids of the entities right below one (null: at the top), from one place among them to another, both included. */
export async function childrenOf(parent: string | null, from = 0, to = 9_999): Promise<string[] | null> {
  const answer = await session.rows({ kind: 'tree', expanded: [], offset: 0, limit: 0, root: parent }, from, to);
  return answer.ok ? answer.rows.map((row) => row.entity) : null;
}
