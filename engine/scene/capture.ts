import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import type { ColumnData } from '../world/column.ts';
import type { EntityExtras } from '../world/entity-extras.ts';
import { NONE, type EntityTable } from '../world/entity-table.ts';
import type { Holding } from '../world/holding.ts';
import type { RowPages, Rows } from '../world/row-pages.ts';
import type { Store } from '../world/store.ts';
import { CopySpace } from './copy-space.ts';

/** What a capture reads of a world. */
export interface Capturable {
  readonly id: string;
  readonly name: string;
  readonly sceneTickRate: number;
  readonly entities: EntityTable;
  readonly stores: ReadonlyMap<string, Store>;
  /** Unknown keys of the scene file. */
  readonly extras?: { readonly [key: string]: Json } | undefined;
}

/** A copy of all that a scene file holds, by the world's rows. Nothing in it changes any more. */
export interface SceneCapture {
  readonly head: { readonly id?: string; readonly name: string; readonly tickRate: number; readonly extras: { readonly [key: string]: Json } };
  /** Rows of the entities to be written, in no particular order. */
  readonly rows: Uint32Array;
  readonly created: Float64Array;
  readonly id: Rows<string>;
  readonly name: Rows<string>;
  readonly tag: Rows<string>;
  readonly spawnedBy: Rows<string | null>;
  readonly parent: Int32Array;
  readonly active: Uint8Array;
  readonly persistent: Uint8Array;
  readonly orderOffset: Int32Array;
  readonly extras: Rows<EntityExtras | undefined>;
  /** What each entity holds; the lists themselves are never changed in place. */
  readonly components: Rows<Holding>;
  /** Columns of the saved fields, in the order of the component's fields. */
  readonly stores: ReadonlyMap<Component, readonly ColumnData[]>;
  /** Children in their order, by the parent's row, where that is not (orderOffset, creation). */
  readonly order: ReadonlyMap<number, readonly number[]>;
  /** For an item: the row of its root, which is written whatever its parents are. */
  readonly root: number | null;
}

/**
 * Copies what a scene file of the world holds, between two ticks. Values of object columns are shared, since those are never
 * changed in place. 100,000 entities take some milliseconds; the text is made later, in parts.
 * @param space memory to copy into; whoever gives it takes back what was taken once the capture is no longer read
 */
export function captureScene(world: Capturable, space = new CopySpace()): SceneCapture {
  const { end } = world.entities;
  return {
    ...take(
      world,
      world.entities.rowList(),
      (data, width = 1) => space.copy(data, end * width),
      (pages) => pages.copy(),
    ),
    head: { id: world.id, name: world.name, tickRate: world.sceneTickRate, extras: world.extras ?? {} },
    root: null,
  };
}

/** One entity with all that hangs below it. Nothing is copied: it is to be written before the world goes on. */
export function captureItem(world: Capturable, row: number): SceneCapture {
  return {
    ...take(
      world,
      Uint32Array.from(world.entities.subtree(row)),
      (data) => data,
      (pages) => pages,
    ),
    head: { name: world.entities.name.get(row), tickRate: world.sceneTickRate, extras: {} },
    root: row,
  };
}

/** The same as a copy, of which the world may go on. */
export function captureItemCopy(world: Capturable, row: number): SceneCapture {
  const { head, rows } = captureItem(world, row);
  return { ...captureScene(world), head, rows, root: row };
}

/** Gives a column of so many values a row, or a copy of it. */
type Copy = <D extends ColumnData>(data: D, width?: number) => D;
type CopyPages = <T>(pages: RowPages<T>) => Rows<T>;

function take(world: Capturable, rows: Uint32Array, copy: Copy, pages: CopyPages): Omit<SceneCapture, 'head' | 'root'> {
  const { entities } = world;
  const order = new Map<number, readonly number[]>();
  for (const parent of entities.arranged) {
    const children = parent === NONE ? entities.roots : entities.children.get(parent);
    if (children !== undefined && !isUsual(children, entities.orderOffset, entities.created)) order.set(parent, children.slice());
  }
  const stores = new Map<Component, readonly ColumnData[]>();
  for (const store of world.stores.values()) {
    if (store.count === 0) continue;
    stores.set(
      store.component,
      store.component.fieldList.filter((field) => field.options.saved !== false).map((field) => savedValues(store, field.name, copy)),
    );
  }
  return {
    rows,
    components: pages(entities.components),
    order,
    stores,
    created: copy(entities.created),
    id: pages(entities.id),
    name: pages(entities.name),
    tag: pages(entities.tag),
    spawnedBy: pages(entities.spawnedBy),
    parent: copy(entities.parent),
    active: copy(entities.active),
    persistent: copy(entities.persistent),
    orderOffset: copy(entities.orderOffset),
    extras: pages(entities.extras),
  };
}

/** Values of a field as a file has them: a driven one keeps what it began with, and not where its driver has brought it to. */
function savedValues(store: Store, field: string, copy: Copy): ColumnData {
  const { data, width } = store.columnOf(field);
  const starts = store.starts?.get(field);
  if (starts?.any !== true) return copy(data, width);
  const copied = copy(data, width);
  // Where nothing is copied, this has to be.
  const values = copied === data ? data.slice() : copied;
  starts.writeOver(values, store.unordered());
  return values;
}

/** Whether siblings stand by order offset, and by creation where that is the same. */
export function isUsual(siblings: readonly number[], orderOffset: Int32Array, created: Float64Array): boolean {
  for (let i = 1; i < siblings.length; i++) {
    const before = siblings[i - 1] as number,
      here = siblings[i] as number;
    const offsets = (orderOffset[before] as number) - (orderOffset[here] as number);
    if (offsets > 0 || (offsets === 0 && (created[before] as number) > (created[here] as number))) return false;
  }
  return true;
}
