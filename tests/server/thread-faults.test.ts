import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { RunningServer, ServerOptions } from '../../server/index.ts';
import { badPlace, go, stick, type BadPlace } from './bad-plugin.ts';
import { ended, start } from './built.ts';
import { api, ask, openPage, serve, until, type SCENE } from './running.ts';

async function serveThreads(at: BadPlace, options: ServerOptions = {}): Promise<RunningServer> {
  const worlds = ['bad', 'well'].map((world) => ({ file: at.file(world) }));
  const server = await serve({ threads: true, plugins: [at.plugin], worlds, worldsFolder: at.folder, threadPatience: 1000, ...options });
  for (const world of ['bad', 'well']) expect((await addMine(server, world)).status).toBe(200);
  return server;
}
const addMine = (server: RunningServer, world: string) =>
  api(server, `/api/worlds/${world}/operations`, { operations: [{ op: 'addEntity', entity: { id: 'mine' } }] });
const idsIn = async (file: string) => (JSON.parse(await readFile(file, 'utf8')) as typeof SCENE).entities.map(({ id }) => id);

test('a world whose thread dies takes its edits along, once told in the log, to who waits and at the end; its file can be opened again', async () => {
  const said: { msg: string; level: number }[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void said.push(JSON.parse(line) as (typeof said)[number]) });
  const at = await badPlace();
  const server = await serveThreads(at, { log, saveOnExit: true });
  const answer = await go(server, 'exit');
  expect(answer).toMatchObject({ status: 500, json: { code: 'WW_WORLD_DIED' } });
  expect(answer.json['message']).toMatch(/^The thread of the world bad has ended with code 0, .*plugin/);
  await until('the world to be closed', async () => (await api(server, '/api/worlds/bad')).status === 404);
  expect(said.map(({ msg }) => msg)).toEqual([
    'the world is closed: The thread of the world bad has ended with code 0, as by process.exit in a plugin of it.',
    expect.stringMatching(/^bad: not saved, and lost: 1 edit since .*ended with code 0/),
  ]);
  expect(await api(server, '/api/worlds', { path: 'bad.scene.json' })).toMatchObject({ status: 201 });
  expect(server.unsaved().map(({ world }) => world)).toEqual(['bad', 'well']);
  expect(await server.close()).toMatchObject([{ world: 'bad', edits: 1, beside: null, reason: expect.stringContaining('ended with code 0') }]);
  expect(await idsIn(at.file('well'))).toContain('mine');
  expect(await idsIn(at.file('bad'))).not.toContain('mine');
});

test('a server with such a world ends with 1 and says what was lost, and where in which plugin it comes from', async () => {
  const at = await badPlace();
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
  expect(program.err).toMatch(
    /^bad: in no scene file, and kept in its journal: 1 edit since .*: Error: nobody catches this, thrown at bad-plugin\.mjs:\d+:\d+; it goes on/m,
  );
  expect(program.err, 'which would not have helped').not.toContain('saveOnExit');
});

test.each([
  { What: 'reject', words: /^WW_WORLD_DIED The replay of \S+ broke off: Error: nobody catches this, thrown at bad-plugin\.mjs:\d+:\d+/m },
  { What: 'exit', words: /^WW_WORLD_DIED The replay of \S+ broke off: a plugin ended the process by process\.exit\(0\)/m },
])('a replay of what ended a world says that the plugin has ended it, too, and fails: $What', async ({ What, words }) => {
  const at = await badPlace();
  const record = join(at.folder, 'bad.recording');
  const server = await serveThreads(at, { worlds: [{ file: at.file('bad'), record }, { file: at.file('well') }] });
  await go(server, What);
  await until('the world to be closed', async () => (await api(server, '/api/worlds/bad')).status === 404);
  const replayed = start(['replay', record, '--plugin', at.plugin]);
  expect(await ended(replayed)).toBe(1);
  expect(replayed.err).toMatch(words);
  expect(replayed.err, 'a bare stack').not.toContain('    at ');
});

test('a world that is stuck in its thread is closed on request all the same, and its file is free again', async () => {
  const at = await badPlace();
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

test('a world that is stuck keeps nobody from the others: it stands in the list with what it told last, and whoever wants in is told', async () => {
  const at = await badPlace();
  const server = await serveThreads(at);
  const before = await openPage(server, 'Ann', 'well');
  const { answer } = await stick(server, at);
  // Asked before anybody knows that it is stuck, and after.
  const early = api(server, '/api/worlds/bad/operations', { operations: [{ op: 'addEntity', entity: { id: 'late' } }] });
  const [listed, page] = await Promise.all([api(server, '/api/worlds'), openPage(server, 'Bea')]);
  const worlds = [expect.objectContaining({ name: 'bad', stuck: true, unsaved: true, entities: 5 }), expect.not.objectContaining({ stuck: true })];
  expect(listed.json['worlds']).toEqual(worlds);
  expect(page.welcome.worlds).toEqual(worlds);
  expect(await early).toMatchObject({ status: 503, json: { code: 'WW_WORLD_STUCK' } });
  for (const round of [1, 2]) {
    expect(await ask(page, 'enter', { world: 'bad' }), `round ${round}`).toMatchObject({ ok: false, code: 'WW_WORLD_STUCK' });
    expect(await ask(page, 'enter', { world: 'well' }), `round ${round}`).toMatchObject({ ok: true });
  }
  // One who is in another world stays there.
  expect(await ask(before, 'enter', { world: 'bad' })).toMatchObject({ ok: false, code: 'WW_WORLD_STUCK' });
  expect(await ask(before, 'edit', { operations: [{ op: 'addEntity', entity: { id: 'bells' } }], requestId: 'r' })).toMatchObject({ ok: true });
  for (const [path, body] of [
    ['', undefined],
    ['/entities', undefined],
    ['/operations', { operations: [{ op: 'addEntity', entity: {} }] }],
    ['/save', {}],
  ] as const)
    expect(await api(server, `/api/worlds/bad${path}`, body), path).toMatchObject({ status: 503, json: { code: 'WW_WORLD_STUCK', retryAfter: 10 } });
  expect((await api(server, '/api/worlds/bad', undefined, { method: 'DELETE' })).status).toBe(204);
  expect(await answer).toMatchObject({ status: 503 });
});

test('a server ends within the patience with worlds that are stuck, saves the others and says what was lost', async () => {
  const at = await badPlace();
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
