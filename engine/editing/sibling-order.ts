import { NONE, type EntityTable } from '../world/entity-table.ts';
import { Nearest } from './nearest.ts';

/** Where entities stand, and what is known of where they stood. */
export interface Standing {
  readonly entities: EntityTable;
  readonly baseline: {
    orderOf(parent: string | null): readonly string[] | undefined;
    hasAdded(entity: string): boolean;
    placeOf(entity: string): { readonly orderOffset: number; readonly change: number } | undefined;
  };
}

/**
 * Which children of a parent (null: the top) stand as they were loaded, among those that were loaded there. Those that nobody has moved
 * do; of the others one after another, in the order of their first move, each that stands between the right ones.
 * @param leaveOut ids that count as standing wrong, since they are to be put elsewhere
 */
export function inPlace(world: Standing, parent: string | null, leaveOut: ReadonlySet<string> = new Set()): Set<string> {
  const { entities, baseline } = world;
  const order = baseline.orderOf(parent) ?? [];
  const at = parent === null ? NONE : entities.rowOf(parent);
  if (at === undefined) return new Set();
  const rank = ranksOf(order);
  const present: string[] = [];
  const ranks: number[] = [];
  let isAscending = true;
  for (const row of entities.siblings(at)) {
    const id = entities.id.get(row);
    const here = rank.get(id);
    if (here === undefined || leaveOut.has(id) || baseline.hasAdded(id)) continue;
    if (ranks.length > 0 && here < (ranks[ranks.length - 1] as number)) isAscending = false;
    present.push(id);
    ranks.push(here);
  }
  // One of another order offset stands by that, and for no other to go by.
  const standsByOffset = (id: string, place: { readonly orderOffset: number }): boolean =>
    entities.orderOffset[entities.rowOf(id) as number] !== place.orderOffset;
  // The usual case: what had been removed is back, or nothing but order offsets has been set.
  if (isAscending) {
    return new Set(
      present.filter((id) => {
        const place = baseline.placeOf(id);
        return place === undefined || !standsByOffset(id, place);
      }),
    );
  }
  const stands = new Nearest(present.length);
  for (const [index, id] of present.entries()) if (baseline.placeOf(id) === undefined) stands.mark(index);
  const moved = present.flatMap((id, index) => {
    const place = baseline.placeOf(id);
    return place === undefined || standsByOffset(id, place) ? [] : [{ index, change: place.change }];
  });
  for (const { index } of moved.sort((a, b) => a.change - b.change)) {
    const left = stands.before(index),
      right = stands.after(index);
    const here = ranks[index] as number;
    if ((left < 0 || (ranks[left] as number) < here) && (right === undefined || here < (ranks[right] as number))) stands.mark(index);
  }
  return new Set(present.filter((_id, index) => stands.has(index)));
}

/** Of each list of children that is kept, which place an id has in it: the lists are never changed, and are long where this matters. */
const known = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

function ranksOf(order: readonly string[]): ReadonlyMap<string, number> {
  let ranks = known.get(order);
  if (ranks === undefined) {
    ranks = new Map(order.map((id, index) => [id, index]));
    known.set(order, ranks);
  }
  return ranks;
}
