import { setTimeout as wait } from 'node:timers/promises';
import { BoolValue, defineSystem, listen, send, WebsocketClient } from '../../../engine/index.ts';
import { PAYLOAD, PLAN } from '../echo-plan.ts';
import { sceneText } from '../flow-scene.ts';
import { host } from './hosted.ts';
import { Stretches } from './stretches.ts';

/** The same as `echo-world`, but that a graph of each client answers. Whether it is to is told by a value of the world. */
const [url = ''] = process.argv.slice(2);
const stretches = new Stretches();
const GATE = 'gate';
/** Messages that each socket is to be sent at the next tick. */
let first = 0,
  isOpen = false;

const count = defineSystem({
  name: 'count',
  over: WebsocketClient,
  on: [
    // Flows hear it before this system, which somebody has added.
    listen(WebsocketClient, 'OnMessage', (world) => {
      const goesOn = stretches.came(isOpen);
      if (isOpen && !goesOn) open(world, false);
    }),
  ],
  begin(world) {
    if (first > 0) open(world, true);
    for (; first > 0; first--) for (const row of world.store(WebsocketClient).rows()) send(world, row, PAYLOAD);
  },
});
function open(world: Parameters<typeof send>[0], now: boolean): void {
  isOpen = now;
  world.setValue(world.store(BoolValue), world.entities.rowOf(GATE) as number, 'Value', now);
}

const gate = { entity: GATE, component: 'BoolValue', field: 'Value' };
const entities = Array.from({ length: PLAN.connections }, (_, at) => {
  const client = { entity: `client-${at}`, component: 'WebsocketClient' };
  const nodes = {
    rx: { type: 'WebsocketTextMessageReceiver', refs: { Client: client }, then: { OnReceived: 'open' } },
    gate: { type: 'ValueSource<bool>', refs: { Source: gate } },
    open: { type: 'If', in: { Condition: { from: 'gate' } }, then: { OnTrue: 'go' } },
    go: { type: 'StartAsyncTask', then: { TaskStart: 'tx' } },
    lamp: { type: 'ElementSource<WebsocketClient>', refs: { Source: client } },
    tx: { type: 'WebsocketTextMessageSender', in: { Client: { from: 'lamp' }, Data: { from: 'rx.Data' } } },
  };
  return { id: client.entity, components: { WebsocketClient: { URL: url, HandlingUser: { userId: 'host' } }, Flow: { Graph: { nodes } } } };
});
const world = await host(sceneText([{ id: GATE, components: { BoolValue: {} } }, ...entities]), {
  plugin: { systems: [count] },
  allow: new URL(url).host,
});
await world.start();
while (world.links.stats.open < PLAN.connections) await wait(50);
await stretches.run({
  go(inFlight) {
    first = inFlight;
    world.resume();
  },
  rest: () => world.pause(),
  ticks: () => world.tick,
});
