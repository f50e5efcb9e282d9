import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { RunningServer, ServerOptions } from '../../server/index.ts';
import { ended, start } from './built.ts';
import { api, atEnd, SCENE, serve, until } from './running.ts';

/** A plugin with the faults that a world in the server's own thread would not outlive. */
const PLUGIN = `
import { writeFileSync } from 'node:fs';
import { defineComponent, defineSystem, Type } from 'worldwire';
const args = Type.Object({ What: Type.String() }, { additionalProperties: false });
const Bad = defineComponent('Bad', {
  doc: 'Goes wrong.', category: 'Tests', single: true, disabled: 'It does nothing.', fields: {}, commands: { Do: { doc: 'Goes wrong.', args } },
});
const faults = {
  loop() { writeFileSync(new URL('looping', import.meta.url), ''); for (;;); },
  exit() { process.exit(3); },
  reject() { void Promise.reject(new Error('nobody catches this')); },
};
export const plugin = { components: [Bad], systems: [defineSystem({ name: 'bad', over: Bad, commands: { Do: (_world, _row, { What }) => faults[What]() } })] };
`;

interface Place {
  readonly folder: string;
  readonly plugin: string;
  readonly file: (world: string) => string;
}
/** Scenes of two worlds, and the plugin. */
async function place(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const [plugin, file] = [join(folder, 'bad-plugin.mjs'), (world: string) => join(folder, `${world}.scene.json`)];
  for (const name of ['state', 'node_modules']) await mkdir(join(folder, name));
  await symlink(fileURLToPath(new URL('../../', import.meta.url)), join(folder, 'node_modules', 'worldwire'), 'junction');
  await writeFile(plugin, PLUGIN);
  for (const world of ['bad', 'well'])
    await writeFile(file(world), JSON.stringify({ ...SCENE, name: world, entities: [...SCENE.entities, { id: 'a', components: { Bad: {} } }] }));
  return { folder, plugin, file };
}
async function serveThreads(at: Place, options: ServerOptions = {}): Promise<RunningServer> {
  const worlds = ['bad', 'well'].map((world) => ({ file: at.file(world) }));
  const server = await serve({ threads: true, plugins: [at.plugin], worlds, worldsFolder: at.folder, threadPatience: 1000, ...options });
  for (const world of ['bad', 'well']) expect((await addMine(server, world)).status).toBe(200);
  return server;
}
const addMine = (server: RunningServer, world: string) =>
  api(server, `/api/worlds/${world}/operations`, { operations: [{ op: 'addEntity', entity: { id: 'mine' } }] });
const go = (server: RunningServer, What: string) => api(server, '/api/worlds/bad/commands', { command: 'Do', entity: 'a', component: 'Bad', args: { What } });
/** Has the world begin what has no end; gives what is answered to that in the end. */
async function stick(server: RunningServer, at: Place): Promise<{ readonly answer: ReturnType<typeof api> }> {
  await rm(join(at.folder, 'looping'), { force: true });
  const answer = go(server, 'loop');
  await until('the loop to begin', () => existsSync(join(at.folder, 'looping')));
  return { answer };
}
const idsIn = async (file: string) => (JSON.parse(await readFile(file, 'utf8')) as typeof SCENE).entities.map(({ id }) => id);

test('a world whose thread dies takes its edits along, once told in the log, to who waits and at the end; its file can be opened again', async () => {
  const said: { msg: string; level: number }[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void said.push(JSON.parse(line) as (typeof said)[number]) });
  const at = await place();
  const server = await serveThreads(at, { log, saveOnExit: true });
  const answer = await go(server, 'exit');
  expect(answer).toMatchObject({ status: 500, json: { code: 'WW_WORLD_DIED' } });
  expect(answer.json['message']).toMatch(/^The thread of the world bad has ended with code 3, .*plugin/);
  await until('the world to be closed', async () => (await api(server, '/api/worlds/bad')).status === 404);
  expect(said.map(({ msg }) => msg)).toEqual([
    'the world is closed: The thread of the world bad has ended with code 3, as by process.exit in a plugin of it.',
    expect.stringMatching(/^bad: not saved, and lost: 1 edit since .*ended with code 3/),
  ]);
  expect(await api(server, '/api/worlds', { path: 'bad.scene.json' })).toMatchObject({ status: 201 });
  expect(server.unsaved().map(({ world }) => world)).toEqual(['bad', 'well']);
  expect(await server.close()).toMatchObject([{ world: 'bad', edits: 1, beside: null, reason: expect.stringContaining('ended with code 3') }]);
  expect(await idsIn(at.file('well'))).toContain('mine');
  expect(await idsIn(at.file('bad'))).not.toContain('mine');
});

test('a server with such a world ends with 1 and says what was lost, and where in which plugin it comes from', async () => {
  const at = await place();
  const config = join(at.folder, 'config.json');
  const token = 'a-token-of-these-tests-alone';
  await writeFile(
    config,
    JSON.stringify({ startWorlds: [at.file('bad')], port: 0, token, stateFolder: join(at.folder, 'state'), threads: true, plugins: [at.plugin] }),
  );
  const program = start(['run', '--config', config]);
  const origin = await until('the printed address', () => /http:\/\/127[^/]+/.exec(program.out)?.[0]);
  const server = { origin, token } as RunningServer;
  expect((await addMine(server, 'bad')).status).toBe(200);
  await go(server, 'reject');
  await until('the world to be closed', async () => (await api(server, '/api/worlds/bad')).status === 404);
  program.child.kill('SIGTERM');
  expect(await ended(program)).toBe(1);
  expect(program.err).toMatch(/^bad: not saved, and lost: 1 edit since .*: Error: nobody catches this, thrown at bad-plugin\.mjs:\d+:\d+$/m);
  expect(program.err, 'which would not have helped').not.toContain('saveOnExit');
});

test('a world that is stuck in its thread is closed on request all the same, and its file is free again', async () => {
  const at = await place();
  const server = await serveThreads(at);
  const asked = await stick(server, at);
  const world = server.worlds.get('bad');
  const deleted = await api(server, '/api/worlds/bad', undefined, { method: 'DELETE' });
  expect(deleted.status).toBe(204);
  expect(await asked.answer).toMatchObject({ status: 503, json: { code: 'WW_WORLD_STUCK' } });
  expect(world.loss).toMatchObject({ edits: 1, reason: expect.stringContaining('does not end') });
  expect(await api(server, '/api/worlds', { path: 'bad.scene.json' })).toMatchObject({ status: 201, json: { entities: 4 } });
  const again = await stick(server, at);
  expect((await api(server, '/api/worlds/bad/reload', {})).status).toBe(200);
  expect((await addMine(server, 'bad')).status, 'the world that took its place runs').toBe(200);
  expect(await again.answer).toMatchObject({ status: 503 });
});

test('a server ends within the patience with worlds that are stuck, saves the others and says what was lost', async () => {
  const at = await place();
  const server = await serveThreads(at, { saveOnExit: true });
  const { answer } = await stick(server, at);
  expect(await server.close()).toMatchObject([{ world: 'bad', edits: 1, reason: expect.stringContaining('does not end') }]);
  expect(await answer).toMatchObject({ status: 503 });
  expect(await idsIn(at.file('well'))).toContain('mine');
});

test('who wants something of a server that is ending is told to ask again, and when', async () => {
  const server = await serve();
  // As at its end, before its sockets are closed.
  await server.worlds.settleAll(false);
  const response = await fetch(`${server.origin}/api/worlds/small/operations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ operations: [{ op: 'addEntity', entity: {} }] }),
  });
  expect(response.status).toBe(503);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await response.json()).toMatchObject({ code: 'WW_STOPPED' });
});
