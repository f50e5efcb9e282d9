import { NONE } from '../world/entity-table.ts';
import type { LiveWorld } from '../editing/live-world.ts';

/** Entities with a Transform, parents before children, by row; the rows of what they are drawn from, NONE where they have none. */
export interface Placed {
  readonly rows: Uint32Array;
  /** Place in this list of the nearest ancestor with a Transform. */
  readonly parents: Int32Array;
  readonly clients: Int32Array;
  readonly colors: Int32Array;
  /** How many more there are than the limit allows. */
  readonly more: number;
}

/** Different limits whose lists are kept; pages of ours ask for one or two. */
const MOST_LIMITS = 4;

/** All with a Transform below `root` and itself, or of the whole world where it is NONE; at most `limit`. */
export function listPlaced(world: LiveWorld, root: number, limit: number): Placed {
  const transforms = world.storeOf('Transform');
  const { parent } = world.entities;
  const rows: number[] = [];
  const parents: number[] = [];
  const places = new Map<number, number>();
  const candidates = root === NONE ? transforms.rows() : world.entities.subtree(root).filter((row) => transforms.has(row));
  const inside = root === NONE ? undefined : new Set(candidates);
  /** The nearest ancestor with a Transform that belongs to the list. */
  const above = (row: number): number => {
    for (let at = parent[row] as number; at !== NONE; at = parent[at] as number) if (inside === undefined ? transforms.has(at) : inside.has(at)) return at;
    return NONE;
  };
  for (const row of candidates) {
    if (rows.length >= limit) break;
    if (places.has(row)) continue;
    const chain = [row];
    let top = above(row);
    for (; top !== NONE && !places.has(top); top = above(top)) chain.push(top);
    let last = top === NONE ? NONE : (places.get(top) as number);
    for (const next of chain.reverse()) {
      if (rows.length >= limit) break;
      places.set(next, rows.length);
      parents.push(last);
      last = rows.push(next) - 1;
    }
  }
  return {
    rows: Uint32Array.from(rows),
    parents: Int32Array.from(parents),
    clients: Int32Array.from(rows, (row) => rowOfFirst(world, row, 'WebsocketClient')),
    colors: Int32Array.from(rows, (row) => rowOfFirst(world, row, 'ColorValue')),
    more: candidates.length - rows.length,
  };
}

/** The lists of a whole world, made once for each state of its hierarchy and each limit, however many look. */
export class PlacedLists {
  private readonly lists = new Map<number, Placed>();
  private structure = -1;

  /** As `listPlaced` of the whole world. */
  of(world: LiveWorld, limit: number): Placed {
    if (this.structure !== world.structure) {
      this.structure = world.structure;
      this.lists.clear();
    }
    let list = this.lists.get(limit);
    if (list === undefined) {
      if (this.lists.size >= MOST_LIMITS) this.lists.clear();
      this.lists.set(limit, (list = listPlaced(world, NONE, limit)));
    }
    return list;
  }
}

function rowOfFirst(world: LiveWorld, row: number, component: string): number {
  for (const held of world.entities.held(row)) if (held.component.name === component) return held.row;
  return NONE;
}
