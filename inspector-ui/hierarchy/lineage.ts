import type { TreeRow } from '../../server/protocol.ts';
import { learnName } from '../session/names.ts';
import { session } from '../session/session.ts';
import { rowsOf } from './peek.ts';

/** What has been seen of who hangs below whom, and in which order. The page knows only windows of the hierarchy; this is what is left of them. */
const seen = new Map<string, { readonly parent: string | null; readonly index: number }>();
const MOST = 30_000;
/** So many are asked of the server, who hangs where; of more, what has been seen must do. */
const ASKED = 60;

for (const change of [session.entered, session.epoch]) change.subscribe(() => seen.clear());

/** @param index where it stands; left out where only its parent is known */
export function learnRow(id: string, parent: string | null, index = seen.get(id)?.index ?? Number.MAX_SAFE_INTEGER): void {
  seen.delete(id);
  seen.set(id, { parent, index });
  if (seen.size > MOST) for (const old of [...seen.keys()].slice(0, MOST / 3)) seen.delete(old);
}

export function learnRows(rows: readonly (readonly [number, TreeRow])[]): void {
  for (const [index, row] of rows) {
    learnRow(row.id, row.parent, index);
    learnName(row.id, row.name);
  }
}

/** Whether an entity is one of these or hangs below one of them, as far as is known here. */
export function isWithin(id: string | null, ids: ReadonlySet<string>): boolean {
  const passed = new Set<string>();
  for (let at = id; at !== null && !passed.has(at); at = seen.get(at)?.parent ?? null) {
    if (ids.has(at)) return true;
    passed.add(at);
  }
  return false;
}

/** Whether all that stands above an entity has been seen. */
function isKnownUp(id: string): boolean {
  const passed = new Set<string>();
  for (let at: string | null = id; at !== null; at = seen.get(at)?.parent ?? null) {
    if (passed.has(at) || !seen.has(at)) return false;
    passed.add(at);
  }
  return true;
}

/** Entities in the order of the hierarchy, as far as it has been seen here; the others behind them, in the order in which they are given. */
export function inOrder(ids: readonly string[]): string[] {
  const place = (id: string): number => seen.get(id)?.index ?? Number.MAX_SAFE_INTEGER;
  return ids.toSorted((one, other) => place(one) - place(other));
}

/** Those of several that do not hang below another of them, in the order of the hierarchy: what is done to a subtree is done to it once. */
export async function topmost(ids: readonly string[]): Promise<string[]> {
  const all = new Set(ids);
  if (all.size < 2) return [...all];
  const { here, paths } = await placed(all);
  const top = here.filter((id) => {
    const path = paths.get(id);
    return path === undefined ? !isWithin(seen.get(id)?.parent ?? null, all) : !path.some((step) => all.has(step));
  });
  return top.sort((one, other) => (seen.get(one)?.index ?? 0) - (seen.get(other)?.index ?? 0));
}

/** Those of several that are still there: others may have removed some since they were selected. */
export async function present(ids: readonly string[]): Promise<readonly string[]> {
  return ids.length < 2 ? ids : (await placed(new Set(ids))).here;
}

/** Who is still there, as far as that is asked, and what stands above them. */
async function placed(ids: ReadonlySet<string>): Promise<{ here: string[]; paths: ReadonlyMap<string, readonly string[]> }> {
  const asked = ids.size <= ASKED ? [...ids] : [...ids].filter((id) => !isKnownUp(id));
  const paths = new Map<string, readonly string[]>();
  for (const row of await rowsOf(asked)) {
    paths.set(
      row.id,
      (row.path ?? []).map((step) => step.id),
    );
    if (!seen.has(row.id)) learnRow(row.id, row.parent);
  }
  // No answer at all is no word of who is gone.
  const gone = new Set(paths.size === 0 ? [] : asked.filter((id) => !paths.has(id)));
  return { here: [...ids].filter((id) => !gone.has(id)), paths };
}
