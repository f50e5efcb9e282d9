import { NONE } from '../../world/entity-table.ts';
import type { World } from '../../world/world.ts';
import { A_UNIT } from './slots.ts';

/** Siblings that are looked through for a unit of fuel. */
const SIBLINGS = 128;

/**
 * Numbers entities by their places in the hierarchy: parents before children, siblings in their order. It looks at them and at what lies above, at each
 * once, so that it takes no more than there are entities, and at their siblings only where those may stand otherwise than by order offset and creation.
 * @param spend takes fuel for it, before it is done
 */
export function hierarchyOrder({ entities }: World, rows: Iterable<number>, spend: (units: number) => void): ReadonlyMap<number, number> {
  const below = new Map<number, number[]>();
  const seen = new Set<number>();
  let steps = 0;
  for (const row of rows)
    for (let at = row; at !== NONE && !seen.has(at); at = entities.parent[at] as number) {
      if (++steps % A_UNIT === 0) spend(1);
      seen.add(at);
      const parent = entities.parent[at] as number,
        others = below.get(parent);
      if (others === undefined) below.set(parent, [at]);
      else others.push(at);
    }
  const order = new Map<number, number>();
  const open = [NONE];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at !== NONE) order.set(at, order.size);
    const children = below.get(at);
    if (children === undefined) continue;
    // The last on top, so that the first is next.
    for (const child of inOrder(entities, at, children, spend).reverse()) open.push(child);
  }
  return order;
}

function inOrder(
  { orderOffset, created, arranged, roots, children }: World['entities'],
  parent: number,
  some: readonly number[],
  spend: (units: number) => void,
): number[] {
  if (some.length < 2) return [...some];
  const siblings = parent === NONE ? roots : (children.get(parent) ?? []);
  // By how many there are, whether they are looked through or not: that they were arranged once a world that is restored does not know.
  spend(Math.ceil(siblings.length / SIBLINGS));
  if (!arranged.has(parent))
    return some.toSorted((a, b) => (orderOffset[a] as number) - (orderOffset[b] as number) || (created[a] as number) - (created[b] as number));
  const wanted = new Set(some);
  return siblings.filter((each) => wanted.has(each));
}
