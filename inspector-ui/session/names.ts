import { Cell } from './cell.ts';
import { session } from './session.ts';

/** Names of entities that are mentioned but not shown (references, log lines), asked for once, many at a time. */
const names = new Map<string, string | null>();
/** Changes whenever another name is known. */
export const namesKnown = new Cell(0);
const BATCH = 12;
let waiting: string[] = [];
let asking = false;

for (const change of [session.entered, session.epoch])
  change.subscribe(() => {
    names.clear();
    waiting = [];
    namesKnown.value += 1;
  });

export function learnName(id: string, name: string): void {
  if (names.get(id) === name) return;
  names.set(id, name);
  namesKnown.value += 1;
}

/** The entity's name; its id while it is not known, null where there is no such entity. */
export function nameOf(id: string): string | null {
  const known = names.get(id);
  if (known !== undefined) return known;
  names.set(id, id);
  waiting.push(id);
  if (waiting.length === 1 && !asking) setTimeout(ask, 30);
  return id;
}

/** One query for many: a view of an entity would say that this person looks there. */
function ask(): void {
  const ids = waiting.splice(0, BATCH);
  if (ids.length === 0) return;
  asking = true;
  const query = ids.map((id) => `id="${id.replace(/(["\\])/g, '\\$1')}"`).join(' or ');
  const handle = session.watch({ kind: 'tree', expanded: [], offset: 0, limit: ids.length, query }, (update) => {
    if (update.kind !== 'tree' && update.kind !== 'fault') return;
    handle.close();
    asking = false;
    const found = new Map(update.kind === 'tree' ? update.rows.map((row) => [row.id, row.name]) : []);
    for (const id of ids) names.set(id, found.get(id) ?? null);
    namesKnown.value += 1;
    if (waiting.length > 0) setTimeout(ask, 30);
  });
}
