import { NONE } from '../world/entity-table.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { childrenOf, type Places } from './places.ts';

/** A row of the hierarchy as it is unfolded. */
export interface Seen {
  readonly row: number;
  readonly depth: number;
  /** Its place among its siblings, and how many they are. */
  readonly at: number;
  readonly of: number;
}
interface Frame {
  readonly parent: number;
  readonly depth: number;
  readonly unfolded: readonly { readonly row: number; readonly at: number }[];
  next: number;
  from: number;
}

/**
 * The unfolded rows of a hierarchy, as stretches of siblings that stand one below the other. There are at most twice as many stretches as
 * entities unfolded, however many rows that makes, so that any row is found by halving.
 */
export class Outline {
  readonly total: number;
  private readonly starts: number[] = [];
  private readonly parents: number[] = [];
  private readonly froms: number[] = [];
  private readonly depths: number[] = [];
  /** Stretches by parent, in their order. */
  private readonly byParent = new Map<number, number[]>();
  private readonly places: Places;

  /** @param root what the inside is shown of; NONE for the whole world */
  constructor(world: LiveWorld, root: number, expanded: Iterable<string>, places: Places) {
    this.places = places;
    const unfolded = unfoldedByParent(world, expanded, places);
    const frameOf = (parent: number, depth: number): Frame => ({ parent, depth, unfolded: unfolded.get(parent) ?? [], next: 0, from: 0 });
    const frames = [frameOf(root, 0)];
    let total = 0;
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const open = frame.unfolded[frame.next];
      const to = open === undefined ? childrenOf(world, frame.parent).length : open.at + 1;
      if (to > frame.from) {
        const list = this.byParent.get(frame.parent);
        if (list === undefined) this.byParent.set(frame.parent, [this.starts.length]);
        else list.push(this.starts.length);
        this.starts.push(total);
        this.parents.push(frame.parent);
        this.froms.push(frame.from);
        this.depths.push(frame.depth);
        total += to - frame.from;
      }
      frame.from = to;
      if (open === undefined) frames.pop();
      else {
        frame.next++;
        frames.push(frameOf(open.row, frame.depth + 1));
      }
    }
    this.total = total;
  }

  /** The rows from one place on. */
  window(world: LiveWorld, offset: number, limit: number): Seen[] {
    const out: Seen[] = [];
    const end = Math.min(offset + limit, this.total);
    for (let stretch = this.stretchAt(offset), index = offset; index < end; stretch++) {
      const siblings = childrenOf(world, this.parents[stretch] as number);
      const start = this.starts[stretch] as number;
      const from = this.froms[stretch] as number;
      const depth = this.depths[stretch] as number;
      const stop = Math.min(this.starts[stretch + 1] ?? this.total, end);
      for (; index < stop; index++) {
        const at = from + index - start;
        out.push({ row: siblings[at] as number, depth, at, of: siblings.length });
      }
    }
    return out;
  }

  /** The entity at an index. */
  rowAt(world: LiveWorld, index: number): number {
    const stretch = this.stretchAt(index);
    return childrenOf(world, this.parents[stretch] as number)[(this.froms[stretch] as number) + index - (this.starts[stretch] as number)] as number;
  }

  /** Where an entity stands; -1 where an ancestor is folded, or it is not within what is shown. */
  indexOf(world: LiveWorld, row: number): number {
    const stretches = this.byParent.get(world.entities.parent[row] as number);
    if (stretches === undefined) return -1;
    const at = this.places.of(world, row);
    const place = lastAtMost(stretches.length, (i) => this.froms[stretches[i] as number] as number, at);
    const stretch = stretches[place] as number;
    return (this.starts[stretch] as number) + at - (this.froms[stretch] as number);
  }

  private stretchAt(index: number): number {
    return lastAtMost(this.starts.length, (i) => this.starts[i] as number, index);
  }
}

/** The last of ascending numbers that is not above a value. */
function lastAtMost(length: number, numberAt: (index: number) => number, value: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (numberAt(middle) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function unfoldedByParent(world: LiveWorld, expanded: Iterable<string>, places: Places): ReadonlyMap<number, { readonly row: number; readonly at: number }[]> {
  const { entities } = world;
  const byParent = new Map<number, { readonly row: number; readonly at: number }[]>();
  for (const id of expanded) {
    const row = entities.rowOf(id);
    if (row === undefined || childrenOf(world, row).length === 0) continue;
    const parent = entities.parent[row] as number;
    const entry = { row, at: places.of(world, row) };
    const list = byParent.get(parent);
    if (list === undefined) byParent.set(parent, [entry]);
    else list.push(entry);
  }
  for (const list of byParent.values()) list.sort((a, b) => a.at - b.at);
  return byParent;
}

/** The row of a root as a view names it: the top where it names none, or one that is no more. */
export function rootRow(world: LiveWorld, root: string | null | undefined): number {
  return root === null || root === undefined ? NONE : (world.entities.rowOf(root) ?? NONE);
}
