import { HOST, type Operation } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { giveCommand, giveImpulse } from '../world/commanding.ts';
import type { OwnersWorld } from '../world/owners.ts';
import type { Crossing } from '../world/sandbox.ts';
import type { StoreView } from '../world/views.ts';
import type { World } from '../world/world.ts';
import { readJson } from './json-text.ts';

/** Units that parts of a world take: an entity that is gone through, one that is made or taken away, and any operation besides. */
const LOOKED_AT = 1;
const CHANGED = 2_000;
const OPERATION = 1_000;
/** Entities of a world to which scripts add no more. */
const MOST_ENTITIES = 200_000;
type Spend = (units: number) => void;

/* ---------- queries ---------- */

function typesOf(world: World, names: readonly string[]): Component[] {
  return names.map((name) => {
    const component = world.registry.components.get(name);
    if (component === undefined) throw new WorldwireError('WW_UNKNOWN_COMPONENT', `no component type is named ${name}`);
    return component;
  });
}

function rowsOf(world: World, types: readonly string[], spend: Spend): number[] {
  if (types.length === 0) throw new WorldwireError('WW_BAD_REQUEST', 'a query names the component types that its entities have, one at least');
  const components = typesOf(world, types);
  spend(Math.min(...components.map((component) => world.storeOf(component.name).count)) * LOOKED_AT);
  return world.query(components);
}

/** Ids of the entities that have all of some component types, in order of creation. */
export function queried(world: World, types: readonly string[], spend: Spend): string {
  return JSON.stringify(rowsOf(world, types, spend).map((row) => world.entities.id.get(row)));
}

/** The component that a query means on an entity: its first of the type. */
function firstOf(world: World, entity: number, type: string): number {
  return world.entities.held(entity).find(({ component }) => component.name === type)?.row ?? -1;
}

function fieldOf(
  world: World,
  types: readonly string[],
  type: string,
  field: string,
): { readonly store: StoreView; readonly width: number; readonly isNumbers: boolean } {
  if (!types.includes(type)) throw new WorldwireError('WW_BAD_REQUEST', `the query asks for ${types.join(' and ')}, and so not every entity has a ${type}`);
  const store = world.storeOf(type);
  if (!Object.hasOwn(store.component.fields, field)) throw new WorldwireError('WW_UNKNOWN_FIELD', `${type} has no field ${field}`);
  const { width } = store.columnOf(field);
  return { store, width, isNumbers: NUMBERS.has(store.component.fields[field]?.kind ?? '') };
}
const NUMBERS: ReadonlySet<string> = new Set(['bool', 'int', 'counter', 'float', 'double', 'float2', 'float3', 'float4', 'floatQ', 'color']);

/** A field of all entities of a query: numbers as floats of 64 bits behind each other, as many for each as the field is wide; all else as a list in JSON. */
export function readColumn(world: World, types: readonly string[], type: string, field: string, spend: Spend): Crossing {
  const { store, width, isNumbers } = fieldOf(world, types, type, field);
  const rows = rowsOf(world, types, spend);
  const column = store.columnOf(field);
  if (!isNumbers) {
    spend(rows.length * 10);
    return JSON.stringify(rows.map((entity) => column.get(firstOf(world, entity, type))));
  }
  const numbers = new Float64Array(rows.length * width);
  const data = column.reading as ArrayLike<number>;
  for (let at = 0; at < rows.length; at++) {
    const entity = rows[at] as number;
    const row = store.plain ? entity : firstOf(world, entity, type);
    for (let each = 0; each < width; each++) numbers[at * width + each] = data[row * width + each] as number;
  }
  return new Uint8Array(numbers.buffer);
}

/** Writes a field of all entities of a query, in the form in which it is read. Throws WW_REFUSED where there are more or fewer by now; then none is written. */
export function writeColumn(world: World, types: readonly string[], type: string, field: string, values: Crossing, spend: Spend): void {
  const { store, width, isNumbers } = fieldOf(world, types, type, field);
  const known = store.component.fields[field];
  if (known?.options.readOnly === true) throw new WorldwireError('WW_READ_ONLY', `${field} is written by the world itself`);
  const rows = rowsOf(world, types, spend);
  const list = listOf(values, width, isNumbers, known?.kind === 'bool');
  if (list.length !== rows.length) throw new WorldwireError('WW_REFUSED', `the query has ${rows.length} entities by now, and ${list.length} values were given`);
  spend(rows.length * 10);
  const writer = world.writer(store, field as 'Enabled');
  rows.forEach((entity, at) => writer.write(firstOf(world, entity, type), list[at] as never));
}

function listOf(values: Crossing, width: number, isNumbers: boolean, isTruth: boolean): readonly unknown[] {
  if (!isNumbers || !(values instanceof Uint8Array)) {
    const list: unknown = readJson(typeof values === 'string' ? values : '[]');
    return Array.isArray(list) ? list : [];
  }
  const numbers = new Float64Array(values.slice().buffer, 0, values.length >> 3);
  if (width === 1) return Array.from(numbers, (value) => (isTruth ? value !== 0 : value));
  return Array.from({ length: Math.floor(numbers.length / width) }, (_, at) => [...numbers.subarray(at * width, (at + 1) * width)]);
}

/* ---------- what changes a world ---------- */

/** Carries out operations whole, or not at all, as a Builder may; they are in nobody's history. Returns what each came to. */
export function applied(world: World, operations: Json, spend: Spend): string {
  if (!Array.isArray(operations)) throw new WorldwireError('WW_BAD_REQUEST', 'expected a list of operations');
  let units = 0;
  for (const operation of operations as readonly Partial<Record<string, Json>>[]) units += weightOf(world, operation);
  spend(units);
  return JSON.stringify(world.apply(HOST, operations as unknown as readonly Operation[]));
}

function weightOf(world: World, operation: Partial<Record<string, Json>> | null): number {
  const { op, entity } = operation ?? {};
  if (op === 'addEntity' || op === 'duplicateEntity') {
    if (world.entities.count >= MOST_ENTITIES) throw new WorldwireError('WW_LIMIT', `the world has ${MOST_ENTITIES} entities, and scripts add no more`);
    if (op === 'addEntity') return OPERATION + CHANGED * entitiesIn(entity);
  }
  if (op !== 'duplicateEntity' && op !== 'removeEntity' && op !== 'moveEntity') return OPERATION;
  const row = typeof entity === 'string' ? world.entities.rowOf(entity) : undefined;
  return OPERATION + (row === undefined ? 0 : world.entities.subtree(row).length * CHANGED);
}

function entitiesIn(entity: Json | undefined): number {
  if (typeof entity !== 'object' || entity === null || Array.isArray(entity)) return 1;
  const { children } = entity as { readonly children?: Json };
  return Array.isArray(children) ? (children as readonly Json[]).reduce<number>((sum, child) => sum + entitiesIn(child), 1) : 1;
}

/** Gives a command to a component, as a Builder may. Returns what it told. */
export function commanded(world: World, entity: string, component: string, command: string, args: Json, spend: Spend): string {
  spend(OPERATION);
  const given = args as { readonly [name: string]: Json };
  return JSON.stringify(giveCommand(world as OwnersWorld, { entity, component, command, args: given }, { userId: world.acting, role: 'Builder' }));
}

/** Sets off an impulse, as one from outside. Returns how many receive it. */
export function impelled(world: World, tag: string, value: Json | undefined, spend: Spend): number {
  spend(OPERATION);
  return giveImpulse(world as OwnersWorld, { type: 'impulse', tag, ...(value === undefined ? {} : { value }) }, { userId: world.acting, role: 'Builder' });
}
