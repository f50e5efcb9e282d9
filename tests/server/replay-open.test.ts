import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { RunningServer } from '../../server/index.ts';
import { ended, start, type Program } from './built.ts';
import { performed } from './in-process.ts';
import { brighten, brightness, folder } from './journal-house.ts';
import { api, atEnd, openPage, SCENE, serve, until } from './running.ts';

interface Place {
  readonly home: string;
  readonly file: string;
  readonly config: string;
  /** Who came to the peer of the world, and what they said. */
  readonly heard: string[];
  readonly host: string;
  serve(record?: string): Promise<RunningServer>;
}

/** A scene whose world is connected to a server, which counts who comes. */
async function place(): Promise<Place> {
  const home = await folder();
  const heard: string[] = [];
  const peer = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => {
    peer.once('listening', resolve);
  });
  atEnd(() => {
    for (const client of peer.clients) client.terminate();
    peer.close();
  });
  peer.on('connection', (socket) => {
    heard.push('came');
    socket.on('message', (data: Buffer) => heard.push(data.toString()));
  });
  const host = `127.0.0.1:${(peer.address() as { port: number }).port}`;
  const [file, state, config] = ['garden.scene.json', 'state', 'config.json'].map((name) => join(home, name)) as [string, string, string];
  const client = { URL: `ws://${host}/`, HandlingUser: { userId: 'host', machineId: null }, ConnectRetryInterval: 0.1 };
  await writeFile(file, JSON.stringify({ ...SCENE, entities: [...SCENE.entities, { id: 'radio', name: 'Radio', components: { WebsocketClient: client } }] }));
  await writeFile(config, JSON.stringify({ stateFolder: state, allowedUrlHosts: [host] }));
  return {
    home,
    file,
    config,
    heard,
    host,
    serve: (record) =>
      serve({
        worlds: [{ file, ...(record === undefined ? {} : { record }) }],
        stateFolder: state,
        allowedUrlHosts: [host],
        journals: { mode: 'all', flush: 10, keep: { bytes: 1e9, milliseconds: 1e9 } },
        versions: { bytes: 1e9 },
      }),
  };
}

/** What lies in a folder: the names of all files, and a checksum of each. */
async function lies(at: string): Promise<string[]> {
  const files = (await readdir(at, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const sums = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return `${path} ${createHash('sha256')
      .update(await readFile(path))
      .digest('hex')}`;
  });
  return (await Promise.all(sums)).toSorted();
}

/** A server of a replay, once it says where it is. */
async function opened(program: Program): Promise<RunningServer> {
  const address = await until(`the address; it printed:\n${program.out}\n${program.err}`, () => /http:\S+\?token=(\S+)/.exec(program.out) ?? undefined);
  const [url = '', token = ''] = address;
  return { origin: new URL(url).origin, token } as unknown as RunningServer;
}
const stateOf = async (server: RunningServer): Promise<{ readonly tick: number; readonly paused: boolean }> =>
  ((await api(server, '/api/worlds')).json as unknown as { worlds: { tick: number; paused: boolean }[] }).worlds[0] as never;

test('a replay is opened as a world to look at: it stands still, says what it is, talks to nobody, and leaves nothing behind', async () => {
  const { home, file, config, heard, serve: run } = await place();
  const server = await run();
  await until('the connection', () => heard.length === 1);
  await brighten(server, 5);
  await server.close();
  const before = await lies(home);
  const told = await performed(['replay', file, '--config', config]);
  const end = Number(/up to tick (\d+)/.exec(told.err)?.[1]);

  const program = start(['replay', file, '--config', config, '--open']);
  const replayed = await opened(program);
  expect(program.out).toContain(`tick ${end} of the journal of garden.scene.json, to be looked at`);
  expect(program.out).toContain(told.out);
  expect(await stateOf(replayed)).toMatchObject({ name: 'garden', tick: end, paused: true });
  expect(await brightness(replayed)).toBe(5);
  const page = await openPage(replayed, 'Anna', 'garden');
  const told2 = await new Promise<{ readonly replayOf?: string }>((resolve) => page.once('run', (status) => resolve(status)));
  expect(told2.replayOf).toBe(`tick ${end} of the journal of garden.scene.json`);
  expect((await stateOf(replayed)).tick).toBe(end);

  // People go on with it: it is a world, but for what is outside.
  await brighten(replayed, 7, false);
  await api(replayed, '/api/worlds/garden/operations', {
    operations: [{ op: 'setField', entity: 'radio', component: 'WebsocketClient', field: 'ConnectTimeout', value: 5 }],
  });
  await api(replayed, '/api/worlds/garden/commands', { command: 'Disconnect', entity: 'radio', component: 'WebsocketClient' });
  await api(replayed, '/api/worlds/garden/commands', { command: 'Connect', entity: 'radio', component: 'WebsocketClient' });
  await api(replayed, '/api/worlds/garden/step', { ticks: 100 });
  expect(await brightness(replayed)).toBe(7);
  await until('the refusal', async () => {
    await api(replayed, '/api/worlds/garden/step', { ticks: 10 });
    const { json } = await api(replayed, '/api/worlds/garden/log?limit=1000');
    return JSON.stringify(json).includes('this is a replay, and nothing goes out of it');
  });
  expect((await api(replayed, '/api/worlds/garden/save', {})).status).toBeGreaterThanOrEqual(400);
  // Not even one that is opened there beside it.
  const other = { ...SCENE, name: 'other', entities: JSON.parse(await readFile(file, 'utf8')).entities as unknown };
  expect((await api(replayed, '/api/worlds', { scene: other, name: 'other' })).status).toBeLessThan(300);
  await api(replayed, '/api/worlds/other/step', { ticks: 50 });
  expect(heard).toEqual(['came']);
  program.child.kill('SIGTERM');
  expect(await ended(program)).toBe(0);
  expect(await lies(home)).toEqual(before);
});

test('a journal, a recording and a report are lived through up to a tick or a time', async () => {
  const { home, file, config, heard, serve: run } = await place();
  const recording = join(home, 'garden.recording'),
    report = join(home, 'garden.zip');
  const server = await run(recording);
  await until('the connection', () => heard.length === 1);
  await brighten(server, 5);
  const { tick } = await stateOf(server);
  await until('a later tick', async () => (await stateOf(server)).tick > tick + 5);
  const at = new Date().toISOString();
  await until('a later tick', async () => (await stateOf(server)).tick > tick + 20);
  await brighten(server, 9);
  await server.close();
  expect((await performed(['report', file, '--config', config, '--out', report, '--yes'])).code).toBe(0);
  for (const [which, from] of [file, recording, report].entries())
    for (const [where, moment] of [String(tick + 2), at].entries()) {
      const scene = join(home, `${which}-${where}.scene.json`);
      const done = await performed(['replay', from, '--config', config, '--at', moment, '--save', scene]);
      expect(done, done.err).toMatchObject({ code: 0 });
      if (where === 0) expect(done.err).toContain(`saved the scene of tick ${tick + 2}`);
      expect(await readFile(scene, 'utf8')).toContain('"Value": 5');
    }
  for (const from of [file, recording, report])
    for (const [moment, words] of [
      ['9999999', 'WW_NOT_RECORDED'],
      ['2099-01-01T00:00:00Z', 'WW_NOT_RECORDED'],
      ['soon', 'Expected a tick, or a time'],
    ] as const)
      expect(await performed(['replay', from, '--config', config, '--at', moment])).toMatchObject({ code: 1, err: expect.stringContaining(words) });
  // A tick that the journal ends with is there; one before its first state is not.
  const { err } = await performed(['replay', file, '--config', config]);
  const last = /up to tick (\d+)/.exec(err)?.[1] ?? '';
  expect(await performed(['replay', file, '--config', config, '--at', last])).toMatchObject({ code: 0 });
  expect(await performed(['replay', file, '--config', config, '--at', '2001-01-01 00:00:00Z'])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/WW_NOT_RECORDED.*The journal begins at tick 0, 2\d{3}-/),
  });
  expect(await performed(['replay', file, '--config', config, '--port', '4600'])).toMatchObject({ code: 1, err: expect.stringContaining('--open') });
  for (const from of [recording, report]) {
    const program = start(['replay', from, '--config', config, '--open', '--at', String(tick + 2)]);
    const replayed = await opened(program);
    expect(await stateOf(replayed)).toMatchObject({ tick: tick + 2, paused: true });
    expect(await brightness(replayed)).toBe(5);
    program.child.kill('SIGTERM');
    expect(await ended(program)).toBe(0);
  }
  expect(heard).toEqual(['came']);
});
