/** The past of a world that acts: with flows that wait, draw, write and fetch, and clients that it serves, brought back without doing anything outside. */
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createDoor, createRegistry, FETCH, openWorld, readScene } from '../../engine/index.ts';
import { fetchJob } from '../../server/fetching/fetcher.ts';
import { Decisions, hostDesk, HostedWorld, hostRules } from '../../server/index.ts';
import { LinkManager } from '../../server/links/link-manager.ts';
import { Listeners } from '../../server/listening/listeners.ts';
import { startWeb } from '../peers/web.ts';
import { busy, SERVING } from '../unit/flow/graphs.ts';
import { atEnd, until } from './running.ts';

test('each tick hashes as it did, and what was done outside then is done once', async () => {
  let answered = 0;
  const web = await startWeb((_request, response) => void response.end(`answer ${(answered += 1)}`));
  atEnd(() => web.close());
  const scene = {
    format: 'worldwire/scene',
    version: 1,
    name: 'Acting',
    entities: [
      { id: 'busy', name: 'Busy', components: { FloatValue: {}, StringValue: {}, Flow: { Graph: { nodes: busy(web.url('/')) } } } },
      { id: 'server', name: 'Server', components: { WebsocketServer: { Path: '' }, Flow: { Graph: { nodes: SERVING } } } },
    ],
  };
  const registry = createRegistry();
  const log = pino({ level: 'silent' });
  const rules = hostRules([`127.0.0.1:${web.port}`]);
  const desk = hostDesk({ rules, decisions: await Decisions.open(undefined, log), log });
  const door = createDoor(openWorld({ registry, scene: readScene(JSON.stringify(scene), { registry }).scene, seed: 'past' }));
  const hashes = new Map<number, string>();
  const jobs = new Map([[FETCH.name, fetchJob({ permits: () => true, checkAddress: () => null })]]);
  const world = new HostedWorld({
    name: 'acting',
    id: 'acting',
    door: {
      ask: (question) => door.ask(question),
      end: () => door.end(),
      async step(step) {
        const result = door.step(step);
        // A tick lasts until the next, so that what passes take in behind it belongs to it.
        hashes.set(result.tick, (await door.ask({ ask: 'hash' })).hash);
        return result;
      },
    },
    tickRate: 60,
    links: new LinkManager({ listening: (taker) => new Listeners(taker, { refuses: () => undefined }) }),
    desk,
    log,
    epoch: 'e1',
    jobs,
    past: { interval: 500 },
  });
  atEnd(() => world.close());
  await world.start();
  await world.past.begin();
  const from = world.tick;
  const fields = async (id: string, key: string): Promise<Record<string, unknown>> => {
    const entity = (await door.ask({ ask: 'entity', entity: id })) as unknown as { readonly components: Record<string, Record<string, unknown>> };
    return entity.components[key] ?? {};
  };
  const url = await until('it listens', async () => {
    const { URL: at } = await fields('server', 'WebsocketServer');
    return at === '' ? undefined : (at as string);
  });
  expect([(await fields('busy', 'Flow'))['LastError'], (await fields('server', 'Flow'))['LastError']]).toEqual(['', '']);
  const heard: string[] = [];
  const visitor = new WebSocket(url);
  atEnd(() => visitor.terminate());
  visitor.on('message', (data: Buffer) => {
    heard.push(data.toString());
    setTimeout(() => visitor.send(`again ${heard.length}`), 5);
  });
  await until('some of all', () => heard.length > 30 && answered > 5 && world.tick > from + 120);
  world.pause();
  await world.past.memory.ready();
  await until('all that was sent has come', async () => heard.length === (await fields('server', 'WebsocketServer'))['MessagesSent']);
  await until('nothing is under way', () => web.open().then((open) => open === 0));
  const asked = web.asked.length,
    told = heard.length;
  const ghost = await world.past.ghost();
  atEnd(() => ghost.end());
  const last = world.tick;
  let done = -1;
  // The last of its ticks has not ended yet: what passes take in still belongs to it.
  for (let tick = from + 1; tick < last; tick += 1) {
    const { segment, until: next } = world.past.memory.route(tick);
    // Each third begins from the snapshot before it, as who jumps there does; the others go on.
    if (done < segment.first || tick % 3 === 0) {
      await ghost.restore({ snapshot: segment.snapshot as Uint8Array, log: [] });
      done = segment.first;
    }
    await ghost.replay(world.past.memory.steps(done, next) ?? []);
    done = next;
    expect(await ghost.ask({ ask: 'hash' })).toEqual({ hash: hashes.get(tick), tick });
  }
  expect(web.asked).toHaveLength(asked);
  expect(heard).toHaveLength(told);
});
