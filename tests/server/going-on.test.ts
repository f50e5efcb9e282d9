import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createDoor, createRegistry, defineComponent, defineSystem, int, restoreWorld } from '../../engine/index.ts';
import { replay, type RunningServer } from '../../server/index.ts';
import { seal, unseal } from '../../server/recording/recording.ts';
import { api, atEnd, SCENE, serve, until } from './running.ts';

/* Worlds that go on from a recording or a snapshot of another process, and what they have to do with the file beside it. */

const WORLD = '/api/worlds/garden';

interface Files {
  readonly scene: string;
  readonly recording: string;
  readonly second: string;
  readonly snapshot: string;
}

async function files(scene: object = SCENE): Promise<Files> {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const at = { scene: 'garden.json', recording: 'garden.recording', second: 'second.recording', snapshot: 'garden.snapshot' };
  const out = Object.fromEntries(Object.entries(at).map(([what, name]) => [what, join(folder, name)])) as unknown as Files;
  await writeFile(out.scene, JSON.stringify(scene));
  return out;
}

const rename = (server: RunningServer, name: string) => api(server, `${WORLD}/operations`, { operations: [{ op: 'updateEntity', entity: 'lamp', name }] });
const save = (server: RunningServer, more: object = {}) => api(server, `${WORLD}/save`, more);
const restored = (snapshot: string) => createDoor(restoreWorld(snapshot, createRegistry()));

/** Records a world whose lamp was given a name. */
async function record({ scene, recording }: Files, more: (server: RunningServer) => Promise<unknown> = async () => undefined): Promise<void> {
  const server = await serve({ worlds: [{ file: scene, record: recording }] });
  await rename(server, 'Lantern');
  await more(server);
  await server.close();
}

/** Writes what a recording ends with. */
async function keepState(from: string, to: string): Promise<void> {
  await replay(from, restored, { last: async (door) => writeFile(to, (await door.ask({ ask: 'snapshot' })).text) });
}

test.each<[string, (at: Files) => Promise<unknown>]>([
  ['what its recording began with', (at) => record(at)],
  ['what it was saved as at the end of its recording', (at) => record(at, save)],
])('a world goes on beside a file that holds %s, and is saved to it', async (_what, before) => {
  const at = await files();
  await before(at);
  const server = await serve({ worlds: [{ file: at.scene, from: at.recording }] });
  expect(await api(server, WORLD)).toMatchObject({ json: { unsaved: true, run: { file: { name: 'garden.json', state: 'same' } } } });
  expect(await save(server)).toMatchObject({ status: 200, json: { durable: true } });
  expect(await readFile(at.scene, 'utf8')).toContain('"Lantern"');
  expect(await api(server, WORLD)).toMatchObject({ json: { unsaved: false } });
});

test.each([false, true])('a file that holds anything else is not written over until somebody says so; in a thread: %j', async (threads) => {
  const at = await files();
  await record(at);
  const theirs = JSON.stringify({ ...SCENE, name: 'Theirs' });
  await writeFile(at.scene, theirs);
  const server = await serve({ threads, worlds: [{ file: at.scene, from: at.recording }] });
  expect(await api(server, WORLD)).toMatchObject({ json: { unsaved: true, title: 'Small world', run: { file: { state: 'changed' } } } });
  const refused = await save(server);
  expect(refused).toMatchObject({ status: 409, json: { code: 'WW_FILE_CHANGED', message: expect.stringContaining('taken up beside it') } });
  expect(await readFile(at.scene, 'utf8')).toBe(theirs);
  const { json } = await api(server, `${WORLD}/difference`);
  expect(json['rows'], 'what differs is shown').toMatchObject([
    { file: 'Theirs', world: 'Small world' },
    { entity: 'lamp', file: 'Lamp', world: 'Lantern' },
  ]);
  expect(await save(server, { overwrite: true })).toMatchObject({ status: 200 });
  expect(await api(server, WORLD)).toMatchObject({ json: { unsaved: false, run: { file: { state: 'same' } } } });
  await rename(server, 'Later');
  expect((await save(server)).status, 'what we wrote is what we know').toBe(200);
});

test('a world that was saved elsewhere counts as edited beside another file, and its recording says so too', async () => {
  const at = await files();
  const first = await serve({ worlds: [{ file: at.scene, record: at.recording }] });
  await rename(first, 'Lantern');
  await first.close();
  // A state in which nothing is unsaved.
  await replay(at.recording, restored, {
    last: async (door) => {
      await door.ask({ ask: 'release', capture: (await door.ask({ ask: 'capture' })).capture, durable: true });
      await writeFile(at.snapshot, (await door.ask({ ask: 'snapshot' })).text);
    },
  });
  await writeFile(at.scene, '{ "nothing": ');
  const server = await serve({ worlds: [{ file: at.scene, from: at.snapshot, record: at.second }] });
  await until('the first step', async () => (await api(server, WORLD)).json['unsaved'] === true);
  expect(server.unsaved()).toMatchObject([{ world: 'garden', edits: 1 }]);
  await server.close();
  expect(await readFile(at.scene, 'utf8')).toBe('{ "nothing": ');
  const { hash, expected } = await replay(at.second, restored);
  expect(hash).toBe(expected);
});

test('without a file the world that goes on is saved under a name', async () => {
  const at = await files();
  await record(at);
  await keepState(at.recording, at.snapshot);
  const server = await serve({ worlds: [{ from: at.snapshot, name: 'garden' }], worldsFolder: join(at.snapshot, '..') });
  expect(await api(server, WORLD)).toMatchObject({ json: { unsaved: true, run: { file: { name: null } } } });
  expect(await save(server, { file: 'again.scene.json' })).toMatchObject({ status: 200 });
  expect(await readFile(join(at.snapshot, '..', 'again.scene.json'), 'utf8')).toContain('"Lantern"');
});

test('the state that a server leaves is taken up once, by the next; beside one that cannot be read the world begins from its file', async () => {
  const at = await files();
  const worlds = [{ file: at.scene, state: at.snapshot }];
  const first = await serve({ worlds, saveOnExit: true });
  await rename(first, 'Lantern');
  await first.close();
  const second = await serve({ worlds });
  expect(await api(second, WORLD)).toMatchObject({ json: { unsaved: false, run: { file: { state: 'same', takenUp: 1 } } } });
  expect(await api(second, `${WORLD}/history`), 'with what it can take back').toMatchObject({ json: { total: 1 } });
  // As long as it runs there is none, so that a kill leaves no older state than the file.
  expect(await readFile(at.snapshot).catch(() => null)).toBeNull();
  await second.close();
  await writeFile(at.snapshot, '{"format":"worldwire/snapshot","version":999}');
  const third = await serve({ worlds });
  expect(await api(third, `${WORLD}/entities/lamp`)).toMatchObject({ json: { name: 'Lantern' } });
  expect(await api(third, `${WORLD}/history`)).toMatchObject({ json: { total: 0 } });
});

test('a world that nobody has edited is taken up beside its own file, whatever its systems have made of it since; not so beside another', async () => {
  const Meter = defineComponent('Meter', { doc: 'Counts.', category: 'Tests', fields: { Count: int({ doc: 'Of ticks.' }) } });
  const meters = defineSystem({
    name: 'meters',
    over: Meter,
    update: (world, rows) => {
      const store = world.store(Meter);
      for (const row of rows.data.subarray(0, rows.length)) world.setValue(store, row, 'Count', (store.columns.Count.data[row] as number) + 1);
    },
  });
  const registry = createRegistry({ name: 'meters', components: [Meter], systems: [meters] });
  const at = await files({ ...SCENE, entities: [{ id: 'lamp', name: 'Lamp', components: { Meter: {} } }] });
  const worlds = [{ file: at.scene, state: at.snapshot }];
  const count = async (server: RunningServer) =>
    ((await api(server, `${WORLD}/entities/lamp`)).json as { components?: { Meter: { Count: number } } }).components;
  const first = await serve({ registry, worlds, saveOnExit: true });
  await until('a tick', async () => ((await count(first))?.Meter.Count ?? 0) > 0);
  const before = await readFile(at.scene, 'utf8');
  await first.close();
  const second = await serve({ registry, worlds, saveOnExit: true });
  expect(await api(second, WORLD)).toMatchObject({ json: { unsaved: false, run: { file: { state: 'same' } } } });
  expect(second.unsaved()).toEqual([]);
  await second.close();
  expect(await readFile(at.scene, 'utf8')).toBe(before);
  await writeFile(at.scene, JSON.stringify({ ...SCENE, name: 'Theirs' }));
  const third = await serve({ registry, worlds });
  await until('the first step', async () => (await api(third, WORLD)).json['unsaved'] === true);
  expect(await api(third, WORLD)).toMatchObject({ json: { title: SCENE.name, run: { file: { state: 'changed' } } } });
});

test('a last line that was cut off is left out; a recording whose steps come to another state is refused', async () => {
  const at = await files();
  await record(at);
  const whole = await readFile(at.recording, 'utf8');
  const lines = whole.trimEnd().split('\n');
  await writeFile(at.second, `${lines.slice(0, -1).join('\n')}\n${lines.at(-1)?.slice(0, 60)}`);
  const server = await serve({ worlds: [{ from: at.second, name: 'garden' }] });
  expect(await api(server, `${WORLD}/entities/lamp`)).toMatchObject({ json: { name: 'Lantern' } });
  await server.close();

  // Of a world with other systems the steps come to something else, which the hash at the end tells.
  const end = /"hash":"([0-9a-f]+)"/.exec(lines.at(-1) ?? '')?.[1] ?? '';
  expect(end).not.toBe('');
  const last = unseal(lines.at(-1) ?? '')?.text.replace(end, end.replaceAll(/[0-9a-f]/g, '0')) ?? '';
  const { sum } = unseal(lines.at(-2) ?? '') ?? { sum: '' };
  await writeFile(at.second, `${lines.slice(0, -1).join('\n')}\n${seal(sum, JSON.parse(last) as object).line}\n`);
  await expect(serve({ worlds: [{ from: at.second, name: 'garden' }] })).rejects.toMatchObject({
    code: 'WW_REPLAY_DIVERGED',
    message: expect.stringContaining(at.second),
  });
});

test('real time goes on: what waits in it waits no longer than it would have, and pings go out again', async () => {
  const peer = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => {
    peer.once('listening', resolve);
  });
  atEnd(() => {
    for (const socket of peer.clients) socket.terminate();
    peer.close();
  });
  let come = 0,
    pings = 0;
  peer.on('connection', (socket) => {
    come++;
    socket.on('ping', () => pings++);
  });
  const { port } = peer.address() as { port: number };
  const client = (more: object): object => ({ WebsocketClient: { HandlingUser: { userId: 'host' }, ConnectRetryInterval: 100, IdleTimeout: 2, ...more } });
  const at = await files({
    ...SCENE,
    name: 'Waits',
    entities: [
      // Nobody listens there, so it waits a hundred seconds for its next attempt.
      { id: 'waits', name: 'Waits', components: client({ URL: 'ws://127.0.0.1:1/' }) },
      { id: 'open', name: 'Open', components: client({ URL: `ws://127.0.0.1:${port}/` }) },
    ],
  });
  const allowedUrlHosts = ['127.0.0.1:1', `127.0.0.1:${port}`];
  let later = 0;
  const now = (): number => performance.now() + later;
  const fields = async (server: RunningServer, entity: string): Promise<{ State: string; RetryAt: number }> =>
    ((await api(server, `${WORLD}/entities/${entity}`)).json as unknown as { components: { WebsocketClient: never } }).components.WebsocketClient;

  const first = await serve({ worlds: [{ file: at.scene, record: at.recording }], allowedUrlHosts, now });
  await until(
    'a wait and a connection',
    async () => (await fields(first, 'waits')).State === 'WaitingToRetry' && (await fields(first, 'open')).State === 'Open',
  );
  later += 60_000;
  await until('a ping', () => pings > 0);
  const { RetryAt } = await fields(first, 'waits');
  await first.close();

  const server = await serve({ worlds: [{ file: at.scene, from: at.recording }], allowedUrlHosts, now });
  // That which stood open is lost, and waits its whole interval; that which waited before has the rest of its time before it.
  await until('the first step', async () => (await fields(server, 'open')).State === 'WaitingToRetry');
  expect(await fields(server, 'waits')).toMatchObject({ State: 'WaitingToRetry', RetryAt });
  expect((await fields(server, 'open')).RetryAt).toBeGreaterThan(RetryAt + 50);
  later += 60_000;
  await until('its next attempt', async () => (await fields(server, 'waits')).RetryAt > RetryAt);
  expect(await fields(server, 'open')).toMatchObject({ State: 'WaitingToRetry' });
  later += 60_000;
  await until('the connection once more', async () => come === 2 && (await fields(server, 'open')).State === 'Open');
  pings = 0;
  await until('a ping', () => pings > 0);
});
