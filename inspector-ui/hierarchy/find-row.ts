import { expanded, setExpanded } from '../session/place.ts';
import { session } from '../session/session.ts';
import type { EntityDetail, TreeRow, View, ViewUpdate } from '../../server/protocol.ts';

/** A server gives at most 500 rows at once. */
const WINDOW = 500;
const MOST_WINDOWS = 40;

/** The row of an entity in the unfolded hierarchy, or -1; what is above it is unfolded first. */
export async function find(id: string): Promise<number> {
  const entity = await first({ kind: 'entity', entity: id, rate: 1 }, (update): EntityDetail | null | undefined =>
    update.kind === 'entity' ? update.whole : update.kind === 'gone' || update.kind === 'fault' ? null : undefined,
  );
  if (entity === null) return -1;
  const above = entity.path.map((step) => step.id).filter((step) => step !== id && !expanded.value.has(step));
  if (above.length > 0) setExpanded(above, true);
  const unfolded = [...expanded.value];
  for (let window = 0; window < MOST_WINDOWS; window++) {
    const offset = window * WINDOW;
    const part = await first(
      { kind: 'tree', expanded: unfolded, offset, limit: WINDOW },
      (update): { total: number; offset: number; rows: readonly TreeRow[] } | null | undefined =>
        update.kind === 'tree' ? update : update.kind === 'fault' ? null : undefined,
    );
    if (part === null) return -1;
    const at = part.rows.findIndex((row) => row.id === id);
    if (at >= 0) return part.offset + at;
    if (offset + WINDOW >= part.total) return -1;
  }
  return -1;
}

/** The first word of a view that `take` can use; the view is closed after it. */
function first<T>(what: View, take: (update: ViewUpdate) => T | undefined): Promise<T | null> {
  return new Promise((resolve) => {
    const end = setTimeout(() => {
      handle.close();
      resolve(null);
    }, 5_000);
    const handle = session.watch(what, (update) => {
      const taken = take(update);
      if (taken === undefined) return;
      clearTimeout(end);
      handle.close();
      resolve(taken);
    });
  });
}
