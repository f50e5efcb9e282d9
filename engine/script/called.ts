import { WorldwireError } from '../errors.ts';
import type { Json } from '../schema/field.ts';
import type { World } from '../world/world.ts';
import { impulseTold } from './ears.ts';
import { Script } from './script.ts';
import { scriptSystem } from './script-system.ts';
import { happened, isFull } from './sockets.ts';
import type { CallResult, ScriptState } from './state.ts';

/* What flows ask of scripts. A script does it in a turn of its own, and who has called looks in each tick whether it has returned. */

/** Calls of one script that have not been taken back by whoever has called. */
const MOST_CALLS = 1000;

function scriptAt(world: World, row: number): ScriptState | undefined {
  return world.stateOf(scriptSystem).byRow.get(row);
}
function scriptOf(world: World, entity: string, component: string): ScriptState | undefined {
  const row = world.entities.rowOf(entity);
  const held = row === undefined ? undefined : world.entities.held(row).find((each) => each.key === component && each.component.name === Script.name);
  return held === undefined ? undefined : scriptAt(world, held.row);
}

/**
 * Calls a function that a script has in `Script.functions`. Returns the number of the call. Throws WW_REFUSED where the script does not run, and WW_LIMIT.
 * @param value what it is handed, as JSON
 */
export function callScript(world: World, entity: string, component: string, name: string, value: string): number {
  const script = scriptOf(world, entity, component);
  if (script?.vm === undefined) throw new WorldwireError('WW_REFUSED', script === undefined ? 'the script is gone' : 'the script does not run');
  if (script.calls.size >= MOST_CALLS || isFull(world, script, `the call of ${JSON.stringify(name.slice(0, 100))}`))
    throw new WorldwireError('WW_LIMIT', 'too much waits for the script already');
  const number = ++world.stateOf(scriptSystem).lastCall;
  script.calls.set(number, null);
  happened(world, script, { kind: 'called', args: [number, name, value], acting: world.acting });
  return number;
}

/** What a call came to; null where it has not returned yet. */
export function resultOfCall(world: World, entity: string, component: string, number: number): CallResult | null {
  const result = scriptOf(world, entity, component)?.calls.get(number);
  return result === undefined ? { value: null, error: 'the script is gone' } : result;
}

/** Whoever has called has the result, or does not want it any more. */
export function forgetCall(world: World, entity: string, component: string, number: number): void {
  scriptOf(world, entity, component)?.calls.delete(number);
}

/** Sets off an impulse in a script, by the row of its component, or in all that hear any. Returns how many heard it. */
export function impulseScripts(world: World, row: number | undefined, tag: string, value: Json | undefined): number {
  const only = row === undefined ? undefined : scriptAt(world, row);
  return row !== undefined && only === undefined ? 0 : impulseTold(world, world.stateOf(scriptSystem), tag, value, only);
}

/** How many scripts may hear an impulse. */
export function countOfScripts(world: World): number {
  return world.stateOf(scriptSystem).byRow.size;
}
