import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { expect, test } from 'vitest';
import type { ChangeRow, ViewUpdate } from '../../server/protocol.ts';
import { api, ask, atEnd, openPage, SCENE, serve, until } from './running.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function gardenOnDisk(scene: object = SCENE): Promise<{ place: string; file: string }> {
  const place = await folder();
  const file = join(place, 'garden.scene.json');
  await writeFile(file, JSON.stringify(scene));
  return { place, file };
}

const rename = { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Torch' }] };

test('what was changed since a world was loaded is listed over HTTP, taken back by number, and told in its history', async () => {
  const server = await serve();
  await api(server, '/api/worlds/small/operations', rename);
  const { json } = await api(server, '/api/worlds/small/changes');
  expect(json).toMatchObject({
    total: 1,
    rows: [{ change: 1, kind: 'changed', entity: 'lamp', path: ['Garden', 'Torch'], what: 'name', before: 'Lamp', now: 'Torch' }],
  });
  expect(await api(server, '/api/worlds/small/revert', { changes: [1] })).toMatchObject({ status: 200, json: { results: [{ entity: 'lamp' }] } });
  expect((await api(server, '/api/worlds/small/changes')).json).toEqual({ rows: [], total: 0 });
  expect((await api(server, '/api/worlds/small/history?limit=1')).json).toMatchObject({
    entries: [{ label: 'take back Torch.name', undone: false }],
    total: 2,
  });
});

test('who may only look may not take changes back, nor put a world back, nor save it under another name', async () => {
  const server = await serve();
  const token = 'spectator-token-spectator-token';
  expect(await api(server, '/api/worlds/small/changes', undefined, { token })).toMatchObject({ status: 200 });
  for (const [path, body] of [
    ['revert', { changes: [1] }],
    ['reload', {}],
    ['save', { file: 'mine.scene.json' }],
  ] as const)
    expect(await api(server, `/api/worlds/small/${path}`, body, { token }), path).toMatchObject({ status: 403, json: { code: 'WW_FORBIDDEN' } });
});

test('what cannot be taken back any more is told with its code', async () => {
  const server = await serve();
  await api(server, '/api/worlds/small/operations', {
    operations: [
      { op: 'addEntity', entity: { id: 'box' } },
      { op: 'moveEntity', entity: 'stone', parent: 'box' },
    ],
  });
  await api(server, '/api/worlds/small/operations', { operations: [{ op: 'removeEntity', entity: 'garden' }] });
  const rows = (await api(server, '/api/worlds/small/changes')).json['rows'] as unknown as ChangeRow[];
  const moved = rows.find(({ kind }) => kind === 'moved')?.change;
  expect(await api(server, '/api/worlds/small/revert', { changes: [moved] })).toMatchObject({ status: 409, json: { code: 'WW_NOT_REVERTIBLE' } });
  expect(await api(server, '/api/worlds/small/revert', { changes: rows.map(({ change }) => change) })).toMatchObject({ status: 200 });
});

test('a page that watches the changes is told of each edit, and of each that is taken back', async () => {
  const server = await serve();
  const page = await openPage(server, 'Anna', 'small');
  const seen: ViewUpdate[] = [];
  page.on('updates', ({ updates }) => seen.push(...updates));
  const last = (): Extract<ViewUpdate, { kind: 'changes' }> | undefined =>
    seen.findLast((update): update is Extract<ViewUpdate, { kind: 'changes' }> => update.kind === 'changes');
  await ask(page, 'watch', { view: 1, what: { kind: 'changes' } });
  await until('an empty list', () => last()?.total === 0);
  await ask(page, 'edit', { ...rename, requestId: 'one' });
  const row = await until('the change', () => last()?.rows[0]);
  expect(row).toMatchObject({ what: 'name', author: page.welcome.you.userId });
  await ask(page, 'revert', { changes: [row.change], requestId: 'two' });
  await until('an empty list again', () => last()?.total === 0);
});

test('saving under another name makes that the world’s file, and leaves the old one as it was', async () => {
  const { place, file } = await gardenOnDisk();
  const server = await serve({ worlds: [{ file }] });
  const page = await openPage(server, 'Anna', 'garden');
  await api(server, '/api/worlds/garden/operations', rename);
  expect(await ask(page, 'control', { action: 'saveAs', file: 'other one.scene.json', requestId: 'save' })).toMatchObject({
    ok: true,
    file: 'other one.scene.json',
  });
  expect(await readFile(join(place, 'other one.scene.json'), 'utf8')).toContain('Torch');
  expect(await readFile(file, 'utf8')).toBe(JSON.stringify(SCENE));
  await api(server, '/api/worlds/garden/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Lantern' }] });
  expect(await api(server, '/api/worlds/garden/save', {})).toMatchObject({ json: { durable: true, file: 'other one.scene.json' } });
  expect(await readFile(join(place, 'other one.scene.json'), 'utf8')).toContain('Lantern');
  expect((await readdir(place)).filter((name) => !name.startsWith('.')).toSorted()).toEqual(['garden.scene.json', 'other one.scene.json']);
  // What was changed is still told from when it was loaded.
  expect((await api(server, '/api/worlds/garden/changes')).json).toMatchObject({ rows: [{ before: 'Lamp', now: 'Lantern' }] });
});

test('another file is never overwritten, and no name leads out of the folder', async () => {
  const { place, file } = await gardenOnDisk();
  await writeFile(join(place, 'taken.scene.json'), 'somebody else’s');
  await symlink(join(place, 'nowhere'), join(place, 'link.scene.json'));
  await mkdir(join(place, 'folder.scene.json'));
  const server = await serve({ worlds: [{ file }] });
  for (const name of ['taken.scene.json', 'link.scene.json', 'folder.scene.json'])
    expect(await api(server, '/api/worlds/garden/save', { file: name }), name).toMatchObject({ status: 409, json: { code: 'WW_FILE_EXISTS' } });
  for (const name of [
    '../out.scene.json',
    '/tmp/out.scene.json',
    'a/b.scene.json',
    'a\\b.scene.json',
    '.scene.json',
    'out.json',
    'a\0.scene.json',
    'a\n.scene.json',
    '-a.scene.json',
  ])
    expect(await api(server, '/api/worlds/garden/save', { file: name }), name).toMatchObject({ status: 400, json: { code: 'WW_FILE_NAME' } });
  expect(await readFile(join(place, 'taken.scene.json'), 'utf8')).toBe('somebody else’s');
  expect(await api(server, '/api/worlds/garden/save', { file: 'garden.scene.json' })).toMatchObject({ status: 200, json: { file: 'garden.scene.json' } });
});

test('a world without a file is saved into the folder of worlds, and nowhere where there is none', async () => {
  const worldsFolder = await folder();
  const server = await serve({ worldsFolder });
  expect(await api(server, '/api/worlds/small/save', { file: 'small.scene.json' })).toMatchObject({ status: 200, json: { file: 'small.scene.json' } });
  expect(JSON.parse(await readFile(join(worldsFolder, 'small.scene.json'), 'utf8'))).toMatchObject({ name: 'Small world' });
  expect(await api(server, '/api/worlds/small/save', {})).toMatchObject({ status: 200 });
  const shut = await serve();
  expect(await api(shut, '/api/worlds/small/save', { file: 'small.scene.json' })).toMatchObject({ status: 500, json: { code: 'WW_SAVE_FAILED' } });
});

test('a world that is put back is as its file says, under its name, as fast and as paused as before; its pages are told and come in again', async () => {
  const { file } = await gardenOnDisk();
  const server = await serve({ worlds: [{ file, tickRate: 30 }] });
  const page = await openPage(server, 'Anna', 'garden');
  const told: { world: string; by: string }[] = [];
  page.on('reloaded', (message) => told.push(message));
  await api(server, '/api/worlds/garden/operations', rename);
  await api(server, '/api/worlds/garden/pause', {});
  server.worlds.get('garden').setSpeed(2);
  expect(await ask(page, 'control', { action: 'reload', requestId: 'back' })).toEqual({ ok: true });
  expect(told).toEqual([{ world: 'garden', by: 'Anna' }]);
  expect(server.worlds.get('garden')).toMatchObject({ paused: true, speed: 2, tickRate: 30 });
  expect(await ask(page, 'item', { entity: 'lamp' })).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST' });
  expect(await ask(page, 'enter', { world: 'garden' })).toMatchObject({ ok: true });
  expect((await api(server, '/api/worlds/garden/entities/lamp')).json).toMatchObject({ name: 'Lamp' });
  expect((await api(server, '/api/worlds/garden/changes')).json).toMatchObject({ total: 0 });
  expect((await api(server, '/api/worlds')).json).toMatchObject({ worlds: [{ name: 'garden' }] });
  // The same request once more counts once.
  const again = server.worlds.get('garden');
  await ask(page, 'control', { action: 'reload', requestId: 'back' });
  expect(server.worlds.get('garden')).toBe(again);
});

test('its sockets close with 1001 before the new ones are opened', async () => {
  const peer = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  atEnd(() => peer.close());
  await new Promise((resolve) => peer.once('listening', resolve));
  const { port } = peer.address() as { port: number };
  const happened: string[] = [];
  peer.on('connection', (socket) => {
    happened.push('opened');
    socket.on('close', (code) => happened.push(`closed ${code}`));
  });
  const client = { URL: `ws://127.0.0.1:${port}/`, HandlingUser: { userId: 'host' } };
  const { file } = await gardenOnDisk({ ...SCENE, entities: [{ id: 'one', name: 'One', components: { WebsocketClient: client } }] });
  const server = await serve({ worlds: [{ file }], allowedUrlHosts: [`127.0.0.1:${port}`] });
  await until('the first connection', () => happened.length === 1);
  expect(await api(server, '/api/worlds/garden/reload', {})).toMatchObject({ status: 200 });
  await until('the second connection', () => happened.length === 3);
  expect(happened).toEqual(['opened', 'closed 1001', 'opened']);
});

test('a file with faults leaves the running world as it is, and a world without a file is not put back', async () => {
  const { file } = await gardenOnDisk();
  const server = await serve({ worlds: [{ file }, { scene: SCENE, name: 'loose' }] });
  await api(server, '/api/worlds/garden/operations', rename);
  await writeFile(file, '{ "format": "worldwire/scene", "version": 1, "name": 7 }');
  expect(await api(server, '/api/worlds/garden/reload', {})).toMatchObject({ status: 400, json: { code: 'WW_SCENE_INVALID' } });
  await writeFile(file, 'no JSON');
  expect(await api(server, '/api/worlds/garden/reload', {})).toMatchObject({ status: 400, json: { code: 'WW_SCENE_SYNTAX' } });
  await rm(file);
  expect(await api(server, '/api/worlds/garden/reload', {})).toMatchObject({ status: 400, json: { code: 'WW_SCENE_NOT_FOUND' } });
  expect((await api(server, '/api/worlds/garden/entities/lamp')).json).toMatchObject({ name: 'Torch' });
  expect(await api(server, '/api/worlds/loose/reload', {})).toMatchObject({ status: 400, json: { code: 'WW_SCENE_NOT_FOUND' } });
});

test('those who put a world back at once put it back once', async () => {
  const { file } = await gardenOnDisk();
  const server = await serve({ worlds: [{ file }] });
  const world = server.worlds.get('garden');
  const [one, other] = await Promise.all([server.worlds.reload(world), server.worlds.reload(world)]);
  expect(one).toBe(other);
  expect(server.worlds.list).toEqual([one]);
  await expect(server.worlds.reload(world)).rejects.toMatchObject({ code: 'WW_UNKNOWN_WORLD' });
});
