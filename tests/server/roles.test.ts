import { expect, test } from 'vitest';
import type { JoinedUser, RemovedUser, Role } from '../../server/protocol.ts';
import type { RunningServer } from '../../server/index.ts';
import { refusalOf } from './machines.ts';
import { api, ask, connect, until, type Page } from './running.ts';
import { comeIn, goesOn, raided, TOKENS } from './raiders.ts';

const BROWSER = { kind: 'browser', headers: false, pings: false, pauses: false, checksAddresses: false } as const;
const TERMINAL = { kind: 'terminal', headers: true, pings: true, pauses: true, checksAddresses: true } as const;
const EDIT = (requestId: string) => ({ operations: [{ op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value: 2 }], requestId });

const usersOf = async (server: RunningServer): Promise<JoinedUser[]> =>
  (await api(server, '/api/worlds/raided/users')).json['users'] as unknown as JoinedUser[];
const logOf = async (server: RunningServer): Promise<string[]> =>
  ((await api(server, '/api/worlds/raided/log?limit=1000')).json['entries'] as unknown as { message: string }[]).map(({ message }) => message);

/** What a page is told of itself, and whether it was put out. */
function listen(page: Page): { you: JoinedUser[]; bye: { code: string; message: string }[]; prompts: number[]; removed: RemovedUser[][] } {
  const heard = { you: [] as JoinedUser[], bye: [] as { code: string; message: string }[], prompts: [] as number[], removed: [] as RemovedUser[][] };
  page.on('you', ({ you }) => heard.you.push(you));
  page.on('bye', (message) => heard.bye.push(message));
  page.on('prompts', ({ prompts }) => heard.prompts.push(prompts.length));
  page.on('removed', ({ removed }) => heard.removed.push([...removed]));
  return heard;
}

test('a role that an Admin gives holds at once, at every page and machine of that user, for the world too', async () => {
  const server = await raided();
  const admin = await comeIn(server, 'Admin', { name: 'Ann' });
  const one = await comeIn(server, 'Guest', { name: 'Ben' });
  const other = await comeIn(server, 'Guest', { name: 'Ben', cookie: one.cookie });
  const heard = [listen(one), listen(other)];
  const { userId } = one.welcome.you;
  expect(await ask(one, 'edit', EDIT('before'))).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  expect(await ask(admin, 'role', { userId, role: 'Builder' })).toEqual({ ok: true });
  for (const [at, page] of [one, other].entries()) {
    expect(await ask(page, 'edit', EDIT(`page ${at}`))).toMatchObject({ ok: true });
    expect(heard[at]?.you).toMatchObject([{ userId, role: 'Builder', name: 'Ben' }]);
  }
  await until('the world to know', async () => (await usersOf(server)).find((user) => user.userId === userId)?.role === 'Builder');
  // By HTTP with the same cookie, and when they come again.
  const answer = await fetch(`${server.origin}/api/worlds/raided/pause`, { method: 'POST', headers: { cookie: one.cookie, origin: server.origin } });
  expect(answer.status).toBe(200);
  const again = await comeIn(server, 'Guest', { cookie: one.cookie });
  expect(again.welcome.you.role).toBe('Builder');
  // And lower than their token says.
  expect(await ask(admin, 'role', { userId, role: 'Spectator' })).toEqual({ ok: true });
  for (const page of [one, other, again]) expect(await ask(page, 'edit', EDIT('late'))).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  await ask(admin, 'control', { action: 'resume', requestId: 'resume' });
  await goesOn(server);
});

test('nobody but an Admin gives a role, nobody to themselves, none to the host, and none to who is not here', async () => {
  const server = await raided();
  const admin = await comeIn(server, 'Admin');
  const pages = new Map<Role, Page & { welcome: { you: JoinedUser } }>();
  for (const role of ['Moderator', 'Builder', 'Guest', 'Spectator'] as const) pages.set(role, await comeIn(server, role));
  for (const [role, page] of pages)
    for (const userId of [page.welcome.you.userId, admin.welcome.you.userId, 'host', 'nobody'])
      expect(await ask(page, 'role', { userId, role: 'Admin' }), `${role} to ${userId}`).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  const { userId } = admin.welcome.you;
  expect(await ask(admin, 'role', { userId, role: 'Spectator' })).toMatchObject({
    ok: false,
    code: 'WW_FORBIDDEN',
    message: expect.stringMatching(/own role/),
  });
  expect(await ask(admin, 'role', { userId: 'host', role: 'Guest' })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  for (const unknown of ['nobody', '__proto__', 'u-0000000000000000'])
    expect(await ask(admin, 'role', { userId: unknown, role: 'Guest' })).toMatchObject({ ok: false, code: 'WW_UNKNOWN_USER' });
  for (const wrong of [
    { userId: 'x', role: 'Owner' },
    { userId: 'x', role: 'admin' },
    { userId: 5, role: 'Guest' },
    { userId: 'x' },
    { userId: 'x', role: ['Admin'] },
  ])
    expect(await ask(admin, 'role', wrong), JSON.stringify(wrong)).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST' });
  await goesOn(server);
});

test('who becomes an Admin hears the prompts of the host, and who is one no more hears of none', async () => {
  const server = await raided();
  const admin = await comeIn(server, 'Admin'),
    ben = await comeIn(server, 'Builder');
  const heard = listen(ben);
  await ask(admin, 'edit', {
    operations: [
      { op: 'setField', entity: 'client', component: 'WebsocketClient', field: 'URL', value: 'ws://asks.example:4000/' },
      { op: 'setField', entity: 'client', component: 'WebsocketClient', field: 'HandlingUser', value: { userId: 'host' } },
    ],
    requestId: 'ask',
  });
  const { userId } = ben.welcome.you;
  await until('the host to ask', () => server.desk.prompts().length === 1);
  expect(heard.prompts).toEqual([]);
  await ask(admin, 'role', { userId, role: 'Admin' });
  await until('Ben to be asked too', () => heard.prompts.at(-1) === 1);
  await ask(admin, 'role', { userId, role: 'Builder' });
  await until('Ben to be asked no more', () => heard.prompts.at(-1) === 0);
  expect(await ask(ben, 'decisions', {})).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
});

test('the machine of somebody who becomes a Spectator opens no sockets any more: a tab stays to look, a command line is told and ends', async () => {
  const server = await raided();
  const admin = await comeIn(server, 'Admin'),
    tab = await comeIn(server, 'Guest', { agent: BROWSER, name: 'Tab' }),
    line = await comeIn(server, 'Guest', { agent: TERMINAL, name: 'Line' });
  const heard = { tab: listen(tab), line: listen(line) };
  const kinds = async (): Promise<(string | undefined)[]> => {
    const users = await usersOf(server);
    return [tab, line].map((page) => users.find((user) => user.userId === page.welcome.you.userId)?.kind);
  };
  expect(await kinds()).toEqual(['browser', 'terminal']);
  for (const page of [tab, line]) await ask(admin, 'role', { userId: page.welcome.you.userId, role: 'Spectator' });
  await until('the command line to be cut off', () => !line.connected);
  expect(heard.line.bye).toMatchObject([{ code: 'WW_FORBIDDEN', message: expect.stringContaining('Spectator') }]);
  expect(tab.connected).toBe(true);
  expect(heard.tab.you).toMatchObject([{ role: 'Spectator' }]);
  expect(heard.tab.you[0]?.kind).toBeUndefined();
  await until('the world to know', async () => (await kinds()).every((kind) => kind === undefined));
  expect(await ask(tab, 'answers', { world: 'raided', answers: [{ ask: 1, decision: 'allow', at: '2026-01-01T00:00:00Z' }] })).toMatchObject({
    ok: false,
    code: 'WW_FORBIDDEN',
  });
  // And back.
  await ask(admin, 'role', { userId: tab.welcome.you.userId, role: 'Guest' });
  await until('the tab to open sockets again', async () => (await kinds())[0] === 'browser');
});

test('who is removed is told by whom, is gone from the world at once, and stays out at every door until somebody lets them back in', async () => {
  const server = await raided();
  const moderator = await comeIn(server, 'Moderator', { name: 'Mo' });
  const ben = await comeIn(server, 'Builder', { name: 'Ben', agent: BROWSER });
  const second = await comeIn(server, 'Builder', { name: 'Ben', cookie: ben.cookie });
  const heard = listen(ben),
    kept = listen(moderator);
  const { userId } = ben.welcome.you;
  expect(await ask(moderator, 'remove', { userId, back: false })).toEqual({ ok: true });
  await until('his pages to be cut off', () => !ben.connected && !second.connected);
  expect(heard.bye).toMatchObject([{ code: 'WW_REMOVED', message: expect.stringContaining('Mo has removed you') }]);
  await until('him to be gone from the world', async () => !(await usersOf(server)).some((user) => user.userId === userId));
  expect(await logOf(server)).toContain('Ben left: removed by Mo');
  expect(kept.removed.at(-1)).toMatchObject([{ userId, name: 'Ben', by: 'Mo', at: expect.stringMatching(/Z$/) }]);
  // A new socket, HTTP, and the page, also with a token of another role.
  const socket = connect(server, { cookie: ben.cookie, origin: server.origin });
  expect(await refusalOf(socket)).toBe('WW_REMOVED');
  const http = await fetch(`${server.origin}/api/worlds`, { headers: { cookie: ben.cookie } });
  expect([http.status, ((await http.json()) as { code: string }).code]).toEqual([403, 'WW_REMOVED']);
  const page = await fetch(`${server.origin}/`, { headers: { cookie: ben.cookie } });
  expect(page.status).toBe(403);
  expect(await page.text()).toContain('You have been removed');
  const again = await fetch(`${server.origin}/?token=${TOKENS.Guest}`, { redirect: 'manual', headers: { cookie: ben.cookie } });
  const renewed = (again.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  expect((await fetch(`${server.origin}/api/worlds`, { headers: { cookie: renewed } })).status).toBe(403);

  expect(await ask(moderator, 'remove', { userId, back: true })).toEqual({ ok: true });
  expect(kept.removed.at(-1)).toEqual([]);
  expect((await comeIn(server, 'Builder', { cookie: ben.cookie })).welcome.you.userId).toBe(userId);
  expect(await ask(moderator, 'remove', { userId, back: true })).toMatchObject({ ok: false, code: 'WW_UNKNOWN_USER' });
  await goesOn(server);
});

test('a Moderator removes no Admin; nobody removes themselves, the host, or who is not here; and others remove nobody', async () => {
  const server = await raided();
  const admin = await comeIn(server, 'Admin', { name: 'Ann' }),
    moderator = await comeIn(server, 'Moderator');
  expect(await ask(moderator, 'remove', { userId: admin.welcome.you.userId, back: false })).toMatchObject({
    ok: false,
    code: 'WW_FORBIDDEN',
    message: expect.stringContaining('Ann is an Admin'),
  });
  for (const page of [admin, moderator]) {
    expect(await ask(page, 'remove', { userId: page.welcome.you.userId, back: false })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
    expect(await ask(page, 'remove', { userId: 'host', back: false })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
    expect(await ask(page, 'remove', { userId: 'nobody', back: false })).toMatchObject({ ok: false, code: 'WW_UNKNOWN_USER' });
  }
  for (const role of ['Builder', 'Guest', 'Spectator'] as const)
    for (const back of [true, false])
      expect(await ask(await comeIn(server, role), 'remove', { userId: moderator.welcome.you.userId, back }), role).toMatchObject({
        ok: false,
        code: 'WW_FORBIDDEN',
      });
  expect([admin.connected, moderator.connected]).toEqual([true, true]);
});

test('who was removed is known to those alone who may let them back in', async () => {
  const server = await raided();
  const admin = await comeIn(server, 'Admin'),
    builder = await comeIn(server, 'Builder'),
    guest = await comeIn(server, 'Guest', { name: 'Gus' });
  const heard = { admin: listen(admin), builder: listen(builder) };
  await ask(admin, 'remove', { userId: guest.welcome.you.userId, back: false });
  await until('the Admin to know', () => heard.admin.removed.length === 1);
  const seen = async (token: string): Promise<unknown> => (await api(server, '/api/worlds/raided/users', undefined, { token })).json['removed'];
  expect(await seen(server.token)).toMatchObject([{ name: 'Gus' }]);
  expect(await seen(TOKENS.Builder)).toEqual([]);
  expect(heard.builder.removed).toEqual([]);
});

test('roles are given, and users removed and let back in, over HTTP as well', async () => {
  const server = await raided();
  const ben = await comeIn(server, 'Guest', { name: 'Ben', agent: BROWSER });
  const { userId } = ben.welcome.you;
  const path = `/api/worlds/raided/users/${userId}`;
  expect((await usersOf(server)).find((user) => user.userId === userId)).toMatchObject({
    role: 'Guest',
    machineId: ben.welcome.you.machineId,
    kind: 'browser',
  });
  for (const token of Object.values(TOKENS)) {
    const answer = await api(server, path, { role: 'Admin' }, { method: 'PATCH', token });
    expect([answer.status, answer.json['code']]).toEqual([403, 'WW_FORBIDDEN']);
  }
  expect((await api(server, path, { role: 'Builder' }, { method: 'PATCH' })).status).toBe(204);
  await until('the world to know', async () => (await usersOf(server)).find((user) => user.userId === userId)?.role === 'Builder');
  for (const [body, status] of [
    [{}, 400],
    [{ role: 'Owner' }, 400],
    [{ removed: true }, 400],
    [{ role: 'Guest', removed: false }, 400],
    [{ removed: false }, 404],
  ] as const)
    expect((await api(server, path, body, { method: 'PATCH' })).status, JSON.stringify(body)).toBe(status);
  expect((await api(server, '/api/worlds/raided/users/nobody', { role: 'Guest' }, { method: 'PATCH' })).json['code']).toBe('WW_UNKNOWN_USER');
  expect((await api(server, path, undefined, { method: 'DELETE', token: TOKENS.Builder })).status).toBe(403);
  expect((await api(server, path, undefined, { method: 'DELETE' })).status).toBe(204);
  await until('his page to be cut off', () => !ben.connected);
  expect((await api(server, path, { removed: false }, { method: 'PATCH', token: TOKENS.Moderator })).status).toBe(204);
  expect((await comeIn(server, 'Guest', { cookie: ben.cookie })).welcome.you.userId).toBe(userId);
});
