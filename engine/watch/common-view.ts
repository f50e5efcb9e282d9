import type { CommonDetail, CommonValue } from '../door.ts';
import type { Json } from '../schema/field.ts';
import type { Column } from '../world/column.ts';
import { sameJson } from '../same-json.ts';
import { drivenOf } from '../world/driving.ts';
import { NONE } from '../world/entity-table.ts';
import type { Held } from '../world/holding.ts';
import type { LiveWorld } from '../editing/live-world.ts';

/** Entities that one view may take together. */
const MOST = 10_000;
/** Entities whose parts may be listed, and values that may be compared, in a second. */
const LISTED_PER_SECOND = 200_000,
  COMPARED_PER_SECOND = 2_000_000;
/** So few entities are looked at whenever anything asks for it. */
const FEW = 500;

/** A field that all have in common, and what is known of it. */
interface Shared {
  readonly name: string;
  readonly column: Column;
  /** Rows of the components, in the order of the entities. */
  readonly rows: readonly number[];
  /** One whose value was another than the first one's; looked at first the next time. */
  witness: number;
  told: CommonValue;
}
const MIXED: CommonValue = { mixed: true };

/** What several entities have in common, and what of it is the same in all. */
export class CommonView {
  private readonly ids: ReadonlySet<string>;
  private structure = -1;
  private listedAt = -Infinity;
  private comparedAt = -Infinity;
  private entities: readonly number[] = [];
  private shared: readonly { readonly key: string; readonly fields: readonly Shared[] }[] = [];
  private basics: Omit<CommonDetail, 'count' | 'components' | 'driven'> | undefined;
  private driven: readonly string[] = [];
  private told = '';

  constructor(ids: readonly string[]) {
    this.ids = new Set(ids.slice(0, MOST));
  }

  /** Whether an edit touched one of them. */
  isTouched(touched: ReadonlySet<string>): boolean {
    for (const id of touched) if (this.ids.has(id)) return true;
    return false;
  }

  /** All of it, where any of it has changed. */
  look(world: LiveWorld, whole: boolean, edited: ReadonlySet<string> = world.touched): CommonDetail | undefined {
    const touched = this.isTouched(edited);
    const now = Math.max(world.real, (world.tick / world.tickRate) * 1000);
    const isShort = this.ids.size <= FEW;
    let changed = false;
    if (this.structure !== world.structure && (whole || isShort || touched || now - this.listedAt >= (this.ids.size / LISTED_PER_SECOND) * 1000)) {
      this.listedAt = now;
      changed = this.list(world);
    } else if (touched) changed = this.findDriven(world);
    const values = this.shared.reduce((sum, { fields }) => sum + fields.length, 0) * this.entities.length;
    if (changed || whole || touched || now - this.comparedAt >= (values / COMPARED_PER_SECOND) * 1000) {
      this.comparedAt = now;
      for (const { fields } of this.shared) for (const field of fields) changed = compare(field) || changed;
    }
    return changed ? this.detail() : undefined;
  }

  private detail(): CommonDetail {
    return {
      count: this.entities.length,
      ...(this.basics as NonNullable<CommonView['basics']>),
      components: Object.fromEntries(this.shared.map(({ key, fields }) => [key, Object.fromEntries(fields.map(({ name, told }) => [name, told]))])),
      driven: this.driven,
    };
  }

  /** Which of the entities there are, what they hold, and what they are. Returns whether any of that has changed. */
  private list(world: LiveWorld): boolean {
    this.structure = world.structure;
    this.entities = Array.from(this.ids, (id) => world.entities.rowOf(id)).filter((row) => row !== undefined);
    this.basics = basicsOf(world, this.entities);
    this.findDriven(world);
    this.share(world);
    const text = JSON.stringify([this.entities.length, this.basics, this.driven, this.shared.map(({ key }) => key)]);
    if (text === this.told) return false;
    this.told = text;
    return true;
  }

  private share(world: LiveWorld): void {
    const [first, ...others] = this.entities;
    const common = new Map<string, { readonly held: Held; readonly rows: number[] }>();
    for (const held of first === undefined ? [] : world.entities.held(first)) common.set(held.key, { held, rows: [held.row] });
    let seen = 1;
    for (const entity of others) {
      for (const held of world.entities.held(entity)) common.get(held.key)?.rows.push(held.row);
      seen++;
      for (const [key, { rows }] of common) if (rows.length < seen) common.delete(key);
      if (common.size === 0) break;
    }
    const before = new Map(this.shared.map(({ key, fields }) => [key, fields]));
    this.shared = Array.from(common, ([key, { held, rows }]) => {
      const store = world.storeOf(held.component.name);
      const fields = held.component.fieldList.map(({ name }, at) => ({
        name,
        column: store.columnOf(name),
        rows,
        witness: 0,
        told: before.get(key)?.[at]?.told ?? MIXED,
      }));
      return { key, fields };
    });
  }

  /** Returns whether anything else is driven than before. */
  private findDriven(world: LiveWorld): boolean {
    const driven = new Set<string>();
    for (const entity of this.entities) {
      for (const field of Object.keys(drivenOf(world, entity))) driven.add(field);
    }
    const changed = driven.size !== this.driven.length || this.driven.some((field) => !driven.has(field));
    if (changed) this.driven = [...driven];
    return changed;
  }
}

/** Looks at one field in all. Returns whether anything is to be told. */
function compare(field: Shared): boolean {
  const { column, rows, told } = field;
  const first = rows[0] as number;
  if (isMixed(field)) {
    if ('mixed' in told) return false;
    field.told = MIXED;
    return true;
  }
  const value = column.get(first);
  if (!('mixed' in told) && sameJson(value, told.value)) return false;
  field.told = { value };
  return true;
}

function isMixed(field: Shared): boolean {
  const { column, rows } = field;
  const first = rows[0] as number;
  const differs = differing(column, first);
  if (field.witness < rows.length && differs(rows[field.witness] as number)) return true;
  for (let at = 1; at < rows.length; at++) {
    if (!differs(rows[at] as number)) continue;
    field.witness = at;
    return true;
  }
  return false;
}

/** Whether another row of a column holds another value than a first one. Numbers that JSON does not know count as alike. */
function differing(column: Column, first: number): (row: number) => boolean {
  const { data, width, field } = column;
  if (field.storage === 'object') {
    const values = data as Json[];
    const value = values[first] ?? null;
    return (row) => !sameJson(values[row] ?? null, value);
  }
  const numbers = data as Float64Array;
  return (row) => {
    for (let i = 0; i < width; i++) {
      const a = numbers[first * width + i] as number;
      const b = numbers[row * width + i] as number;
      if (a !== b && (Number.isFinite(a) || Number.isFinite(b))) return true;
    }
    return false;
  };
}

function basicsOf(world: LiveWorld, rows: readonly number[]): Omit<CommonDetail, 'count' | 'components' | 'driven'> {
  const { entities } = world;
  const common = <T extends Json>(valueOf: (row: number) => T, none: T): CommonValue => {
    const value = rows[0] === undefined ? none : valueOf(rows[0]);
    return rows.every((row) => valueOf(row) === value) ? { value } : MIXED;
  };
  return {
    name: common((row) => entities.name.get(row), ''),
    parent: common<string | null>((row) => {
      const parent = entities.parent[row] as number;
      return parent === NONE ? null : entities.id.get(parent);
    }, null),
    tag: common((row) => entities.tag.get(row), ''),
    active: common((row) => entities.active[row] === 1, true),
    persistent: common((row) => entities.persistent[row] === 1, true),
    orderOffset: common((row) => entities.orderOffset[row] as number, 0),
  };
}
