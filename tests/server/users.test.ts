import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { WIRE_VERSION, type Welcome } from '../../server/protocol.ts';
import { api, ask, connect, openPage, serve, signIn, until } from './running.ts';
import { come, refusalOf } from './machines.ts';

const secret = (): string => randomBytes(24).toString('base64url');

test('who comes with a token and the secrets of a user and a machine is the same user on each of their machines', async () => {
  const server = await serve();
  const me = secret();
  const here = secret();
  const known = [];
  for (const machine of [here, secret(), here]) {
    const page = come(server, { token: server.token, secret: me, machine });
    const { you } = (await ask(page, 'hello', { version: WIRE_VERSION, name: 'Ann' })) as unknown as Welcome;
    known.push(you);
    expect(JSON.stringify(you)).not.toContain(me);
  }
  expect(known[0]).toMatchObject({ userId: expect.stringMatching(/^u-[0-9a-f]{16}$/), machineId: expect.stringMatching(/^m-[0-9a-f]{16}$/), role: 'Admin' });
  expect(new Set(known.map((you) => you.userId)).size).toBe(1);
  expect(known[2]?.machineId).toBe(known[0]?.machineId);
  expect(known[1]?.machineId).not.toBe(known[0]?.machineId);
});

test('another secret is another user, whatever name they give: nobody joins as another', async () => {
  const server = await serve();
  const ann = come(server, { token: server.token, secret: secret(), machine: secret() });
  const { you } = (await ask(ann, 'hello', { version: WIRE_VERSION, name: 'Ann' })) as unknown as Welcome;
  const eve = come(server, { token: server.token, secret: secret(), machine: secret() });
  const answer = (await ask(eve, 'hello', { version: WIRE_VERSION, name: 'Ann' })) as unknown as Welcome;
  expect(answer.you.userId).not.toBe(you.userId);
  // A user id is no secret, so it is none that lets one in; nor is there a place for one in any message.
  for (const auth of [
    { token: server.token, secret: you.userId, machine: you.machineId },
    { token: server.token, userId: you.userId },
  ]) {
    const page = come(server, auth);
    const refused = await refusalOf(page);
    const got = refused === 'connected' ? ((await ask(page, 'hello', { version: WIRE_VERSION })) as unknown as Welcome).you.userId : refused;
    expect(got).not.toBe(you.userId);
  }
  expect(await ask(eve, 'hello', { version: WIRE_VERSION, userId: you.userId })).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST' });
});

test('secrets that are malformed, or only one of the two, are refused', async () => {
  const server = await serve();
  const good = secret();
  for (const wrong of ['', 'short', 'x'.repeat(65), `${'x'.repeat(31)} `, 5, null, {}, [good], true, `${'x'.repeat(40)}\n`]) {
    for (const auth of [
      { token: server.token, secret: wrong, machine: good },
      { token: server.token, secret: good, machine: wrong },
    ])
      expect(await refusalOf(come(server, auth)), JSON.stringify(auth)).toBe('WW_UNAUTHENTICATED');
  }
  for (const auth of [
    { token: server.token, secret: good },
    { token: server.token, machine: good },
    { secret: good, machine: good },
    { token: 5, secret: good, machine: good },
    { token: 'wrong', secret: good, machine: good },
    { token: '', secret: good, machine: good },
    { token: null },
    { token: [server.token] },
    { token: 'x'.repeat(10_000) },
  ])
    expect(await refusalOf(come(server, auth)), JSON.stringify(auth).slice(0, 100)).toBe('WW_UNAUTHENTICATED');
});

test('a token alone is a program: all that come with it are one user, which opens no sockets', async () => {
  const server = await serve();
  const page = come(server, { token: 'spectator-token-spectator-token' });
  expect(await ask(page, 'hello', { version: WIRE_VERSION })).toMatchObject({
    ok: true,
    you: { userId: 'api-spectator', machineId: 'api', role: 'Spectator' },
  });
  const agent = { kind: 'terminal', headers: true, pings: true, pauses: true, checksAddresses: true };
  const offered = (await ask(come(server, { token: server.token }), 'hello', { version: WIRE_VERSION, agent })) as unknown as Welcome;
  expect(offered.you).toMatchObject({ userId: 'api', role: 'Admin' });
  expect(offered.you.kind).toBeUndefined();
});

test('a token that is sent on purpose needs no Origin; a foreign one and `null` are refused beside it all the same', async () => {
  const server = await serve();
  const auth = { token: server.token, secret: secret(), machine: secret() };
  expect(await ask(come(server, auth), 'hello', { version: WIRE_VERSION })).toMatchObject({ ok: true });
  for (const origin of ['http://evil.example', 'null', `http://localhost:${server.port}`])
    expect(await refusalOf(come(server, auth, { origin })), origin).toMatch(/error/);
  expect((await api(server, '/healthz')).status).toBe(200);
});

test('what a user may send is shared by all their pages, and no other user feels it', async () => {
  const server = await serve({ eventsPerSecond: 20 });
  const cookie = await signIn(server);
  const [one, two] = [connect(server, { cookie, origin: server.origin }), connect(server, { cookie, origin: server.origin })];
  for (const page of [one, two]) await ask(page, 'hello', { version: WIRE_VERSION });
  const other = await openPage(server, 'Ben', 'small');
  const answers = (await Promise.all([one, two].map((page) => Promise.all(Array.from({ length: 60 }, () => ask(page, 'ping', {})))))).flat();
  // Each alone would have had a burst of 60.
  expect(answers.filter((answer) => answer.ok).length).toBeLessThan(100);
  expect(answers.filter((answer) => !answer.ok).every((answer) => answer['code'] === 'WW_RATE_LIMITED')).toBe(true);
  expect(await ask(other, 'ping', {})).toEqual({ ok: true });
  // A new page brings no new allowance along.
  two.disconnect();
  await Promise.all(Array.from({ length: 60 }, () => ask(one, 'ping', {})));
  const third = connect(server, { cookie, origin: server.origin });
  const late = await Promise.all(Array.from({ length: 60 }, () => ask(third, 'ping', {})));
  expect(late.some((answer) => answer['code'] === 'WW_RATE_LIMITED')).toBe(true);
});

test('questions that may take long wait for each other, over all pages of a user, and past a bound are refused with when to ask again', async () => {
  const server = await serve({ eventsPerSecond: 5000 });
  const cookie = await signIn(server);
  const pages = [connect(server, { cookie, origin: server.origin }), connect(server, { cookie, origin: server.origin })];
  for (const page of pages) {
    await ask(page, 'hello', { version: WIRE_VERSION });
    await ask(page, 'enter', { world: 'small' });
  }
  const tree = { kind: 'tree', expanded: [], offset: 0, limit: 10 };
  const rows = (
    await Promise.all(pages.map((page) => Promise.all(Array.from({ length: 100 }, () => ask(page, 'rows', { what: tree, from: 0, to: 5 })))))
  ).flat();
  const done = rows.filter((answer) => answer.ok).length;
  expect(done).toBeGreaterThan(50);
  expect(done).toBeLessThan(rows.length);
  expect(rows.filter((answer) => !answer.ok).every((answer) => answer['code'] === 'WW_RATE_LIMITED')).toBe(true);
  expect(rows.filter((answer) => !answer.ok).every((answer) => Number(answer['retryAfter']) >= 1)).toBe(true);
  const [page] = pages;
  if (page === undefined) throw new Error('no page');
  // What costs little is answered all the while, and another user is asked to wait for nothing.
  expect(await ask(page, 'ping', {})).toEqual({ ok: true });
  const other = await openPage(server, 'Ben', 'small');
  expect(await ask(other, 'rows', { what: tree, from: 0, to: 5 })).toMatchObject({ ok: true });
  await until('the page to be answered again', async () => (await ask(page, 'rows', { what: tree, from: 0, to: 5 })).ok);
});

test('latency that a page tells is seen by the others, and only what changes is told to all', async () => {
  const server = await serve();
  const ann = await openPage(server, 'Ann', 'small');
  const told: { people: readonly { user: { name: string }; latency: number | null }[]; total: number }[] = [];
  ann.on('people', (message) => told.push(message));
  const ben = await openPage(server, 'Ben', 'small');
  await until('Ann to hear of Ben', () => told.some(({ people }) => people.some(({ user }) => user.name === 'Ben')));
  await ask(ben, 'ping', { latency: 41.6 });
  const last = await until('his latency', () => told.findLast(({ people }) => people.some(({ latency }) => latency === 42)));
  expect(last).toMatchObject({ people: [{ user: { name: 'Ben' } }], total: 2 });
  // Whoever comes later is told of all at once.
  const cleo = await openPage(server, 'Cleo');
  const entered = (await ask(cleo, 'enter', { world: 'small' })) as unknown as { people: { user: { name: string }; latency: number | null }[] };
  expect(entered.people.find(({ user }) => user.name === 'Ben')?.latency).toBe(42);
  // The same again is no news.
  const count = (): number => told.filter(({ people }) => people.some(({ user }) => user.name === 'Ben')).length;
  const before = count();
  await ask(ben, 'ping', { latency: 41.7 });
  await ask(ben, 'presence', { selection: [], editing: null });
  await ask(cleo, 'ping', { latency: 7 });
  await until('news of Cleo', () => told.some(({ people }) => people.some(({ latency }) => latency === 7)));
  expect(count()).toBe(before);
  for (const latency of [-1, '5', null, Infinity, 1e9])
    expect(await ask(ben, 'ping', { latency }), String(latency)).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST' });
});

test('another name is told by a second hello; whoever takes one stays where they are, with all that they carry', async () => {
  const server = await serve();
  const page = come(server, { token: server.token, secret: secret(), machine: secret() });
  const agent = { kind: 'terminal', headers: true, pings: true, pauses: true, checksAddresses: true };
  const { you, worlds } = (await ask(page, 'hello', { version: WIRE_VERSION, name: 'Ann', agent })) as unknown as Welcome;
  const world = server.worlds.get(worlds[0]?.name ?? '');
  await ask(page, 'enter', { world: world.name });
  await ask(page, 'hello', { version: WIRE_VERSION, name: 'Mika', agent });
  const users = async () => (await world.ask({ ask: 'status' })).users.filter(({ userId }) => userId === you.userId);
  await until('the world knows the new name', async () => (await users())[0]?.name === 'Mika');
  expect(await users()).toMatchObject([{ machineId: you.machineId, kind: 'terminal' }]);
  const { entries } = await world.ask({ ask: 'log', after: 0, limit: 1000 });
  expect(entries.filter(({ message }) => message.includes('left'))).toEqual([]);
});
