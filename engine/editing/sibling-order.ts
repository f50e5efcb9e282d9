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
  const rank = new Map(order.map((id, index) => [id, index]));
  const present = entities
    .siblings(at)
    .map((row) => entities.id[row] as string)
    .filter((id) => rank.has(id) && !leaveOut.has(id) && !baseline.hasAdded(id));
  const ranks = present.map((id) => rank.get(id) as number);
  const stands = new Nearest(present.length);
  for (const [index, id] of present.entries()) if (baseline.placeOf(id) === undefined) stands.mark(index);
  // One of another order offset stands by that, and for no other to go by.
  const moved = present.flatMap((id, index) => {
    const place = baseline.placeOf(id);
    return place === undefined || entities.orderOffset[entities.rowOf(id) as number] !== place.orderOffset ? [] : [{ index, change: place.change }];
  });
  for (const { index } of moved.sort((a, b) => a.change - b.change)) {
    const left = stands.before(index),
      right = stands.after(index);
    const here = ranks[index] as number;
    if ((left < 0 || (ranks[left] as number) < here) && (right === undefined || here < (ranks[right] as number))) stands.mark(index);
  }
  return new Set(present.filter((_id, index) => stands.has(index)));
}
