import { root, select, selected, setExpanded } from '../session/place.ts';
import { MOST_AT_ONCE, peek, rowsOf } from './peek.ts';

/** Shows the inside of an entity, as the original's Set Root does; null is the whole world. */
export function setRoot(id: string | null): void {
  root.value = id;
}

/** One up: the parent of the root becomes the root. */
export async function rootUp(): Promise<void> {
  const before = root.value;
  if (before === null) return;
  const [row] = await rowsOf([before]);
  root.value = row?.parent ?? null;
  select(before, { show: true });
}

/** What Object Root means here. The original takes the nearest entity that is marked as an object; nothing is marked so in a Worldwire world. */
export const OBJECT_ROOT =
  'Shows the inside of the object that the selected entity belongs to: the topmost entity above it; of what a user wears, the one right below the user';

/** Shows the inside of the object that the selected entity belongs to. */
export async function objectRoot(): Promise<void> {
  const id = selected.value;
  if (id === null) return;
  const [row] = await rowsOf([id]);
  if (row === undefined) return;
  const steps = [...(row.path ?? []).map((step) => step.id), id];
  const users = new Set((await rowsOf(steps)).filter((each) => each.components.includes('UserRoot')).map((each) => each.id));
  const worn = steps.findLastIndex((step) => users.has(step));
  root.value = steps[worn + 1] ?? id;
  select(id, { show: true });
}

/** So many entities at most are unfolded at once. */
const MOST_UNFOLDED = 1_000;

/** Unfolds all below an entity, level by level, up to a bound; says how many it were and whether that was all. */
export async function unfoldBelow(id: string | null): Promise<{ readonly unfolded: number; readonly all: boolean }> {
  const open = new Set<string>();
  for (;;) {
    const folded: string[] = [];
    let total = Infinity;
    for (let offset = 0; offset < total && open.size + folded.length < MOST_UNFOLDED; offset += MOST_AT_ONCE) {
      const part = await peek({ expanded: [...open], offset, limit: MOST_AT_ONCE, root: id });
      if (part === null) return { unfolded: open.size, all: false };
      ({ total } = part);
      for (const row of part.rows) if (row.children > 0 && !row.expanded) folded.push(row.id);
      if (offset >= MOST_UNFOLDED * 20) break;
    }
    const room = MOST_UNFOLDED - open.size;
    for (const each of folded.slice(0, room)) open.add(each);
    if (folded.length === 0 || folded.length > room || open.size >= MOST_UNFOLDED) {
      setExpanded([...(id === null ? [] : [id]), ...open], true);
      return { unfolded: open.size + (id === null ? 0 : 1), all: folded.length <= room };
    }
  }
}

/** Unfolds all that stand beside an entity. */
export async function unfoldSiblings(parent: string | null): Promise<void> {
  const open: string[] = [];
  let total = Infinity;
  for (let offset = 0; offset < total && offset < 10_000 && open.length < MOST_UNFOLDED; offset += MOST_AT_ONCE) {
    const part = await peek({ expanded: [], offset, limit: MOST_AT_ONCE, root: parent });
    if (part === null) break;
    ({ total } = part);
    for (const row of part.rows) if (row.children > 0) open.push(row.id);
  }
  setExpanded(open, true);
}
