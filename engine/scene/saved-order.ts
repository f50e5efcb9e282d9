import type { Numbers } from '../world/views.ts';
import { NONE } from '../world/entity-table.ts';
import { sortInParts, type InParts } from '../world/in-parts.ts';
import type { SceneCapture } from './capture.ts';

/** Rows that are looked at between two places where it may be left off. */
const LOOKED_AT = 4_096;

/** Rows of the entities that are saved, in order of creation. An entity is not if it or an ancestor is not persistent. */
export function* savedInOrder(capture: SceneCapture): InParts<Uint32Array> {
  const { rows, created, persistent, parent, root } = capture;
  if (root === null && (yield* areUsual(capture))) return rows;
  /** By row: 1 saved, 2 not. */
  const saved = new Uint8Array(persistent.length);
  if (root !== null) saved[root] = 1;
  const path: number[] = [];
  const isSaved = (row: number): boolean => {
    let at = row;
    while (at !== NONE && saved[at] === 0 && persistent[at] === 1) {
      path.push(at);
      at = parent[at] as number;
    }
    if (at !== NONE && saved[at] === 0) saved[at] = 2;
    const state = at === NONE ? 1 : (saved[at] as number);
    for (let each = path.pop(); each !== undefined; each = path.pop()) saved[each] = state;
    return saved[row] === 1;
  };
  const kept = new Uint32Array(rows.length);
  /** Those that stand behind one that was created later; there are few, as where a removal was undone. */
  const late: number[] = [];
  let count = 0;
  for (let at = 0; at < rows.length; at++) {
    if (at % LOOKED_AT === LOOKED_AT - 1) yield;
    const row = rows[at] as number;
    if (!isSaved(row)) continue;
    if (count > 0 && (created[kept[count - 1] as number] as number) > (created[row] as number)) late.push(row);
    else kept[count++] = row;
  }
  if (late.length === 0) return kept.subarray(0, count);
  return yield* merged(kept, count, yield* sortInParts(late, (a, b) => (created[a] as number) - (created[b] as number)), created);
}

/** Whether all entities are saved, and lie in order of creation. This is found out in a fraction of the time that sorting them out takes. */
function* areUsual({ rows, created, persistent }: SceneCapture): InParts<boolean> {
  let last = -Infinity;
  for (let at = 0; at < rows.length; at++) {
    if (at % LOOKED_AT === LOOKED_AT - 1) yield;
    const row = rows[at] as number,
      here = created[row] as number;
    if (persistent[row] === 0 || here < last) return false;
    last = here;
  }
  return true;
}

/** Merges rows into the first so many of a list, which has room for them; both are in order of creation. */
function* merged(list: Uint32Array, count: number, others: readonly number[], created: Numbers): InParts<Uint32Array> {
  let at = count + others.length;
  const all = list.subarray(0, at);
  for (let left = count - 1, right = others.length - 1; right >= 0;) {
    const takesLeft = left >= 0 && (created[all[left] as number] as number) > (created[others[right] as number] as number);
    all[--at] = takesLeft ? (all[left--] as number) : (others[right--] as number);
    if (at % LOOKED_AT === 0) yield;
  }
  return all;
}
