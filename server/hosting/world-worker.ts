import { parentPort, workerData } from 'node:worker_threads';
import { WorldwireError, type Fault, type WorldDoor } from '../../engine/index.ts';
import { openLocal } from './open-local.ts';
import { loadRegistry } from './registry.ts';
import type { ThreadAnswer, ThreadCall, ThreadSource } from './world-thread.ts';

/* The thread's end of a world: it makes the world, and does what the door is asked, one call after another. Call 0 tells that it is made. */

const port = parentPort;
if (port === null) throw new Error('world-worker.js runs in a worker thread only');

function answer(message: ThreadAnswer): void {
  port?.postMessage(message);
}

function failed(call: number, error: unknown): void {
  const faults: readonly Fault[] = error instanceof WorldwireError ? error.faults : [];
  answer({
    call,
    ok: false,
    code: error instanceof WorldwireError ? error.code : 'WW_INTERNAL',
    message: error instanceof Error ? error.message : String(error),
    faults,
  });
}

try {
  const source = workerData as ThreadSource;
  const { door, id, name, tickRate, warnings } = openLocal(source, await loadRegistry(source.plugins));
  port.on('message', (message: ThreadCall) => void serve(door, message));
  answer({ call: 0, ok: true, value: { id, name, tickRate, warnings: warnings.map((warning) => warning.message) } });
} catch (error) {
  failed(0, error);
}

async function serve(door: WorldDoor, message: ThreadCall): Promise<void> {
  try {
    const value = 'step' in message ? door.step(message.step) : 'ask' in message ? door.ask(message.ask) : door.end();
    answer({ call: message.call, ok: true, value: value instanceof Promise ? await value : value });
  } catch (error) {
    failed(message.call, error);
  }
}
