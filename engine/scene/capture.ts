import type { Component, NamedField } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import type { Column } from '../world/column.ts';
import { CopySpace, type Wanted } from '../world/copy-space.ts';
import type { EntityExtras } from '../world/entity-extras.ts';
import { NONE, type EntityTable } from '../world/entity-table.ts';
import type { Holding } from '../world/holding.ts';
import type { InParts } from '../world/in-parts.ts';
import type { Rows } from '../world/row-pages.ts';
import type { KeptStill, Starts } from '../world/starts.ts';
import { ListStill, type NumberArray, type Still } from '../world/still.ts';
import type { Store } from '../world/store.ts';
import type { Numbers } from '../world/views.ts';
import { Copying } from '../world/copying.ts';
import { savedParts, type SavedParts } from './parts.ts';

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

/** Values of a saved field by row: numbers, so many a row, or one value each. */
export type SavedColumn = Numbers | Rows<unknown>;

/** A copy of all that a scene file holds, by the world's rows. Once `copying` is done nothing in it changes any more. */
export interface SceneCapture {
  readonly head: { readonly id?: string; readonly name: string; readonly tickRate: number; readonly extras: { readonly [key: string]: Json } };
  /** Rows of the entities to be written, in no particular order. */
  readonly rows: Uint32Array;
  readonly created: Numbers;
  readonly id: Rows<string>;
  readonly name: Rows<string>;
  readonly tag: Rows<string>;
  readonly spawnedBy: Rows<string | null>;
  readonly parent: Numbers;
  readonly active: Numbers;
  readonly persistent: Numbers;
  readonly orderOffset: Numbers;
  readonly extras: Rows<EntityExtras | undefined>;
  /** What each entity holds; the lists themselves are never changed in place. */
  readonly components: Rows<Holding>;
  /** Columns of the saved fields, in the order of the component's fields. */
  readonly stores: ReadonlyMap<Component, readonly SavedColumn[]>;
  /** Children in their order, by the parent's row, where that is not (orderOffset, creation). */
  readonly order: ReadonlyMap<number, readonly number[]>;
  /** For an item: the row of its root, which is written whatever its parents are. */
  readonly root: number | null;
  /** What follows other entities, and is written by what differs; absent where nothing does. */
  readonly instances?: SavedParts | undefined;
  /** What is still to be copied. Nothing is to be read before that. */
  readonly copying: Copying;
}

/** Makes the room ahead, in parts, that `captureScene` copies into. */
export function roomForScene(world: Capturable, space: CopySpace): InParts<void> {
  const { entities } = world,
    { end, created, parent, active, persistent, orderOffset } = entities;
  const wanted: Wanted[] = [created, parent, active, persistent, orderOffset].map((numbers) => [numbers as unknown as NumberArray, end]);
  wanted.push([new Uint32Array(0), entities.count]);
  for (const [store, fields] of savedFields(world))
    for (const { name } of fields) {
      const { reading, width } = store.columnOf(name);
      if (!Array.isArray(reading)) wanted.push([reading, Math.min(end * width, reading.length)]);
    }
  return space.prepare(wanted);
}

/**
 * Takes what a scene file of the world holds, between two ticks. Little is copied at once: the rest as whoever reads the capture has it done, and
 * what the world writes meanwhile right before that. Values of object columns are shared, since those are never changed in place.
 * @param space memory to copy into; whoever gives it takes back what was taken once the capture is no longer read
 */
export function captureScene(world: Capturable, space = new CopySpace()): SceneCapture {
  const { entities } = world,
    { end } = entities;
  const numbers = entities.still(space);
  const stills: Still[] = Object.values(numbers);
  const kept: (readonly [Still, KeptStill])[] = [];
  const stores = savedStores(world, (store, field) => {
    const still = store.columnOf(field).still(end, space);
    const starts = store.starts?.get(field);
    stills.push(still);
    if (starts?.any === true) kept.push([still, starts.still(end, space)]);
    return still instanceof ListStill ? still : still.values;
  });
  return {
    head: { id: world.id, name: world.name, tickRate: world.sceneTickRate, extras: world.extras ?? {} },
    rows: entities.rowList(space),
    created: numbers.created.values,
    id: entities.id.copy(),
    name: entities.name.copy(),
    tag: entities.tag.copy(),
    spawnedBy: entities.spawnedBy.copy(),
    parent: numbers.parent.values,
    active: numbers.active.values,
    persistent: numbers.persistent.values,
    orderOffset: numbers.orderOffset.values,
    extras: entities.extras.copy(),
    components: entities.components.copy(),
    stores,
    order: ordersOf(entities),
    root: null,
    instances: savedParts(world),
    copying: new Copying(end, stills, kept),
  };
}

/** One entity with all that hangs below it. Nothing is copied: it is to be written before the world goes on. */
export function captureItem(world: Capturable, row: number): SceneCapture {
  const { entities } = world;
  const { created, id, name, tag, spawnedBy, parent, active, persistent, orderOffset, extras, components } = entities;
  const rows = Uint32Array.from(entities.subtree(row));
  return {
    head: { name: name.get(row), tickRate: world.sceneTickRate, extras: {} },
    rows,
    created,
    id,
    name,
    tag,
    spawnedBy,
    parent,
    active,
    persistent,
    orderOffset,
    extras,
    components,
    stores: savedStores(world, (store, field) => {
      const column = store.columnOf(field);
      const starts = store.starts?.get(field);
      if (starts?.any === true) return keptColumn(world, rows, store, column, starts);
      const { reading } = column;
      return Array.isArray(reading) ? { get: (at) => reading[at] as unknown } : reading;
    }),
    order: ordersOf(entities),
    root: row,
    instances: savedParts(world, row),
    copying: new Copying(0),
  };
}

/** The same as a copy, of which the world may go on. */
export function captureItemCopy(world: Capturable, row: number): SceneCapture {
  const head = { name: world.entities.name.get(row), tickRate: world.sceneTickRate, extras: {} };
  return { ...captureScene(world), head, rows: Uint32Array.from(world.entities.subtree(row)), root: row, instances: savedParts(world, row) };
}

/**
 * The column of a driven field, as far as these entities need it: a driven one keeps what it began with, and not where its driver has brought it to.
 * What is no number is looked up as it is read.
 */
function keptColumn({ entities }: Capturable, rows: Uint32Array, store: Store, column: Column, starts: Starts): SavedColumn {
  const placeOf = (row: number): { readonly column: Column; readonly row: number } => (starts.has(row) ? starts.kept(row) : { column, row });
  const { reading, width } = column;
  const valueOf = (row: number): unknown => {
    const { column: from, row: at } = placeOf(row);
    return from.reading[at];
  };
  if (Array.isArray(reading)) return { get: valueOf };
  // Memory that nothing is written to costs nothing, so that it may be as long as the column.
  const values = new (reading.constructor as new (length: number) => Float32Array)(reading.length);
  for (const entity of rows)
    entities.eachHeld(entity, (component, _key, row) => {
      if (component !== store.component) return;
      const { column: from, row: at } = placeOf(row);
      for (let i = 0; i < width; i++) values[row * width + i] = from.reading[at * width + i] as number;
    });
  return values;
}

/** The saved fields of all types that any entity has, in their order. */
function* savedFields({ stores }: Capturable): Iterable<readonly [Store, readonly NamedField[]]> {
  for (const store of stores.values()) if (store.count > 0) yield [store, store.component.fieldList.filter(({ options }) => options.saved !== false)];
}

/** Their columns. */
function savedStores(world: Capturable, columnOf: (store: Store, field: string) => SavedColumn): ReadonlyMap<Component, readonly SavedColumn[]> {
  return new Map(Array.from(savedFields(world), ([store, fields]) => [store.component, fields.map(({ name }) => columnOf(store, name))]));
}

/** Children whose order has to be told, by the parent's row. */
function ordersOf(entities: EntityTable): ReadonlyMap<number, readonly number[]> {
  const order = new Map<number, readonly number[]>();
  for (const parent of entities.arranged) {
    const children = parent === NONE ? entities.roots : entities.children.get(parent);
    if (children !== undefined && !isUsual(children, entities.orderOffset, entities.created)) order.set(parent, children.slice());
  }
  return order;
}

/** Whether siblings stand by order offset, and by creation where that is the same. */
export function isUsual(siblings: readonly number[], orderOffset: Numbers, created: Numbers): boolean {
  for (let i = 1; i < siblings.length; i++) {
    const before = siblings[i - 1] as number,
      here = siblings[i] as number;
    const offsets = (orderOffset[before] as number) - (orderOffset[here] as number);
    if (offsets > 0 || (offsets === 0 && (created[before] as number) > (created[here] as number))) return false;
  }
  return true;
}
