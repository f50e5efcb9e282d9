import type { ConnectionState, RowsView, TreeRow, View } from '../door.ts';
import { NONE } from '../world/entity-table.ts';
import { type InParts } from '../world/in-parts.ts';
import { parseQuery, type Query } from '../world/query.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { Finding } from './finding.ts';
import { linkOf } from './linked.ts';
import { Outline, rootRow, type Seen } from './outline.ts';
import type { Pool } from './pool.ts';
import type { ListedRow, RowsSource } from './rows-source.ts';
import type { Look } from './watch.ts';
import { sameJson } from '../same-json.ts';

type TreeWhat = Extract<View, { kind: 'tree' }>;
/** A window of rows, counted from the first visible one, and how many there are in all. */
export interface TreeWindow {
  readonly total: number;
  readonly offset: number;
  readonly rows: readonly TreeRow[];
}

const MOST_ROWS = 500;
const NO_STATE = -1;
const NOBODY: ReadonlySet<string> = new Set();

/** What somebody sees of the hierarchy: a window of the unfolded rows, or of a query's results. */
export class TreeView implements RowsSource {
  private readonly what: TreeWhat;
  private readonly expanded: ReadonlySet<string>;
  private readonly finding: Finding | undefined;
  private readonly pool: Pool;
  private offset: number;
  private limit: number;
  private moved = true;
  private going: InParts<void> | undefined;
  private outline: Outline | undefined;
  private structure = -1;
  private outlined = -1;
  private sums = -1;
  private seen: readonly Seen[] = [];
  /** Rows of the first WebsocketClients of those seen, and the states that were told of them. */
  private clients: readonly number[] = [];
  private states: readonly number[] = [];
  private told: TreeWindow | undefined;

  /** Throws WW_BAD_QUERY. */
  constructor(world: LiveWorld, what: TreeWhat, pool: Pool) {
    this.what = what;
    this.pool = pool;
    this.expanded = new Set(what.expanded);
    this.offset = what.offset;
    this.limit = Math.min(Math.max(what.limit, 0), MOST_ROWS);
    if (what.query !== undefined && what.query.trim() !== '') this.finding = new Finding(within(what.root, parseQuery(what.query, world.registry.components)));
  }

  scroll(offset: number, limit: number): void {
    this.offset = offset;
    this.limit = Math.min(Math.max(limit, 0), MOST_ROWS);
    this.moved = true;
  }

  get isBusy(): boolean {
    return this.going !== undefined;
  }

  /** The window as it is now; undefined where it is as it was told, or is not known yet. */
  look(world: LiveWorld, look: Look): TreeWindow | undefined {
    if (!this.fill(world, look)) return undefined;
    const { whole } = look;
    const changed = this.refresh(world, whole, look.touched) || this.structure !== world.structure || this.moved;
    this.structure = world.structure;
    this.moved = false;
    if (changed) this.see(world);
    const summed = this.sum(world, whole);
    if (!changed && !summed && !this.hasOtherStates(world)) return undefined;
    const offset = this.clamped;
    const before = new Map(this.told?.rows.map((row) => [row.id, row]));
    let same = this.told !== undefined && this.told.total === this.total && this.told.offset === offset && this.told.rows.length === this.seen.length;
    const rows = this.seen.map((seen, at) => {
      const row = this.rowOf(world, seen, this.clients[at] as number);
      const old = before.get(row.id);
      const kept = old !== undefined && sameRow(row, old) ? old : row;
      if (kept !== this.told?.rows[at]) same = false;
      return kept;
    });
    this.states = this.statesNow(world);
    if (same) return undefined;
    this.told = { total: this.total, offset, rows };
    return this.told;
  }

  *settling(world: LiveWorld): InParts<void> {
    if (this.finding?.isFilled === false) yield* this.finding.fill(world);
    if (this.finding?.shed(world) ?? this.refresh(world, false, NOBODY)) this.moved = true;
  }

  /** Looks at everything for the first time, as long as there is patience. Returns whether that is done. */
  private fill(world: LiveWorld, { whole, touched, patience }: Look): boolean {
    const { finding } = this;
    if (finding === undefined || finding.isFilled || whole) {
      // Somebody who asked may have been done with it before.
      this.going = undefined;
      return true;
    }
    finding.touch(touched);
    this.going ??= finding.fill(world);
    if (patience.goOn(this.going) === undefined) return false;
    this.going = undefined;
    return true;
  }

  get total(): number {
    return this.finding?.rows.length ?? this.outline?.total ?? 0;
  }

  shows(what: RowsView): boolean {
    return (
      what.kind === 'tree' &&
      (what.query ?? '') === (this.what.query ?? '') &&
      (what.root ?? null) === (this.what.root ?? null) &&
      (this.finding !== undefined || (what.expanded.length === this.expanded.size && what.expanded.every((id) => this.expanded.has(id))))
    );
  }

  entityAt(world: LiveWorld, index: number): number {
    return this.finding === undefined ? (this.outline as Outline).rowAt(world, index) : (this.finding.rows[index] as number);
  }

  listedAt(world: LiveWorld, index: number): ListedRow {
    const { entities } = world;
    const row = this.entityAt(world, index);
    const parent = entities.parent[row] as number;
    return { entity: entities.id.get(row), parent: parent === NONE ? null : entities.id.get(parent) };
  }

  indexOf(world: LiveWorld, entity: number): number {
    return this.finding === undefined ? (this.outline?.indexOf(world, entity) ?? -1) : this.finding.rows.indexOf(entity);
  }

  private get clamped(): number {
    return Math.max(0, Math.min(this.offset, this.total - 1));
  }

  /** Brings the order of the rows up to date. */
  private refresh(world: LiveWorld, whole: boolean, touched: ReadonlySet<string>): boolean {
    if (this.finding !== undefined) return this.finding.look(world, whole, touched);
    if (this.outline !== undefined && this.outlined === world.structure) return false;
    this.outlined = world.structure;
    this.outline = new Outline(world, rootRow(world, this.what.root), this.expanded, this.pool.places);
    return true;
  }

  private see(world: LiveWorld): void {
    const { entities } = world;
    const offset = this.clamped;
    this.seen =
      this.finding === undefined
        ? (this.outline?.window(world, offset, this.limit) ?? [])
        : this.finding.rows.slice(offset, offset + this.limit).map((row) => ({
            row,
            depth: 0,
            at: this.pool.places.of(world, row),
            of: entities.siblings(entities.parent[row] as number).length,
          }));
    this.clients = this.seen.map(({ row }) => entities.held(row).find((each) => each.component.name === 'WebsocketClient')?.row ?? NO_STATE);
  }

  /** Goes on counting what is below folded entities. Returns whether there are new sums. */
  private sum(world: LiveWorld, whole: boolean): boolean {
    if (this.finding !== undefined || !this.seen.some(({ row }) => this.isFolded(world, row))) return false;
    const { below } = this.pool;
    below.look(world, whole);
    const isNew = below.version !== this.sums;
    this.sums = below.version;
    return isNew;
  }

  private isFolded(world: LiveWorld, row: number): boolean {
    return (world.entities.children.get(row)?.length ?? 0) > 0 && !this.expanded.has(world.entities.id.get(row));
  }

  private statesNow(world: LiveWorld): number[] {
    const codes = world.stores.get('WebsocketClient')?.columnOf('State').reading as Uint8Array | undefined;
    return this.clients.map((row) => (row === NO_STATE ? NO_STATE : (codes?.[row] ?? NO_STATE)));
  }

  private hasOtherStates(world: LiveWorld): boolean {
    const codes = world.stores.get('WebsocketClient')?.columnOf('State').reading as Uint8Array | undefined;
    return this.clients.some((row, at) => row !== NO_STATE && codes?.[row] !== this.states[at]);
  }

  private rowOf(world: LiveWorld, { row, depth, at, of }: Seen, client: number): TreeRow {
    const { entities } = world;
    const id = entities.id.get(row);
    const parent = entities.parent[row] as number;
    const isResult = this.finding !== undefined;
    const below = !isResult && this.isFolded(world, row) ? this.pool.below.of(world, row) : undefined;
    return {
      id,
      name: entities.name.get(row),
      parent: parent === NONE ? null : entities.id.get(parent),
      depth,
      children: entities.children.get(row)?.length ?? 0,
      expanded: !isResult && this.expanded.has(id),
      active: entities.active[row] === 1,
      inactive: entities.inactive[row] === 1,
      persistent: entities.isSaved(row),
      tag: entities.tag.get(row),
      components: entities.held(row).map((each) => each.component.name),
      at,
      of,
      ...(client === NO_STATE ? {} : { state: world.storeOf('WebsocketClient').get(client, 'State') as ConnectionState }),
      ...(below === undefined ? {} : { below }),
      ...linkOf(world, row),
      ...(isResult
        ? {
            path: entities
              .pathOf(row)
              .slice(0, -1)
              .map((each) => ({ id: entities.id.get(each), name: entities.name.get(each) })),
          }
        : {}),
    };
  }
}

function sameRow(a: TreeRow, b: TreeRow): boolean {
  return (
    a.name === b.name &&
    a.depth === b.depth &&
    a.at === b.at &&
    a.of === b.of &&
    a.state === b.state &&
    a.children === b.children &&
    a.expanded === b.expanded &&
    a.active === b.active &&
    a.inactive === b.inactive &&
    a.persistent === b.persistent &&
    a.parent === b.parent &&
    a.tag === b.tag &&
    a.link === b.link &&
    a.overrides === b.overrides &&
    a.components.length === b.components.length &&
    a.components.every((name, at) => name === b.components[at]) &&
    sameJson(a.below, b.below) &&
    sameJson(a.path, b.path)
  );
}

/** A query among what is inside of a root. */
function within(root: string | null | undefined, query: Query): Query {
  if (root === null || root === undefined) return query;
  return {
    ...query,
    ancestral: true,
    matches: (world, row) => {
      if (!query.matches(world, row)) return false;
      const top = world.entities.rowOf(root);
      return top === undefined || (row !== top && world.entities.isWithin(row, top));
    },
  };
}
