import { parentPort, workerData } from 'node:worker_threads';
import { openLocal } from './open-local.ts';
import { loadRegistry } from '../plugins/registry.ts';
import { serveCalls } from './thread-calls.ts';
import type { ThreadCall, ThreadSource } from './world-thread.ts';

/* The thread's end of a world: it makes the world, and does what the door is asked, one call after another. */

const port = parentPort;
if (port === null) throw new Error('world-worker.js runs in a worker thread only');
const source = workerData as ThreadSource;

await serveCalls(port, async () => {
  const { door, id, name, tickRate, warnings } = openLocal(source, await loadRegistry(source.plugins));
  return {
    value: { id, name, tickRate, warnings: warnings.map((warning) => warning.message) },
    serve: (call: ThreadCall) => ('step' in call ? door.step(call.step) : 'ask' in call ? door.ask(call.ask) : door.end()),
  };
});
