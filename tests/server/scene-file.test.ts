import { chmod, link, mkdtemp, readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import type { FileStatus } from '../../server/protocol.ts';
import { HOST_TAG } from '../../server/files/own-name.ts';
import { api, atEnd, SCENE, serve, until } from './running.ts';

const TEXT = `${JSON.stringify(SCENE, null, 2)}\n`;
const THEIRS = TEXT.replace('Garden', 'Theirs');

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}
async function garden(text: string | Buffer = TEXT): Promise<string> {
  const file = join(await folder(), 'garden.scene.json');
  await writeFile(file, text);
  return file;
}
const edit = (server: RunningServer, name = 'Ours') =>
  api(server, '/api/worlds/garden/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name }] });
const save = (server: RunningServer, body: object = {}) => api(server, '/api/worlds/garden/save', body);
const status = async (server: RunningServer) => ((await api(server, '/api/worlds/garden')).json as unknown as { run: { file: FileStatus } }).run.file;

test.each([
  ['written to', (file: string) => writeFile(file, THEIRS)],
  [
    'replaced by another of the same size, with the time of the old one',
    async (file: string) => {
      const { atime, mtime } = await stat(file);
      await writeFile(`${file}.new`, THEIRS);
      await utimes(`${file}.new`, atime, mtime);
      await rename(`${file}.new`, file);
    },
  ],
  [
    'written to in its place, with its time set back',
    async (file: string) => {
      const { atime, mtime } = await stat(file);
      await writeFile(file, THEIRS);
      await utimes(file, atime, mtime);
    },
  ],
])('a file that was %s by another program is not saved over, until somebody says so', async (_how, change) => {
  const file = await garden();
  const server = await serve({ worlds: [{ file }] });
  await edit(server);
  await change(file);
  const refused = await save(server);
  expect(refused).toMatchObject({ status: 409, json: { code: 'WW_FILE_CHANGED', message: expect.stringContaining('overwrite') } });
  expect(await readFile(file, 'utf8')).toBe(THEIRS);
  expect(await api(server, '/api/worlds/garden')).toMatchObject({ json: { unsaved: true, run: { file: { state: 'changed' } } } });
  expect(await api(server, '/api/worlds'), 'the list of worlds tells it too').toMatchObject({ json: { worlds: [{ name: 'garden', file: 'changed' }] } });
  expect(await save(server, { overwrite: true })).toMatchObject({ status: 200, json: { durable: true } });
  expect(await readFile(file, 'utf8')).toContain('"Ours"');
  expect(await status(server)).toMatchObject({ state: 'same' });
  await edit(server, 'Later');
  expect((await save(server)).status, 'what we wrote is what we know').toBe(200);
  expect(await readdir(join(file, '..'))).toHaveLength(2);
});

test('a file that is only touched, or written again as it was, is the same file', async () => {
  const file = await garden();
  const server = await serve({ worlds: [{ file }] });
  await edit(server);
  await utimes(file, new Date(), new Date(Date.now() + 5_000));
  await writeFile(`${file}.copy`, TEXT);
  await rename(`${file}.copy`, file);
  expect((await save(server)).status).toBe(200);
  expect(await readFile(file, 'utf8')).toContain('"Ours"');
});

test('a removed file is not brought back by a save, but by one that says so', async () => {
  const file = await garden();
  const server = await serve({ worlds: [{ file }] });
  await edit(server);
  await rm(file);
  expect(await save(server)).toMatchObject({ status: 409, json: { code: 'WW_FILE_CHANGED', message: expect.stringContaining('removed') } });
  expect((await save(server, { overwrite: true })).status).toBe(200);
  expect(await readFile(file, 'utf8')).toContain('"Ours"');
});

test('a change is told before anybody saves, in the log and in how the world runs; reloading takes it, or another name keeps both', async () => {
  const file = await garden();
  const server = await serve({ worlds: [{ file }] });
  await edit(server);
  await writeFile(file, THEIRS);
  await until('the change to be seen', async () => (await status(server)).state === 'changed');
  const told = await until('the log', async () =>
    ((await api(server, '/api/worlds/garden/log')).json as unknown as { entries: { message: string; level: string }[] }).entries.find((entry) =>
      entry.message.includes('by another program'),
    ),
  );
  expect(told).toMatchObject({ level: 'warn', message: expect.stringContaining('garden.scene.json was changed') });
  expect((await save(server, { file: 'ours.scene.json' })).status).toBe(200);
  expect(await readFile(file, 'utf8')).toBe(THEIRS);
  expect(await status(server)).toMatchObject({ name: 'ours.scene.json', state: 'same' });
  expect((await edit(server, 'Again')).status).toBe(200);
  expect((await save(server)).status).toBe(200);

  await writeFile(join(file, '..', 'ours.scene.json'), THEIRS);
  expect((await api(server, '/api/worlds/garden/reload', {})).status).toBe(200);
  expect(await api(server, '/api/worlds/garden/entities/garden')).toMatchObject({ json: { name: 'Theirs' } });
  await edit(server);
  expect((await save(server)).status).toBe(200);
});

test('saving by itself never writes over another program, tells why it fails once, and when it works again', async () => {
  const file = await garden();
  const server = await serve({ worlds: [{ file }], autosaveInterval: 0.1 });
  await writeFile(file, THEIRS);
  await edit(server);
  await until('the failure to be told', async () => (await status(server)).trouble !== null);
  const { tick } = server.worlds.get('garden');
  await until('several more tries', () => server.worlds.get('garden').tick > tick + 60);
  const entries = async (part: string) =>
    ((await api(server, '/api/worlds/garden/log')).json as unknown as { entries: { message: string }[] }).entries.filter((entry) =>
      entry.message.includes(part),
    );
  expect(await entries('not saved by itself')).toHaveLength(1);
  expect(await entries('not saved by itself')).toMatchObject([{ message: expect.stringContaining('changed by another program') }]);
  expect(await readFile(file, 'utf8')).toBe(THEIRS);
  await save(server, { overwrite: true });
  await until('the good news', async () => (await entries('saved again')).length === 1);
  expect(await status(server)).toMatchObject({ trouble: null });
  await edit(server, 'By itself');
  await until('the save', async () => (await readFile(file, 'utf8')).includes('By itself'));
});

test('a world that nobody has edited is written neither by itself nor at the end, whatever moves in it', async () => {
  const file = await garden();
  const server = await serve({ worlds: [{ file }], autosaveInterval: 0.1, saveOnExit: true });
  const { mtimeMs } = await stat(file);
  await until('time to pass', () => server.worlds.get('garden').tick > 60);
  expect(await server.close()).toEqual([]);
  expect((await stat(file)).mtimeMs).toBe(mtimeMs);
  expect(await readFile(file, 'utf8')).toBe(TEXT);
  expect(await readdir(join(file, '..')), 'no claim is left').toEqual(['garden.scene.json']);
});

test('at the end edits are put beside a file that is another program’s by then, and that is told', async () => {
  const file = await garden();
  const server = await serve({ worlds: [{ file }], saveOnExit: true });
  await edit(server);
  await edit(server, 'Ours again');
  await writeFile(file, THEIRS);
  const losses = await server.close();
  expect(losses).toMatchObject([{ world: 'garden', edits: 2, reason: expect.stringContaining('changed by another program') }]);
  expect(await readFile(file, 'utf8')).toBe(THEIRS);
  const beside = losses[0]?.beside ?? '';
  expect(beside).toMatch(/^garden\.unsaved-\d{8}-\d{6}\.scene\.json$/);
  expect(await readFile(join(file, '..', beside), 'utf8')).toContain('"Ours again"');
});

test('a file keeps how it is written: line ends, the mark before it, and whether a newline ends it', async () => {
  for (const [style, text] of [
    ['CRLF and a mark', `\uFEFF${TEXT.replaceAll('\n', '\r\n')}`],
    ['no newline at the end', TEXT.trimEnd()],
    ['plain', TEXT],
  ] as const) {
    const file = await garden(text);
    const server = await serve({ worlds: [{ file }] });
    await edit(server);
    expect((await save(server)).status, style).toBe(200);
    const saved = await readFile(file, 'utf8');
    expect(saved, style).toContain('"Ours"');
    expect(saved.startsWith('\uFEFF'), style).toBe(text.startsWith('\uFEFF'));
    expect(saved.endsWith('\n'), style).toBe(text.endsWith('\n'));
    expect(saved.match(/\r\n/g)?.length ?? 0, style).toBe(text.includes('\r') ? saved.split('\n').length - 1 : 0);
    await edit(server, 'Lamp');
    expect((await save(server)).status, `${style}: what was written is known`).toBe(200);
    await server.close();
    const again = await serve({ worlds: [{ file }] });
    expect(await api(again, '/api/worlds/garden/entities/lamp'), style).toMatchObject({ json: { name: 'Lamp' } });
    await again.close();
  }
});

test('a file that its owner made read-only is not replaced, not even to overwrite it', async () => {
  const file = await garden();
  await chmod(file, 0o444);
  const server = await serve({ worlds: [{ file }] });
  await edit(server);
  const refused = { code: 'WW_FILE_READ_ONLY', message: expect.stringMatching(/\(chmod u\+w\), or save under another name\.$/) as string };
  for (const body of [{}, { overwrite: true }]) expect(await save(server, body)).toMatchObject({ status: 409, json: refused });
  expect(await readFile(file, 'utf8')).toBe(TEXT);
  await chmod(file, 0o664);
  expect((await save(server)).status).toBe(200);
  expect((await stat(file)).mode & 0o777).toBe(0o664);
});

test('one file is one world, by whatever name it is reached', async () => {
  const file = await garden();
  const place = join(file, '..');
  await symlink(file, join(place, 'link.json'));
  await link(file, join(place, 'hard.json'));
  const server = await serve({ worlds: [{ file }], worldsFolder: place });
  for (const path of ['garden.scene.json', 'link.json', 'hard.json']) {
    expect(await api(server, '/api/worlds', { path, name: 'second' }), path).toMatchObject({
      status: 409,
      json: { code: 'WW_FILE_IN_USE', message: expect.stringContaining('garden of this server') },
    });
  }
  await expect(serve({ worlds: [{ file: join(place, '.', 'link.json') }] })).rejects.toMatchObject({ code: 'WW_FILE_IN_USE' });
  await api(server, '/api/worlds/garden', undefined, { method: 'DELETE' });
  expect((await api(server, '/api/worlds', { path: 'link.json', name: 'second' })).status).toBe(201);
});

test('a save that another server has made impossible is refused, and a file saved under another name is let go', async () => {
  const file = await garden();
  const place = join(file, '..');
  const server = await serve({ worlds: [{ file }], worldsFolder: place });
  await edit(server);
  expect((await save(server, { file: 'other.scene.json' })).status).toBe(200);
  expect((await api(server, '/api/worlds', { path: 'garden.scene.json', name: 'second' })).status).toBe(201);
  expect(await api(server, '/api/worlds', { path: 'other.scene.json', name: 'third' })).toMatchObject({ status: 409, json: { code: 'WW_FILE_IN_USE' } });
});

test('what killed saves have left is taken away by the next start, and nothing else', async () => {
  const file = await garden();
  const place = join(file, '..');
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const left = `.garden.scene.json.worldwire-${HOST_TAG}-${dead}-0123456789ab.tmp`;
  const others = [
    `.garden.scene.json.worldwire-${HOST_TAG}-${process.ppid}-0123456789ab.tmp`,
    `.garden.scene.json.worldwire-000000-${dead}-0123456789ab.tmp`,
    `.garden.scene.json.${dead}.tmp`,
    'notes.tmp',
  ];
  for (const name of [left, ...others]) await writeFile(join(place, name), 'half');
  const server = await serve({ worlds: [{ file }] });
  const names = await readdir(place);
  expect(names).not.toContain(left);
  for (const name of others) expect(names).toContain(name);
  await server.close();
});

test('how a changed file differs is told by entity, component and field; by lines where it is no scene; to those who may save', async () => {
  const file = await garden();
  const server = await serve({ worlds: [{ file }] });
  const difference = async (token?: string) => api(server, '/api/worlds/garden/difference', undefined, token === undefined ? {} : { token });
  expect((await difference()).json, 'the same, though written otherwise').toEqual({ rows: [], total: 0 });
  await edit(server);
  await api(server, '/api/worlds/garden/operations', { operations: [{ op: 'addEntity', parent: 'garden', entity: { id: 'post', name: 'Post' } }] });
  const scene = structuredClone(SCENE) as unknown as { name: string; entities: { id: string; components?: Record<string, object> }[] };
  scene.name = 'Their world';
  scene.entities.find(({ id }) => id === 'lamp')!.components = {
    Transform: { Position: [1, 0, 0] },
    FloatValue: { Value: 1 },
    Comment: { Text: 'x'.repeat(1000) },
  };
  scene.entities.push({ id: 'gate' });
  await writeFile(file, JSON.stringify(scene));
  const { rows, total } = (await difference()).json as unknown as { rows: { what: string; file: string | null }[]; total: number };
  expect(rows.map(({ what, ...rest }) => ({ what, ...rest, file: rest.file?.slice(0, 12) ?? null }))).toEqual([
    { entity: '', path: [], what: 'name', file: 'Their world', world: 'Small world' },
    { entity: 'lamp', path: ['Garden', 'Ours'], what: 'name', file: 'Lamp', world: 'Ours' },
    { entity: 'lamp', path: ['Garden', 'Ours'], what: 'Transform.Position', file: '[1,0,0]', world: null },
    { entity: 'lamp', path: ['Garden', 'Ours'], what: 'Spinner', file: null, world: '{}' },
    { entity: 'lamp', path: ['Garden', 'Ours'], what: 'Comment', file: '{"Text":"xxx', world: null },
    { entity: 'post', path: ['Garden', 'Post'], what: '', file: null, world: 'an entity' },
    { entity: 'gate', path: ['gate'], what: '', file: 'an entity', world: null },
  ]);
  expect(total).toBe(7);
  expect(rows.find(({ what }) => what === 'Comment')?.file?.length).toBeLessThan(250);

  await writeFile(file, '{ "format": "worldwire/scene",\n<<<<<<< mine\n');
  expect((await difference()).json).toMatchObject({
    total: 0,
    fault: expect.stringContaining('garden.scene.json:2:1'),
    text: { lines: expect.arrayContaining(['- <<<<<<< mine']) },
  });
  await rm(file);
  expect((await difference()).json).toMatchObject({ rows: [], fault: expect.stringContaining('not there') });
  expect((await difference('spectator-token-spectator-token')).status).toBe(403);
});
