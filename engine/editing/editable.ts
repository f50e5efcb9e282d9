import type { WorldCore } from '../world/world-core.ts';
import type { Baseline } from './baseline.ts';
import type { History } from './history.ts';
import type { Unsaved } from './unsaved.ts';

/** A world with what editing keeps of it. */
export interface Editable extends WorldCore {
  readonly history: History;
  /** Whether it differs from what was saved, by edits. */
  readonly unsaved: Unsaved;
  /** What it was when it was loaded, where edits have touched it. */
  readonly baseline: Baseline;
}
