import { createDoor, createRegistry, openWorld, readScene, type ViewRequest } from '../../../engine/index.ts';
import { tell } from '../clock.ts';
import { busyGraph, graphScene } from '../graph-scene.ts';

/**
 * Milliseconds of a tick of a world in which a graph of 300 nodes does all that it can: before anybody has looked, while somebody looks at it, or also at
 * the values of forty ports, and after they have gone.
 */
const ROUNDS = 10,
  TICKS = 600;
const registry = createRegistry();
const world = openWorld({ registry, scene: readScene(JSON.stringify(graphScene(busyGraph())), { registry }).scene });
const door = createDoor(world);
const LAMP = { entity: 'lamp', component: 'Flow' } as const;
const GRAPH: readonly ViewRequest[] = [{ type: 'open', view: 1, what: { kind: 'graph', ...LAMP } }];
const PORTS: readonly ViewRequest[] = [
  ...GRAPH,
  { type: 'open', view: 2, what: { kind: 'ports', ...LAMP, ports: Array.from({ length: 40 }, (_, at) => `n${3 * at + 1}<Value`) } },
];
const NONE: readonly ViewRequest[] = [
  { type: 'close', view: 1 },
  { type: 'close', view: 2 },
];

let real = 0;
function tick(views: readonly ViewRequest[]): void {
  real += 1000 / 60;
  door.step({ mode: 'tick', real: Math.round(real), inputs: [], views });
}

/** Milliseconds of this process in a tick, over many: what else runs on the machine does not count. */
function cost(views: readonly ViewRequest[]): number {
  tick(views);
  for (let i = 0; i < 120; i++) tick([]);
  const started = process.cpuUsage();
  for (let i = 0; i < TICKS; i++) tick([]);
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000 / TICKS;
}

const best = { before: Infinity, graph: Infinity, ports: Infinity, after: Infinity };
for (let round = 0; round < ROUNDS; round++) best.before = Math.min(best.before, cost([]));
for (let round = 0; round < ROUNDS; round++) {
  best.graph = Math.min(best.graph, cost(GRAPH));
  best.ports = Math.min(best.ports, cost(PORTS));
  best.after = Math.min(best.after, cost(NONE));
}
tell(best);
