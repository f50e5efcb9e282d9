import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeWhole } from '../../server/files/whole-file.ts';
import { api, atEnd, SCENE, serve, until } from './running.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}

test('a file is replaced whole, keeps its mode, and leaves nothing beside it', async () => {
  const place = await folder(),
    file = join(place, 'a.json');
  await writeFile(file, 'old', { mode: 0o600 });
  await writeWhole(file, async (write) => {
    await write('new ');
    await write('text');
  });
  expect(await readFile(file, 'utf8')).toBe('new text');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(place)).toEqual(['a.json']);
});

test('a save through a link writes what the link leads to', async () => {
  const place = await folder();
  await writeFile(join(place, 'real.json'), 'old');
  await symlink(join(place, 'real.json'), join(place, 'link.json'));
  await writeWhole(join(place, 'link.json'), (write) => write('new'));
  expect(await readFile(join(place, 'real.json'), 'utf8')).toBe('new');
  expect((await lstat(join(place, 'link.json'))).isSymbolicLink()).toBe(true);
});

test('a save that fails half way leaves the old file and nothing else', async () => {
  const place = await folder(),
    file = join(place, 'a.json');
  await writeFile(file, 'old');
  await expect(
    writeWhole(file, async (write) => {
      await write('half');
      throw new Error('no space');
    }),
  ).rejects.toMatchObject({ code: 'WW_SAVE_FAILED', message: expect.stringContaining('no space') });
  expect(await readFile(file, 'utf8')).toBe('old');
  expect(await readdir(place)).toEqual(['a.json']);
});

test('a save that fails for the same reason says the same each time, and names no file that nobody knows', async () => {
  const file = join(await folder(), 'none', 'a.json');
  for (let time = 0; time < 2; time++)
    await expect(writeWhole(file, (write) => write('x'))).rejects.toMatchObject({
      code: 'WW_SAVE_FAILED',
      message: 'a.json could not be saved and is as it was: ENOENT: no such file or directory',
    });
});

test('edits that are being saved count as unsaved until they are on the disk', async () => {
  const file = join(await folder(), 'garden.json');
  await writeFile(file, JSON.stringify(SCENE));
  const server = await serve({ worlds: [{ file }] });
  const world = server.worlds.get('garden');
  await api(server, '/api/worlds/garden/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Going' }] });
  const before = world.unsaved;
  let saved = false;
  const saving = world.save().then(() => {
    saved = true;
  });
  for (let looks = 0; !saved; looks++) {
    const status = world.run().file;
    // The last look may come when it is saved and not yet told.
    if (status.savedEdits < status.edits) {
      expect(status.unsaved, `look ${looks}`).toBe(1);
      expect(world.unsaved).toEqual(before);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await saving;
  expect(world.unsaved).toBeUndefined();
  expect(world.run().file.unsaved).toBe(0);
});

test('a changed world is saved by itself after its interval, one that stands still is not', async () => {
  const file = join(await folder(), 'garden.json');
  await writeFile(file, JSON.stringify(SCENE));
  const server = await serve({ autosaveInterval: 0.2, worlds: [] });
  await server.opener.start(await server.opener.make({ file }), true);
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(await readFile(file, 'utf8')).toBe(JSON.stringify(SCENE));
  await api(server, '/api/worlds/garden/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'By itself' }] });
  await until('the save of the edit', async () => (await readFile(file, 'utf8')).includes('By itself'));
  const { mtimeMs } = await stat(file);
  await api(server, '/api/worlds/garden/resume', {});
  const { tick } = server.worlds.get('garden');
  await until('time to pass', () => server.worlds.get('garden').tick > tick + 60);
  expect((await stat(file)).mtimeMs, 'what moves by itself is no edit').toBe(mtimeMs);
});

test('saves that are asked for at once follow each other, and the last holds all', async () => {
  const file = join(await folder(), 'garden.json');
  await writeFile(file, JSON.stringify(SCENE));
  const server = await serve({ worlds: [{ file }] });
  const world = server.worlds.get('garden');
  const saves = [world.save(), world.save()];
  await api(server, '/api/worlds/garden/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Latest' }] });
  saves.push(world.save());
  await Promise.all(saves);
  expect(await readFile(file, 'utf8')).toContain('Latest');
});

test('a large world is saved in parts between its ticks, whole and as it was at one tick', async () => {
  const file = join(await folder(), 'large.json');
  const entities = Array.from({ length: 30_000 }, (_each, index) => ({
    id: `e${index}`,
    name: `Entity ${index}`,
    components: { Transform: { Position: [index, 0, 0] }, IntValue: { Value: 0 } },
  }));
  await writeFile(file, JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Large', tickRate: 30, entities }));
  const server = await serve({ worlds: [{ file }] });
  const world = server.worlds.get('large');
  const set = (value: number) =>
    world.submit(
      { userId: 'api', role: 'Admin' },
      {
        type: 'operations',
        operations: [
          { op: 'setField', entity: 'e0', component: 'IntValue', field: 'Value', value },
          { op: 'setField', entity: 'e29999', component: 'IntValue', field: 'Value', value },
        ],
      },
    );
  await set(1);
  let saved = false,
    edits = 1;
  const begun = world.tick;
  const saving = world.save().then((result) => {
    saved = true;
    return result;
  });
  while (!saved) await set(++edits);
  const { tick } = await saving;
  expect(world.tick).toBeGreaterThan(begun);
  expect(tick).toBeGreaterThanOrEqual(begun);
  const scene = JSON.parse(await readFile(file, 'utf8')) as { entities: { id: string; components: { IntValue?: { Value?: number } } }[] };
  expect(scene.entities.length).toBe(30_000);
  expect(edits).toBeGreaterThan(1);
  expect(scene.entities[0]?.components.IntValue?.Value).toBe(scene.entities[29_999]?.components.IntValue?.Value);
});

test('a world whose file cannot be written says why, and goes on', async () => {
  const place = await folder(),
    file = join(place, 'garden.json');
  await writeFile(file, JSON.stringify(SCENE));
  const server = await serve({ worlds: [{ file }] });
  await api(server, '/api/worlds/garden/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Lantern' }] });
  await rm(place, { recursive: true });
  expect(await api(server, '/api/worlds/garden/save', {}), 'removed by another').toMatchObject({ status: 409, json: { code: 'WW_FILE_CHANGED' } });
  expect(await api(server, '/api/worlds/garden/save', { overwrite: true })).toMatchObject({
    status: 500,
    json: { code: 'WW_SAVE_FAILED', message: expect.stringContaining('ENOENT') },
  });
  expect(await api(server, '/api/worlds/garden'), 'what did not reach the disk is unsaved').toMatchObject({ status: 200, json: { unsaved: true } });
  await mkdir(place);
  expect((await api(server, '/api/worlds/garden/save', { overwrite: true })).status).toBe(200);
  expect(await api(server, '/api/worlds/garden')).toMatchObject({ json: { unsaved: false } });
  expect(await readFile(file, 'utf8')).toContain('Lantern');
});

test('who saves a scene whose Headers look like secrets is told so, once for the file, by name and without the value', async () => {
  const file = join(await folder(), 'secret.scene.json');
  const entities = [{ id: 'a', components: { WebsocketClient: { Headers: { Authorization: 'Bearer hush', 'X-Room': 'blue' } } } }];
  await writeFile(file, JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Secret', entities }));
  const server = await serve({ worlds: [{ file, name: 'small' }] });
  const told = async (): Promise<string[]> => {
    const { json } = await api(server, '/api/worlds/small/log');
    return (json as unknown as { entries: { message: string }[] }).entries
      .map(({ message }) => message)
      .filter((message) => message.includes('look like secrets'));
  };
  for (let time = 0; time < 2; time++) expect((await api(server, '/api/worlds/small/save', {})).status).toBe(200);
  await until('it to be told', async () => (await told()).length > 0);
  expect(await told()).toEqual([expect.stringMatching(/^secret\.scene\.json .*\(Authorization\)/)]);
  expect((await told()).join()).not.toContain('hush');
});
