import { isFault } from '../graph-model/ports.ts';
import type { Drawing } from './drawing.ts';

/** Why nothing of a graph runs, whatever comes to it; empty where it does run. */
export function standsStill(drawing: Drawing): string {
  const { facts, state } = drawing.store;
  for (const [id, { faults = [] }] of facts) {
    const fault = faults.find(isFault);
    if (fault !== undefined) return `Nothing of this graph runs while there is a fault in it, as in ${drawing.title(id)} (${id}): ${fault.message}`;
  }
  return state.value?.runs === false ? 'Nothing of this graph runs: its Flow is disabled, or its entity inactive.' : '';
}
