import type { ConnectionState, TreeRow, View } from '../door.ts';
import { NONE } from '../world/entity-table.ts';
import { parseQuery, runQuery, type Query } from '../world/query.ts';
import type { World } from '../world/world.ts';

type TreeWhat = Extract<View, { kind: 'tree' }>;
/** A window of rows, counted from the first visible one, and how many there are in all. */
export interface TreeWindow {
  readonly total: number;
  readonly offset: number;
  readonly rows: readonly TreeRow[];
}
interface Visible {
  readonly row: number;
  readonly depth: number;
}

const MOST_ROWS = 500;
/** Rows that live queries of one view may look at, in a second of the world. */
const LOOKED_AT_PER_SECOND = 200_000;

/** What somebody sees of the hierarchy: a window of the unfolded rows, or of a query's results. */
export class TreeView {
  private readonly what: TreeWhat;
  private readonly query: Query | undefined;
  private readonly limit: number;
  private structure = -1;
  private foundAt = -Infinity;
  private found: readonly number[] = [];
  private visible: readonly Visible[] = [];
  private total = 0;
  private offset = 0;

  /** Throws WW_BAD_QUERY. */
  constructor(world: World, what: TreeWhat) {
    this.what = what;
    this.limit = Math.min(Math.max(what.limit, 0), MOST_ROWS);
    this.query = what.query === undefined || what.query.trim() === '' ? undefined : parseQuery(what.query, world.registry.components);
  }

  /** The window as it is now. */
  look(world: World): TreeWindow {
    if (this.query !== undefined) this.find(world, this.query);
    else if (this.structure !== world.structure) this.unfold(world);
    this.structure = world.structure;
    return { total: this.total, offset: this.offset, rows: this.visible.map(({ row, depth }) => this.rowOf(world, row, depth)) };
  }

  private find(world: World, query: Query): void {
    const looked = query.component === undefined ? world.entities.count : world.storeOf(query.component.name).count;
    const pause = Math.max(world.tickRate / 20, (looked / LOOKED_AT_PER_SECOND) * world.tickRate);
    if (this.structure === world.structure && world.tick - this.foundAt < pause && world.touched.size === 0) return;
    this.foundAt = world.tick;
    this.found = runQuery(world, query);
    this.total = this.found.length;
    this.offset = this.clamp(this.what.offset);
    this.visible = this.found.slice(this.offset, this.offset + this.limit).map((row) => ({ row, depth: 0 }));
  }

  private unfold(world: World): void {
    const { entities } = world;
    const root = this.what.root === null || this.what.root === undefined ? NONE : (entities.rowOf(this.what.root) ?? NONE);
    const byParent = new Map<number, number[]>();
    for (const id of this.what.expanded) {
      const row = entities.rowOf(id);
      if (row === undefined || (entities.children[row]?.length ?? 0) === 0) continue;
      const parent = entities.parent[row] as number;
      const list = byParent.get(parent);
      if (list === undefined) byParent.set(parent, [row]);
      else list.push(row);
    }
    const sizes = new Map<number, number>();
    const sizeOf = (parent: number): number => {
      let size = sizes.get(parent);
      if (size === undefined) {
        size = entities.siblings(parent).length;
        for (const row of byParent.get(parent) ?? []) size += sizeOf(row);
        sizes.set(parent, size);
      }
      return size;
    };
    this.total = sizeOf(root);
    this.offset = this.clamp(this.what.offset);
    const out: Visible[] = [];
    let skip = this.offset;
    const plain = (siblings: readonly number[], from: number, to: number, depth: number): void => {
      const length = to - from;
      if (skip >= length) {
        skip -= length;
        return;
      }
      for (let i = from + skip; i < to && out.length < this.limit; i++) out.push({ row: siblings[i] as number, depth });
      skip = 0;
    };
    const walk = (parent: number, depth: number): void => {
      const siblings = entities.siblings(parent);
      const open = (byParent.get(parent) ?? []).map((row) => ({ row, at: siblings.indexOf(row) })).sort((a, b) => a.at - b.at);
      let from = 0;
      for (const { row, at } of open) {
        if (out.length >= this.limit) return;
        plain(siblings, from, at + 1, depth);
        from = at + 1;
        const size = sizeOf(row);
        if (skip >= size) skip -= size;
        else walk(row, depth + 1);
      }
      if (out.length < this.limit) plain(siblings, from, siblings.length, depth);
    };
    walk(root, 0);
    this.visible = out;
  }

  private clamp(offset: number): number {
    return Math.max(0, Math.min(offset, this.total - 1));
  }

  private rowOf(world: World, row: number, depth: number): TreeRow {
    const { entities } = world;
    const id = entities.id[row] as string;
    const parent = entities.parent[row] as number;
    const held = entities.held(row);
    const client = held.find((each) => each.component.name === 'WebsocketClient');
    return {
      id,
      name: entities.name[row] as string,
      parent: parent === NONE ? null : (entities.id[parent] as string),
      depth,
      children: entities.children[row]?.length ?? 0,
      expanded: this.query === undefined && this.what.expanded.includes(id),
      active: entities.active[row] === 1,
      inactive: entities.inactive[row] === 1,
      persistent: entities.isSaved(row),
      tag: entities.tag[row] as string,
      components: held.map((each) => each.component.name),
      at: 0,
      of: 0,
      ...(client === undefined ? {} : { state: world.storeOf('WebsocketClient').get(client.row, 'State') as ConnectionState }),
    };
  }
}
