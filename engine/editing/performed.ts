import type { OperationResult } from '../door.ts';
import type { Reversal } from './history-entry.ts';

/** What one operation came to: its result, its way back (in order), and the paths that it changed. */
export interface Performed {
  readonly result: OperationResult;
  readonly back: readonly Reversal[];
  readonly touched: readonly string[];
  /** Paths of lists in which something was put back elsewhere than where it was. */
  readonly strayed?: readonly string[];
}
