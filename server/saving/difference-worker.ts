import { parentPort, workerData } from 'node:worker_threads';
import type { Registry } from '../../engine/index.ts';
import { sceneAsSaved } from './as-saved.ts';
import { loadRegistry } from '../plugins/registry.ts';
import { sceneDifference, textDifference, type FileDifference, type Scene } from './scene-difference.ts';
import { serveCalls } from '../doors/thread-calls.ts';

/* Compares a scene file with a running world, in a thread, so that no world waits for it. */

/** What is compared: both texts, and the modules of plugins that scenes need. */
export interface DifferenceSource {
  readonly file: string;
  /** What the file is called, where it has faults. */
  readonly name: string;
  readonly world: string;
  readonly plugins: readonly string[];
}

const port = parentPort;
if (port === null) throw new Error('difference-worker.js runs in a worker thread only');
const { file, name, world, plugins } = workerData as DifferenceSource;

await serveCalls(port, async () => {
  const registry = await loadRegistry(plugins);
  return { value: await difference(registry), serve: () => undefined };
});

async function difference(registry: Registry): Promise<FileDifference> {
  try {
    const [theirs, ours] = [await sceneAsSaved(file, name, registry), await sceneAsSaved(world, name, registry)];
    return sceneDifference(JSON.parse(theirs) as Scene, JSON.parse(ours) as Scene);
  } catch (error) {
    return { rows: [], total: 0, fault: error instanceof Error ? error.message : String(error), text: textDifference(file, world) };
  }
}
