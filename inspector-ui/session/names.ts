import { Cell } from '../cells/cell.ts';
import { idQueries } from './id-query.ts';
import { session } from './session.ts';

/** Names of entities that are mentioned but not shown (references, log lines), asked for once, many at a time. */
const names = new Map<string, string | null>();
/** Changes whenever a name that somebody has asked for is known, or is another. */
export const namesKnown = new Cell(0);
const BATCH = 12;
/** Names that are remembered; past so many those that nobody has asked for go, or where all were asked for, all. */
const MOST = 20_000;
const asked = new Set<string>();
/** Asked for since the last look: what is on the page is looked at again, since somebody may rename it. */
const shown = new Set<string>();
const AGAIN = { every: 4_000, most: 60 };
let waiting: string[] = [];
let asking = false;

for (const change of [session.entered, session.epoch])
  change.subscribe(() => {
    names.clear();
    asked.clear();
    waiting = [];
    namesKnown.value += 1;
  });

// What is not there now may have been there then, and the other way round.
session.past.subscribe(() => {
  for (const [id, name] of names) if (name === null) names.delete(id);
});

export function learnName(id: string, name: string): void {
  if (names.get(id) === name) return;
  const wanted = asked.has(id);
  if (!wanted && names.size >= MOST) for (const old of names.keys()) if (!asked.has(old)) names.delete(old);
  names.set(id, name);
  if (wanted) namesKnown.value += 1;
}

/** The entity's name; its id while it is not known, null where there is no such entity. */
export function nameOf(id: string): string | null {
  if (asked.size >= MOST && !asked.has(id)) {
    // In a long log of entities that come and go each is asked for once, and never again.
    asked.clear();
    names.clear();
  }
  asked.add(id);
  shown.add(id);
  const known = names.get(id);
  if (known !== undefined) return known;
  names.set(id, id);
  waiting.push(id);
  if (waiting.length === 1 && !asking) setTimeout(ask, 30);
  return id;
}

setInterval(() => {
  if (session.phase.value !== 'online' || document.hidden || asking) return;
  waiting.push(...[...shown].filter((id) => !waiting.includes(id)).slice(0, AGAIN.most));
  shown.clear();
  if (waiting.length > 0) ask();
}, AGAIN.every);

/** One query for many: a view of an entity would say that this person looks there. */
function ask(): void {
  const some = waiting.slice(0, BATCH),
    query = idQueries(some)[0];
  if (query === undefined) return;
  // Long ids fill a query sooner: what it does not hold waits for the next.
  const ids = some.filter((_, i) => idQueries(some.slice(0, i + 1)).length === 1);
  waiting.splice(0, ids.length);
  asking = true;
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
