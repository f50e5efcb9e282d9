import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { readExposition, type Family } from './exposition.ts';
import { api, atEnd, SCENE, serve, signIn, until } from './running.ts';

async function scrape(server: RunningServer): Promise<ReadonlyMap<string, Family>> {
  const response = await fetch(`${server.origin}/metrics`, { headers: { authorization: 'Bearer spectator-token-spectator-token' } });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  return readExposition(await response.text());
}

/** The value of a sample, by what is asked of its labels. */
function valueOf(families: ReadonlyMap<string, Family>, name: string, labels: Readonly<Record<string, string>> = {}, sample = name): number | undefined {
  return families.get(name)?.samples.find((each) => each.name === sample && Object.entries(labels).every(([label, value]) => each.labels[label] === value))
    ?.value;
}

/** Waits for numbers that fit; what was told is kept for a second. */
function numbers(server: RunningServer, what: string, fit: (families: ReadonlyMap<string, Family>) => boolean): Promise<ReadonlyMap<string, Family>> {
  return until(what, async () => {
    const families = await scrape(server);
    return fit(families) ? families : undefined;
  });
}

test('whoever runs a server watches its worlds: ticks, connections by state, messages and bytes, saves, the process', async () => {
  const server = await serve({ worlds: [] });
  const target = await serve();
  const world = {
    ...SCENE,
    entities: [
      { id: 'bad', components: { WebsocketClient: { URL: `ws://127.0.0.1:${target.port}/none`, HandlingUser: { userId: 'host' } } } },
      { id: 'idle', components: { WebsocketClient: {} } },
    ],
  };
  // A name with all that the format escapes.
  const name = 'a "b" \\ c';
  await server.opener.open({ scene: world, name });
  const families = await numbers(
    server,
    'ticks',
    (all) => (valueOf(all, 'worldwire_world_tick_seconds', { world: name }, 'worldwire_world_tick_seconds_count') ?? 0) > 3,
  );
  expect(valueOf(families, 'worldwire_worlds', { state: 'running' })).toBe(1);
  expect(valueOf(families, 'worldwire_world_entities', { world: name })).toBe(2);
  const connections = families.get('worldwire_world_connections')?.samples ?? [];
  expect(connections.reduce((sum, { value }) => sum + value, 0)).toBe(2);
  expect(valueOf(families, 'worldwire_world_connections', { world: name, state: 'Idle' })).toBe(1);
  for (const direction of ['in', 'out']) {
    expect(valueOf(families, 'worldwire_world_messages_total', { world: name, direction })).toBe(0);
    expect(valueOf(families, 'worldwire_world_message_bytes_total', { world: name, direction })).toBe(0);
  }
  expect(valueOf(families, 'process_resident_memory_bytes')).toBeGreaterThan(1e6);
  expect(families.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);

  const buckets = families.get('worldwire_world_tick_seconds')?.samples.filter(({ name: of }) => of.endsWith('_bucket')) ?? [];
  const counts = buckets.map(({ value }) => value);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(counts.at(-1)).toBe(valueOf(families, 'worldwire_world_tick_seconds', {}, 'worldwire_world_tick_seconds_count'));

  await api(server, `/api/worlds/${encodeURIComponent(name)}/pause`, {});
  expect(
    valueOf(await numbers(server, 'a pause', (all) => valueOf(all, 'worldwire_worlds', { state: 'paused' }) === 1), 'worldwire_worlds', { state: 'running' }),
  ).toBe(0);
  await server.worlds.remove(name);
  // One whose name would steer the terminal of whoever reads the numbers there.
  const steering = 'b\u001b[2Jc\u202Ed';
  await server.opener.open({ scene: world, name: steering });
  const shown = { world: 'b\\u{1b}[2Jc\\u{202e}d' };
  await numbers(server, 'the next world', (all) => valueOf(all, 'worldwire_world_entities', shown) === 2);
  await api(server, `/api/worlds/${encodeURIComponent(steering)}/pause`, {});
  await numbers(server, 'its pause', (all) => valueOf(all, 'worldwire_worlds', { state: 'paused' }) === 1);
  await server.worlds.remove(steering);
  const after = await numbers(server, 'its end', (all) => valueOf(all, 'worldwire_worlds', { state: 'paused' }) === 0);
  for (const family of after.values()) for (const { labels } of family.samples) expect(labels['world']).toBeUndefined();
});

test('messages that connections carry are counted with their bytes, of worlds in threads too', async () => {
  const { WebSocketServer } = await import('ws');
  const peer = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => peer.once('listening', resolve));
  peer.on('connection', (socket) => socket.on('message', (data: Buffer) => socket.send(`${data.toString()}é`)));
  const { port } = peer.address() as { port: number };
  const scene = { ...SCENE, entities: [{ id: 'lamp', components: { WebsocketClient: { URL: `ws://127.0.0.1:${port}/`, HandlingUser: { userId: 'host' } } } }] };
  const server = await serve({ threads: true, worlds: [{ scene, name: 'threaded' }], allowedUrlHosts: [`127.0.0.1:${port}`] });
  await numbers(server, 'an open connection', (all) => valueOf(all, 'worldwire_world_connections', { state: 'Open' }) === 1);
  const sent = await api(server, '/api/worlds/threaded/commands', { entity: 'lamp', component: 'WebsocketClient', command: 'Send', args: { Data: 'abc' } });
  expect(sent.status, JSON.stringify(sent.json)).toBe(200);
  const families = await numbers(server, 'an answer', (all) => valueOf(all, 'worldwire_world_messages_total', { direction: 'in' }) === 1);
  expect(valueOf(families, 'worldwire_world_message_bytes_total', { direction: 'out' })).toBe(3);
  expect(valueOf(families, 'worldwire_world_message_bytes_total', { direction: 'in' })).toBe(5);
  for (const client of peer.clients) client.terminate();
  peer.close();
});

test('nobody is told without a token, by cookie one is; a flood of scrapes costs one look at the worlds a second', async () => {
  const server = await serve();
  expect((await fetch(`${server.origin}/metrics`)).status).toBe(401);
  expect((await fetch(`${server.origin}/%6Detrics`)).status).toBe(401);
  const world = server.worlds.get('small');
  let asked = 0;
  const status = world.status.bind(world);
  world.status = () => {
    asked += 1;
    return status();
  };
  const begun = performance.now();
  expect((await fetch(`${server.origin}/metrics`, { headers: { cookie: await signIn(server) } })).status).toBe(200);
  await Promise.all(Array.from({ length: 60 }, () => scrape(server)));
  const seconds = (performance.now() - begun) / 1000;
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThanOrEqual(1 + Math.ceil(seconds));
});

test('a world whose thread is stuck keeps nobody from the numbers of the others, and is told as one that does not answer', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const [plugin, hold] = [join(folder, 'plugin.mjs'), join(folder, 'hold')];
  // Holds the thread of one world for as long as there is a file, as code without an end would.
  await writeFile(
    plugin,
    `import { existsSync } from 'node:fs';
    import { workerData } from 'node:worker_threads';
    const still = new Int32Array(new SharedArrayBuffer(4));
    const wait = () => { while (existsSync(${JSON.stringify(hold)})) Atomics.wait(still, 0, 0, 20); };
    if (workerData?.scene?.includes('"Stuck"') === true) setInterval(wait, 10);
    export const plugin = {};`,
  );
  const worlds = [
    { scene: SCENE, name: 'well' },
    { scene: { ...SCENE, name: 'Stuck' }, name: 'stuck' },
  ];
  const server = await serve({ threads: true, plugins: [plugin], worlds });
  const answers = (all: ReadonlyMap<string, Family>, world: string): number | undefined => valueOf(all, 'worldwire_world_answers', { world });
  await numbers(server, 'both worlds', (all) => answers(all, 'well') === 1 && answers(all, 'stuck') === 1);
  await writeFile(hold, '');
  // Before the server ends, which waits for its worlds.
  atEnd(() => rm(hold, { force: true }));
  const stuck = await numbers(server, 'a stuck world', (all) => answers(all, 'stuck') === 0);
  expect(answers(stuck, 'well')).toBe(1);
  expect(valueOf(stuck, 'worldwire_world_entities', { world: 'well' })).toBe(3);
  expect(valueOf(stuck, 'worldwire_world_entities', { world: 'stuck' })).toBeUndefined();
  expect(valueOf(stuck, 'worldwire_world_messages_total', { world: 'stuck', direction: 'in' })).toBe(0);
  await rm(hold);
  await numbers(server, 'it goes on', (all) => answers(all, 'stuck') === 1);
});

test('the handbook names every number that is told, and no other', async () => {
  const families = await scrape(await serve());
  const page = await readFile(join(import.meta.dirname, '../../docs/running.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `(worldwire_\w+)`/gm)].map(([, name]) => name);
  expect(new Set(listed)).toEqual(new Set([...families.keys()].filter((name) => name.startsWith('worldwire_'))));
  expect(new Set(listed).size).toBe(listed.length);
});
