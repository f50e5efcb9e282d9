import type { EntityData, EntityDetail, EntityView, FieldValues } from '../door.ts';
import type { Component, NamedField } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import type { Column } from './column.ts';
import { NONE, type EntityTable } from './entity-table.ts';
import type { Held } from './holding.ts';
import { drivenOf } from './driving.ts';
import { sameJson } from '../same-json.ts';
import type { Starts } from './starts.ts';
import type { StoredComponent, StoredEntity } from './stored.ts';
import type { Store } from './store.ts';
import type { Numbers } from './views.ts';
import type { WorldCore } from './world-core.ts';

/** Most components of a large world differ in nothing from their defaults; they share this. */
const DEFAULTS: FieldValues = Object.freeze({});

/** Whether the world alone writes a field, and anew in each life: it is no part of a scene, of a copy, or of what an undo brings back. */
export function isTold({ options }: NamedField): boolean {
  return options.readOnly === true && options.saved === false;
}

/** Settings of a component that differ from their default: what can be edited or is saved with the scene, not what the world only tells. */
export function settingsOf(world: WorldCore, held: Held): FieldValues {
  return settingsAt(world.storeOf(held.component.name), held.row);
}
/** The same, but what is driven as a scene file keeps it: what is removed is to come back so. */
export function keptSettingsOf(world: WorldCore, held: Held): FieldValues {
  return settingsAt(world.storeOf(held.component.name), held.row, true);
}
function settingsAt(store: Store, at: number, kept = false): FieldValues {
  let out: Record<string, Json> | undefined;
  for (const field of store.component.fieldList) {
    if (isTold(field)) continue;
    const starts = kept ? store.starts?.get(field.name) : undefined;
    const { column, row } = starts?.has(at) === true ? starts.kept(at) : { column: store.columnList[field.index] as Column, row: at };
    if (column.isDefault(row)) continue;
    const value = column.get(row);
    if (field.storage !== 'object' || !sameJson(value, field.default as Json)) (out ??= {})[field.name] = value;
  }
  return out ?? DEFAULTS;
}

/** A subtree as nested data, with its ids and settings. */
export function subtreeData(world: WorldCore, row: number): EntityData {
  const { entities } = world;
  const children = entities.children.get(row);
  const components = entities.held(row);
  return {
    id: entities.id.get(row),
    name: entities.name.get(row),
    ...(entities.tag.get(row) === '' ? {} : { tag: entities.tag.get(row) }),
    ...(entities.active[row] === 1 ? {} : { active: false }),
    ...(entities.persistent[row] === 1 ? {} : { persistent: false }),
    ...(entities.orderOffset[row] === 0 ? {} : { orderOffset: entities.orderOffset[row] as number }),
    ...(entities.spawnedBy.get(row) === null ? {} : { spawnedBy: entities.spawnedBy.get(row) }),
    ...(entities.extras.get(row) === undefined ? {} : { extras: entities.extras.get(row) as NonNullable<EntityData['extras']> }),
    ...(components.length === 0 ? {} : { components: Object.fromEntries(components.map((held) => [held.key, settingsOf(world, held)])) }),
    ...(children === undefined || children.length === 0 ? {} : { children: children.map((child) => subtreeData(world, child)) }),
  };
}

/** A subtree as flat data, to be put back as it was. @param rows its rows, parents first */
export function storedSubtree(world: WorldCore, rows: readonly number[]): StoredEntity[] {
  const { entities } = world;
  let components: StoredComponent[] = [];
  let store: Store | undefined;
  const add = (component: Component, key: string, row: number): void => {
    if (store?.component !== component) store = world.storeOf(component.name);
    components.push({ key, created: store.created[row] as number, values: settingsAt(store, row, true) });
  };
  return rows.map((row) => {
    components = [];
    entities.eachHeld(row, add);
    return storedWith(entities, row, components);
  });
}

/** What an entity is stored from: a world, or a copy of what it holds. */
export interface Storable {
  readonly entities: Pick<
    EntityTable,
    'id' | 'name' | 'tag' | 'spawnedBy' | 'parent' | 'active' | 'persistent' | 'orderOffset' | 'created' | 'extras' | 'held'
  >;
  storeOf(name: string): { readonly created: Numbers } & Pick<Store, 'columnOf'>;
  /** What driven fields began with, by `Component.Field`. */
  readonly starts: ReadonlyMap<string, Starts>;
}

export function storedEntity(world: Storable, row: number, values: (held: Held) => FieldValues): StoredEntity {
  const components = world.entities.held(row).map((held) => storedComponent(world, held, values));
  return storedWith(world.entities, row, components);
}

function storedWith(entities: Omit<Storable['entities'], 'held'>, row: number, components: readonly StoredComponent[]): StoredEntity {
  const parent = entities.parent[row] as number;
  const extras = entities.extras.get(row);
  const stored: StoredEntity = {
    id: entities.id.get(row),
    name: entities.name.get(row),
    parent: parent === NONE ? null : entities.id.get(parent),
    tag: entities.tag.get(row),
    active: entities.active[row] === 1,
    persistent: entities.persistent[row] === 1,
    orderOffset: entities.orderOffset[row] as number,
    spawnedBy: entities.spawnedBy.get(row),
    created: entities.created[row] as number,
    components,
  };
  return extras === undefined ? stored : { ...stored, extras };
}

export function storedComponent(world: Storable, held: Held, values: (held: Held) => FieldValues): StoredComponent {
  return { key: held.key, created: world.storeOf(held.component.name).created[held.row] as number, values: values(held) };
}

/** An entity with every field, as the outside sees it. */
export function entityView(world: WorldCore, row: number, mostChildren = Infinity): EntityView {
  const { entities } = world;
  const parent = entities.parent[row] as number;
  return {
    id: entities.id.get(row),
    name: entities.name.get(row),
    parent: parent === NONE ? null : entities.id.get(parent),
    tag: entities.tag.get(row),
    active: entities.active[row] === 1,
    persistent: entities.persistent[row] === 1,
    orderOffset: entities.orderOffset[row] as number,
    children: (entities.children.get(row) ?? []).slice(0, mostChildren).map((child) => entities.id.get(child)),
    components: Object.fromEntries(entities.held(row).map((held) => [held.key, world.storeOf(held.component.name).values(held.row)])),
  };
}

export function entityDetail(world: WorldCore, row: number, mostChildren?: number): EntityDetail {
  const { entities } = world;
  return {
    ...entityView(world, row, mostChildren),
    path: entities.pathOf(row).map((each) => ({ id: entities.id.get(each), name: entities.name.get(each) })),
    spawnedBy: entities.spawnedBy.get(row),
    driven: drivenOf(world, row),
  };
}
