import { immutableJSONPatch, revertJSONPatch, type JSONPatchDocument } from 'immutable-json-patch';
import type { Author, EntityData, FieldValues, Operation, OperationResult } from '../door.ts';
import { WorldwireError, type ErrorCode } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { storedComponent, settingsOf, storedSubtree, subtreeData } from './describe.ts';
import { NONE, type Held } from './entity-table.ts';
import type { Reversal } from './history.ts';
import { remapSubtree } from './remap.ts';
import { parseKey, type StoredComponent, type StoredEntity } from './stored.ts';
import type { Transaction } from './transaction.ts';
import type { World } from './world.ts';

/** What one operation came to: its result, its way back (in order), and the paths that it changed. */
export interface Performed { readonly result: OperationResult; readonly back: readonly Reversal[]; readonly touched: readonly string[] }

/** A fault of an operation's content, at a place inside of it. */
export class OperationFault extends WorldwireError {
  constructor(code: ErrorCode, path: string, message: string, expected: string) {
    super(code, message, [{ path, expected, message, code }]);
  }
}

/** Carries one operation out in a transaction. Throws an OperationFault where it does not fit the world as it is. */
export function perform(world: World, transaction: Transaction, author: Author, operation: Reversal): Performed {
  switch (operation.op) {
    case 'addEntity': return addEntity(world, transaction, author, operation);
    case 'removeEntity': return removeEntity(world, transaction, operation.entity);
    case 'updateEntity': return updateEntity(world, transaction, operation);
    case 'moveEntity': return moveEntity(world, transaction, operation);
    case 'duplicateEntity': return duplicateEntity(world, transaction, author, operation);
    case 'addComponent': return addComponent(world, transaction, operation);
    case 'removeComponent': return removeComponent(world, transaction, operation.entity, operation.component);
    case 'setField': return setField(world, transaction, operation);
    case 'patchField': return patchField(world, transaction, operation);
    case 'restoreEntities': return restoreEntities(world, transaction, operation.entities, operation.at);
    case 'restoreComponents': return restoreComponents(world, transaction, operation.entity, operation.components);
  }
}

type Op<N extends Operation['op']> = Extract<Operation, { op: N }>;

function rowOf(world: World, id: string, path = 'entity'): number {
  const row = world.entities.rowOf(id);
  if (row === undefined) throw new OperationFault('WW_UNKNOWN_ENTITY', path, `no entity has the id ${id}`, 'the id of an entity');
  return row;
}

function parentOf(world: World, id: string | null | undefined): number {
  return id === null || id === undefined ? NONE : rowOf(world, id, 'parent');
}

function heldOf(world: World, row: number, key: string): Held {
  const held = world.entities.held(row).find((each) => each.key === key);
  if (held === undefined) throw new OperationFault('WW_UNKNOWN_COMPONENT', 'component', `${world.entities.id[row]} has no component ${key}`, 'a component of the entity');
  return held;
}

function addEntity(world: World, transaction: Transaction, author: Author, { entity = {}, parent, before }: Op<'addEntity'>): Performed {
  const parentRow = parentOf(world, parent);
  const place = placeOf(world, parentRow, before, entity.orderOffset ?? 0);
  const row = addTree(world, transaction, entity, parentRow, place);
  transaction.setSpawnedBy(row, entity.spawnedBy ?? author.userId);
  const id = world.entities.id[row] as string;
  return { result: { entity: id }, back: [{ op: 'removeEntity', entity: id }], touched: [id] };
}

interface Place { readonly at: number | undefined; readonly orderOffset: number }

/** Where to put an entity that is to come before a sibling: its order offset is bent so that the place holds. */
function placeOf(world: World, parent: number, before: string | null | undefined, orderOffset: number): Place {
  if (before === null || before === undefined) return { at: undefined, orderOffset };
  const { entities } = world;
  const sibling = rowOf(world, before, 'before');
  if (entities.parent[sibling] !== parent) throw new OperationFault('WW_UNKNOWN_ENTITY', 'before', `${before} is no child of the parent`, 'a child of the parent');
  const at = entities.siblings(parent).indexOf(sibling);
  const above = at === 0 ? -2147483648 : (entities.orderOffset[entities.siblings(parent)[at - 1] as number] as number);
  return { at, orderOffset: Math.min(Math.max(orderOffset, above), entities.orderOffset[sibling] as number) };
}

function addTree(world: World, transaction: Transaction, data: EntityData, parent: number, place: Place): number {
  if (data.id !== undefined && world.entities.rowOf(data.id) !== undefined) {
    throw new OperationFault('WW_DUPLICATE_ID', 'entity/id', `an entity ${data.id} exists already`, 'an id that is not taken');
  }
  const row = transaction.addEntity(data.id ?? world.newId(), data.name ?? 'Entity', parent, place.at, world.created++, place.orderOffset);
  if (data.tag !== undefined) transaction.setTag(row, data.tag);
  if (data.persistent === false) transaction.setPersistent(row, false);
  if (data.active === false) transaction.setActive(row, false);
  if (data.spawnedBy !== undefined) transaction.setSpawnedBy(row, data.spawnedBy);
  world.entities.extras[row] = data.extras;
  for (const [key, values] of Object.entries(data.components ?? {})) addWithNeeds(world, transaction, row, key, values);
  for (const child of data.children ?? []) addTree(world, transaction, child, row, { at: undefined, orderOffset: child.orderOffset ?? 0 });
  return row;
}

function removeEntity(world: World, transaction: Transaction, id: string): Performed {
  const row = rowOf(world, id);
  const entities = storedSubtree(world, row);
  const at = world.entities.siblings(world.entities.parent[row] as number).indexOf(row);
  transaction.removeEntity(row);
  return { result: { entity: id }, back: [{ op: 'restoreEntities', at, entities }], touched: [id] };
}

function updateEntity(world: World, transaction: Transaction, operation: Op<'updateEntity'>): Performed {
  const { entities } = world;
  const row = rowOf(world, operation.entity);
  const touched: string[] = [];
  const old: { -readonly [K in keyof Op<'updateEntity'>]: Op<'updateEntity'>[K] } = { op: 'updateEntity', entity: operation.entity };
  if (operation.name !== undefined) {
    old.name = entities.name[row] as string;
    transaction.setName(row, operation.name);
    touched.push(`${operation.entity}/@name`);
  }
  if (operation.tag !== undefined) {
    old.tag = entities.tag[row] as string;
    transaction.setTag(row, operation.tag);
    touched.push(`${operation.entity}/@tag`);
  }
  if (operation.active !== undefined) {
    old.active = entities.active[row] === 1;
    transaction.setActive(row, operation.active);
    touched.push(`${operation.entity}/@active`);
  }
  if (operation.persistent !== undefined) {
    old.persistent = entities.persistent[row] === 1;
    transaction.setPersistent(row, operation.persistent);
    touched.push(`${operation.entity}/@persistent`);
  }
  const back: Reversal[] = [old];
  if (operation.orderOffset !== undefined && operation.orderOffset !== entities.orderOffset[row]) {
    const { orderOffset } = operation;
    back.push(...movedBack(world, row));
    transaction.move(row, entities.parent[row] as number, (parent) => entities.placeLast(parent, orderOffset), orderOffset);
    touched.push(`${operation.entity}/@order`);
  }
  return { result: { entity: operation.entity }, back, touched };
}

/** The way back to where an entity stands now: its parent, its place and its order offset. */
function movedBack(world: World, row: number): Reversal[] {
  const { entities } = world;
  const id = entities.id[row] as string;
  const parent = entities.parent[row] as number;
  const siblings = entities.siblings(parent);
  const next = siblings[siblings.indexOf(row) + 1];
  return [
    { op: 'updateEntity', entity: id, orderOffset: entities.orderOffset[row] as number },
    { op: 'moveEntity', entity: id, parent: parent === NONE ? null : (entities.id[parent] as string), before: next === undefined ? null : (entities.id[next] as string) },
  ];
}

function moveEntity(world: World, transaction: Transaction, operation: Op<'moveEntity'>): Performed {
  const { entities } = world;
  const row = rowOf(world, operation.entity);
  const parent = operation.parent === undefined ? (entities.parent[row] as number) : parentOf(world, operation.parent);
  if (parent !== NONE && entities.isWithin(parent, row)) {
    throw new OperationFault('WW_CYCLE', 'parent', `${operation.entity} cannot hang below itself`, 'a parent outside of the moved subtree');
  }
  const touched = [`${operation.entity}/@order`, ...(parent === entities.parent[row] ? [] : [`${operation.entity}/@parent`])];
  if (operation.before === operation.entity) return { result: { entity: operation.entity }, back: [], touched: [] };
  const back = movedBack(world, row);
  const { orderOffset } = placeOf(world, parent, operation.before, entities.orderOffset[row] as number);
  const before = operation.before === null || operation.before === undefined ? undefined : rowOf(world, operation.before);
  transaction.move(row, parent, (at) => (before === undefined ? entities.placeLast(at, orderOffset) : entities.siblings(at).indexOf(before)), orderOffset);
  return { result: { entity: operation.entity }, back, touched };
}

function duplicateEntity(world: World, transaction: Transaction, author: Author, operation: Op<'duplicateEntity'>): Performed {
  const row = rowOf(world, operation.entity);
  const source = subtreeData(world, row);
  const parent = operation.parent === undefined ? (world.entities.parent[row] as number) : parentOf(world, operation.parent);
  if (operation.id !== undefined && world.entities.rowOf(operation.id) !== undefined) {
    throw new OperationFault('WW_DUPLICATE_ID', 'id', `an entity ${operation.id} exists already`, 'an id that is not taken');
  }
  const copy = remapSubtree(source, (old) => (old === operation.entity && operation.id !== undefined ? operation.id : world.newId()), world.registry.components);
  const added = addTree(world, transaction, { ...copy, spawnedBy: author.userId }, parent, { at: undefined, orderOffset: copy.orderOffset ?? 0 });
  const id = world.entities.id[added] as string;
  return { result: { entity: id }, back: [{ op: 'removeEntity', entity: id }], touched: [id] };
}

function componentOf(world: World, type: string): Component {
  const component = world.registry.components.get(type);
  if (component === undefined) throw new OperationFault('WW_UNKNOWN_COMPONENT', 'component', `no component type is named ${type}`, 'a registered component type');
  return component;
}

/** Adds a component under a key, and before it those that it needs and the entity lacks. Returns the keys added, in order. */
function addWithNeeds(world: World, transaction: Transaction, entity: number, key: string, values: FieldValues): string[] {
  const component = componentOf(world, parseKey(key)?.type ?? key);
  const held = world.entities.held(entity);
  if (held.some((each) => each.key === key)) throw new OperationFault('WW_DUPLICATE_ID', 'component', `the entity has a component ${key} already`, 'a key that is not taken');
  if (component.single && held.some((each) => each.component === component)) throw new OperationFault('WW_LIMIT', 'component', `an entity holds at most one ${component.name}`, 'another component type');
  const added: string[] = [];
  for (const need of component.requires) {
    if (!world.entities.held(entity).some((each) => each.component.name === need)) added.push(...addWithNeeds(world, transaction, entity, need, {}));
  }
  const row = transaction.addComponent(entity, component, key, world.created++);
  const store = world.storeOf(component.name);
  for (const [field, value] of Object.entries(values)) transaction.setField(store, row, field, value);
  return [...added, key];
}

function addComponent(world: World, transaction: Transaction, operation: Op<'addComponent'>): Performed {
  const entity = rowOf(world, operation.entity);
  const key = operation.component.includes('#') ? operation.component : freeKey(world, entity, operation.component);
  const added = addWithNeeds(world, transaction, entity, key, operation.values ?? {});
  return {
    result: { entity: operation.entity, component: key },
    back: added.toReversed().map((each) => ({ op: 'removeComponent', entity: operation.entity, component: each })),
    touched: added.map((each) => `${operation.entity}/${each}`),
  };
}

function freeKey(world: World, entity: number, type: string): string {
  const taken = new Set(world.entities.held(entity).map((held) => held.key));
  for (let number = 1; ; number++) {
    const key = number === 1 ? type : `${type}#${number}`;
    if (!taken.has(key)) return key;
  }
}

function removeComponent(world: World, transaction: Transaction, id: string, key: string): Performed {
  const entity = rowOf(world, id);
  const held = heldOf(world, entity, key);
  const others = world.entities.held(entity).filter((each) => each !== held);
  const needing = others.find((each) => each.component.requires.includes(held.component.name));
  if (needing !== undefined && !others.some((each) => each.component === held.component)) {
    throw new OperationFault('WW_COMPONENT_REQUIRED', 'component', `${needing.key} needs ${key}`, `a component that ${needing.key} does not need`);
  }
  const stored = storedComponent(world, held, (each) => settingsOf(world, each));
  transaction.removeComponent(entity, held);
  return { result: { entity: id, component: key }, back: [{ op: 'restoreComponents', entity: id, components: [stored] }], touched: [`${id}/${key}`] };
}

function editable(world: World, operation: Op<'setField'> | Op<'patchField'>): { held: Held; old: Json } {
  const held = heldOf(world, rowOf(world, operation.entity), operation.component);
  const field = held.component.fieldList.find((each) => each.name === operation.field);
  const place = `${held.component.name}.${operation.field}`;
  if (field === undefined) throw new OperationFault('WW_UNKNOWN_FIELD', 'field', `${held.component.name} has no field ${operation.field}`, `one of ${held.component.fieldList.map((each) => each.name).join(', ')}`);
  if (field.options.readOnly === true) throw new OperationFault('WW_READ_ONLY', 'field', `${place} is read-only`, 'a field that can be edited');
  return { held, old: world.storeOf(held.component.name).get(held.row, operation.field) };
}

function write(world: World, transaction: Transaction, held: Held, name: string, value: Json, path: string): void {
  const field = held.component.fieldList.find((each) => each.name === name);
  const fault = field?.check(value)[0];
  if (fault !== undefined) {
    throw new OperationFault(fault.code ?? 'WW_BAD_VALUE', fault.path === '' ? path : `${path}/${fault.path}`, `${held.component.name}.${name}: ${fault.message}`, fault.expected);
  }
  transaction.setField(world.storeOf(held.component.name), held.row, name, value);
}

function setField(world: World, transaction: Transaction, operation: Op<'setField'>): Performed {
  const { held, old } = editable(world, operation);
  write(world, transaction, held, operation.field, operation.value, 'value');
  const { entity, component, field } = operation;
  return { result: { entity, component }, back: [{ op: 'setField', entity, component, field, value: old }], touched: [`${entity}/${component}/${field}`] };
}

function patchField(world: World, transaction: Transaction, operation: Op<'patchField'>): Performed {
  const { entity, component, field, patch } = operation;
  const { held, old } = editable(world, operation);
  if (held.component.fieldList.find((each) => each.name === field)?.structured !== true) {
    throw new OperationFault('WW_BAD_PATCH', 'field', `${held.component.name}.${field} is one value and takes setField`, 'a structured field');
  }
  let next: Json;
  let back: Reversal;
  try {
    next = immutableJSONPatch(old, patch as JSONPatchDocument) as Json;
    back = { op: 'patchField', entity, component, field, patch: revertJSONPatch(old, patch as JSONPatchDocument) as Op<'patchField'>['patch'] };
  } catch (error) {
    throw new OperationFault('WW_BAD_PATCH', 'patch', `the patch does not fit: ${error instanceof Error ? error.message : String(error)}`, 'a patch that fits the value as it is');
  }
  write(world, transaction, held, field, next, 'patch');
  return { result: { entity, component }, back: [back], touched: patch.map((step) => `${entity}/${component}/${field}${step.path}`) };
}

function restoreEntities(world: World, transaction: Transaction, entities: readonly StoredEntity[], at: number): Performed {
  const root = entities[0] as StoredEntity;
  for (const entity of entities) {
    if (world.entities.rowOf(entity.id) !== undefined) throw new OperationFault('WW_DUPLICATE_ID', 'entity', `an entity ${entity.id} exists already`, 'an id that is not taken');
    const parent = parentOf(world, entity.parent);
    const row = transaction.addEntity(entity.id, entity.name, parent, entity === root ? at : world.entities.siblings(parent).length, entity.created, entity.orderOffset);
    if (entity.tag !== '') transaction.setTag(row, entity.tag);
    if (!entity.persistent) transaction.setPersistent(row, false);
    if (!entity.active) transaction.setActive(row, false);
    transaction.setSpawnedBy(row, entity.spawnedBy);
    world.entities.extras[row] = entity.extras;
    putBack(world, transaction, row, entity.components);
  }
  return { result: { entity: root.id }, back: [{ op: 'removeEntity', entity: root.id }], touched: entities.map((entity) => entity.id) };
}

function restoreComponents(world: World, transaction: Transaction, id: string, components: readonly StoredComponent[]): Performed {
  const entity = rowOf(world, id);
  putBack(world, transaction, entity, components);
  return { result: { entity: id }, back: components.map(({ key }) => ({ op: 'removeComponent', entity: id, component: key })), touched: components.map(({ key }) => `${id}/${key}`) };
}

function putBack(world: World, transaction: Transaction, entity: number, components: readonly StoredComponent[]): void {
  for (const { key, created, values } of components) {
    const component = componentOf(world, parseKey(key)?.type ?? key);
    if (world.entities.held(entity).some((held) => held.key === key)) throw new OperationFault('WW_DUPLICATE_ID', 'component', `the entity has a component ${key} already`, 'a key that is not taken');
    const row = transaction.addComponent(entity, component, key, created);
    const store = world.storeOf(component.name);
    for (const [field, value] of Object.entries(values)) transaction.setField(store, row, field, value);
  }
}
