import { DynamicVariableSpace } from '../../components/dynamic-variable-space.ts';
import { DynamicVariables, type DynamicVariable } from '../../components/dynamic-variables.ts';
import type { World } from '../../world/world.ts';
import type { DataType, Value } from '../values/data-type.ts';
import { hierarchyOrder } from '../node/hierarchy-order.ts';
import { running } from '../code/limits.ts';
import { bareName } from '../node/node.ts';
import type { Call, Me } from '../node/node-types.ts';
import { climb, TOP } from '../node/slots.ts';
import { nameIn, variableSystem, type Variables } from './variable-index.ts';

/* Dynamic variables: which space a path leads to, and which variables of it are one. */

/** One that a space holds: a component, and the key that it has there. */
export interface FoundVariable {
  /** Row of its DynamicVariables. */
  readonly row: number;
  readonly key: string;
}

/** Row of the entity whose space a path leads to from an entity; undefined where there is none above it. Costs fuel by the way. */
export function spaceOver(call: Call, entity: number, space: string | undefined): number | undefined {
  const spaces = call.world.store(DynamicVariableSpace);
  const { SpaceName: names, OnlyDirectBinding: only } = spaces.columns;
  const found = climb(call, entity, (row) => row !== TOP && spaces.has(row) && (space === undefined ? only.data[row] !== 1 : names.data[row] === space));
  return found === TOP ? undefined : found;
}

export function variablesOf(world: World, row: number): Variables {
  return world.store(DynamicVariables).columns.Variables.data[row] as Variables;
}

/** The variables of a name and type in a space, in the order of the hierarchy: they are one, and hold the same. Costs fuel by those of the name. */
export function variablesIn(call: Call, space: number, name: string, type: DataType): readonly FoundVariable[] {
  const { world } = call;
  const rows = world.stateOf(variableSystem).holding(name);
  call.spend(rows.size);
  const { owner } = world.store(DynamicVariables);
  const spaceName = world.store(DynamicVariableSpace).columns.SpaceName.data[space];
  const held = typeIn(type);
  const found: FoundVariable[] = [];
  for (const row of rows) {
    if (climb(call, owner[row] as number, (at) => at === space) !== space) continue;
    const variables = variablesOf(world, row);
    for (const key of [name, `${String(spaceName)}/${name}`]) {
      if (!Object.hasOwn(variables, key) || variables[key]?.type !== held) continue;
      if (spaceOver(call, owner[row] as number, nameIn(key).space) === space) found.push({ row, key });
    }
  }
  if (found.length < 2) return found;
  const order = hierarchyOrder(
    world,
    found.map(({ row }) => owner[row] as number),
    (units) => call.spend(units),
  );
  const place = ({ row }: FoundVariable): number => order.get(owner[row] as number) as number;
  return found.toSorted((a, b) => place(a) - place(b) || a.row - b.row);
}

/**
 * Whether dynamic variables may have so many characters more in their names and texts; where all of the world would have too many, the Flow is told, and
 * nothing is to be done. What users give them is not refused.
 */
export function mayHold(call: Call, me: Me, more: number): boolean {
  const { held } = call.world.stateOf(variableSystem);
  if (more <= 0 || held + more <= running.mostHeld) return true;
  const message = `${bareName(me.node)} ${JSON.stringify(me.id)} did nothing: flows add no more to dynamic variables that have ${running.mostHeld} characters`;
  call.tell({ code: 'WW_LIMIT', message: `${message} in this world; have it clear some first` });
  return false;
}
/** Characters that variables of an entity, and of all that hangs below it, have in their names and texts. */
export function heldBelow(world: World, row: number): number {
  const index = world.stateOf(variableSystem);
  let size = 0;
  if (index.held > 0)
    for (const entity of world.entities.subtree(row))
      for (const { component, row: at } of world.entities.held(entity)) if (component === (DynamicVariables as object)) size += index.sizeOf(at);
  return size;
}

/** What variables call a type of flows. */
export function typeIn(type: DataType): DynamicVariable['type'] | undefined {
  switch (type) {
    case 'bool':
    case 'int':
    case 'float':
    case 'string':
    case 'float2':
    case 'float3':
    case 'float4':
    case 'floatQ':
    case 'color':
      return type;
    default:
      return type === 'Slot' ? 'entityRef' : undefined;
  }
}

/** The variable that a path leads to from an entity, and where it stands; undefined where there is none. */
export function lookUp(call: Call, entity: number, path: string, type: DataType): readonly FoundVariable[] {
  const { space, name } = nameIn(path);
  const over = spaceOver(call, entity, space);
  return over === undefined ? [] : variablesIn(call, over, name, type);
}

export function valueOf(world: World, { row, key }: FoundVariable): Value {
  const { value } = variablesOf(world, row)[key] as DynamicVariable;
  return value as Value;
}
