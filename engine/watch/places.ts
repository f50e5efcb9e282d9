import { NONE } from '../world/entity-table.ts';
import type { LiveWorld } from '../editing/live-world.ts';

const NO_ROWS: readonly number[] = [];
/** So few siblings are looked through one by one. */
const FEW = 32;

/** Children of an entity in their order, or of the top (NONE). */
export function childrenOf(world: LiveWorld, parent: number): readonly number[] {
  return parent === NONE ? world.entities.roots : (world.entities.children.get(parent) ?? NO_ROWS);
}

/**
 * Finds where entities stand among their siblings: by halving where they stand in their usual order, else from a list made once for each
 * state of the hierarchy.
 */
export class Places {
  private places = new Int32Array(0);
  private readonly listed = new Set<number>();
  private structure = -1;

  /** Place of an entity among its siblings, counted from 0. */
  of(world: LiveWorld, row: number): number {
    const { entities } = world;
    const parent = entities.parent[row] as number;
    const siblings = childrenOf(world, parent);
    if (siblings.length <= FEW) return siblings.indexOf(row);
    if (!entities.arranged.has(parent)) {
      const at = this.halve(world, siblings, row);
      if (siblings[at] === row) return at;
    }
    return this.lookUp(world, parent, siblings, row);
  }

  private halve(world: LiveWorld, siblings: readonly number[], row: number): number {
    const { orderOffset, created } = world.entities;
    const offset = orderOffset[row] as number;
    const order = created[row] as number;
    let low = 0;
    let high = siblings.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = siblings[middle] as number;
      const difference = (orderOffset[other] as number) - offset || (created[other] as number) - order;
      if (difference < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private lookUp(world: LiveWorld, parent: number, siblings: readonly number[], row: number): number {
    if (this.structure !== world.structure) {
      this.structure = world.structure;
      this.listed.clear();
    }
    if (!this.listed.has(parent)) {
      this.listed.add(parent);
      if (this.places.length < world.entities.parent.length) {
        const more = new Int32Array(world.entities.parent.length);
        more.set(this.places);
        this.places = more;
      }
      for (let i = 0; i < siblings.length; i++) this.places[siblings[i] as number] = i;
    }
    return this.places[row] as number;
  }
}
