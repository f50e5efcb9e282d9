/** What hostile servers, agents, pages and scenes have tried, and what holds against it. */
import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Server, type Socket } from 'socket.io';
import { expect, test } from 'vitest';
import { FrameReader, FrameWriter, FROM_AGENT, type FromAgent, type ToAgent } from '../../agent/frames.ts';
import { createDoor, createRegistry, restoreWorld, WorldwireError, type AccessAnswer } from '../../engine/index.ts';
import { replay } from '../../server/index.ts';
import { AgentDesk } from '../../server/agents/agent-desk.ts';
import { Inbox } from '../../server/hosting/inbox.ts';
import { SocketCarrier } from '../../server/joining/socket-carrier.ts';
import type { AgentQuestion } from '../../agent/messages.ts';
import { WIRE_VERSION, type Role, type Welcome } from '../../server/protocol.ts';
import { Tokens } from '../../server/security/tokens.ts';
import { TokenFile } from '../../server/security/token-file.ts';
import { joinedTerminal, terminal, type Terminal } from '../peers/agents/terminal.ts';
import { startServer } from '../peers/servers.ts';
import { come, refusalOf } from './machines.ts';
import { comeIn, FreeAgent, goesOn, raided, TOKENS } from './raiders.ts';
import { RelayRig, WORLD } from './relay-rig.ts';
import { api, ask, atEnd, connect, openPage, serve, signIn, until } from './running.ts';

const YOU = { userId: 'u-1', machineId: 'm-1', name: 'Anna', role: 'Guest', kind: 'terminal' };

/** A server that is none of ours. */
class Trap {
  readonly url: string;
  readonly answers: { readonly ask: number; readonly decision: string }[] = [];
  readonly #line: Promise<Socket>;

  private constructor(url: string, io: Server) {
    this.url = url;
    this.#line = new Promise((resolve) => {
      io.on('connection', (line) => {
        line.on('hello', (_message, reply: (answer: object) => void) =>
          reply({ ok: true, version: WIRE_VERSION, epoch: 'e', you: YOU, worlds: [{ name: 'trap', title: 'Trap' }] }),
        );
        line.on('enter', (_message, reply: (answer: object) => void) => {
          line.emit('questions', { world: 'trap', asked: [], withdrawn: [], whole: true });
          reply({ ok: true });
          resolve(line);
        });
        line.on('answers', ({ answers }: { answers: Trap['answers'] }, reply: (answer: object) => void) => {
          this.answers.push(...answers);
          reply({ ok: true });
        });
      });
    });
  }

  static async set(): Promise<{ trap: Trap; anna: Terminal }> {
    const http = createServer().listen(0, '127.0.0.1');
    const io = new Server(http);
    atEnd(() => io.close());
    await until('the port', () => http.listening);
    const trap = new Trap(`http://127.0.0.1:${(http.address() as AddressInfo).port}/`, io);
    return { trap, anna: await joinedTerminal(trap) };
  }

  async asks(...asked: AgentQuestion[]): Promise<void> {
    (await this.#line).emit('questions', { world: 'trap', asked, withdrawn: [] });
  }

  async say(...records: ToAgent[]): Promise<void> {
    const writer = new FrameWriter();
    for (const record of records) writer.write(record);
    for (const frame of writer.take()) (await this.#line).emit('relay', frame);
  }
}

function question(number: number, host: string, more: Partial<AgentQuestion> = {}): AgentQuestion {
  return {
    ask: number,
    user: { userId: 'u-1', machineId: 'm-1' },
    scope: 'Websocket',
    host,
    port: 80,
    url: `ws://${host}/`,
    reason: 'A game.',
    entity: 'lamp',
    path: ['Lamp'],
    component: 'WebsocketClient',
    ...more,
  };
}

test('a warning that the server made up is no word of where a host lies: a name that leads near is asked for again', async () => {
  const { trap, anna } = await Trap.set();
  await trap.asks(question(1, 'trap.example', { warning: 'All is well.' }));
  await anna.screen.answers('trap.example:80', 'Always');
  await anna.screen.reads('allowed for good: trap.example:80');
  expect(anna.machine.desk.permits('trap', 'ws://trap.example/', 'lamp', 'WebsocketClient')).toBe(true);
  expect(anna.machine.desk.addressAllowed('trap.example', 80)).toBe(false);
  await trap.asks(question(2, 'once.example', { warning: 'All is well.' }));
  await anna.screen.answers('once.example:80', 'Allow once');
  await anna.screen.reads('allowed once: once.example:80');
  expect(anna.machine.desk.addressAllowed('once.example', 80)).toBe(false);
});

test('a question is asked anew when its host is found to lead near while it stands: nobody answers what they were not told', async () => {
  const { trap, anna } = await Trap.set();
  await trap.asks(question(1, 'trap.example'));
  await anna.screen.reads('Let it connect from this machine to trap.example:80?');
  expect(anna.screen.text).not.toContain('WARNING');
  anna.machine.desk.nearFound('trap.example', 80, 'trap.example leads to 10.0.0.1.');
  await anna.screen.reads('WARNING  trap.example leads to 10.0.0.1.');
  await anna.screen.chooses('Allow once');
  await until('it to be answered', () => trap.answers.some(({ ask: number, decision }) => number === 1 && decision === 'allow'));
  expect(anna.machine.desk.addressAllowed('trap.example', 80)).toBe(true);
});

test('however much a server asks, what stands before a user is bounded', async () => {
  const { trap } = await Trap.set();
  for (let from = 0; from < 3000; from += 500) await trap.asks(...Array.from({ length: 500 }, (_, at) => question(from + at, `h${from + at}.example`)));
  await until('all to be answered', () => trap.answers.length === 3000);
  const dismissed = trap.answers.filter(({ decision }) => decision === 'dismissed').length;
  expect(dismissed).toBe(1000);
});

test.each([
  ['none', { maxMessageSize: 0, maxBufferedAmount: 1000, maxMessagesPerTick: 10 }],
  ['negative', { maxMessageSize: 1000, maxBufferedAmount: -1, maxMessagesPerTick: 10 }],
  ['beyond what a field may hold', { maxMessageSize: 1000, maxBufferedAmount: 1e300, maxMessagesPerTick: 10 }],
  ['no whole numbers', { maxMessageSize: 1000, maxBufferedAmount: 1000, maxMessagesPerTick: 0.5 }],
])('limits that are %s end the machine’s visit: its memory is not the server’s to give away', async (_what, limits) => {
  const { trap, anna } = await Trap.set();
  await trap.say({ type: 'configure', connection: 1, limits });
  await expect(anna.machine.ended).rejects.toMatchObject({ code: 'WW_WIRE_VERSION' });
});

test('a server that reads nothing is not answered without end', async () => {
  let clogged = true;
  const carrier = new SocketCarrier({ checkAddress: () => null, clogged: () => clogged });
  atEnd(() => carrier.end(100));
  const said: FromAgent[] = [];
  const reader = new FrameReader<FromAgent>(FROM_AGENT, () => 0);
  const take = (...records: ToAgent[]): void => {
    const writer = new FrameWriter();
    for (const record of records) writer.write(record);
    for (const frame of writer.take())
      carrier.take(
        frame,
        () => false,
        (answer) => reader.read(answer, (record) => said.push(record)),
      );
  };
  const wave = Array.from({ length: 1000 }, (_, at): ToAgent =>
    at % 2 === 0 ? { type: 'drop', connection: at } : { type: 'close', connection: at, code: 1000, reason: '' },
  );
  take(...wave);
  clogged = false;
  take({ type: 'drop', connection: 7 });
  await until('an answer', () => said.length > 0);
  expect(said).toEqual([{ type: 'discarded', connection: 7, messages: 0 }]);
});

test('an answer without an end where a server should be is not read to its end', async () => {
  let sent = 0;
  const http = createServer((_request, response) => {
    response.writeHead(403);
    const push = (): void => {
      if (response.destroyed) return;
      sent += 65_536;
      response.write('x'.repeat(65_536), () => setImmediate(push));
    };
    push();
  });
  http.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'));
  http.listen(0, '127.0.0.1');
  atEnd(() => {
    http.closeAllConnections();
    http.close();
  });
  await until('the port', () => http.listening);
  const { machine } = await terminal({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/` });
  await expect(machine.ended).rejects.toMatchObject({ code: 'WW_NOT_FOUND' });
  const then = sent;
  expect(then).toBeGreaterThan(0);
  expect(then).toBeLessThan(64 * 1024 * 1024);
});

test('a machine that says over and over that somebody is asked is heard once: each word would go through the world', async () => {
  const rig = await RelayRig.start();
  const desk = new AgentDesk(rig.agents, () => undefined);
  const answers: AccessAnswer[] = [];
  const { seated } = await rig.seat('u-ann', 'm-1', { silent: true });
  const other = await rig.seat('u-ann', 'm-1', { silent: true });
  desk.ask(WORLD, { ...question(1, 'a.example'), user: { userId: 'u-ann', machineId: 'm-1' } }, (answer) => answers.push(answer));
  const waiting = { ask: 1, decision: 'waiting', at: '2026-01-01T00:00:00Z' } as const;
  for (let time = 0; time < 3; time += 1) desk.answered(seated, [waiting, waiting, waiting]);
  expect(answers).toHaveLength(1);
  // Another line of the machine may know better.
  desk.answered(other.seated, [waiting, waiting]);
  expect(answers).toHaveLength(2);
  desk.answered(seated, [{ ...waiting, decision: 'deny' }]);
  expect(answers.at(-1)).toMatchObject({ ask: 1, decision: 'deny' });
});

test('a scene of long names and deep trees is told to its machines in few words, and puts none of them out', async () => {
  const server = await raided();
  const long = 'n'.repeat(50_000);
  const depth = 60;
  const entities = Array.from({ length: depth }, (_, at) => ({ id: `e${at}`, name: long, ...(at === 0 ? {} : { parent: `e${at - 1}` }) }));
  const anna = await terminal(server, { world: 'long', interactive: false });
  await expect(anna.machine.ended).rejects.toMatchObject({ code: 'WW_UNKNOWN_WORLD' });
  const scene = { format: 'worldwire/scene', version: 1, name: 't'.repeat(200_000), entities };
  expect((await api(server, '/api/worlds', { name: 'long', scene })).status).toBe(201);
  const ben = await joinedTerminal(server, { world: 'long' });
  const client = { URL: 'ws://a.example/', HandlingUser: { userId: ben.machine.you?.userId, machineId: null } };
  await api(server, '/api/worlds/long/operations', {
    operations: [{ op: 'addComponent', entity: `e${depth - 1}`, component: 'WebsocketClient', values: client }],
  });
  await ben.screen.answers('a.example:80', 'Not now');
  await ben.screen.reads('not decided now: a.example:80');
});

test('what all prompts together hold is bounded, whatever a scene writes into them', async () => {
  const { DeskRig } = await import('../unit/access/desk-rig.ts');
  const rig = new DeskRig();
  const path = Array.from({ length: 30 }, () => 'n'.repeat(200));
  for (let host = 0; host < 200; host += 1) for (let at = 0; at < 22; at += 1) rig.asks(`h${host}.example`, { path, reason: 'r'.repeat(2000) });
  const prompts = rig.desk.prompts();
  expect(prompts.length).toBeGreaterThan(1);
  expect(JSON.stringify(prompts).length).toBeLessThan(2_000_000);
});

async function stateFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-hardening-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}
const joins = (command: unknown): { token: string; secret: string; machine: string } => {
  const [, token = '', secret = ''] = /--token (\S+) --me (\S+)$/.exec(String(command)) ?? [];
  return { token, secret, machine: 'm'.repeat(32) };
};

test('who came by a token that is taken back does not stay by one that they had made for themselves', async () => {
  const folder = await stateFolder();
  const server = await serve({ stateFolder: folder });
  const file = await TokenFile.open(join(folder, 'tokens.json'), pino({ level: 'silent' }));
  const given = await new Tokens([], file).make('Guest', 'for a guest');
  const cookie = await until('the token to be heeded', async () => (await signIn(server, given.token)) || undefined);
  const page = connect(server, { cookie, origin: server.origin });
  await ask(page, 'hello', { version: WIRE_VERSION, name: 'Gus' });
  const own = joins((await ask(page, 'joinCommand', {}))['command']);
  const machine = come(server, own);
  expect(await refusalOf(machine)).toBe('connected');
  // That one makes its user another, which ends with the first as well.
  await ask(machine, 'hello', { version: WIRE_VERSION, name: 'Gus' });
  await file.remove(given.id);
  await until('both to be put out', () => !page.connected && !machine.connected);
  expect(await refusalOf(come(server, own))).toBe('WW_UNAUTHENTICATED');
  expect((await TokenFile.open(join(folder, 'tokens.json'), pino({ level: 'silent' }))).list).toEqual([]);
});

test('a token that a user had made for themselves ends with the start of the server whose token they came by', async () => {
  const folder = await stateFolder();
  const first = await serve({ stateFolder: folder });
  const page = await openPage(first, 'Ann', 'small');
  const own = joins((await ask(page, 'joinCommand', {}))['command']);
  await first.close();
  const same = await serve({ stateFolder: folder, token: first.token });
  expect(await refusalOf(come(same, own)), 'while that token holds').toBe('connected');
  await same.close();
  const other = await serve({ stateFolder: folder });
  expect(await refusalOf(come(other, own))).toBe('WW_UNAUTHENTICATED');
});

test('a Moderator removes no Admin in the moment before that one has said hello either', async () => {
  const server = await raided();
  const moderator = await comeIn(server, 'Moderator');
  const cookie = await signIn(server);
  const silent = connect(server, { cookie, origin: server.origin });
  await until('the Admin to be connected', () => silent.connected);
  const { userId } = (await comeIn(server, 'Admin', { cookie, world: null })).welcome.you;
  expect(await ask(moderator, 'remove', { userId, back: false })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  const other = await signIn(server);
  const first = await comeIn(server, 'Admin', { cookie: other, world: null });
  const quiet = connect(server, { cookie: other, origin: server.origin });
  await until('the other to be connected', () => quiet.connected);
  first.disconnect();
  const removed = async (): Promise<string> => String((await ask(moderator, 'remove', { userId: first.welcome.you.userId, back: false }))['code']);
  await until('the first page to have gone', async () => (await api(server, '/api/worlds/raided/users')).status === 200 && !first.connected);
  expect(await removed()).toBe('WW_FORBIDDEN');
  expect(quiet.connected).toBe(true);
});

test.each([
  ['a\nb\u0000\u001b[2J', 'ab[2J'],
  ['\u202eevil\u2066', 'evil'],
  ['Host', /^Guest /],
  [' h\u200bost ', /^Guest /],
  ['\uff28\uff4f\uff53\uff54', /^Guest /],
  ['\u2060\u200b', /^Guest /],
  ['Zoë 👩‍🚀', 'Zoë 👩‍🚀'],
] as const)('a name is shown in one line and is not the host’s: %j', async (name, shown) => {
  const server = await raided();
  const guest = await comeIn(server, 'Guest', { name });
  if (typeof shown === 'string') expect(guest.welcome.you.name).toBe(shown);
  else expect(guest.welcome.you.name).toMatch(shown);
});

test('who goes to and fro between worlds is slowed, and the worlds tick', async () => {
  const server = await raided();
  await api(server, '/api/worlds', { name: 'other', scene: { format: 'worldwire/scene', version: 1, entities: [] } });
  const agent = await FreeAgent.join(server);
  const codes = new Map<unknown, number>();
  for (let at = 0; at < 200; at += 1) {
    const { code = 'ok' } = await ask(agent.page, 'enter', { world: at % 2 === 0 ? 'other' : 'raided' });
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  expect(codes.get('WW_RATE_LIMITED') ?? 0).toBeGreaterThan(0);
  expect(codes.get('ok') ?? 0).toBeGreaterThan(0);
  await goesOn(server);
});

/** What each role may not do, by page and by HTTP. `-` may. */
const EVENTS: readonly (readonly [event: string, message: object, may: readonly Role[]])[] = [
  ['edit', { operations: [{ op: 'addEntity', entity: { id: 'x' } }], requestId: 'a' }, ['Admin', 'Moderator', 'Builder']],
  ['command', { command: { command: 'Connect', entity: 'client', component: 'WebsocketClient' }, requestId: 'b' }, ['Admin', 'Moderator', 'Builder']],
  ['commands', { commands: [{ command: 'Connect', entity: 'client', component: 'WebsocketClient' }], requestId: 'c' }, ['Admin', 'Moderator', 'Builder']],
  ['spawn', { item: { format: 'worldwire/scene', version: 1, entities: [{ id: 'y' }] }, parent: null, requestId: 'd' }, ['Admin', 'Moderator', 'Builder']],
  ['revert', { changes: [1], requestId: 'e' }, ['Admin', 'Moderator', 'Builder']],
  ...['pause', 'resume', 'step', 'save', 'saveAs', 'reload', 'undo', 'redo', 'speed', 'record', 'stopRecording'].map(
    (action) => ['control', { action, requestId: action, ...(action === 'speed' ? { speed: 1 } : {}) }, ['Admin', 'Moderator', 'Builder']] as const,
  ),
  ['send', { send: { text: 'x', to: '' }, requestId: 'sd' }, ['Admin', 'Moderator', 'Builder']],
  ['stopSends', { requestId: 'ss' }, ['Admin', 'Moderator', 'Builder']],
  ['rename', { name: 'Raided', requestId: 'rn' }, ['Admin', 'Moderator', 'Builder']],
  ['difference', {}, ['Admin', 'Moderator', 'Builder']],
  ['versions', {}, ['Admin', 'Moderator', 'Builder']],
  ['version', { version: 1 }, ['Admin', 'Moderator', 'Builder']],
  ['takeBack', { version: 1, requestId: 'tb' }, ['Admin', 'Moderator', 'Builder']],
  ['answer', { world: 'raided', ask: 1, decision: 'always' }, ['Admin']],
  ['decisions', {}, ['Admin']],
  ['decide', { scope: 'Websocket', host: 'a.example', port: 80, decision: 'allow' }, ['Admin']],
  ['role', { userId: 'nobody', role: 'Admin' }, ['Admin']],
  ['remove', { userId: 'nobody', back: false }, ['Admin', 'Moderator']],
  ['remove', { userId: 'nobody', back: true }, ['Admin', 'Moderator']],
  ['joinCommand', {}, ['Admin', 'Moderator', 'Builder', 'Guest']],
  ['answers', { world: 'raided', answers: [{ ask: 1, decision: 'allow', at: '2026-01-01T00:00:00Z' }] }, ['Admin', 'Moderator', 'Builder', 'Guest']],
  ['decided', { scope: 'Websocket', host: 'a.example', port: 80 }, ['Admin', 'Moderator', 'Builder', 'Guest']],
];
const ROUTES: readonly (readonly [method: string, path: string, body: unknown, may: readonly Role[]])[] = [
  ['POST', '/api/worlds', { scene: { format: 'worldwire/scene', version: 1, entities: [] }, name: 'more' }, ['Admin']],
  ['DELETE', '/api/worlds/more', undefined, ['Admin']],
  // Looks alone: what it asks for is too long for an address.
  ['POST', '/api/first-rows', { limit: 10 }, ['Admin', 'Moderator', 'Builder', 'Guest', 'Spectator']],
  ['POST', '/api/worlds/raided/operations', { operations: [{ op: 'addEntity', entity: { id: 'z' } }] }, ['Admin', 'Moderator', 'Builder']],
  ['POST', '/api/worlds/raided/commands', { command: 'Connect', entity: 'client', component: 'WebsocketClient' }, ['Admin', 'Moderator', 'Builder']],
  ['POST', '/api/worlds/raided/items', { item: { format: 'worldwire/scene', version: 1, entities: [] } }, ['Admin', 'Moderator', 'Builder']],
  ['POST', '/api/worlds/raided/sends', { text: 'x', to: '' }, ['Admin', 'Moderator', 'Builder']],
  ['POST', '/api/check', { text: '{}' }, ['Admin']],
  ['GET', '/api/files', undefined, ['Admin']],
  ['GET', '/api/worlds/raided/scene', undefined, ['Admin', 'Moderator', 'Builder']],
  ['PATCH', '/api/worlds/raided', { title: 'Raided' }, ['Admin', 'Moderator', 'Builder']],
  ['DELETE', '/api/worlds/raided/sends/1', undefined, ['Admin', 'Moderator', 'Builder']],
  ['DELETE', '/api/worlds/raided/sends', undefined, ['Admin', 'Moderator', 'Builder']],
  ['POST', '/api/worlds/raided/revert', { changes: [1] }, ['Admin', 'Moderator', 'Builder']],
  ['GET', '/api/worlds/raided/difference', undefined, ['Admin', 'Moderator', 'Builder']],
  ['GET', '/api/worlds/raided/versions', undefined, ['Admin', 'Moderator', 'Builder']],
  ['GET', '/api/worlds/raided/versions/1', undefined, ['Admin', 'Moderator', 'Builder']],
  ['GET', '/api/worlds/raided/versions/1/difference', undefined, ['Admin', 'Moderator', 'Builder']],
  ['POST', '/api/worlds/raided/versions/1/take-back', {}, ['Admin', 'Moderator', 'Builder']],
  ...['undo', 'redo', 'pause', 'resume', 'step', 'save', 'reload'].map(
    (action) => ['POST', `/api/worlds/raided/${action}`, {}, ['Admin', 'Moderator', 'Builder']] as const,
  ),
  ['POST', '/api/worlds/raided/impulses/tag', {}, ['Admin', 'Moderator', 'Builder', 'Guest']],
  ['PATCH', '/api/worlds/raided/users/nobody', { role: 'Admin' }, ['Admin']],
  ['PATCH', '/api/worlds/raided/users/nobody', { removed: false }, ['Admin', 'Moderator']],
  ['DELETE', '/api/worlds/raided/users/nobody', undefined, ['Admin', 'Moderator']],
];
const AGENT = { kind: 'terminal', headers: true, pings: true, pauses: true, checksAddresses: true } as const;

test.each(['Admin', 'Moderator', 'Builder', 'Guest', 'Spectator'] as const)('each event and each address demands its right of a %s', async (role) => {
  const server = await raided();
  const page = await comeIn(server, role, { agent: AGENT });
  for (const [event, message, may] of EVENTS) {
    const answer = await ask(page, event, message);
    expect(
      answer['code'] === 'WW_FORBIDDEN' || (event === 'commands' && answer['done'] === 0),
      `${event} ${JSON.stringify(message)} → ${JSON.stringify(answer).slice(0, 200)}`,
    ).toBe(!may.includes(role));
  }
  const token = role === 'Admin' ? server.token : TOKENS[role];
  for (const [method, path, body, may] of ROUTES) {
    const { status, json } = await api(server, path, body, { method, token });
    expect(json['code'] === 'WW_FORBIDDEN', `${method} ${path} → ${status} ${JSON.stringify(json).slice(0, 200)}`).toBe(!may.includes(role));
  }
  // Nothing that is found at the server is left out of the tables.
  const looks = [
    'hello',
    'enter',
    'watch',
    'unwatch',
    'scroll',
    'passed',
    'locate',
    'rows',
    'kin',
    'texts',
    'connection',
    'presence',
    'past',
    'searchField',
    'endSearch',
    'timeline',
    'item',
    'history',
    'carried',
    'ping',
  ];
  const { PAGE_CHECKS } = await import('../../server/schemas/page.ts');
  expect(Object.keys(PAGE_CHECKS).toSorted()).toEqual([...new Set([...looks, ...EVENTS.map(([event]) => event)])].toSorted());
  const { json } = await api(server, '/api/docs/json');
  const changing = Object.entries(json['paths'] as unknown as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).flatMap((method) => (path.startsWith('/api/') && method !== 'get' ? [`${method.toUpperCase()} ${path}`] : [])),
  );
  expect(changing.length).toBeGreaterThan(10);
  for (const each of changing) {
    const pattern = new RegExp(`^${each.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    expect(
      ROUTES.some(([method, path]) => pattern.test(`${method} ${path}`)),
      each,
    ).toBe(true);
  }
  // One of the table has paused it.
  server.worlds.get('raided').resume();
  await goesOn(server);
});

test('what stands open to who must not look is nothing: each address of the API needs somebody', async () => {
  const server = await raided();
  for (const [method, path, body] of ROUTES) expect((await api(server, path, body, { method, token: 'nobody' })).status, path).toBe(401);
  const page = come(server, { token: 'nobody' });
  expect(await refusalOf(page)).toBe('WW_UNAUTHENTICATED');
  const early = connect(server, { cookie: await signIn(server), origin: server.origin });
  for (const [event, message] of EVENTS) expect((await ask(early, event, message)).ok, `${event} before hello`).toBe(false);
  const welcome = (await ask(early, 'hello', { version: WIRE_VERSION })) as unknown as Welcome;
  expect(welcome.you.role).toBe('Admin');
});

test('comings, goings, answers and lies of machines are lived through again to the same state', async () => {
  const file = join(await stateFolder(), 'raid.recording');
  const remote = await startServer();
  atEnd(() => remote.close());
  const client = (id: string, port: number): object => ({ id, components: { WebsocketClient: { URL: `ws://127.0.0.1:${port}/`, ConnectRetryInterval: 0.1 } } });
  const entities = [client('one', remote.port), client('two', remote.port), client('three', 9)];
  const server = await raided({
    worlds: [{ scene: { format: 'worldwire/scene', version: 1, name: 'Raid', entities } as never, name: 'raided', record: file }],
  });
  const admin = await comeIn(server, 'Admin');
  const handle = (entity: string, userId: string): Promise<unknown> =>
    ask(admin, 'edit', {
      operations: [{ op: 'setField', entity, component: 'WebsocketClient', field: 'HandlingUser', value: { userId, machineId: null } }],
      requestId: `${entity} ${userId}`,
    });
  const state = async (entity: string): Promise<unknown> => {
    const { json } = await api(server, `/api/worlds/raided/entities/${entity}`);
    return JSON.stringify(json);
  };
  const anna = await joinedTerminal(server, { allowHosts: [`127.0.0.1:${remote.port}`] });
  await handle('one', anna.machine.you?.userId ?? '');
  await until('the first to be open', async () => String(await state('one')).includes('"State":"Open"'));
  // A machine that says what it likes, with numbers and texts at their edges.
  const liar = await FreeAgent.join(server);
  await handle('two', liar.userId);
  const asked = (await until('a question', () => liar.asked.at(-1))).ask;
  await liar.answer('waiting', [asked, asked, asked + 1000]);
  await liar.answer('allow', [asked, asked]);
  const connection = (await until('the order to open', () => liar.heard.find((record) => record.type === 'open'))).connection;
  liar.tell({ type: 'opened', connection, protocol: '\ud800\u0000', extensions: '' }, { type: 'message', connection, data: '\u0000' });
  liar.tell({ type: 'closed', connection, code: -0, reason: '\udfff' });
  const again = await until('the next order to open', () => liar.heard.findLast((record) => record.type === 'open' && record.connection !== connection));
  // Lost between the order and the opening; removed while another is asked; a role changes while one connects.
  await handle('three', liar.userId);
  await until('the next question', () => liar.asked.length > 1);
  await ask(admin, 'role', { userId: liar.userId, role: 'Builder' });
  await ask(admin, 'role', { userId: liar.userId, role: 'Spectator' });
  await ask(admin, 'remove', { userId: liar.userId, back: false });
  expect(again.connection).toBeGreaterThan(connection);
  await handle('one', 'nobody');
  await until('the first to be idle', async () => String(await state('one')).includes('"State":"Idle"'));
  await goesOn(server);
  await server.close();
  const result = await replay(file, (snapshot) => createDoor(restoreWorld(snapshot, createRegistry())));
  expect(result.torn).toBeUndefined();
  expect(result.hash).toBe(result.expected);
});

test('a tab whose role goes down and up again is not taken for a liar by what it said in between', async () => {
  const server = await raided();
  const admin = await comeIn(server, 'Admin');
  const features = { kind: 'browser', headers: false, pings: false, pauses: false, checksAddresses: false } as const;
  const page = await comeIn(server, 'Guest', { agent: features, world: null });
  const tab = FreeAgent.of(page);
  await ask(page, 'enter', { world: 'raided' });
  const set = (field: string, value: unknown): object => ({ op: 'setField', entity: 'client', component: 'WebsocketClient', field, value });
  await ask(admin, 'edit', { operations: [set('URL', 'ws://a.example/'), set('HandlingUser', { userId: tab.userId, machineId: null })], requestId: 'handled' });
  const connection = await tab.opens();
  await ask(admin, 'role', { userId: tab.userId, role: 'Spectator' });
  await ask(admin, 'role', { userId: tab.userId, role: 'Guest' });
  tab.tell({ type: 'closed', connection, code: 1000, reason: '' });
  expect(await ask(page, 'ping', {})).toEqual({ ok: true });
  expect(tab.bye).toBeUndefined();
  // What it was never given is a lie as before.
  tab.tell({ type: 'activity', connection: connection + 1000 });
  await until('it to be put out', () => tab.bye?.code === 'WW_AGENT_FAULT');
});

test('however many connections a server asks a machine to open, it holds a bounded number', async () => {
  const remote = await startServer();
  atEnd(() => remote.close());
  const carrier = new SocketCarrier({ checkAddress: () => null, mostCarried: 3 });
  atEnd(() => carrier.end(100));
  const said: FromAgent[] = [];
  const reader = new FrameReader<FromAgent>(FROM_AGENT, () => 1000);
  const writer = new FrameWriter();
  const request = { url: remote.url(), protocols: [], headers: {}, limits: { maxMessageSize: 1000, maxBufferedAmount: 1000, maxMessagesPerTick: 10 } };
  for (let connection = 1; connection <= 5; connection += 1)
    writer.write({ type: 'open', connection, request: { ...request, entity: 'lamp', component: 'WebsocketClient', credit: { messages: 1, bytes: 1000 } } });
  for (const frame of writer.take())
    carrier.take(
      frame,
      () => true,
      (answer) => reader.read(answer, (record) => said.push(record)),
    );
  await until('all to be answered', () => said.length >= 5);
  expect(said.filter(({ type }) => type === 'opened').map(({ connection }) => connection)).toEqual([1, 2, 3]);
  expect(said.filter(({ type }) => type === 'closed')).toMatchObject([4, 5].map((connection) => ({ connection, error: { code: 'WW_LIMIT' } })));
});

test('who comes, goes and decides reaches a world however many edits wait before it', async () => {
  const inbox = new Inbox();
  const author = { userId: 'u', role: 'Builder' } as const;
  const waiting: Promise<unknown>[] = [];
  for (let at = 0; at < 20_000; at += 1) waiting.push(inbox.put(author, { type: 'undo' }));
  await expect(inbox.put(author, { type: 'undo' })).rejects.toMatchObject({ code: 'WW_LIMIT' });
  waiting.push(inbox.put({ userId: 'host', role: 'Admin' }, { type: 'leave', userId: 'u', machineId: 'm', reason: '' }));
  expect(inbox.size).toBe(20_001);
  const gone = Promise.allSettled(waiting);
  inbox.close(new WorldwireError('WW_STOPPED'));
  await gone;
});
