import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createDoor, createRegistry, openWorld, readScene, type AccessQuestion, type Json } from '../../engine/index.ts';
import { addressCheck, Decisions, hostDesk, HostedWorld, hostRules, LinkManager, type AccessDesk } from '../../server/index.ts';
import type { LinkOptions } from '../../server/links/link-manager.ts';
import { LinkRig } from '../peers/link-rig.ts';
import { startServer, type TestServer } from '../peers/servers.ts';
import { atEnd, until } from './running.ts';

const log = pino({ level: 'silent' });

/** What a name server answers, attempt by attempt; the last answer stands. */
type Zone = { [name: string]: readonly (readonly string[])[] };

/** The desk of a machine's user, and sockets that go by it; names are those of the zone, all others the machine's. */
async function machine(allowed: readonly string[], zone: Zone = {}): Promise<{ desk: AccessDesk; links: LinkRig; looked: string[]; options: LinkOptions }> {
  const rules = hostRules(allowed);
  const desk = hostDesk({ rules, decisions: await Decisions.open(undefined, log), log });
  const looked: string[] = [];
  const left = new Map(Object.entries(zone).map(([name, answers]) => [name, [...answers]]));
  const options: LinkOptions = {
    checkAddress: addressCheck(rules, desk),
    resolve: (host, _options, callback) => {
      looked.push(host);
      const answers = left.get(host) ?? [];
      const now = answers.length > 1 ? answers.shift() : answers[0];
      if (now === undefined) callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }), []);
      else
        callback(
          null,
          now.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        );
    },
  };
  const links = new LinkRig(options);
  atEnd(() => links.links.closeAll(100));
  return { desk, links, looked, options };
}

async function peer(): Promise<TestServer> {
  const server = await startServer();
  atEnd(() => server.close());
  return server;
}

async function failure(links: LinkRig, url: string): Promise<{ code: string; message: string } | undefined> {
  return (await links.told(links.open(url), 'closed')).error;
}

test('a name that the owner lists may lead to the machine itself, one that was only allowed may not before its user was told', async () => {
  const server = await peer();
  const { desk, links } = await machine([`listed.example:${server.port}`], { 'listed.example': [['127.0.0.1']], 'trap.example': [['127.0.0.1']] });
  desk.settle('Websocket', 'trap.example', server.port, 'allow', 'host');
  await links.told(links.open(server.url('/', 'listed.example')), 'opened');
  expect(await failure(links, server.url('/', 'trap.example'))).toEqual({
    code: 'WW_ADDRESS_NEAR',
    message: expect.stringMatching(new RegExp(`trap\\.example leads to 127\\.0\\.0\\.1, .*machine itself.*"trap\\.example:${server.port}"`)),
  });
  expect(server.guests.length).toBe(1);
});

test('localhost as the machine itself resolves it is dialled where it is listed or was allowed in those words, and nowhere else', async () => {
  const server = await peer();
  const links = async (allowed: string[]): Promise<{ desk: AccessDesk; links: LinkRig }> => {
    const { desk, options } = await machine(allowed);
    const { resolve: _ofTheZone, ...own } = options;
    return { desk, links: new LinkRig(own) };
  };
  const listed = await links([`localhost:${server.port}`]);
  await listed.links.told(listed.links.open(server.url('/', 'localhost')), 'opened');
  const answered = await links([]);
  expect((await failure(answered.links, server.url('/', 'localhost')))?.code).toBe('WW_ADDRESS_NEAR');
  answered.desk.settle('Websocket', 'localhost', server.port, 'allow', 'host');
  await answered.links.told(answered.links.open(server.url('/', 'LOCALHOST')), 'opened');
  expect((await failure(answered.links, `ws://localhost:${server.port === 65_535 ? 1 : server.port + 1}/`))?.code).toBe('WW_ADDRESS_NEAR');
  await Promise.all([listed, answered].map((each) => each.links.links.closeAll(100)));
  expect(server.guests.length).toBe(2);
});

test.each([
  '127.0.0.1',
  '0x7f.1',
  '2130706433',
  '0177.0.0.1',
  '127.1',
  '0',
  '１２７.０.０.１',
  '127.0.0.1.',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::1]',
  '[::]',
])('the literal %s is the machine itself: not dialled before its user was told', async (host) => {
  const server = await peer();
  const { desk, links, looked } = await machine([]);
  expect(await failure(links, server.url('/', host))).toMatchObject({ code: 'WW_ADDRESS_NEAR', message: expect.stringContaining('of the machine itself') });
  expect(looked).toEqual([]);
  expect(server.guests).toEqual([]);
  desk.settle('Websocket', '127.0.0.1', server.port, 'allow', 'host');
  if (['[::1]', '[::]', '0'].includes(host)) return;
  await links.told(links.open(server.url('/', host)), 'opened');
});

test('of several addresses one bad one refuses all, and nothing is dialled', async () => {
  const server = await peer();
  const { desk, links } = await machine([`listed.example:${server.port}`], {
    'mixed.example': [['93.184.216.34', '127.0.0.1']],
    'listed.example': [['127.0.0.1', '169.254.169.254']],
  });
  desk.settle('Websocket', 'mixed.example', server.port, 'allow', 'host');
  expect((await failure(links, server.url('/', 'mixed.example')))?.code).toBe('WW_ADDRESS_NEAR');
  expect(await failure(links, server.url('/', 'listed.example'))).toEqual({
    code: 'WW_ADDRESS_REFUSED',
    message: expect.stringContaining(`169.254.169.254:${server.port}`),
  });
  expect(server.guests).toEqual([]);
});

test('a name that leads elsewhere at the next attempt is looked at again, and what was looked at is what is dialled', async () => {
  const server = await peer();
  const { desk, links, looked } = await machine([], { 'rebind.example': [['127.0.0.1'], ['169.254.169.254'], ['10.255.255.1']] });
  // Whoever asked was told that it lies near, and so allowed that; a metadata service they did not allow, and cannot.
  desk.nearFound('rebind.example', server.port, 'rebind.example leads to 127.0.0.1.');
  const question = ask(`ws://rebind.example:${server.port}/`);
  desk.ask('w', question, () => undefined);
  desk.decide('w', question.ask, 'once', 'u-1');
  await links.told(links.open(server.url('/', 'rebind.example')), 'opened');
  expect(looked.length).toBe(1);
  expect((await failure(links, server.url('/', 'rebind.example')))?.code).toBe('WW_ADDRESS_REFUSED');
  desk.forgetWorld('w');
  expect((await failure(links, server.url('/', 'rebind.example')))?.code).toBe('WW_ADDRESS_NEAR');
  expect(looked.length).toBe(3);
  expect(server.guests.length).toBe(1);
});

test('a redirect to the machine itself, or to anywhere, is not followed', async () => {
  const target = await peer();
  for (const status of [301, 302, 303, 307, 308]) {
    const redirecting = createServer();
    redirecting.on('upgrade', (_request, socket) => {
      socket.end(`HTTP/1.1 ${status} Go\r\nLocation: ${target.url()}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    });
    await new Promise<void>((resolve) => {
      redirecting.listen(0, '127.0.0.1', resolve);
    });
    atEnd(() => redirecting.close());
    const { port } = redirecting.address() as AddressInfo;
    const { links } = await machine([`open.example:${port}`], { 'open.example': [['127.0.0.1']] });
    expect(await failure(links, `ws://open.example:${port}/`)).toMatchObject({
      code: 'WW_HANDSHAKE_REFUSED',
      message: expect.stringContaining(String(status)),
    });
  }
  expect(target.guests).toEqual([]);
});

test('user and password of a URL that is put into a client end in no answer and no log', async () => {
  const world = await hosted(await machine([]), 'ws://host.example/');
  for (const url of ['ws://user:secret@127.0.0.1:9/', 'ws://user:secret@host example/', 'wss://secret@host.example/#part']) {
    const answer = await world.set('URL', url);
    expect(answer).toMatchObject({ ok: false });
    expect(JSON.stringify(answer)).not.toContain('secret');
  }
  expect(`${JSON.stringify(await world.log())} ${world.lines.join()} ${await world.field('StateReason')}`).not.toContain('secret');
});

test('a world is asked again, with what was found, when a name that was allowed leads near; told, it connects', async () => {
  const server = await peer();
  const made = await machine([], { 'trap.example': [['127.0.0.1']] });
  const { desk } = made;
  const world = await hosted(made, `ws://trap.example:${server.port}/`);
  const first = await until('the prompt', () => desk.prompts()[0]);
  expect(first.warning).toBeUndefined();
  expect(made.looked, 'no name is looked up before it is allowed').toEqual([]);
  desk.decide('w', first.ask, 'always', 'u-1');
  const second = await until('the second prompt', () => desk.prompts()[0]);
  expect(second.warning).toBe('trap.example leads to 127.0.0.1. This address lies on your own machine.');
  expect(await world.field('LastError')).toContain('WW_ADDRESS_NEAR');
  await until('why it is asked again', async () => String(await world.field('StateReason')).includes('trap.example leads to 127.0.0.1.'));
  expect(world.lines.join(), 'to whoever reads the log as well').toMatch(/trap\.example leads to 127\.0\.0\.1\. .*is not on the allow list/);
  expect(server.guests).toEqual([]);
  desk.decide('w', second.ask, 'always', 'u-1');
  await until('the connection', () => server.guests.length === 1);
  expect(desk.remembered).toEqual([expect.objectContaining({ host: 'trap.example', decision: 'allow', near: true, reason: 'It tries.' })]);
});

test('what was denied after the second look stays denied', async () => {
  const server = await peer();
  const made = await machine([], { 'trap.example': [['10.1.2.3']] });
  const world = await hosted(made, `ws://trap.example:${server.port}/`);
  const { desk } = made;
  desk.decide('w', (await until('the prompt', () => desk.prompts()[0])).ask, 'once', 'u-1');
  const second = await until('the second prompt', () => desk.prompts()[0]);
  expect(second.warning).toContain('10.1.2.3');
  desk.decide('w', second.ask, 'deny', 'u-1');
  await until('the refusal', async () => (await world.field('State')) === 'Denied');
  expect(await world.field('StateReason')).toMatch(/^denied by u-1 at \d{4}-\d\d-\d\d \d\d:\d\d UTC$/);
});

test('a link-local address behind a name that was allowed is refused, and nobody is asked again', async () => {
  const made = await machine([], { 'meta.example': [['169.254.169.254']] });
  const world = await hosted(made, 'ws://meta.example/latest');
  const { desk } = made;
  desk.decide('w', (await until('the prompt', () => desk.prompts()[0])).ask, 'always', 'u-1');
  await until('the refusal', async () => (await world.field('State')) === 'Denied');
  expect(await world.field('StateReason')).toContain('169.254.169.254');
  expect(await world.field('LastError')).toContain('WW_ADDRESS_REFUSED');
  expect(desk.prompts()).toEqual([]);
});

let asks = 1000;
function ask(url: string): AccessQuestion {
  const { hostname, port } = new URL(url);
  asks += 1;
  return {
    ask: asks,
    user: { userId: 'host', machineId: null },
    scope: 'Websocket',
    host: hostname,
    port: Number(port),
    url,
    reason: '',
    entity: 'lamp',
    path: ['Lamp'],
    component: 'WebsocketClient',
  };
}

/** A running world with one client of the host, by the desk and the sockets of a machine. */
async function hosted({ desk, options }: Awaited<ReturnType<typeof machine>>, url: string) {
  const scene = {
    format: 'worldwire/scene',
    version: 1,
    name: 'W',
    entities: [
      {
        id: 'lamp',
        name: 'Lamp',
        components: { WebsocketClient: { URL: url, HandlingUser: { userId: 'host' }, AccessReason: 'It tries.', ConnectRetryInterval: 0.05 } },
      },
    ],
  };
  const registry = createRegistry();
  const door = createDoor(openWorld({ registry, scene: readScene(JSON.stringify(scene), { registry }).scene }));
  const lines: string[] = [];
  const telling = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const world = new HostedWorld({ name: 'w', id: 'w', door, tickRate: 100, links: new LinkManager(options), desk, log: telling, epoch: 'e1' });
  atEnd(() => world.close());
  desk.onDecision((scope, host, port) => void world.submit({ userId: 'host', role: 'Admin' }, { type: 'accessChanged', userId: 'host', scope, host, port }));
  await world.start();
  return {
    lines,
    set: (field: string, value: string) =>
      world.submit(
        { userId: 'host', role: 'Admin' },
        { type: 'operations', operations: [{ op: 'setField', entity: 'lamp', component: 'WebsocketClient', field, value }] },
      ),
    log: () => world.ask({ ask: 'log', after: 0, limit: 1000 }),
    field: async (field: string): Promise<string> => {
      const { components } = (await world.ask({ ask: 'entity', entity: 'lamp' })) as unknown as { components: { [key: string]: { [field: string]: Json } } };
      const value = components['WebsocketClient']?.[field];
      return typeof value === 'string' ? value : '';
    },
  };
}
