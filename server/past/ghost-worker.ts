import { parentPort, workerData } from 'node:worker_threads';
import type { Question, Step } from '../../engine/index.ts';
import { LocalGhost, type GhostSource } from './ghost.ts';
import type { SearchErrand } from './journal-search.ts';
import type { Errand } from './journal-travel.ts';
import type { StretchPart } from './field-stretch.ts';
import { loadRegistry } from '../plugins/registry.ts';
import { serveCalls } from '../doors/thread-calls.ts';

/* A ghost's end of its thread. */

/** What is asked of it. */
export type GhostCall =
  | { readonly restore: GhostSource }
  | { readonly replay: readonly Step[] }
  | { readonly travel: Errand }
  | { readonly search: SearchErrand | undefined; readonly milliseconds: number }
  | { readonly stretch: StretchPart }
  | { readonly happened: readonly number[]; readonly folder: string }
  | { readonly ask: Question };

const port = parentPort;
if (port === null) throw new Error('ghost-worker.js runs in a worker thread only');
const { plugins } = workerData as { readonly plugins: readonly string[] };

await serveCalls(port, async () => {
  const ghost = new LocalGhost(await loadRegistry(plugins));
  return {
    value: undefined,
    serve: (call: GhostCall) => {
      if ('restore' in call) return ghost.restore(call.restore);
      if ('replay' in call) return ghost.replay(call.replay);
      if ('happened' in call) return ghost.happened(call.folder, call.happened);
      if ('search' in call) return ghost.search(call.search, call.milliseconds);
      if ('stretch' in call) return ghost.stretch(call.stretch);
      return 'travel' in call ? ghost.travel(call.travel) : ghost.ask(call.ask);
    },
  };
});
