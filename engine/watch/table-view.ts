import type { RowsView, TableRow, View } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { same } from '../world/describe.ts';
import { byCreation } from '../world/find.ts';
import { parseQuery } from '../world/query.ts';
import type { Store } from '../world/store.ts';
import type { World } from '../world/world.ts';
import { Finding, LOOKED_AT_PER_SECOND } from './finding.ts';
import type { ListedRow, RowsSource } from './rows-source.ts';
import { SortedRows } from './sorted-rows.ts';
import { columnNamed, type TableColumn } from './table-columns.ts';

type TableWhat = Extract<View, { kind: 'table' }>;
/** A window of rows, and how many there are in all. */
export interface TableWindow {
  readonly total: number;
  readonly offset: number;
  readonly rows: readonly TableRow[];
}

const MOST_ROWS = 1_000;
/** So few rows are listed and sorted whenever anything asks for it. */
const FEW = 2_000;

/** All components of one type, or those whose entities a query finds, in order of creation or sorted by a column. */
export class TableView implements RowsSource {
  private readonly what: TableWhat;
  private readonly store: Store;
  private readonly columns: readonly TableColumn[];
  private readonly finding: Finding | undefined;
  private readonly sorting: { readonly column: TableColumn; readonly sorted: SortedRows } | undefined;
  private offset: number;
  private limit: number;
  /** Rows in order of creation, and when each was created, by which a row that was given to another is known. */
  private listed: readonly number[] = [];
  private created: readonly number[] = [];
  private structure = -1;
  private behind = true;
  private worked = -Infinity;
  private told: TableWindow | undefined;

  /** Throws WW_UNKNOWN_COMPONENT, WW_UNKNOWN_FIELD, WW_BAD_QUERY. */
  constructor(world: World, what: TableWhat) {
    const component = typeNamed(world, what.component);
    this.what = what;
    this.store = world.storeOf(component.name);
    this.columns = what.columns.map((name) => columnNamed(world, component, name));
    this.offset = what.offset;
    this.limit = clampedLimit(what.limit);
    if (what.query !== undefined && what.query.trim() !== '') this.finding = new Finding(parseQuery(what.query, world.registry.components), component);
    if (what.sort !== undefined) {
      const column = columnNamed(world, component, what.sort.by);
      this.sorting = { column, sorted: new SortedRows(column, what.sort.descending === true) };
    }
  }

  scroll(offset: number, limit: number): void {
    this.offset = offset;
    this.limit = clampedLimit(limit);
  }

  /** The window as it is now; undefined where it is as it was told. */
  look(world: World, whole: boolean): TableWindow | undefined {
    this.refresh(world, whole);
    const offset = Math.max(0, Math.min(this.offset, this.total - 1));
    const { told } = this;
    let isSame = told !== undefined && told.total === this.total && told.offset === offset;
    const rows = this.rows.slice(offset, offset + this.limit).map((row, at) => {
      const entity = world.entities.id[this.store.owner[row] as number] as string;
      const component = this.store.keyOf(row);
      const values = this.columns.map((column) => column.cell(row));
      const old = told?.rows[at];
      if (old !== undefined && old.entity === entity && old.component === component && sameValues(values, old.values)) return old;
      isSame = false;
      return { entity, component, values };
    });
    if (isSame && told?.rows.length === rows.length) return undefined;
    this.told = { total: this.total, offset, rows };
    return this.told;
  }

  settle(world: World): void {
    this.refresh(world, false);
  }

  get total(): number {
    return this.listed.length;
  }

  shows(what: RowsView): boolean {
    return (
      what.kind === 'table' &&
      what.component === this.what.component &&
      (what.query ?? '') === (this.what.query ?? '') &&
      what.sort?.by === this.what.sort?.by &&
      (what.sort?.descending ?? false) === (this.what.sort?.descending ?? false)
    );
  }

  entityAt(_world: World, index: number): number {
    return this.store.owner[this.rows[index] as number] as number;
  }

  listedAt(world: World, index: number): ListedRow {
    return { entity: world.entities.id[this.entityAt(world, index)] as string, component: this.store.keyOf(this.rows[index] as number) };
  }

  indexOf(world: World, entity: number, component: string | undefined): number {
    const held = world.entities.held(entity).find((each) => (component === undefined ? each.component === this.store.component : each.key === component));
    return held === undefined || held.component !== this.store.component ? -1 : this.rows.indexOf(held.row);
  }

  private get rows(): readonly number[] {
    return this.sorting?.sorted.rows ?? this.listed;
  }

  /** Brings the rows and their order up to date. Long lists are worked over less often, and only lose what is gone in between. */
  private refresh(world: World, whole: boolean): void {
    const found = this.finding?.look(world, whole) ?? false;
    const restructured = this.structure !== world.structure;
    this.structure = world.structure;
    if (restructured || found) this.behind = true;
    const now = Math.max(world.real, (world.tick / world.tickRate) * 1000);
    const rested = now - this.worked >= (this.total / LOOKED_AT_PER_SECOND) * 1000;
    if (whole || rested || this.total <= FEW) {
      if (this.behind) this.list();
      else if (this.sorting?.column.changes === true) this.sorting.sorted.refresh();
      this.behind = false;
      this.worked = now;
    } else if (restructured) this.dropGone();
  }

  private list(): void {
    const { finding, store } = this;
    const rows = finding === undefined ? [...store.unordered()] : store.unordered().filter((row) => finding.has(store.owner[row] as number));
    byCreation(rows, store.created);
    const isSame = rows.length === this.listed.length && rows.every((row, at) => row === this.listed[at] && store.created[row] === this.created[at]);
    if (isSame) this.sorting?.sorted.refresh();
    else this.set(rows);
  }

  private set(rows: readonly number[]): void {
    this.listed = rows;
    this.created = rows.map((row) => this.store.created[row] as number);
    this.sorting?.sorted.take(rows);
  }

  private dropGone(): void {
    const { store, created } = this;
    const kept = this.listed.filter((row, at) => store.has(row) && store.created[row] === created[at]);
    if (kept.length < this.listed.length) this.set(kept);
  }
}

function sameValues(a: readonly Json[], b: readonly Json[]): boolean {
  return a.every((value, at) => same(value, b[at] ?? null));
}

function clampedLimit(limit: number): number {
  return Math.min(Math.max(limit, 0), MOST_ROWS);
}

function typeNamed(world: World, name: string): Component {
  const component = world.registry.components.get(name);
  if (component !== undefined) return component;
  const names = [...world.registry.components.keys()].join(', ');
  const message = `no component type is named ${name}: expected one of ${names}`;
  throw new WorldwireError('WW_UNKNOWN_COMPONENT', message, [{ path: 'component', expected: `one of ${names}`, message }]);
}
