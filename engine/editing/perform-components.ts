import { editPath } from './edit-path.ts';
import type { FieldValues } from '../door.ts';
import type { Json } from '../schema/field.ts';
import { keptSettingsOf, storedComponent } from '../world/describe.ts';
import type { NamedField } from '../schema/component.ts';
import type { Held } from '../world/holding.ts';
import type { Store } from '../world/store.ts';
import { componentOf, heldByKey, OperationFault, rowOf, type Op } from './lookups.ts';
import type { Performed } from './performed.ts';
import { parseKey } from '../schema/component-key.ts';
import type { Reversal } from './history-entry.ts';
import { patchBack, patchJson, PatchFault, type Patched } from './json-patch.ts';
import { sizeOf } from './json-size.ts';
import { type StoredComponent } from '../world/stored.ts';
import type { Transaction } from './transaction.ts';
import { refuseRootChange } from './users-stay.ts';
import type { Editable } from './editable.ts';
import { COSTS } from './work.ts';

/**
 * Adds a component under a key, and before it those that it needs and the entity lacks, with their values where `given` has them.
 * Returns the keys added, in order.
 */
export function addWithNeeds(
  world: Editable,
  transaction: Transaction,
  entity: number,
  key: string,
  values: FieldValues,
  given: { readonly [key: string]: FieldValues } = {},
): string[] {
  const component = componentOf(world, parseKey(key)?.type ?? key);
  const held = world.entities.held(entity);
  if (held.some((each) => each.key === key))
    throw new OperationFault('WW_DUPLICATE_ID', 'component', `the entity has a component ${key} already`, 'a key that is not taken');
  if (component.single && held.some((each) => each.component === component))
    throw new OperationFault('WW_LIMIT', 'component', `an entity holds at most one ${component.name}`, 'another component type');
  const added: string[] = [];
  for (const need of component.requires) {
    if (!world.entities.held(entity).some((each) => each.component.name === need))
      added.push(...addWithNeeds(world, transaction, entity, need, given[need] ?? {}, given));
  }
  const row = transaction.addComponent(entity, component, key, world.created++);
  const store = world.storeOf(component.name);
  for (const [field, value] of Object.entries(values)) transaction.setField(store, row, field, value);
  return [...added, key];
}

export function addComponent(world: Editable, transaction: Transaction, operation: Op<'addComponent'>): Performed {
  const entity = rowOf(world, operation.entity);
  const key = operation.component.includes('#') ? operation.component : freeKey(world, entity, operation.component);
  const added = addWithNeeds(world, transaction, entity, key, operation.values ?? {});
  return {
    result: { entity: operation.entity, component: key },
    back: added.toReversed().map((each) => ({ op: 'removeComponent', entity: operation.entity, component: each })),
    touched: added.map((each) => editPath(operation.entity, each)),
  };
}

function freeKey(world: Editable, entity: number, type: string): string {
  const taken = new Set(world.entities.held(entity).map((held) => held.key));
  for (let number = 1; ; number++) {
    const key = number === 1 ? type : `${type}#${number}`;
    if (!taken.has(key)) return key;
  }
}

export function removeComponent(world: Editable, transaction: Transaction, id: string, key: string): Performed {
  const entity = rowOf(world, id);
  const held = heldByKey(world, entity, key);
  const others = world.entities.held(entity).filter((each) => each !== held);
  const needing = others.find((each) => each.component.requires.includes(held.component.name));
  if (needing !== undefined && !others.some((each) => each.component === held.component)) {
    throw new OperationFault('WW_COMPONENT_REQUIRED', 'component', `${needing.key} needs ${key}`, `a component that ${needing.key} does not need`);
  }
  return takeComponent(world, transaction, id, key);
}

/** Removes a component although another may need it. */
export function takeComponent(world: Editable, transaction: Transaction, id: string, key: string): Performed {
  const entity = rowOf(world, id);
  const held = heldByKey(world, entity, key);
  refuseRootChange(world, entity, held.component.name, 'component');
  const stored = storedComponent(world, held, (each) => keptSettingsOf(world, each));
  transaction.removeComponent(entity, held);
  return { result: { entity: id, component: key }, back: [{ op: 'restoreComponents', entity: id, components: [stored] }], touched: [editPath(id, key)] };
}

/** A field that may be edited, where it is. */
interface Place {
  readonly held: Held;
  readonly store: Store;
  readonly field: NamedField;
}

function editable(world: Editable, operation: Extract<Reversal, { op: 'setField' | 'patchField' | 'patchBack' }>): Place {
  const held = heldByKey(world, rowOf(world, operation.entity), operation.component);
  const field = held.component.fieldList.find((each) => each.name === operation.field);
  const place = `${held.component.name}.${operation.field}`;
  if (field === undefined)
    throw new OperationFault(
      'WW_UNKNOWN_FIELD',
      'field',
      `${held.component.name} has no field ${operation.field}`,
      `one of ${held.component.fieldList.map((each) => each.name).join(', ')}`,
    );
  if (field.options.readOnly === true) throw new OperationFault('WW_READ_ONLY', 'field', `${place} is read-only`, 'a field that can be edited');
  if (field.name === 'User') refuseRootChange(world, rowOf(world, operation.entity), held.component.name, 'field');
  return { held, store: world.storeOf(held.component.name), field };
}

function write(transaction: Transaction, { held, store, field }: Place, value: Json, path: string): void {
  const fault = field.check(value)[0];
  if (fault !== undefined) {
    throw new OperationFault(
      fault.code ?? 'WW_BAD_VALUE',
      fault.path === '' ? path : `${path}/${fault.path}`,
      `${held.component.name}.${field.name}: ${fault.message}`,
      fault.expected,
    );
  }
  transaction.setField(store, held.row, field.name, value);
}

export function setField(world: Editable, transaction: Transaction, operation: Op<'setField'>): Performed {
  return writeWhole(world, transaction, editable(world, operation), operation, operation.value, 'value');
}

/** @param path of the value in the operation */
function writeWhole(
  world: Editable,
  transaction: Transaction,
  place: Place,
  { entity, component, field }: Pick<Op<'setField'>, 'entity' | 'component' | 'field'>,
  value: Json,
  path: string,
): Performed {
  const old = world.drives.keptOf(place.store, place.held.row, field);
  write(transaction, place, value, path);
  return { result: { entity, component }, back: [{ op: 'setField', entity, component, field, value: old }], touched: [editPath(entity, component, field)] };
}

export function patchField(world: Editable, transaction: Transaction, operation: Op<'patchField'>): Performed {
  const { field, patch } = operation;
  const place = editable(world, operation);
  const old = place.store.get(place.held.row, field);
  const inside = place.field.structured ? undefined : patch.find((step) => step.path !== '' || (step.op !== 'test' && step.op !== 'replace'));
  if (inside !== undefined) {
    throw new OperationFault(
      'WW_BAD_PATCH',
      'field',
      `${place.held.component.name}.${field} is one value, of which a patch can test and replace the whole alone`,
      'setField, or test and replace with the path ""',
    );
  }
  const patched = fitting(() => patchJson(old, patch, (values) => transaction.work.spend(values * COSTS.patchedValue)));
  // The check goes through the whole value, whatever the patch has changed of it.
  const { values, characters } = sizeOf(patched.value);
  transaction.work.spend(values * COSTS.patchedValue + characters * COSTS.character);
  if (place.field.structured) return writePatched(transaction, place, operation, patched);
  return writeWhole(world, transaction, place, operation, patched.value, 'patch');
}

/** Takes back what a patch has done. */
export function unpatchField(world: Editable, transaction: Transaction, operation: Extract<Reversal, { op: 'patchBack' }>): Performed {
  const place = editable(world, operation);
  const old = world.drives.keptOf(place.store, place.held.row, operation.field);
  return writePatched(
    transaction,
    place,
    operation,
    fitting(() => patchBack(old, operation.patch)),
  );
}

type Patching = Extract<Reversal, { op: 'patchField' | 'patchBack' }>;

function writePatched(
  transaction: Transaction,
  place: Place,
  { entity, component, field }: Patching,
  { value, back, touched, moved, strayed }: Patched,
): Performed {
  write(transaction, place, value, 'patch');
  return {
    result: { entity, component },
    back: [{ op: 'patchBack', entity, component, field, patch: back }],
    touched: [...touched, ...moved].map((path) => `${editPath(entity, component, field)}${path}`),
    ...(strayed.length === 0 ? {} : { strayed: strayed.map((path) => `${editPath(entity, component, field)}${path}`) }),
  };
}

function fitting(patch: () => Patched): Patched {
  try {
    return patch();
  } catch (error) {
    if (!(error instanceof PatchFault)) throw error;
    const { step, message, expected, tooLarge } = error;
    throw new OperationFault(tooLarge ? 'WW_LIMIT' : 'WW_BAD_PATCH', `patch/${step}`, `the patch does not fit at step ${step + 1}: ${message}`, expected);
  }
}

export function restoreComponents(world: Editable, transaction: Transaction, id: string, components: readonly StoredComponent[]): Performed {
  const entity = rowOf(world, id);
  for (const { key } of components) {
    const need = componentOf(world, parseKey(key)?.type ?? key).requires.find(
      (type) => !world.entities.held(entity).some((held) => held.component.name === type) && !components.some((each) => parseKey(each.key)?.type === type),
    );
    if (need !== undefined)
      throw new OperationFault('WW_COMPONENT_REQUIRED', 'component', `${key} needs ${need}, which is gone`, 'a component whose needs are there');
  }
  putBack(world, transaction, entity, components);
  return {
    result: { entity: id },
    back: components.map(({ key }) => ({ op: 'removeComponent', entity: id, component: key })),
    touched: components.map(({ key }) => editPath(id, key)),
  };
}

export function putBack(world: Editable, transaction: Transaction, entity: number, components: readonly StoredComponent[]): void {
  for (const { key, created, values } of components) {
    const component = componentOf(world, parseKey(key)?.type ?? key);
    if (world.entities.held(entity).some((held) => held.key === key))
      throw new OperationFault('WW_DUPLICATE_ID', 'component', `the entity has a component ${key} already`, 'a key that is not taken');
    const row = transaction.addComponent(entity, component, key, created);
    const store = world.storeOf(component.name);
    for (const [field, value] of Object.entries(values)) transaction.setField(store, row, field, value);
  }
}
