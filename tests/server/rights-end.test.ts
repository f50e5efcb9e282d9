/** A right is looked up when the work is done: not when the head of a request comes, nor when an input begins to wait. */
import { mkdtemp, rm } from 'node:fs/promises';
import { request, type ClientRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HOST, WorldwireError, type Author } from '../../engine/index.ts';
import { createLog } from '../../server/log/log.ts';
import { Inbox } from '../../server/hosting/inbox.ts';
import type { RunningServer } from '../../server/index.ts';
import { TokenFile } from '../../server/security/token-file.ts';
import { Tokens } from '../../server/security/tokens.ts';
import { comeIn, raided, TOKENS } from './raiders.ts';
import { api, ask, atEnd, openPage, until } from './running.ts';

interface Late {
  readonly sent: ClientRequest;
  readonly answer: Promise<{ status: number; code: unknown }>;
}

/** A request whose head the server has read, and whose body comes only when it is ended. */
async function headOnly(server: RunningServer, method: string, path: string, headers: Record<string, string>): Promise<Late> {
  const sent = request({ host: '127.0.0.1', port: server.port, method, path, headers: { 'content-type': 'application/json', ...headers } });
  const answer = new Promise<{ status: number; code: unknown }>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, code: text === '' ? undefined : (JSON.parse(text) as { code?: unknown }).code }));
    });
  });
  atEnd(() => sent.destroy());
  let asked = 0;
  const count = (): void => void (asked += 1);
  server.app.server.on('request', count);
  sent.flushHeaders();
  await until('the head to be read', () => asked > 0);
  server.app.server.off('request', count);
  return { sent, answer };
}

const lampOf = async (server: RunningServer): Promise<string> => String((await api(server, '/api/worlds/raided/entities/lamp')).json['name']);
const RENAME = JSON.stringify({ operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Late' }] });
const ITEM = JSON.stringify({ item: { format: 'worldwire/item', version: 1, entities: [{ id: 'x', name: 'X' }] } });

async function kept(): Promise<{ server: RunningServer; make: () => Promise<{ token: string; id: string }>; revoke: (id: string) => Promise<void> }> {
  const stateFolder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(stateFolder, { recursive: true, force: true }));
  const server = await raided({ stateFolder });
  const elsewhere = await TokenFile.open(join(stateFolder, 'tokens.json'), createLog({ level: 'silent' }));
  return {
    server,
    make: async () => {
      const made = await new Tokens([], elsewhere).make('Admin', 'late');
      await until('the server to know it', async () => (await api(server, '/api/worlds', undefined, { token: made.token })).status === 200);
      return made;
    },
    revoke: async (id) => void (await elsewhere.remove(id)),
  };
}

test.each([
  ['POST', '/api/worlds/raided/operations', RENAME],
  ['POST', '/api/worlds/raided/items', ITEM],
  ['POST', '/api/worlds/raided/pause', '{}'],
  ['POST', '/api/worlds/raided/save', '{}'],
  ['POST', '/api/worlds', JSON.stringify({ scene: { format: 'worldwire/scene', version: 1, name: 'Late', entities: [] }, name: 'late' })],
  ['PATCH', '/api/worlds/raided/users/u-1', '{"role":"Admin"}'],
])('%s %s whose body comes after its token was taken back is not carried out', async (method, path, body) => {
  const { server, make, revoke } = await kept();
  const { token, id } = await make();
  const late = await headOnly(server, method, path, { authorization: `Bearer ${token}` });
  await revoke(id);
  await until('the server to know it', async () => (await api(server, '/api/worlds', undefined, { token })).status === 401);
  late.sent.end(body);
  expect(await late.answer).toEqual({ status: 401, code: 'WW_UNAUTHENTICATED' });
  expect(await lampOf(server)).toBe('Lamp');
  expect(server.worlds.list.map(({ name }) => name)).toEqual(['raided']);
});

test('a request whose body comes after its user was made a Spectator, or removed, is not carried out', async () => {
  const server = await raided();
  const admin = await comeIn(server, 'Admin');
  for (const [end, code] of [
    [(userId: string) => ask(admin, 'role', { userId, role: 'Spectator' }), 'WW_FORBIDDEN'],
    [(userId: string) => ask(admin, 'remove', { userId, back: false }), 'WW_REMOVED'],
  ] as const) {
    const builder = await comeIn(server, 'Builder');
    const { userId } = builder.welcome.you;
    const late = await headOnly(server, 'POST', '/api/worlds/raided/operations', { cookie: builder.cookie, origin: server.origin });
    expect(await end(userId)).toMatchObject({ ok: true });
    late.sent.end(RENAME);
    expect(await late.answer).toEqual({ status: 403, code });
    expect(await lampOf(server)).toBe('Lamp');
  }
});

test('what waits in front of a world is refused in its step where whoever sent it may do it no more; the others go on in order', async () => {
  const inbox = new Inbox();
  const roles: { [user: string]: Author['role'] | undefined } = { ann: 'Builder', bob: 'Builder', cleo: 'Moderator' };
  const still = (userId: string) => (): Author => {
    const role = roles[userId];
    if (role === undefined) throw new WorldwireError('WW_REMOVED');
    return { userId, role };
  };
  const results = ['ann', 'bob', 'cleo'].map((user) =>
    inbox.put({ userId: user, role: 'Builder' }, { type: 'undo' }, undefined, still(user)).then(
      (result) => (result.ok ? result.tick : result.code),
      (error: WorldwireError) => error.code,
    ),
  );
  const host = inbox.put(HOST, { type: 'undo' });
  roles['bob'] = undefined;
  roles['cleo'] = 'Admin';
  const taken = inbox.take();
  expect(taken.map(({ author }) => [author.userId, author.role])).toEqual([
    ['ann', 'Builder'],
    ['cleo', 'Admin'],
    ['host', 'Admin'],
  ]);
  inbox.settle(taken.map((_, tick) => ({ ok: true as const, tick, results: [] })));
  expect(await Promise.all(results)).toEqual([0, 'WW_REMOVED', 1]);
  expect(await host).toMatchObject({ tick: 2 });
});

test.each([['page'], ['HTTP']])('an edit by %s that waits while its user is demoted, or removed, is refused in the step that takes it in', async (way) => {
  const server = await raided();
  const admin = await openPage(server, 'Ann', 'raided');
  const world = server.worlds.get('raided');
  const put = world.submit.bind(world);
  for (const [event, more, code] of [
    ['role', { role: 'Guest' }, 'WW_FORBIDDEN'],
    ['remove', { back: false }, 'WW_REMOVED'],
  ] as const) {
    const builder = await comeIn(server, 'Builder');
    let waits: (() => void) | undefined;
    let came: unknown;
    // It is put before the world as it was given, once its author has another standing.
    world.submit = async (author, input, requestId, still) => {
      if (input.type === 'operations')
        await new Promise<void>((resolve) => {
          waits = resolve;
        });
      const result = put(author, input, requestId, still);
      if (input.type === 'operations')
        result.then(
          (value) => (came = value),
          (error: unknown) => (came = error),
        );
      return result;
    };
    const operations = [{ op: 'updateEntity', entity: 'lamp', name: 'Late' }];
    if (way === 'page') void ask(builder, 'edit', { operations, requestId: event }).catch(() => undefined);
    else
      void fetch(`${server.origin}/api/worlds/raided/operations`, {
        method: 'POST',
        headers: { cookie: builder.cookie, origin: server.origin, 'content-type': 'application/json' },
        body: JSON.stringify({ operations }),
      });
    await until('the edit to wait', () => waits !== undefined);
    expect(await ask(admin, event, { userId: builder.welcome.you.userId, ...more })).toMatchObject({ ok: true });
    waits?.();
    await until('what it came to', () => came !== undefined);
    expect(came).toMatchObject({ code });
    expect(await lampOf(server)).toBe('Lamp');
  }
});

test.each([['page'], ['HTTP']])('ticks that a Builder lets pass by %s stop with the right to it', async (way) => {
  const server = await raided();
  const admin = await openPage(server, 'Ann', 'raided');
  const world = server.worlds.get('raided');
  for (const [event, more, code] of [
    ['role', { role: 'Guest' }, 'WW_FORBIDDEN'],
    ['remove', { back: false }, 'WW_REMOVED'],
  ] as const) {
    const builder = await comeIn(server, 'Builder');
    const step = world.step.bind(world);
    let came: unknown;
    // What it comes to is looked at here, since a page that is put out hears nothing any more.
    world.step = async (...asked) => {
      world.step = step;
      return step(...asked).catch((error: unknown) => {
        came = error;
        throw error;
      });
    };
    const from = world.tick;
    if (way === 'page') void ask(builder, 'control', { action: 'step', ticks: 10_000, requestId: event }).catch(() => undefined);
    else
      void fetch(`${server.origin}/api/worlds/raided/step`, {
        method: 'POST',
        headers: { cookie: builder.cookie, origin: server.origin, 'content-type': 'application/json' },
        body: JSON.stringify({ ticks: 10_000 }),
      });
    await until('some ticks', () => world.paused && world.tick > from);
    expect(await ask(admin, event, { userId: builder.welcome.you.userId, ...more })).toMatchObject({ ok: true });
    await until('it to stop', () => came !== undefined);
    expect(came).toMatchObject({ code });
    const stopped = world.tick;
    expect(stopped - from).toBeLessThan(10_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([world.tick, world.paused]).toEqual([stopped, true]);
    world.resume();
  }
});

test('an edit whose page is closed before the next step is carried out: its user may still do it', async () => {
  const server = await raided();
  const builder = await comeIn(server, 'Builder');
  const world = server.worlds.get('raided');
  const put = world.submit.bind(world);
  world.submit = async (author, input, requestId, still) => {
    if (input.type === 'operations') {
      builder.disconnect();
      await until('the page to be gone', () => !builder.connected);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return put(author, input, requestId, still);
  };
  void ask(builder, 'edit', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'In time' }], requestId: '1' }).catch(() => undefined);
  await until('it to be applied', async () => (await lampOf(server)) === 'In time');
});

test('a body is not read of whom it does not concern: refused by the head alone, and bounded for each role', async () => {
  const server = await raided();
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  for (const [path, headers, status, code] of [
    ['/api/worlds/raided/impulses/tag', bearer(TOKENS.Spectator), 403, 'WW_FORBIDDEN'],
    ['/api/worlds/raided/operations', bearer(TOKENS.Guest), 403, 'WW_FORBIDDEN'],
    ['/api/worlds', bearer(TOKENS.Builder), 403, 'WW_FORBIDDEN'],
    ['/api/worlds/raided/operations', {}, 401, 'WW_UNAUTHENTICATED'],
    ['/api/nothing', bearer(TOKENS.Builder), 404, 'WW_NOT_FOUND'],
    ['/nothing', {}, 404, 'WW_NOT_FOUND'],
  ] as const) {
    const late = await headOnly(server, 'POST', path, { ...headers, 'content-length': '1000000' });
    // The body never comes.
    expect(await late.answer, path).toEqual({ status, code });
  }
  const impulse = (size: number, token: string) => api(server, '/api/worlds/raided/impulses/tag', { value: 'x'.repeat(size) }, { token });
  expect((await impulse(60_000, TOKENS.Guest)).status).toBe(200);
  expect((await impulse(70_000, TOKENS.Guest)).json).toMatchObject({ code: 'WW_TOO_LARGE' });
  expect((await impulse(70_000, TOKENS.Builder)).status).toBe(200);
  // Without a length, too: what is too much is refused while it comes in.
  const late = await headOnly(server, 'POST', '/api/worlds/raided/impulses/tag', { ...bearer(TOKENS.Guest), 'transfer-encoding': 'chunked' });
  late.sent.write(`{"value":"${'x'.repeat(70_000)}`);
  expect(await late.answer).toEqual({ status: 413, code: 'WW_TOO_LARGE' });
});

test('bodies that are under way are bounded in sum for each user, and given back when they have been answered or have gone', async () => {
  const server = await raided();
  const head = { authorization: `Bearer ${TOKENS.Guest}`, 'transfer-encoding': 'chunked' };
  const under: Late[] = [];
  for (let at = 0; at < 8; at += 1) {
    const late = await headOnly(server, 'POST', '/api/worlds/raided/impulses/tag', head);
    late.answer.catch(() => undefined);
    late.sent.write(`{"value":"${'x'.repeat(64_000)}`);
    under.push(late);
  }
  const another = (token: string) => api(server, '/api/worlds/raided/impulses/tag', { value: 'x'.repeat(30_000) }, { token });
  await until('no more to be taken', async () => (await another(TOKENS.Guest)).json['code'] === 'WW_LIMIT');
  expect((await another(TOKENS.Builder)).status).toBe(200);
  under[0]?.sent.end('"}');
  expect((await under[0]?.answer)?.status).toBe(200);
  await until('room again', async () => (await another(TOKENS.Guest)).status === 200);
  for (const { sent } of under.slice(1)) sent.destroy();
  await until('all of it', async () => (await Promise.all(Array.from({ length: 8 }, () => another(TOKENS.Guest)))).every(({ status }) => status === 200));
});
