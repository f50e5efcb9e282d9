import { parentPort, workerData } from 'node:worker_threads';
import { serveCalls } from '../doors/thread-calls.ts';
import { loadRegistry } from '../plugins/registry.ts';
import { sceneAsSaved } from '../saving/as-saved.ts';
import type { SavedScene } from './scene-order.ts';
import { takingBack, type Wanted } from './take-back.ts';
import { differenceOf } from './version-difference.ts';

/* Compares a version with another or with the world, in a thread, so that no world waits for it. */

/** Both texts, the modules of plugins that scenes need, and what to take back, where that is wanted. */
export interface CompareSource {
  readonly version: string;
  readonly other: string;
  /** What the version is called, where it has faults. */
  readonly name: string;
  readonly plugins: readonly string[];
  readonly take?: Wanted;
}

const port = parentPort;
if (port === null) throw new Error('compare-worker.js runs in a worker thread only');
const { version, other, name, plugins, take } = workerData as CompareSource;

await serveCalls(port, async () => {
  const registry = await loadRegistry(plugins);
  const read = async (text: string): Promise<string> => sceneAsSaved(text, name, registry);
  if (take === undefined) return { value: await differenceOf(version, other, read), serve: () => undefined };
  const [theirs, ours] = [JSON.parse(await read(version)) as SavedScene, JSON.parse(await read(other)) as SavedScene];
  return { value: takingBack(theirs, ours, take, registry.components), serve: () => undefined };
});
