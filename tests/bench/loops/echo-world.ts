import { setTimeout as wait } from 'node:timers/promises';
import { defineSystem, listen, send, WebsocketClient } from '../../../engine/index.ts';
import { tell } from '../clock.ts';
import { holding, PAYLOAD, perConnection, PLAN } from '../echo-plan.ts';
import { host } from './hosted.ts';

/** The same as `echo-by-hand`, as clients of one world that a system lets answer. With none in flight it tells what they hold. */
const [url = '', inFlight = '1'] = process.argv.slice(2);
let received = 0;
let begun = false;

const echo = defineSystem({
  name: 'echo',
  over: WebsocketClient,
  on: [
    listen(WebsocketClient, 'OnMessage', (world, { row }, { data }) => {
      received += 1;
      send(world, row, data);
    }),
  ],
  begin(world) {
    if (!begun) return;
    begun = false;
    for (const row of world.store(WebsocketClient).rows()) for (let i = 0; i < Number(inFlight); i++) send(world, row, PAYLOAD);
  },
});

/** As many clients as the plan says, all to one server. */
function sceneText(): string {
  const components = { WebsocketClient: { URL: url, HandlingUser: { userId: 'host' } } };
  const entities = Array.from({ length: PLAN.connections }, (_, i) => ({ id: `client-${i}`, name: `Client ${i}`, components }));
  return JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Echo', entities });
}

// What a server needs before its first connection is not counted as theirs.
const warm = await host(JSON.stringify({ format: 'worldwire/scene', version: 1, entities: [] }), { plugin: { systems: [echo] } });
await warm.start();
await wait(200);
await warm.close();

const before = await holding();
const world = await host(sceneText(), { plugin: { systems: [echo] }, allow: new URL(url).host });
await world.start();
while (world.links.stats.open < PLAN.connections) await wait(50);
const after = await holding();
if (inFlight === '0') {
  tell(perConnection(before, after));
  process.exit(0);
}

begun = true;
await wait(PLAN.warmup);
const from = { received, tick: world.tick, late: world.run().late };
const started = performance.now();
await wait(PLAN.measured);
const seconds = (performance.now() - started) / 1000;
tell({
  rate: (received - from.received) / seconds,
  ticks: (world.tick - from.tick) / seconds,
  tickRate: world.tickRate,
  late: world.run().late - from.late,
  tickTime: world.run().tickTime,
});
process.exit(0);
