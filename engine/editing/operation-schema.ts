import Type from 'typebox';
import type { EntityData, Operation } from '../door.ts';
import type { Fault } from '../errors.ts';
import { byName } from '../schema/by-name.ts';
import { checkOf, type Check, type Component } from '../schema/component.ts';
import { parseKey } from '../schema/component-key.ts';

const id = Type.String({ minLength: 1, maxLength: 200 });
const name = Type.String({ maxLength: 1000 });
const tag = Type.String({ maxLength: 1000 });
const key = Type.String({ pattern: '^[A-Z][A-Za-z0-9]*(#[2-9][0-9]{0,4}|#1[0-9]{1,4})?$', maxLength: 200 });
const orderOffset = Type.Integer({ minimum: -2147483648, maximum: 2147483647 });
const nullable = Type.Union([Type.Null(), id]);
const values = byName(Type.Unknown(), 200);
const strict = { additionalProperties: false };
const marks = Type.Optional(Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 10_000 }));
const pointer = Type.String({ maxLength: 8192 });

/** Children are checked one by one by `checkEntity`, so that a deep tree needs no deep schema. */
const ENTITY = checkOf(
  Type.Object(
    {
      id: Type.Optional(id),
      name: Type.Optional(name),
      tag: Type.Optional(tag),
      active: Type.Optional(Type.Boolean()),
      persistent: Type.Optional(Type.Boolean()),
      orderOffset: Type.Optional(orderOffset),
      spawnedBy: Type.Optional(nullable),
      components: Type.Optional(byName(values, 200)),
      children: Type.Optional(Type.Array(Type.Unknown())),
    },
    strict,
  ),
  'an entity {id?, name?, tag?, active?, persistent?, orderOffset?, components?, children?}',
);

const patchStep = Type.Union([
  Type.Object({ op: Type.Literal('add'), path: pointer, value: Type.Unknown(), new: Type.Optional(Type.Literal(true)) }, strict),
  Type.Object({ op: Type.Enum(['replace', 'test']), path: pointer, value: Type.Unknown() }, strict),
  Type.Object({ op: Type.Literal('remove'), path: pointer }, strict),
  Type.Object({ op: Type.Enum(['move', 'copy']), path: pointer, from: pointer }, strict),
]);

/** One check for each operation, by its name. */
const OPERATIONS: Readonly<Record<Operation['op'], Check>> = {
  addEntity: checkOf(
    Type.Object(
      { op: Type.Literal('addEntity'), entity: Type.Optional(Type.Unknown()), parent: Type.Optional(nullable), before: Type.Optional(nullable) },
      strict,
    ),
    '{"op":"addEntity", "entity"?, "parent"?, "before"?}',
  ),
  removeEntity: checkOf(Type.Object({ op: Type.Literal('removeEntity'), entity: id }, strict), '{"op":"removeEntity", "entity"}'),
  updateEntity: checkOf(
    Type.Object(
      {
        op: Type.Literal('updateEntity'),
        entity: id,
        name: Type.Optional(name),
        tag: Type.Optional(tag),
        active: Type.Optional(Type.Boolean()),
        persistent: Type.Optional(Type.Boolean()),
        orderOffset: Type.Optional(orderOffset),
        was: Type.Optional(Type.Object({ name: Type.Optional(name), tag: Type.Optional(tag) }, strict)),
      },
      strict,
    ),
    '{"op":"updateEntity", "entity", "name"?, "tag"?, "active"?, "persistent"?, "orderOffset"?, "was"?}',
  ),
  moveEntity: checkOf(
    Type.Object({ op: Type.Literal('moveEntity'), entity: id, parent: Type.Optional(nullable), before: Type.Optional(nullable) }, strict),
    '{"op":"moveEntity", "entity", "parent"?, "before"?}',
  ),
  duplicateEntity: checkOf(
    Type.Object({ op: Type.Literal('duplicateEntity'), entity: id, parent: Type.Optional(nullable), id: Type.Optional(id) }, strict),
    '{"op":"duplicateEntity", "entity", "parent"?, "id"?}',
  ),
  addComponent: checkOf(
    Type.Object({ op: Type.Literal('addComponent'), entity: id, component: key, values: Type.Optional(values) }, strict),
    '{"op":"addComponent", "entity", "component", "values"?}',
  ),
  removeComponent: checkOf(
    Type.Object({ op: Type.Literal('removeComponent'), entity: id, component: key }, strict),
    '{"op":"removeComponent", "entity", "component"}',
  ),
  setField: checkOf(
    Type.Object({ op: Type.Literal('setField'), entity: id, component: key, field: id, value: Type.Unknown() }, strict),
    '{"op":"setField", "entity", "component", "field", "value"}',
  ),
  patchField: checkOf(
    Type.Object(
      { op: Type.Literal('patchField'), entity: id, component: key, field: id, patch: Type.Array(patchStep, { minItems: 1, maxItems: 1000 }) },
      strict,
    ),
    '{"op":"patchField", "entity", "component", "field", "patch"}',
  ),
  takeBack: checkOf(Type.Object({ op: Type.Literal('takeBack'), entity: id, marks }, strict), '{"op":"takeBack", "entity", "marks"?}'),
  giveToSource: checkOf(Type.Object({ op: Type.Literal('giveToSource'), entity: id, marks }, strict), '{"op":"giveToSource", "entity", "marks"?}'),
  makeTemplate: checkOf(
    Type.Object({ op: Type.Literal('makeTemplate'), entity: id, parent: Type.Optional(nullable), id: Type.Optional(id) }, strict),
    '{"op":"makeTemplate", "entity", "parent"?, "id"?}',
  ),
};

const MAX_OPERATIONS = 10_000;
/** Faults that are told of one batch: whoever sends it chooses how many it has. */
const MAX_FAULTS = 100;
const MAX_ENTITIES = 100_000;
const MAX_DEPTH = 256;

/** The first faults in the form of a batch, whatever was handed in; an empty list means that each is an Operation. */
export function checkOperations(batch: unknown, components: ReadonlyMap<string, Component>): Fault[] {
  if (!Array.isArray(batch)) return [{ path: 'operations', expected: 'a list of operations', message: 'operations must be a list' }];
  if (batch.length > MAX_OPERATIONS)
    return [
      { path: 'operations', expected: `at most ${MAX_OPERATIONS} operations`, message: `a batch of ${batch.length} operations is too large`, code: 'WW_LIMIT' },
    ];
  const faults: Fault[] = [];
  for (let index = 0; index < batch.length && faults.length < MAX_FAULTS; index++)
    for (const fault of checkOperation(batch[index], components).slice(0, MAX_FAULTS - faults.length)) faults.push({ ...fault, index });
  return faults;
}

function checkOperation(operation: unknown, components: ReadonlyMap<string, Component>): readonly Fault[] {
  const op = typeof operation === 'object' && operation !== null ? (operation as { op?: unknown }).op : undefined;
  if (typeof op !== 'string' || !Object.hasOwn(OPERATIONS, op)) {
    return [{ path: 'op', expected: `one of ${Object.keys(OPERATIONS).join(', ')}`, message: `no operation is named ${JSON.stringify(op) ?? 'nothing'}` }];
  }
  const faults = OPERATIONS[op as Operation['op']](operation);
  if (faults.length > 0) return faults;
  if (op === 'addComponent') {
    const { component, values = {} } = operation as Extract<Operation, { op: 'addComponent' }>;
    return checkComponent(component, values, 'values', components, 'component');
  }
  const { entity } = operation as { entity?: unknown };
  return op !== 'addEntity' || entity === undefined ? [] : checkEntity(entity, components);
}

function checkEntity(root: unknown, components: ReadonlyMap<string, Component>): Fault[] {
  const faults: Fault[] = [];
  const waiting: { data: unknown; path: string; depth: number }[] = [{ data: root, path: 'entity', depth: 0 }];
  let count = 0;
  for (let next = waiting.pop(); next !== undefined && faults.length < MAX_FAULTS; next = waiting.pop()) {
    const { data, path, depth } = next;
    if (++count > MAX_ENTITIES || depth > MAX_DEPTH) {
      return [{ path, expected: `at most ${MAX_ENTITIES} entities, ${MAX_DEPTH} deep`, message: 'the subtree is too large', code: 'WW_LIMIT' }];
    }
    const own = ENTITY(data, path);
    faults.push(...own);
    if (own.length > 0) continue;
    const entity = data as EntityData;
    for (const [componentKey, fields] of Object.entries(entity.components ?? {})) {
      faults.push(...checkComponent(componentKey, fields, `${path}/components/${componentKey}`, components));
    }
    (entity.children ?? []).forEach((child, at) => waiting.push({ data: child, path: `${path}/children/${at}`, depth: depth + 1 }));
  }
  return faults;
}

/** The first faults of a component's key and values; `keyPath` is where its key stands, if not where its values do. */
export function checkComponent(key: string, fields: object, path: string, components: ReadonlyMap<string, Component>, keyPath = path): Fault[] {
  const type = parseKey(key)?.type;
  const component = type === undefined ? undefined : components.get(type);
  if (component === undefined)
    return [{ path: keyPath, expected: 'a registered component type', message: `no component type is named ${key}`, code: 'WW_UNKNOWN_COMPONENT' }];
  const faults: Fault[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (faults.length >= MAX_FAULTS) break;
    const field = component.fieldList.find((each) => each.name === name);
    if (field === undefined)
      faults.push({
        path: `${path}/${name}`,
        expected: `one of ${component.fieldList.map((each) => each.name).join(', ')}`,
        message: `${component.name} has no field ${name}`,
        code: 'WW_UNKNOWN_FIELD',
      });
    else if (field.options.readOnly === true)
      faults.push({ path: `${path}/${name}`, expected: 'a field that can be edited', message: `${component.name}.${name} is read-only`, code: 'WW_READ_ONLY' });
    else faults.push(...field.check(value, `${path}/${name}`));
  }
  return faults;
}
