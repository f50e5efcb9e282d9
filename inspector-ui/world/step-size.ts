import { reckon } from '../editors/arithmetic.ts';
import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';

const LEAST = 1,
  MOST = 10_000;

/** A number of ticks that can be stepped at once, from what somebody wrote; undefined where it is none. */
export function stepsOf(text: string): number | undefined {
  const found = reckon(text);
  return 'value' in found && Number.isInteger(found.value) && found.value >= LEAST && found.value <= MOST ? found.value : undefined;
}

const kept = recall('step');
/** How many ticks a step of several has. */
export const stepSize = new Cell((typeof kept === 'number' ? stepsOf(String(kept)) : undefined) ?? 10);
stepSize.subscribe(() => remember('step', stepSize.value));
