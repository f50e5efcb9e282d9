import { editPath } from './edit-path.ts';
import { HOST, type EntityData } from '../door.ts';
import { storedSubtree, subtreeData } from '../world/describe.ts';
import { NONE } from '../world/entity-table.ts';
import type { Reversal } from './history-entry.ts';
import { OperationFault, parentOf, rowOf, type Op } from './lookups.ts';
import type { Performed } from './performed.ts';
import { addWithNeeds, putBack } from './perform-components.ts';
import { remapSubtree } from './remap.ts';
import type { StoredEntity } from '../world/stored.ts';
import { copyName } from './copy-name.ts';
import type { Transaction } from './transaction.ts';
import { refuseRemoval, refuseRenaming, refuseSaving } from './users-stay.ts';
import type { Editable } from './editable.ts';
import { COSTS } from './work.ts';

export function addEntity(world: Editable, transaction: Transaction, by: string, { entity = {}, parent, before }: Op<'addEntity'>): Performed {
  const parentRow = parentOf(world, parent);
  const place = placeOf(world, parentRow, before, entity.orderOffset ?? 0);
  // Whoever adds something is who it names: only the host may say that it was another, so that nobody can put things down in somebody else's name.
  const row = addTree(world, transaction, entity, parentRow, place, by === HOST.userId ? undefined : by);
  if (entity.spawnedBy === undefined || entity.spawnedBy === null) transaction.setSpawnedBy(row, by);
  const id = world.entities.id.get(row);
  return { result: { entity: id }, back: [{ op: 'removeEntity', entity: id }], touched: [editPath(id)] };
}

interface Place {
  readonly at: number | undefined;
  readonly orderOffset: number;
}

/** Where to put an entity that is to come before a sibling: its order offset is bent so that the place holds. */
function placeOf(world: Editable, parent: number, before: string | null | undefined, orderOffset: number): Place {
  if (before === null || before === undefined) return { at: undefined, orderOffset };
  const { entities } = world;
  const sibling = rowOf(world, before, 'before');
  if (entities.parent[sibling] !== parent)
    throw new OperationFault('WW_UNKNOWN_ENTITY', 'before', `${before} is no child of the parent`, 'a child of the parent');
  const at = entities.siblings(parent).indexOf(sibling);
  const above = at === 0 ? -2147483648 : (entities.orderOffset[entities.siblings(parent)[at - 1] as number] as number);
  return { at, orderOffset: Math.min(Math.max(orderOffset, above), entities.orderOffset[sibling] as number) };
}

/** @param by who is named in place of anybody that the data name. Default: what the data say */
function addTree(world: Editable, transaction: Transaction, data: EntityData, parent: number, place: Place, by?: string): number {
  if (data.id !== undefined && world.entities.rowOf(data.id) !== undefined) {
    throw new OperationFault('WW_DUPLICATE_ID', 'entity/id', `an entity ${data.id} exists already`, 'an id that is not taken');
  }
  const row = transaction.addEntity(data.id ?? world.newId(), data.name ?? 'Entity', parent, place.at, world.created++, place.orderOffset);
  if (data.tag !== undefined) transaction.setTag(row, data.tag);
  if (data.persistent === false) transaction.setPersistent(row, false);
  if (data.active === false) transaction.setActive(row, false);
  if (data.spawnedBy !== undefined) transaction.setSpawnedBy(row, data.spawnedBy === null ? null : (by ?? data.spawnedBy));
  world.entities.extras.set(row, data.extras);
  const components = data.components ?? {};
  for (const [key, values] of Object.entries(components)) {
    // One that another needed is there by now, with its own values.
    if (!world.entities.held(row).some((held) => held.key === key)) addWithNeeds(world, transaction, row, key, values, components);
  }
  for (const child of data.children ?? []) addTree(world, transaction, child, row, { at: undefined, orderOffset: child.orderOffset ?? 0 }, by);
  return row;
}

export function removeEntity(world: Editable, transaction: Transaction, id: string): Performed {
  const row = rowOf(world, id);
  refuseRemoval(world, row);
  const rows = world.entities.subtree(row);
  transaction.work.spend(rows.length * COSTS.entity);
  const entities = storedSubtree(world, rows);
  const at = transaction.removeEntity(row, rows);
  return { result: { entity: id }, back: [{ op: 'restoreEntities', at, entities }], touched: [editPath(id)] };
}

export function updateEntity(world: Editable, transaction: Transaction, operation: Op<'updateEntity'>): Performed {
  const { entities } = world;
  const row = rowOf(world, operation.entity);
  for (const what of ['name', 'tag'] as const) {
    const was = operation.was?.[what];
    if (was !== undefined && was !== entities[what].get(row))
      throw new OperationFault('WW_BAD_PATCH', `was/${what}`, `the ${what} of ${operation.entity} is another by now`, 'what it is, or none');
  }
  const touched: string[] = [];
  const old: { -readonly [K in keyof Op<'updateEntity'>]: Op<'updateEntity'>[K] } = { op: 'updateEntity', entity: operation.entity };
  // What is set to what it is already is not touched, so that it stands in nobody's way.
  if (operation.name !== undefined && operation.name !== entities.name.get(row)) {
    refuseRenaming(world, row);
    old.name = entities.name.get(row);
    transaction.setName(row, operation.name);
    touched.push(editPath(operation.entity, '@name'));
  }
  if (operation.tag !== undefined && operation.tag !== entities.tag.get(row)) {
    old.tag = entities.tag.get(row);
    transaction.setTag(row, operation.tag);
    touched.push(editPath(operation.entity, '@tag'));
  }
  if (operation.active !== undefined && operation.active !== (entities.active[row] === 1)) {
    old.active = entities.active[row] === 1;
    transaction.setActive(row, operation.active);
    touched.push(editPath(operation.entity, '@active'));
  }
  if (operation.persistent !== undefined && operation.persistent !== (entities.persistent[row] === 1)) {
    if (operation.persistent) refuseSaving(world, row);
    old.persistent = entities.persistent[row] === 1;
    transaction.setPersistent(row, operation.persistent);
    touched.push(editPath(operation.entity, '@persistent'));
  }
  // A step that sets nothing leads nowhere, and has no place in the history.
  const back: Reversal[] = touched.length > 0 ? [old] : [];
  if (operation.orderOffset !== undefined && operation.orderOffset !== entities.orderOffset[row]) {
    const { orderOffset } = operation;
    back.push(...movedBack(world, row));
    transaction.move(row, entities.parent[row] as number, (parent) => entities.placeLast(parent, orderOffset), orderOffset);
    touched.push(editPath(operation.entity, '@order'));
  }
  return { result: { entity: operation.entity }, back, touched };
}

/** The way back to where an entity stands now: its parent, its place and its order offset. */
function movedBack(world: Editable, row: number): Reversal[] {
  const { entities } = world;
  const id = entities.id.get(row);
  const parent = entities.parent[row] as number;
  const siblings = entities.siblings(parent);
  const next = siblings[siblings.indexOf(row) + 1];
  return [
    { op: 'updateEntity', entity: id, orderOffset: entities.orderOffset[row] as number },
    {
      op: 'moveEntity',
      entity: id,
      parent: parent === NONE ? null : entities.id.get(parent),
      before: next === undefined ? null : entities.id.get(next),
    },
  ];
}

export function moveEntity(world: Editable, transaction: Transaction, operation: Op<'moveEntity'>): Performed {
  const { entities } = world;
  const row = rowOf(world, operation.entity);
  const parent = operation.parent === undefined ? (entities.parent[row] as number) : parentOf(world, operation.parent);
  if (parent !== NONE && entities.isWithin(parent, row)) {
    throw new OperationFault('WW_CYCLE', 'parent', `${entities.name.get(row)} cannot hang below itself`, 'a parent outside of the moved subtree');
  }
  const touched = [editPath(operation.entity, '@order'), ...(parent === entities.parent[row] ? [] : [editPath(operation.entity, '@parent')])];
  if (operation.before === operation.entity) return { result: { entity: operation.entity }, back: [], touched: [] };
  const back = movedBack(world, row);
  const { orderOffset } = placeOf(world, parent, operation.before, entities.orderOffset[row] as number);
  const before = operation.before === null || operation.before === undefined ? undefined : rowOf(world, operation.before);
  transaction.move(row, parent, (at) => (before === undefined ? entities.placeLast(at, orderOffset) : entities.siblings(at).indexOf(before)), orderOffset);
  return { result: { entity: operation.entity }, back, touched };
}

/** Puts an entity at its place with its own order offset; those with a higher one stay behind it, those with a lower one in front. */
export function placeEntity(world: Editable, transaction: Transaction, operation: Extract<Reversal, { op: 'placeEntity' }>): Performed {
  const { entities } = world;
  const row = rowOf(world, operation.entity);
  const parent = parentOf(world, operation.parent);
  if (parent !== NONE && entities.isWithin(parent, row))
    throw new OperationFault('WW_CYCLE', 'parent', `${entities.name.get(row)} cannot hang below itself`, 'a parent outside of the moved subtree');
  const before = operation.before === null ? undefined : entities.rowOf(operation.before);
  const behind = operation.behind === null ? undefined : entities.rowOf(operation.behind);
  const { orderOffset } = operation;
  const old = placeNow(world, row);
  transaction.move(
    row,
    parent,
    (above) => {
      const siblings = entities.siblings(above);
      const next = before === undefined ? -1 : siblings.indexOf(before);
      const previous = behind === undefined || operation.before === null ? -1 : siblings.indexOf(behind);
      // Where the next one is gone, the one in front of it tells the place.
      const at = next >= 0 ? next : previous >= 0 ? previous + 1 : siblings.length;
      return entities.placeNear(above, at, orderOffset);
    },
    orderOffset,
  );
  return {
    result: { entity: operation.entity },
    back: [{ op: 'placeEntity', entity: operation.entity, ...old }],
    touched: [editPath(operation.entity, '@parent'), editPath(operation.entity, '@order')],
  };
}

function placeNow(world: Editable, row: number): { parent: string | null; behind: string | null; before: string | null; orderOffset: number } {
  const { entities } = world;
  const parent = entities.parent[row] as number;
  const siblings = entities.siblings(parent);
  const at = siblings.indexOf(row);
  const previous = siblings[at - 1],
    next = siblings[at + 1];
  return {
    parent: parent === NONE ? null : entities.id.get(parent),
    behind: previous === undefined ? null : entities.id.get(previous),
    before: next === undefined ? null : entities.id.get(next),
    orderOffset: entities.orderOffset[row] as number,
  };
}

export function duplicateEntity(world: Editable, transaction: Transaction, by: string, operation: Op<'duplicateEntity'>): Performed {
  const row = rowOf(world, operation.entity);
  transaction.work.spend(world.entities.subtree(row).length * COSTS.entity);
  const source = subtreeData(world, row);
  const parent = operation.parent === undefined ? (world.entities.parent[row] as number) : parentOf(world, operation.parent);
  if (operation.id !== undefined && world.entities.rowOf(operation.id) !== undefined) {
    throw new OperationFault('WW_DUPLICATE_ID', 'id', `an entity ${operation.id} exists already`, 'an id that is not taken');
  }
  const copy = remapSubtree(
    source,
    (old) => (old === operation.entity && operation.id !== undefined ? operation.id : world.newId()),
    world.registry.components,
  );
  const name = copyName(world, row, parent);
  // Right behind the one that it is a copy of, so that both are seen.
  const at = parent === world.entities.parent[row] ? world.entities.siblings(parent).indexOf(row) + 1 : undefined;
  const added = addTree(world, transaction, { ...copy, name, spawnedBy: by }, parent, { at, orderOffset: copy.orderOffset ?? 0 });
  const id = world.entities.id.get(added);
  return { result: { entity: id }, back: [{ op: 'removeEntity', entity: id }], touched: [editPath(id)] };
}

export function restoreEntities(world: Editable, transaction: Transaction, entities: readonly StoredEntity[], at: number): Performed {
  const root = entities[0] as StoredEntity;
  for (const entity of entities) {
    if (world.entities.rowOf(entity.id) !== undefined)
      throw new OperationFault('WW_DUPLICATE_ID', 'entity', `an entity ${entity.id} exists already`, 'an id that is not taken');
    const parent = parentOf(world, entity.parent);
    // Others may have set order offsets since, by which a scene file orders siblings before all else.
    const place = world.entities.placeNear(parent, entity === root ? at : world.entities.siblings(parent).length, entity.orderOffset);
    const row = transaction.addEntity(entity.id, entity.name, parent, place, entity.created, entity.orderOffset);
    if (entity.tag !== '') transaction.setTag(row, entity.tag);
    if (!entity.persistent) transaction.setPersistent(row, false);
    if (!entity.active) transaction.setActive(row, false);
    transaction.setSpawnedBy(row, entity.spawnedBy);
    world.entities.extras.set(row, entity.extras);
    putBack(world, transaction, row, entity.components);
  }
  return { result: { entity: root.id }, back: [{ op: 'removeEntity', entity: root.id }], touched: entities.map((entity) => editPath(entity.id)) };
}
