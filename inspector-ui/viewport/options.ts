import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';

/** What the picture of the world shows, as the person chose it; remembered. */
export interface Options {
  readonly labels: boolean;
  readonly grid: boolean;
  /** The camera goes to what is selected. */
  readonly follow: boolean;
  readonly colour: 'state' | 'value' | 'query';
  /** Which entities have colour, where that goes by a query. */
  readonly query: string;
  readonly tool: 'move' | 'rotate';
  /** Draw even where a processor must do the work of graphics. */
  readonly anyway: boolean;
}

const USUAL: Options = { labels: true, grid: true, follow: false, colour: 'state', query: '', tool: 'move', anyway: false };
const kept = recall('viewport') as Partial<Options> | undefined;
export const options = new Cell<Options>({ ...USUAL, ...(typeof kept === 'object' && kept !== null ? kept : {}) });
options.subscribe(() => remember('viewport', { ...options.value }));

export function choose(change: Partial<Options>): void {
  options.value = { ...options.value, ...change };
}
