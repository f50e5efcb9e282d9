import { WorldwireError } from '../errors.ts';
import type { FieldRef, Json } from '../schema/field.ts';
import type { Crossing } from '../world/sandbox.ts';
import type { StoreView } from '../world/views.ts';
import type { World } from '../world/world.ts';
import { readJson } from './json-text.ts';
import type { BoundField, ScriptState } from './state.ts';

/** Fields that a script has at hand at a time; one more is looked up anew each time. */
const MOST_FIELDS = 65_536;
/** Units that a write takes besides the call: who is told of it is not known before. */
const WRITE_COST = 100;

export function componentOf(world: World, id: string, key: string): { readonly store: StoreView; readonly row: number } | undefined {
  const entity = world.entities.rowOf(id);
  if (entity === undefined) return undefined;
  const held = world.entities.held(entity).find((each) => each.key === key);
  return held === undefined ? undefined : { store: world.storeOf(held.component.name), row: held.row };
}

/**
 * Gives a script a field at hand. Returns its number among them: even where its value crosses as it is, odd where it does as JSON. Throws WW_UNKNOWN_FIELD and
 * its like where there is none.
 */
export function bindField(world: World, script: ScriptState, ref: FieldRef): number {
  const { store } = lookUp(world, ref);
  if (script.fields.length >= MOST_FIELDS) throw new WorldwireError('WW_LIMIT', `a script has ${MOST_FIELDS} fields at hand, which is the most`);
  const isPlain = PLAIN.has(store.component.fields[ref.field]?.kind ?? '');
  return (script.fields.push({ ref, structure: -1, store: undefined, row: 0, isPlain, writer: undefined }) - 1) * 2 + (isPlain ? 0 : 1);
}
/** Kinds whose values are numbers, truths and texts. */
const PLAIN: ReadonlySet<string> = new Set(['bool', 'int', 'counter', 'float', 'double', 'string', 'uri', 'enum', 'entityRef']);

function lookUp(world: World, { entity, component, field }: FieldRef): { readonly store: StoreView; readonly row: number } {
  const found = componentOf(world, entity, component);
  if (found === undefined) {
    const isThere = world.entities.rowOf(entity) !== undefined;
    throw new WorldwireError(
      isThere ? 'WW_UNKNOWN_COMPONENT' : 'WW_UNKNOWN_ENTITY',
      isThere ? `${entity} has no ${component}` : `no entity has the id ${entity}`,
    );
  }
  if (!Object.hasOwn(found.store.component.fields, field)) throw new WorldwireError('WW_UNKNOWN_FIELD', `${found.store.component.name} has no field ${field}`);
  return found;
}

/** The field of a number, where it is by now. */
function fieldAt(world: World, script: ScriptState, number: number): BoundField & { readonly store: StoreView } {
  const bound = script.fields[number >> 1];
  if (bound === undefined) throw new WorldwireError('WW_BAD_REQUEST', `the script has no field of the number ${number}`);
  if (bound.structure !== world.structure || bound.store === undefined) {
    const { store, row } = lookUp(world, bound.ref);
    if (bound.store !== store) bound.writer = undefined;
    bound.store = store;
    bound.row = row;
    bound.structure = world.structure;
  }
  return bound as BoundField & { readonly store: StoreView };
}

export function readField(world: World, script: ScriptState, number: number): Crossing {
  const { store, row, ref, isPlain } = fieldAt(world, script, number);
  const value = store.get(row, ref.field);
  return isPlain ? (value as Crossing) : JSON.stringify(value);
}

/** Throws WW_READ_ONLY and WW_BAD_VALUE; then nothing is changed. */
export function writeField(world: World, script: ScriptState, number: number, value: Crossing, spend: (units: number) => void): undefined {
  const bound = fieldAt(world, script, number);
  const { store, row, ref, isPlain } = bound;
  if (store.component.fields[ref.field]?.options.readOnly === true) throw new WorldwireError('WW_READ_ONLY', `${ref.field} is written by the world itself`);
  bound.writer ??= world.writer(store, ref.field as 'Enabled');
  spend(WRITE_COST);
  bound.writer.write(row, (isPlain ? (value ?? null) : parsed(value)) as never);
}

function parsed(value: Crossing): Json {
  if (typeof value !== 'string') throw new WorldwireError('WW_BAD_REQUEST', 'expected a value in JSON');
  return readJson(value);
}
