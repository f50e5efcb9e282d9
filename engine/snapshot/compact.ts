import type { FieldValues } from '../door.ts';
import type { Component, NamedField } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { Column } from '../world/column.ts';
import type { Storable } from '../world/describe.ts';
import { NONE } from '../world/entity-table.ts';
import type { Held } from '../world/holding.ts';
import type { StoredComponent, StoredEntity } from '../world/stored.ts';
import { exactValue, startsAt } from './exact.ts';

/** Keys that an entity lacks where it is as most are: at the top, without tag, active, persistent, with no order offset, from a scene, with no components. */
type Usual = 'parent' | 'tag' | 'active' | 'persistent' | 'orderOffset' | 'spawnedBy';
/** An entity of a snapshot: what is not said of it is as in most. */
export interface CompactEntity extends Omit<StoredEntity, Usual | 'components'>, Partial<Pick<StoredEntity, Usual>> {
  readonly components?: readonly CompactComponent[];
}
/** A component of a snapshot: fields that are not said have the default of its type, as the snapshot tells it. */
export type CompactComponent = Omit<StoredComponent, 'values'> & Partial<Pick<StoredComponent, 'values'>>;

/** Defaults by component type and field, as they were when a snapshot was taken: another version of a plugin may have others. */
export type Defaults = Readonly<Record<string, FieldValues>>;

/** An entity whole, to the bit, without what it shares with most: a large world is half as long so, to write, to keep and to read. */
export function compactEntity(world: Storable, row: number): CompactEntity {
  const { entities } = world;
  const parent = entities.parent[row] as number,
    tag = entities.tag.get(row),
    orderOffset = entities.orderOffset[row] as number,
    spawnedBy = entities.spawnedBy.get(row),
    extras = entities.extras.get(row),
    starts = startsAt(world, row);
  const held = entities.held(row);
  return {
    id: entities.id.get(row),
    name: entities.name.get(row),
    ...(parent === NONE ? undefined : { parent: entities.id.get(parent) }),
    ...(tag === '' ? undefined : { tag }),
    ...(entities.active[row] === 1 ? undefined : { active: false }),
    ...(entities.persistent[row] === 1 ? undefined : { persistent: false }),
    ...(orderOffset === 0 ? undefined : { orderOffset }),
    ...(spawnedBy === null ? undefined : { spawnedBy }),
    created: entities.created[row] as number,
    ...(held.length === 0 ? undefined : { components: held.map((each) => compactComponent(world, each)) }),
    ...(extras === undefined ? undefined : { extras }),
    ...(starts === undefined ? undefined : { starts }),
  };
}

function compactComponent(world: Storable, { component, key, row }: Held): CompactComponent {
  const store = world.storeOf(component.name);
  const created = store.created[row] as number;
  let values: Record<string, Json> | undefined;
  for (const { name } of component.fieldList) {
    const column = store.columnOf(name);
    if (!column.isDefault(row)) (values ??= {})[name] = exactValue(column, row);
  }
  return values === undefined ? { key, created } : { key, created, values };
}

/** The defaults of some component types. */
export function defaultsOf(components: Iterable<Component>): Defaults {
  const defaults: Record<string, FieldValues> = {};
  for (const { name, fieldList } of components) defaults[name] = Object.fromEntries(fieldList.map((field) => [field.name, exactDefault(field)]));
  return defaults;
}

function exactDefault(field: NamedField): Json {
  const column = new Column(field, 1);
  column.reset(0);
  return exactValue(column, 0);
}
