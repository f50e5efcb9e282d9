import { parentPort, workerData } from 'node:worker_threads';
import type { Question, Step } from '../../engine/index.ts';
import { LocalGhost, type GhostSource } from './ghost.ts';
import { loadRegistry } from '../plugins/registry.ts';
import { serveCalls } from '../doors/thread-calls.ts';

/* A ghost's end of its thread. */

/** What is asked of it. */
export type GhostCall = { readonly restore: GhostSource } | { readonly replay: readonly Step[] } | { readonly ask: Question };

const port = parentPort;
if (port === null) throw new Error('ghost-worker.js runs in a worker thread only');
const { plugins } = workerData as { readonly plugins: readonly string[] };

await serveCalls(port, async () => {
  const ghost = new LocalGhost(await loadRegistry(plugins));
  return {
    value: undefined,
    serve: (call: GhostCall) => ('restore' in call ? ghost.restore(call.restore) : 'replay' in call ? ghost.replay(call.replay) : ghost.ask(call.ask)),
  };
});
