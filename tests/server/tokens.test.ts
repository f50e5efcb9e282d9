import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkConfig } from '../../server/cli/config.ts';
import { noteRunning, runningServers } from '../../server/files/running-servers.ts';
import { createLog } from '../../server/log/log.ts';
import { TokenFile } from '../../server/security/token-file.ts';
import { Tokens } from '../../server/security/tokens.ts';
import { WIRE_VERSION, type Welcome } from '../../server/protocol.ts';
import { ended, start } from './built.ts';
import { performed } from './in-process.ts';
import { come, refusalOf } from './machines.ts';
import { api, ask, atEnd, connect, openPage, serve, signIn, until } from './running.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}
const silent = createLog({ level: 'silent' });
const SECRETS = { secret: 's'.repeat(32), machine: 'm'.repeat(32) };

test('a token that was made is kept in a file for its owner alone, in which nothing stands that opens a door', async () => {
  const stateFolder = await folder();
  const file = join(stateFolder, 'tokens.json');
  const made = await new Tokens([], await TokenFile.open(file, silent)).make('Builder', 'the lab');
  const text = await readFile(file, 'utf8');
  expect(text).not.toContain(made.token);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const server = await serve({ stateFolder });
  expect((await api(server, '/api/worlds', undefined, { token: made.token })).status).toBe(200);
  const { tokens } = JSON.parse(text) as { tokens: { digest: string; id: string }[] };
  for (const [name, kept] of Object.entries(tokens[0] ?? {})) {
    expect((await api(server, '/api/worlds', undefined, { token: String(kept) })).status, name).toBe(401);
    expect(await signIn(server, String(kept)), name).toBe('');
    const cookie = `worldwire-${server.port}=${SECRETS.secret}.${String(kept)}.${String(kept)}`;
    expect((await fetch(`${server.origin}/api/worlds`, { headers: { cookie } })).status, name).toBe(401);
  }
});

test('a running server takes a new token at once and gives its role; a token taken back ends what came with it, by page, program and HTTP', async () => {
  const stateFolder = await folder();
  const server = await serve({ stateFolder });
  // Another program writes the file.
  const elsewhere = await TokenFile.open(join(stateFolder, 'tokens.json'), silent);
  const made = await new Tokens([], elsewhere).make('Moderator', 'the lab');
  await until('the server to know the token', async () => (await api(server, '/api/worlds', undefined, { token: made.token })).status === 200);
  const cookie = await signIn(server, made.token);
  const page = connect(server, { cookie, origin: server.origin }),
    line = come(server, { token: made.token, ...SECRETS }),
    stays = await openPage(server, 'Ann', 'small');
  const byes: string[] = [];
  for (const each of [page, line]) {
    each.on('bye', ({ code }) => byes.push(code));
    expect(((await ask(each, 'hello', { version: WIRE_VERSION })) as unknown as Welcome).you.role).toBe('Moderator');
    await ask(each, 'enter', { world: 'small' });
  }
  expect(await elsewhere.remove(made.id)).toBe(true);
  await until('both to be put out', () => !page.connected && !line.connected);
  expect(byes).toEqual(['WW_UNAUTHENTICATED', 'WW_UNAUTHENTICATED']);
  expect(await refusalOf(connect(server, { cookie, origin: server.origin }))).toBe('WW_UNAUTHENTICATED');
  expect(await refusalOf(come(server, { token: made.token, ...SECRETS }))).toBe('WW_UNAUTHENTICATED');
  expect((await fetch(`${server.origin}/api/worlds`, { headers: { cookie } })).status).toBe(401);
  expect((await api(server, '/api/worlds', undefined, { token: made.token })).status).toBe(401);
  expect(stays.connected).toBe(true);
  expect(await ask(stays, 'ping', {})).toEqual({ ok: true });
});

test('a file of tokens that is damaged lets nobody in by it and is not written over; the token of the start holds', async () => {
  const stateFolder = await folder();
  const file = join(stateFolder, 'tokens.json');
  const made = await new Tokens([], await TokenFile.open(file, silent)).make('Guest', '');
  const whole = await readFile(file, 'utf8');
  for (const damaged of ['', '{', '[]', '{"version":2,"tokens":[]}', whole.replace('Guest', 'Owner'), whole.replace(/"digest": ".{5}/, '"digest": "')]) {
    await writeFile(file, damaged);
    const server = await serve({ stateFolder });
    expect((await api(server, '/api/worlds', undefined, { token: made.token })).status, damaged).toBe(401);
    expect((await api(server, '/api/worlds')).status).toBe(200);
    await expect((await TokenFile.open(file, silent)).remove(made.id)).rejects.toThrow(/damaged/);
    expect(await readFile(file, 'utf8')).toBe(damaged);
    await server.close();
  }
});

test('a file of tokens that is read-only is told with its path and what lets it be written again, and with no other name to save it under', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const [config, file] = [join(folder, 'config.json'), join(folder, 'tokens.json')];
  await writeFile(config, JSON.stringify({ stateFolder: folder }));
  expect((await performed(['token', '--role', 'Guest', '--config', config])).code).toBe(0);
  await chmod(file, 0o444);
  const { code, err } = await performed(['token', '--role', 'Guest', '--config', config]);
  expect(code).toBe(1);
  expect(err).toContain(`WW_FILE_READ_ONLY ${file} is read-only, so it was not replaced: let it be written again (chmod u+w "${file}").`);
  expect(err).not.toMatch(/save under/);
});

test('tokens that two programs make at the same time are all kept', async () => {
  const file = join(await folder(), 'tokens.json');
  const one = await TokenFile.open(file, silent);
  const tokens = new Tokens([], one);
  const made = await Promise.all(Array.from({ length: 20 }, (_, at) => tokens.make('Guest', String(at))));
  const other = await TokenFile.open(file, silent);
  const later = await new Tokens([], other).make('Guest', 'later');
  await one.remove(made[0]?.id ?? '');
  expect((await TokenFile.open(file, silent)).list.map(({ id }) => id)).toEqual([...made.slice(1), later].map(({ id }) => id));
});

test('a token of the configuration gives its role; one in a wrong form, or twice the same, is told with its place', async () => {
  const token = 'a-guest-token-of-the-configuration';
  const server = await serve({ tokens: [{ token, role: 'Guest' }] });
  expect((await api(server, '/api/worlds/small/pause', {}, { token })).json['code']).toBe('WW_FORBIDDEN');
  expect((await api(server, '/api/worlds/small/impulses/tag', {}, { token })).status).toBe(200);
  for (const [tokens, place] of [
    [[{ token: 'short', role: 'Guest' }], 'tokens/0'],
    [[{ token, role: 'Owner' }], 'tokens/0'],
    [[{ token, role: 'Guest', more: 1 }], 'tokens/0'],
    [
      [
        { token, role: 'Guest' },
        { token, role: 'Admin' },
      ],
      'tokens/1',
    ],
    ['x', 'tokens'],
  ] as const)
    expect(() => checkConfig({ tokens }, 'config.json'), JSON.stringify(tokens)).toThrow(new RegExp(`${place}: `));
  expect(() => checkConfig({ token, tokens: [{ token, role: 'Guest' }] }, 'config.json')).toThrow(/tokens\/0: this token stands there already/);
  expect(() => checkConfig({ token: `${token}-other`, tokens: [{ token, role: 'Guest' }] }, 'config.json')).not.toThrow();
});

test('a page is given a command with which its user, and nobody else, joins from another machine', async () => {
  const stateFolder = await folder();
  const server = await serve({ stateFolder });
  const page = await openPage(server, 'Ann "$(rm -rf)" O\'Neil\n--token x', 'small');
  const { command } = (await ask(page, 'joinCommand', {})) as unknown as { command: string };
  const [, origin, user, token, me] = /^worldwire join (\S+) --user "([^"]*)" --token (\S+) --me (\S+)$/.exec(command) ?? [];
  expect(origin).toBe(server.origin);
  expect(user).toMatch(/^Ann/);
  expect(user).not.toMatch(/[$`'\\;|&\n]/);
  const { userId, machineId } = page.welcome.you;
  const line = come(server, { token, secret: me, machine: 'm'.repeat(32) });
  const { you } = (await ask(line, 'hello', { version: WIRE_VERSION, name: 'Ann' })) as unknown as Welcome;
  expect(you).toMatchObject({ userId, role: 'Admin' });
  expect(you.machineId).not.toBe(machineId);
  // The token lets in that user alone, however it is sent.
  expect(await refusalOf(come(server, { token, secret: 'x'.repeat(32), machine: 'm'.repeat(32) }))).toBe('WW_UNAUTHENTICATED');
  expect(await refusalOf(come(server, { token }))).toBe('WW_UNAUTHENTICATED');
  expect((await api(server, '/api/worlds', undefined, { token: token ?? '' })).status).toBe(401);
  expect(await signIn(server, token)).toBe('');
  // Asked again it is the same; kept as others are, and taken back as they are.
  expect(((await ask(page, 'joinCommand', {})) as unknown as { command: string }).command).toBe(command);
  const kept = await TokenFile.open(join(stateFolder, 'tokens.json'), silent);
  expect(kept.list).toMatchObject([{ role: 'Admin', user: userId, name: expect.stringMatching(/other machine$/) }]);
  await kept.remove(kept.list[0]?.id ?? '');
  await until('the other machine to be put out', () => !line.connected);
  expect(page.connected).toBe(true);
  await until('another command', async () => ((await ask(page, 'joinCommand', {})) as unknown as { command: string }).command !== command);
});

test('the command gives no more than its user may now, and none to who is no user of their own or carries nothing', async () => {
  const stateFolder = await folder();
  const server = await serve({
    stateFolder,
    tokens: [
      { token: 'builder-token-builder-token-builder', role: 'Builder' },
      { token: 'spectator-token-spectator-token', role: 'Spectator' },
    ],
  });
  const admin = await openPage(server, 'Ann', 'small');
  const builder = connect(server, { cookie: await signIn(server, 'builder-token-builder-token-builder'), origin: server.origin });
  const { you } = (await ask(builder, 'hello', { version: WIRE_VERSION })) as unknown as Welcome;
  await ask(builder, 'enter', { world: 'small' });
  const gives = async (): Promise<string | undefined> => {
    expect(await ask(builder, 'joinCommand', {})).toMatchObject({ ok: true });
    return (await TokenFile.open(join(stateFolder, 'tokens.json'), silent)).list.at(-1)?.role;
  };
  expect(await gives()).toBe('Builder');
  await ask(admin, 'role', { userId: you.userId, role: 'Guest' });
  expect(await gives()).toBe('Guest');
  // Raised for as long as the server runs; a token would outlive that.
  await ask(admin, 'role', { userId: you.userId, role: 'Admin' });
  expect(await gives()).toBe('Builder');
  for (const token of ['spectator-token-spectator-token', server.token]) {
    const program = come(server, { token });
    await ask(program, 'hello', { version: WIRE_VERSION });
    expect(await ask(program, 'joinCommand', {}), token).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  }
});

test('`worldwire token` makes, lists and takes back tokens; a server of the same state folder heeds it, and its address is told', async () => {
  const state = await folder();
  const scene = join(state, 'garden.json');
  await writeFile(scene, JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Garden', entities: [] }));
  const environment = { XDG_STATE_HOME: state };
  const server = start(['run', scene, '--port', '0', '--no-open'], environment);
  const printed = await until('the printed address', () => /(http:\/\/\S+)\/\?token=\S+/.exec(server.out)?.[1]);
  const make = start(['token', '--role', 'Guest', '--name', "the lab's laptop"], environment);
  expect(await ended(make), make.err).toBe(0);
  const token = make.out.trim();
  expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(16);
  expect(make.err).toContain(`${printed}/?token=${token}`);
  expect(make.err).toContain(`worldwire join ${printed}`);
  const statusOf = async (): Promise<number> => (await fetch(`${printed}/api/worlds`, { headers: { authorization: `Bearer ${token}` } })).status;
  await until('the server to know it', async () => (await statusOf()) === 200);

  const list = await performed(['token', 'list'], environment);
  expect(list.code).toBe(0);
  expect(list.out).toMatch(/^[0-9a-f]{8} {2}Guest .*"the lab's laptop"$/m);
  expect(list.out).not.toContain(token);
  const id = list.out.slice(0, 8);
  expect(make.err).toContain(`worldwire token revoke ${id}`);
  const revoke = await performed(['token', 'revoke', id], environment);
  expect(revoke.code, revoke.err).toBe(0);
  await until('the server to refuse it', async () => (await statusOf()) === 401);
  for (const [argv, says] of [
    [['token', 'revoke', id], 'No token is called'],
    [['token'], '--role'],
    [['token', '--role', 'Owner'], 'Allowed choices are Admin'],
  ] as const) {
    const failed = await performed(argv, environment);
    expect(failed.code, argv.join(' ')).toBe(1);
    expect(failed.err).toContain(says);
  }
  // Once the server has ended, nobody says that it runs.
  server.child.kill('SIGTERM');
  expect(await ended(server)).toBe(0);
  const late = await performed(['token', '--role', 'Guest'], environment);
  expect(late.code).toBe(0);
  expect(late.err).not.toContain(printed);
  expect(late.err).toContain('worldwire join ADDRESS');
});

test('of the servers that a state folder notes those that ended are left out, whoever has their number now; one that is stuck is told as such', async () => {
  const state = await folder();
  const stateFolder = join(state, 'worldwire');
  const server = await serve({ stateFolder });
  const stuck = createServer(() => undefined);
  const other = createServer((socket) => socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'));
  for (const each of [stuck, other]) {
    await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve));
    atEnd(() => void each.close());
  }
  const portOf = (each: Server): number => (each.address() as AddressInfo).port;
  for (const port of [await freePort(), portOf(other)]) await noteRunning(stateFolder, port, `http://127.0.0.1:${port}`);
  expect(await runningServers(stateFolder, 60_000)).toEqual([{ origin: server.origin, answers: true }]);

  await noteRunning(stateFolder, portOf(stuck), `http://127.0.0.1:${portOf(stuck)}`);
  const told = await performed(['token', '--role', 'Guest'], { XDG_STATE_HOME: state });
  expect(told.err).toContain(`The server at http://127.0.0.1:${portOf(stuck)} does not answer now. Once it does:\n`);
});

/** A port at which nobody listens any more. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('what a program edits by a token of its own is no step of undo unless it says so, over HTTP and by socket alike; and others may say so too', async () => {
  const stateFolder = await folder();
  const environment = { XDG_STATE_HOME: stateFolder };
  const make = await performed(['token', '--role', 'Builder', '--program', '--name', 'the feed'], environment);
  expect(make.code, make.err).toBe(0);
  expect(make.err).toContain('no step of undo');
  const list = await performed(['token', 'list'], environment);
  expect(list.code).toBe(0);
  expect(list.out).toMatch(/"the feed" {2}a program’s$/m);

  const server = await serve({ stateFolder: join(stateFolder, 'worldwire') });
  const program = { token: make.out.trim() },
    steps = async (): Promise<unknown[]> =>
      ((await api(server, '/api/worlds/small/history')).json as unknown as { entries: { label: string }[] }).entries.map(({ label }) => label);
  const add = (id: string, more: object = {}): object => ({ operations: [{ op: 'addEntity', entity: { id, name: id } }], ...more });
  const post = async (body: object, by: object = {}): Promise<number> => (await api(server, '/api/worlds/small/operations', body, by)).status;
  expect([await post(add('one'), program), await post(add('two', { history: true }), program)]).toEqual([200, 200]);
  expect([await post(add('three', { history: false })), await post(add('four'))]).toEqual([200, 200]);
  expect(await steps()).toEqual(['add two', 'add four']);
  expect((await api(server, '/api/worlds/small/operations', add('five', { history: 1 }))).status).toBe(400);

  const line = come(server, { ...program, ...SECRETS });
  await ask(line, 'hello', { version: WIRE_VERSION });
  await ask(line, 'enter', { world: 'small' });
  expect((await ask(line, 'edit', { ...add('six'), requestId: '6' })).ok).toBe(true);
  expect((await ask(line, 'edit', { ...add('seven', { history: true }), requestId: '7' })).ok).toBe(true);
  expect(await steps()).toEqual(['add two', 'add four', 'add seven']);
  // All of it is in the world, and to be saved.
  expect((await api(server, '/api/worlds/small')).json).toMatchObject({ unsaved: true });
  expect((await api(server, '/api/worlds/small/entities/six')).status).toBe(200);
  const undone = (await api(server, '/api/worlds/small/undo', {})).json;
  expect(undone).toMatchObject({ step: { label: 'add four', entity: 'four', name: 'four' } });
});
