/**
 * A world in a program of one's own, without the server: `node dist/worlds/embedding.js`. It runs for three seconds against an
 * echo service of its own and prints what its bot hears. Outside of this repository the imports come from `worldwire` and
 * `worldwire/server`.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { createDoor, createRegistry, HOST, openWorld, readScene, type Effect, type Envelope, isLinkEffect } from '../engine/index.ts';
import { LinkManager } from '../server/index.ts';
import { plugin } from './echo-bot/index.ts';
import { startServices } from './services/start.ts';

const { ports, close } = await startServices({ anyPorts: true });
const scene = {
  format: 'worldwire/scene',
  version: 1,
  name: 'Embedded',
  entities: [
    {
      id: 'bot',
      components: { WebsocketClient: { URL: `ws://127.0.0.1:${ports.echo}/`, HandlingUser: { userId: 'host' } }, EchoBot: { Ask: 'hello #', Interval: 0.5 } },
    },
  ],
};

const registry = createRegistry(plugin);
const door = createDoor(openWorld({ registry, scene: readScene(JSON.stringify(scene), { registry }).scene }));
const links = new LinkManager();
let inputs: Envelope[] = [];

/** What leaves the world: sockets are the links' business; whether it may connect is asked of its host, and this one always agrees. */
function perform(effects: readonly Effect[]): void {
  for (const effect of effects) {
    if (effect.type === 'ask')
      inputs.push({
        author: HOST,
        input: { type: 'access', answer: { ask: effect.question.ask, decision: 'allow', by: HOST.userId, at: new Date().toISOString() } },
      });
    else if (isLinkEffect(effect)) links.perform(effect);
  }
}

for (let tick = 1; tick <= 180; tick++) {
  const events = links.collect('tick'),
    given = inputs;
  inputs = [];
  perform(door.step({ mode: 'tick', real: tick * 16, inputs: [{ author: HOST, input: { type: 'link', events } }, ...given] }).effects);
  if (tick % 30 === 0) console.log((await door.ask({ ask: 'entity', entity: 'bot' })).components['EchoBot']?.['LastAnswer']);
  await wait(16);
}
perform(door.end());
await links.closeAll();
await close();
