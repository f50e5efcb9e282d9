import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createDoor, createRegistry, restoreWorld } from '../../engine/index.ts';
import { replay, type RunningServer, type ServerOptions } from '../../server/index.ts';
import { chain, seal, unseal } from '../../server/recording/recording.ts';
import { api, atEnd, SCENE, serve, until } from './running.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}
const restore = (snapshot: string) => createDoor(restoreWorld(snapshot, createRegistry()));

/** Runs a recorded world in which this and that is done, and ends the server. */
async function record(
  file: string,
  doing: (server: RunningServer) => Promise<void> = () => Promise.resolve(),
  scene: object = SCENE,
  more: Pick<ServerOptions, 'allowedUrlHosts' | 'diskPatience'> = {},
): Promise<void> {
  const server = await serve({ worlds: [{ scene: scene as never, name: 'small', record: file }], ...more });
  await until('some ticks', () => server.worlds.get('small').tick > 10);
  await doing(server);
  await server.close();
}

test('a recording of edits, pauses and steps is lived through again to the same hash', async () => {
  const file = join(await folder(), 'a.recording');
  await record(file, async (server) => {
    await api(server, '/api/worlds/small/operations', { operations: [{ op: 'duplicateEntity', entity: 'lamp' }], requestId: 'r1' });
    await api(server, '/api/worlds/small/pause', {});
    await api(server, '/api/worlds/small/operations', {
      operations: [{ op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value: 0.3 }],
    });
    await api(server, '/api/worlds/small/undo', {});
    await api(server, '/api/worlds/small/operations', { operations: [{ op: 'removeEntity', entity: 'none' }] });
    await api(server, '/api/worlds/small/step', { ticks: 5 });
    await api(server, '/api/worlds/small/resume', {});
  });
  const result = await replay(file, restore);
  expect(result).toMatchObject({ torn: undefined, warnings: [], header: { format: 'worldwire/recording', name: 'small', node: process.version } });
  expect(result.expected).toMatch(/^[0-9a-f]{64}$/);
  expect(result.hash).toBe(result.expected);
  expect(result.tick).toBeGreaterThan(15);
  // Each step has its time of day beside it, for whoever looks at it later.
  const steps = (await readFile(file, 'utf8')).split('\n').filter((line) => line.includes('"payload":{"step"'));
  expect(steps.length).toBeGreaterThan(15);
  expect(steps.every((line) => /"wall":1\d{12},/.test(line))).toBe(true);
});

test('a world that talked to a server is lived through again with the server gone, binary messages included', async () => {
  const peer = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => {
    peer.once('listening', resolve);
  });
  const { port } = peer.address() as { port: number };
  const received: string[] = [];
  peer.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => received.push(data.toString()));
    socket.send('text ☂');
    socket.send(Buffer.from([0, 255, 128, 10, 13]));
  });
  const file = join(await folder(), 'b.recording');
  const scene = {
    format: 'worldwire/scene',
    version: 1,
    name: 'Small',
    entities: [{ id: 'lamp', name: 'Lamp', components: { WebsocketClient: { URL: `ws://127.0.0.1:${port}/`, HandlingUser: { userId: 'host' } } } }],
  };
  await record(
    file,
    async (server) => {
      const client = async () =>
        ((await api(server, '/api/worlds/small/entities/lamp')).json as { components?: { WebsocketClient?: { MessagesReceived: number } } }).components
          ?.WebsocketClient;
      await until('both messages', async () => (await client())?.MessagesReceived === 2);
      await api(server, '/api/worlds/small/commands', { command: 'Send', entity: 'lamp', component: 'WebsocketClient', args: { Data: 'hello' } });
      await until('the sent one', () => received.includes('hello'));
    },
    scene,
    { allowedUrlHosts: [`127.0.0.1:${port}`] },
  );
  await new Promise((resolve) => {
    for (const client of peer.clients) client.terminate();
    peer.close(resolve);
  });
  received.length = 0;
  const result = await replay(file, restore);
  expect(result.hash).toBe(result.expected);
  expect(await readFile(file, 'utf8')).toContain(Buffer.from([0, 255, 128, 10, 13]).toString('base64'));
  expect(received).toEqual([]);
});

test('each record holds version, world, epoch, number, tick, author and payload, and a checksum of all before it', async () => {
  const file = join(await folder(), 'c.recording');
  await record(file, async (server) => {
    await api(server, '/api/worlds/small/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'New' }], requestId: 'r1' });
  });
  const lines = (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines[0]).toMatchObject({
    format: 'worldwire/recording',
    version: 1,
    world: expect.any(String),
    epoch: expect.any(String),
    snapshot: expect.any(String),
    engine: expect.any(String),
    sum: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(lines.slice(1).map((line) => line['seq'])).toEqual(lines.slice(1).map((_line, index) => index));
  expect(lines.find((line) => line['requestId'] === 'r1')).toMatchObject({
    v: 1,
    world: lines[0]?.['world'],
    epoch: lines[0]?.['epoch'],
    tick: expect.any(Number),
    author: { userId: 'api', role: 'Admin' },
    payload: { input: { type: 'operations' } },
  });
  expect(lines.at(-1)).toMatchObject({ payload: { end: { hash: expect.any(String) } } });
});

test('a torn last line is told with its place, and all before it is lived through', async () => {
  const file = join(await folder(), 'd.recording');
  await record(file);
  const whole = await readFile(file);
  const lines = whole.toString().trimEnd().split('\n');
  const kept = whole.subarray(0, whole.length - 30);
  await writeFile(file, kept);
  const result = await replay(file, restore);
  expect(result.torn).toEqual({
    line: lines.length,
    byte: Buffer.byteLength(lines.slice(0, -1).join('\n')) + 1,
    message: expect.stringContaining('incomplete'),
  });
  expect(result.expected).toBeUndefined();
  expect(result.hash).toMatch(/^[0-9a-f]{64}$/);
});

test('a recording that ends after a whole record has no hash to compare with', async () => {
  const file = join(await folder(), 'e.recording');
  await record(file);
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  await writeFile(file, `${lines.slice(0, -1).join('\n')}\n`);
  expect(await replay(file, restore)).toMatchObject({ torn: undefined, expected: undefined });
});

test('a record that was changed, moved or taken out is named', async () => {
  const file = join(await folder(), 'f.recording');
  await record(file);
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const damage: [string, (lines: string[]) => void, RegExp][] = [
    [
      'changed',
      (all) => {
        all[5] = (all[5] ?? '').replace('"v":1', '"v":2');
      },
      /line 6 .*checksum/,
    ],
    [
      'taken out',
      (all) => {
        all.splice(4, 1);
      },
      /line 5 .*checksum/,
    ],
    [
      'swapped',
      (all) => {
        [all[3], all[4]] = [all[4] ?? '', all[3] ?? ''];
      },
      /line 4 .*checksum/,
    ],
    [
      'no record',
      (all) => {
        all[2] = 'hello';
      },
      /line 3 /,
    ],
    [
      'after the end',
      (all) => {
        all.push(all[1] ?? '');
      },
      /something stands after the end/,
    ],
    [
      'no head',
      (all) => {
        all.shift();
      },
      /line 1 /,
    ],
  ];
  for (const [what, change, expected] of damage) {
    const changed = [...lines];
    change(changed);
    await writeFile(file, `${changed.join('\n')}\n`);
    await expect(replay(file, restore), what).rejects.toMatchObject({ code: 'WW_RECORDING_INVALID', message: expect.stringMatching(expected) });
  }
  await writeFile(file, '');
  await expect(replay(file, restore)).rejects.toMatchObject({ code: 'WW_RECORDING_INVALID' });
  await expect(replay(`${file}.none`, restore)).rejects.toMatchObject({ code: 'WW_RECORDING_INVALID' });
});

test('a recording that was made up, with checksums that hold, is refused in its place and not taken in', async () => {
  const file = join(await folder(), 'g.recording');
  await record(file);
  const head = unseal((await readFile(file, 'utf8')).split('\n')[0] ?? '')?.text ?? '';
  const { world } = JSON.parse(head) as { world: string };
  const author = { userId: 'host', role: 'Admin' };
  for (const content of [
    null,
    [],
    'text',
    5,
    {},
    { seq: 0, world },
    { seq: 0, world, payload: null },
    { seq: 0, world, payload: 'x' },
    { seq: 1, world, payload: {} },
    { seq: 0, world: 'other', payload: {} },
    { seq: 0, world, author, payload: { step: 'tick', real: 1, inputs: 5 } },
    { seq: 0, world, author, payload: { input: null } },
    { seq: 0, world, author, payload: { input: { type: 'link' } } },
  ]) {
    const first = seal('', JSON.parse(head) as object);
    const text = JSON.stringify(content),
      sum = chain(first.sum, text);
    await writeFile(file, `${first.line}\n${text.slice(0, -1)},"sum":"${sum}"}\n`);
    await expect(replay(file, restore), text).rejects.toMatchObject({ code: 'WW_RECORDING_INVALID', message: expect.stringContaining('line 2') });
  }
});

test.skipIf(process.platform === 'win32')(
  'a world whose recording the disk does not take goes on, and the recording ends with its reason and hash',
  async () => {
    const path = await folder(),
      pipe = join(path, 'pipe'),
      file = join(path, 'h.recording');
    execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', pipe]);
    // Opens the pipe as a disk that takes nothing, until it is told to.
    const disk = spawn('sh', ['-c', 'exec 3<"$1"; read go; cat <&3 >"$2"', 'sh', pipe, file]);
    const taken = new Promise((resolve) => {
      disk.once('exit', resolve);
    });
    atEnd(() => disk.kill());
    const told: { msg?: string; reason?: string }[] = [];
    const log = pino({ level: 'error' }, { write: (line: string) => void told.push(JSON.parse(line) as object) });
    const server = await serve({ worlds: [{ scene: SCENE, name: 'small', record: pipe }], log });
    const world = server.worlds.get('small');
    expect(world.run().recording).toBe(true);
    const value = 'x'.repeat(4 << 20);
    for (let given = 0; given < 18; given += 1) await world.submit({ userId: 'u', role: 'Guest' }, { type: 'impulse', tag: 'none', value });
    await until('the recording to be given up', () => !world.run().recording);
    const { tick } = world;
    await until('the world to go on', () => world.tick > tick + 5);
    expect(told).toMatchObject([{ msg: expect.stringMatching(/the world goes on: .*unwritten.*\(WW_SAVE_FAILED\)/) }]);
    const { entries } = await world.ask({ ask: 'log', after: 0, limit: 1000 });
    expect(entries.filter(({ level }) => level === 'error')).toMatchObject([{ message: expect.stringContaining('the recording ends at tick') }]);
    disk.stdin.end('go\n');
    await taken;
    const result = await replay(file, restore);
    expect(result).toMatchObject({ torn: undefined, reason: expect.stringContaining('unwritten') });
    expect(result.hash).toBe(result.expected);
  },
);

test('a world waits for a disk that is behind, as long as it may, and nothing of its recording is missing', async () => {
  const file = join(await folder(), 'i.recording');
  const value = 'x'.repeat(7 << 20);
  const giveMuch = async (server: RunningServer): Promise<void> => {
    const world = server.worlds.get('small');
    await Promise.all(Array.from({ length: 12 }, () => world.submit({ userId: 'u', role: 'Guest' }, { type: 'impulse', tag: 'none', value })));
    const { tick } = world;
    await until('ticks after that', () => world.tick > tick + 5);
  };
  // However slow the disk of this machine is.
  await record(file, giveMuch, SCENE, { diskPatience: 600_000 });
  const result = await replay(file, restore);
  expect(result).toMatchObject({ torn: undefined, reason: undefined });
  expect(result.hash).toBe(result.expected);
});

test.skipIf(process.platform !== 'linux')('a recording that a full disk does not even begin keeps the server from starting', async () => {
  await expect(serve({ worlds: [{ scene: SCENE, name: 'small', record: '/dev/full' }] })).rejects.toMatchObject({
    code: 'WW_SAVE_FAILED',
    message: expect.stringContaining('ENOSPC'),
  });
});

test('a recording to where nothing can be written keeps the server from starting', async () => {
  await expect(serve({ worlds: [{ scene: SCENE, name: 'small', record: join(await folder(), 'none', 'x.recording') }] })).rejects.toMatchObject({
    code: 'WW_SAVE_FAILED',
  });
});
