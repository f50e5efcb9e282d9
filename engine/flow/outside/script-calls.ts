import { WorldwireError } from '../../errors.ts';
import { callScript, forgetCall, resultOfCall } from '../../script/called.ts';
import type { World } from '../../world/world.ts';
import type { ErrandResult } from '../node/errand-result.ts';
import type { Errand, Flows, ScriptWork } from '../state/flows.ts';

/* Functions of scripts that nodes have called. A script answers in a turn of its own; in each tick is looked which have. */

/** Calls it. Returns the result where there is one at once, which is that it cannot be called. */
export function beginScriptCall(world: World, flows: Flows, errand: Errand, work: ScriptWork): ErrandResult | undefined {
  try {
    const { entity, component, name, value } = work;
    work.call = callScript(world, entity, component, name, value);
    flows.calling.add(errand);
    return undefined;
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    return { as: 'error', status: 0, content: error.message };
  }
}

/** Nobody waits for it any more, or the result has been taken. */
export function endScriptCall(world: World, flows: Flows, errand: Errand, { entity, component, call }: ScriptWork): void {
  flows.calling.delete(errand);
  if (call !== 0) forgetCall(world, entity, component, call);
}

/** Calls that have returned since, in the order in which they were made. */
export function returnedCalls(world: World, flows: Flows): readonly { readonly errand: Errand; readonly result: ErrandResult }[] {
  const found: { errand: Errand; result: ErrandResult }[] = [];
  for (const errand of flows.calling) {
    const work = errand.work as ScriptWork;
    const result = resultOfCall(world, work.entity, work.component, work.call);
    if (result === null) continue;
    found.push({
      errand,
      result: result.value === null ? { as: 'error', status: 0, content: result.error } : { as: 'response', status: 0, content: result.value },
    });
  }
  return found.sort((a, b) => a.errand.number - b.errand.number);
}
