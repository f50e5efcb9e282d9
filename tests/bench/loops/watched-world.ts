import { createDoor, createRegistry, openWorld, readScene, type ViewRequest } from '../../../engine/index.ts';
import { tell } from '../clock.ts';
import { inspectedScene } from '../inspected-scene.ts';
import { gauges } from './gauge.ts';

/** Milliseconds that one watcher adds to a tick of a world of so many entities, where a thousand connections change their state now and then. */
const CONNECTIONS = 1_000;
const ROUNDS = 12,
  TICKS = 600;
const registry = createRegistry(gauges);
// Nothing turns, so that what is measured is the watching.
const text = inspectedScene(Number(process.argv[2]), CONNECTIONS, null).replaceAll(',"Spinner":{"Speed":[0,90,0]}', '');
const world = openWorld({ registry, scene: readScene(text, { registry }).scene });
const door = createDoor(world);
const states = world.storeOf('WebsocketClient').columnOf('State');
const clients = Array.from({ length: CONNECTIONS }, (_, at) => world.entities.rowOf(`client-${at}`) as number);

/** What a page has open: the tree, an entity whose numbers move, connections by state, the status, the log. */
const unfolded = Array.from({ length: 5 }, (_, at) => `group-${at}`);
const OPEN: readonly ViewRequest[] = [
  { type: 'open', view: 1, what: { kind: 'tree', expanded: unfolded, offset: 60, limit: 64 } },
  { type: 'open', view: 2, what: { kind: 'entity', entity: 'panel' } },
  {
    type: 'open',
    view: 3,
    what: { kind: 'table', component: 'WebsocketClient', columns: ['name', 'State', 'StateReason'], offset: 0, limit: 40, sort: { by: 'State' } },
  },
  { type: 'open', view: 4, what: { kind: 'status' } },
  { type: 'open', view: 5, what: { kind: 'log' } },
];
const CLOSE: readonly ViewRequest[] = OPEN.map(({ view }) => ({ type: 'close', view }));

let ticks = 0;
function tick(views: readonly ViewRequest[]): void {
  ticks += 1;
  if (ticks % 20 === 0) states.set(clients[(ticks * 7) % CONNECTIONS] as number, ticks % 40 === 0 ? 'Idle' : 'Open');
  door.step({ mode: 'tick', real: world.real + 16, inputs: [], views });
}

/** Milliseconds of this process in a tick, over many: what else runs on the machine does not count, nor do the first ticks, in which views are opened. */
function cost(views: readonly ViewRequest[]): number {
  tick(views);
  for (let i = 0; i < 60; i++) tick([]);
  const started = process.cpuUsage();
  for (let i = 0; i < TICKS; i++) tick([]);
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000 / TICKS;
}

let watched = Infinity;
let alone = Infinity;
for (let round = 0; round < ROUNDS; round++) {
  alone = Math.min(alone, cost(CLOSE));
  watched = Math.min(watched, cost(OPEN));
}
tell(watched - alone);
