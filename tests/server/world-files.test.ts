/** Worlds that are opened, made, renamed and taken along while the server runs. */
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { api, atEnd, serve } from './running.ts';

const scene = (name: string, ...entities: readonly object[]): string =>
  `${JSON.stringify({ format: 'worldwire/scene', version: 1, name, entities }, null, 2)}\n`;

async function folder(files: { readonly [path: string]: string } = {}): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worlds-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(path, file, '..'), { recursive: true });
    await writeFile(join(path, file), text);
  }
  return path;
}

test('the files of the worlds folder are listed, each with the world that runs from it; links that lead out and hidden ones are not', async () => {
  const outside = await folder({ 'secret.scene.json': scene('Secret') });
  const worldsFolder = await folder({
    'a.scene.json': scene('A'),
    'rooms/b.scene.json': scene('B'),
    'notes.json': '{}',
    '.git/c.scene.json': scene('C'),
  });
  await symlink(join(outside, 'secret.scene.json'), join(worldsFolder, 'out.scene.json'));
  await symlink(outside, join(worldsFolder, 'outside'));
  const server = await serve({ worldsFolder });
  expect((await api(server, '/api/worlds', { path: 'a.scene.json' })).status).toBe(201);
  const { json } = await api(server, '/api/files');
  expect(json).toMatchObject({
    files: [{ path: 'a.scene.json', world: 'a', bytes: scene('A').length }, { path: 'rooms/b.scene.json' }],
    more: false,
  });
  expect((await api(server, '/api/worlds', { path: 'rooms/b.scene.json' })).status).toBe(201);
  expect((await api(server, '/api/worlds', { path: 'outside/secret.scene.json' })).json['code']).toBe('WW_SCENE_NOT_FOUND');
});

test('a text is opened as the new file that it is written as, to the byte; nothing is written of what cannot be opened, nor over what is there', async () => {
  const worldsFolder = await folder({ 'taken.scene.json': scene('Taken') });
  const server = await serve({ worldsFolder });
  const text = scene('Room', { id: 'lamp', name: 'Lamp' });
  const { status, json } = await api(server, '/api/worlds', { text, file: 'room.scene.json' });
  expect({ status, name: json['name'], title: json['title'] }).toEqual({ status: 201, name: 'room', title: 'Room' });
  expect(await readFile(join(worldsFolder, 'room.scene.json'), 'utf8')).toBe(text);
  const before = await readdir(worldsFolder);
  const bad = text.replace('"Lamp"', '7');
  for (const [body, code] of [
    [{ text: bad, file: 'bad.scene.json' }, 'WW_SCENE_INVALID'],
    [{ text: '{', file: 'bad.scene.json' }, 'WW_SCENE_SYNTAX'],
    [{ text, file: 'taken.scene.json' }, 'WW_FILE_EXISTS'],
    [{ text, file: '../out.scene.json' }, 'WW_FILE_NAME'],
    [{ text, file: 'sub/out.scene.json' }, 'WW_FILE_NAME'],
    [{ text, file: 'out.json' }, 'WW_FILE_NAME'],
    [{ text, file: 'other.scene.json', name: 'room' }, 'WW_BAD_REQUEST'],
    [{ text, path: 'taken.scene.json' }, 'WW_BAD_REQUEST'],
    [{ path: 'taken.scene.json', file: 'x.scene.json' }, 'WW_BAD_REQUEST'],
  ] as const)
    expect((await api(server, '/api/worlds', body)).json['code'], JSON.stringify(body)).toBe(code);
  expect((await readdir(worldsFolder)).toSorted()).toEqual(before.toSorted());
});

test('what is wrong with a text is told with its lines, and nothing is opened', async () => {
  const server = await serve();
  const text = scene('Room', { id: 'lamp', name: 7 });
  const { json } = await api(server, '/api/check', { text });
  expect(json).toMatchObject({ good: false, findings: [{ line: 8, message: expect.stringContaining('name') as string }] });
  expect((await api(server, '/api/check', { text: scene('Room') })).json).toMatchObject({ good: true, entities: 0, findings: [] });
  expect((await api(server, '/api/worlds')).json['worlds']).toHaveLength(1);
});

test('a scene is taken along as a save would write it, and the same text opens as another world', async () => {
  const server = await serve();
  const response = await fetch(`${server.origin}/api/worlds/small/scene`, { headers: { authorization: `Bearer ${server.token}` } });
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="small.scene.json"');
  const text = await response.text();
  expect((await api(server, '/api/worlds', { text, name: 'again' })).json).toMatchObject({ name: 'again', title: 'Small world', entities: 3 });
  const spectator = await api(server, '/api/worlds/small/scene', undefined, { token: 'spectator-token-spectator-token' });
  expect(spectator.json['code']).toBe('WW_FORBIDDEN');
});

test('a world is called otherwise: it counts as edited, and its scene has the name', async () => {
  const server = await serve();
  const rename = (title: string) => api(server, '/api/worlds/small', { title }, { method: 'PATCH' });
  expect((await rename('Large world')).status).toBe(200);
  expect((await api(server, '/api/worlds/small')).json).toMatchObject({ name: 'small', title: 'Large world', unsaved: true });
  const response = await fetch(`${server.origin}/api/worlds/small/scene`, { headers: { authorization: `Bearer ${server.token}` } });
  expect(JSON.parse(await response.text())).toMatchObject({ name: 'Large world' });
  expect((await rename('   ')).status).toBe(400);
});

test('a hundred worlds run, and no more are opened by requests, also where many come at once; one that is closed makes room', async () => {
  const worldsFolder = await folder();
  const server = await serve({ worldsFolder });
  const open = (name: string) => api(server, '/api/worlds', { text: scene(name), paused: true, name });
  const answers: Awaited<ReturnType<typeof open>>[] = [];
  for (let from = 0; from < 100; from += 10) answers.push(...(await Promise.all(Array.from({ length: 10 }, (_, i) => open(`w${from + i}`)))));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(99);
  expect(answers.filter(({ status }) => status !== 201).map(({ json }) => json['code'])).toEqual(['WW_LIMIT']);
  expect((await api(server, '/api/worlds', { text: scene('Late'), file: 'late.scene.json' })).json['code']).toBe('WW_LIMIT');
  expect(await readdir(worldsFolder)).toEqual([]);
  await api(server, '/api/worlds/small', undefined, { method: 'DELETE' });
  expect((await open('late')).status).toBe(201);
}, 60_000);

test('whoever may not open worlds any more, by the time it would be written or run, has made no file and no world', async () => {
  const worldsFolder = await folder();
  const server = await serve({ worldsFolder });
  const lost = (after: number) => () => {
    if (after-- === 0) throw new Error('lost');
  };
  const request = { text: scene('Room'), file: 'room.scene.json' };
  await expect(server.opener.open(request, lost(0))).rejects.toThrow('lost');
  expect(await readdir(worldsFolder)).toEqual([]);
  await expect(server.opener.open({ text: scene('Room'), name: 'room' }, lost(0))).rejects.toThrow('lost');
  await expect(server.opener.open(request, lost(1))).rejects.toThrow('lost');
  expect(server.worlds.list.map(({ name }) => name)).toEqual(['small']);
  expect((await server.opener.open({ path: 'room.scene.json' })).name).toBe('room');
});
