import type { RowsView, TableGroup, TableRow, View } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { sameJson } from '../same-json.ts';
import { byCreationInParts } from '../world/find.ts';
import { allOf, type InParts } from '../world/in-parts.ts';
import { parseQuery } from '../world/query.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { Finding, LOOKED_AT_PER_SECOND } from './finding.ts';
import type { ListedRow, RowsSource } from './rows-source.ts';
import { SortedRows } from './sorted-rows.ts';
import { columnNamed, type TableColumn } from './table-columns.ts';
import { componentsOf, entitiesOf, type TableThings } from './table-things.ts';
import type { Look } from './watch.ts';

type TableWhat = Extract<View, { kind: 'table' }>;
/** A window of rows, and how many there are in all. */
export interface TableWindow {
  readonly total: number;
  readonly offset: number;
  readonly rows: readonly TableRow[];
  readonly groups?: readonly TableGroup[];
}

const MOST_ROWS = 1_000;
/** So few rows are listed and sorted whenever anything asks for it. */
const FEW = 2_000;
/** Groups that are told; what comes behind them is in none. */
const MOST_GROUPS = 500;

/** All components of one type or all entities, or those that a query finds, in order of creation or sorted by a column, and by another in groups. */
export class TableView implements RowsSource {
  private readonly what: TableWhat;
  private readonly things: TableThings;
  private readonly component: Component | undefined;
  private readonly columns: readonly TableColumn[];
  private readonly finding: Finding | undefined;
  private readonly sorted: SortedRows | undefined;
  private readonly group: TableColumn | undefined;
  private offset: number;
  private limit: number;
  /** Rows in order of creation, and when each was created, by which a row that was given to another is known. */
  private listed: readonly number[] = [];
  private created: readonly number[] = [];
  private structure = -1;
  private behind = true;
  private worked = -Infinity;
  /** Work that was left off; and whether the rows have been listed once. */
  private going: InParts<void> | undefined;
  private isListed = false;
  private told: TableWindow | undefined;

  /** Throws WW_UNKNOWN_COMPONENT, WW_UNKNOWN_FIELD, WW_BAD_QUERY. */
  constructor(world: LiveWorld, what: TableWhat) {
    const component = what.component === undefined ? undefined : typeNamed(world, what.component);
    const things = component === undefined ? entitiesOf(world) : componentsOf(world.storeOf(component.name));
    const named = (name: string): TableColumn => columnNamed(world, things, component, name);
    this.what = what;
    this.things = things;
    this.component = component;
    this.columns = what.columns.map(named);
    this.offset = what.offset;
    this.limit = clampedLimit(what.limit);
    if (what.query !== undefined && what.query.trim() !== '') {
      const query = parseQuery(what.query, world.registry.components);
      this.finding = component === undefined ? new Finding(query) : new Finding(query, component);
    }
    this.group = what.group === undefined ? undefined : named(what.group);
    const sort = what.sort === undefined ? undefined : { column: named(what.sort.by), descending: what.sort.descending === true };
    const first = this.group === undefined ? sort : { column: this.group, descending: false };
    if (first !== undefined) this.sorted = new SortedRows(things, first, this.group === undefined ? undefined : sort);
  }

  scroll(offset: number, limit: number): void {
    this.offset = offset;
    this.limit = clampedLimit(limit);
  }

  get isBusy(): boolean {
    return this.going !== undefined;
  }

  /** The window as it is now; undefined where it is as it was told, or is not known yet. */
  look(world: LiveWorld, look: Look): TableWindow | undefined {
    if (!this.refresh(world, look)) return undefined;
    const offset = Math.max(0, Math.min(this.offset, this.total - 1));
    const { told } = this;
    const groups = this.groups();
    let isSame = told !== undefined && told.total === this.total && told.offset === offset && sameGroups(told.groups, groups);
    const rows = this.rows.slice(offset, offset + this.limit).map((row, at) => {
      const entity = world.entities.id.get(this.things.entityOf(row));
      const component = this.things.keyOf(row);
      const values = this.columns.map((column) => column.cell(row));
      const old = told?.rows[at];
      if (old !== undefined && old.entity === entity && old.component === component && sameValues(values, old.values)) return old;
      isSame = false;
      return { entity, component, values };
    });
    if (isSame && told?.rows.length === rows.length) return undefined;
    this.told = { total: this.total, offset, rows, ...(groups === undefined ? {} : { groups }) };
    return this.told;
  }

  private groups(): TableGroup[] | undefined {
    const { group, sorted } = this;
    if (group === undefined || sorted === undefined) return undefined;
    return Array.from(sorted.groups(MOST_GROUPS), ({ row, count }) => ({ value: group.cell(row), count }));
  }

  *settling(world: LiveWorld): InParts<void> {
    if (this.finding?.isFilled === false) yield* this.finding.fill(world);
    // Somebody looks at it as well, and their look goes on with it.
    if (this.isListed && this.going !== undefined) return;
    this.note(world, this.finding?.shed(world) ?? false);
    if (!this.isListed || this.isDue(world)) yield* this.working(world);
  }

  get total(): number {
    return this.listed.length;
  }

  shows(what: RowsView): boolean {
    return (
      what.kind === 'table' &&
      what.component === this.what.component &&
      (what.query ?? '') === (this.what.query ?? '') &&
      what.group === this.what.group &&
      what.sort?.by === this.what.sort?.by &&
      (what.sort?.descending ?? false) === (this.what.sort?.descending ?? false)
    );
  }

  entityAt(_world: LiveWorld, index: number): number {
    return this.things.entityOf(this.rows[index] as number);
  }

  listedAt(world: LiveWorld, index: number): ListedRow {
    return {
      entity: world.entities.id.get(this.entityAt(world, index)),
      ...(this.component === undefined ? {} : { component: this.things.keyOf(this.rows[index] as number) }),
    };
  }

  indexOf(world: LiveWorld, entity: number, component: string | undefined): number {
    if (this.component === undefined) return this.rows.indexOf(entity);
    const held = world.entities.held(entity).find((each) => (component === undefined ? each.component === this.component : each.key === component));
    return held === undefined || held.component !== this.component ? -1 : this.rows.indexOf(held.row);
  }

  private get rows(): readonly number[] {
    return this.sorted?.rows ?? this.listed;
  }

  /** Brings the rows and their order up to date, as long as there is patience. Long lists are worked over less often, and only lose what is gone in between. */
  private refresh(world: LiveWorld, { whole, touched, patience }: Look): boolean {
    const { finding } = this;
    if (whole) {
      this.going = undefined;
      this.note(world, finding?.look(world, true) ?? false);
      allOf(this.working(world));
      return true;
    }
    if (finding?.isFilled === false) {
      finding.touch(touched);
      this.going ??= finding.fill(world);
      if (patience.goOn(this.going) === undefined) return false;
      this.going = undefined;
    }
    this.note(world, finding?.look(world, false, touched) ?? false);
    if (this.going === undefined && this.isDue(world)) this.going = this.working(world);
    if (this.going !== undefined && patience.goOn(this.going) !== undefined) this.going = undefined;
    return this.isListed;
  }

  /** Whether the world has other rows than were listed. What is gone goes at once. */
  private note(world: LiveWorld, found: boolean): void {
    const restructured = this.structure !== world.structure;
    this.structure = world.structure;
    if (restructured || found) this.behind = true;
    if (restructured && this.isListed) this.dropGone();
  }

  private isDue(world: LiveWorld): boolean {
    const rested = clockOf(world) - this.worked >= (this.total / LOOKED_AT_PER_SECOND) * 1000;
    return (rested || this.total <= FEW) && (this.behind || this.sorted?.changes === true);
  }

  private *working(world: LiveWorld): InParts<void> {
    if (this.behind) {
      this.behind = false;
      yield* this.listing();
    } else if (this.sorted?.changes === true) yield* this.sorted.refreshing();
    this.isListed = true;
    this.worked = clockOf(world);
  }

  private *listing(): InParts<void> {
    const { finding, things } = this;
    const all = Array.from(things.all()).filter((row) => finding === undefined || finding.has(things.entityOf(row)));
    yield;
    const rows = yield* byCreationInParts(all, things.created);
    const isSame = rows.length === this.listed.length && rows.every((row, at) => row === this.listed[at] && things.created[row] === this.created[at]);
    if (isSame) {
      if (this.sorted !== undefined) yield* this.sorted.refreshing();
      return;
    }
    const created = rows.map((row) => things.created[row] as number);
    if (this.sorted !== undefined) yield* this.sorted.taking(rows);
    this.listed = rows;
    this.created = created;
    this.dropGone();
  }

  private dropGone(): void {
    const { things, created } = this;
    const kept = this.listed.filter((row, at) => things.has(row) && things.created[row] === created[at]);
    if (kept.length === this.listed.length) return;
    this.listed = kept;
    this.created = kept.map((row) => things.created[row] as number);
    this.sorted?.dropGone();
  }
}

function clockOf(world: LiveWorld): number {
  return Math.max(world.real, (world.tick / world.tickRate) * 1000);
}

function sameValues(a: readonly Json[], b: readonly Json[]): boolean {
  return a.every((value, at) => sameJson(value, b[at] ?? null));
}

function clampedLimit(limit: number): number {
  return Math.min(Math.max(limit, 0), MOST_ROWS);
}

function typeNamed(world: LiveWorld, name: string): Component {
  const component = world.registry.components.get(name);
  if (component !== undefined) return component;
  const names = [...world.registry.components.keys()].join(', ');
  const message = `no component type is named ${name}: expected one of ${names}`;
  throw new WorldwireError('WW_UNKNOWN_COMPONENT', message, [{ path: 'component', expected: `one of ${names}`, message }]);
}

function sameGroups(a: readonly TableGroup[] | undefined, b: readonly TableGroup[] | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every(({ value, count }, at) => count === b[at]?.count && sameJson(value, b[at].value));
}
