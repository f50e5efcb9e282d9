import { setTimeout as wait } from 'node:timers/promises';
import { defineSystem, listen, send, WebsocketClient } from '../../../engine/index.ts';
import { tell } from '../clock.ts';
import { holding, PAYLOAD, perConnection, PLAN } from '../echo-plan.ts';
import { host } from './hosted.ts';
import { journalOf } from './journalled.ts';
import { Stretches } from './stretches.ts';

/**
 * The same as `echo-by-hand`, as clients of one world that a system lets answer.
 * Asked for `holding`, it tells what they hold; for `all` or `edits`, it keeps a journal; for `traffic`, the timeline that a server keeps.
 */
const [url = '', what] = process.argv.slice(2);
/** Bytes that a server keeps of it where nobody says otherwise. */
const TIMELINE = 32e6;
const stretches = new Stretches();
/** Messages that each socket is to be sent at the next tick. */
let first = 0;

const echo = defineSystem({
  name: 'echo',
  over: WebsocketClient,
  on: [
    listen(WebsocketClient, 'OnMessage', (world, { row }, { data }) => {
      if (stretches.came()) send(world, row, data);
    }),
  ],
  begin(world) {
    for (; first > 0; first--) for (const row of world.store(WebsocketClient).rows()) send(world, row, PAYLOAD);
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
const world = await host(sceneText(), {
  plugin: { systems: [echo] },
  allow: new URL(url).host,
  ...(what === 'traffic' ? { trafficKeep: TIMELINE } : {}),
  ...(what === 'all' || what === 'edits' ? { journal: journalOf(what) } : {}),
});
await world.start();
while (world.links.stats.open < PLAN.connections) await wait(50);
if (what === 'holding') {
  tell(perConnection(before, await holding()));
  process.exit(0);
}
await stretches.run({
  go(inFlight) {
    first = inFlight;
    world.resume();
  },
  rest: () => world.pause(),
  ticks: () => world.tick,
});
