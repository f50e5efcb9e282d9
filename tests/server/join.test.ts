import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRegistry, type Json } from '../../engine/index.ts';
import type { RunningServer, ServerOptions } from '../../server/index.ts';
import { changeAccess } from '../../server/cli/access.ts';
import { KEYS } from '../peers/agents/pretended-terminal.ts';
import { joinedTerminal, terminal, type Terminal } from '../peers/agents/terminal.ts';
import { visibleUrl } from '../../server/joining/visible.ts';
import { echo, startServer, type ServerSettings, type TestServer } from '../peers/servers.ts';
import { Witness } from '../peers/witness.ts';
import { api, ask, atEnd, openPage, serve, until } from './running.ts';

const GUEST = 'guest-token-guest-token-guest';

async function peer(settings: ServerSettings = {}): Promise<TestServer & { readonly host: string }> {
  const started = await startServer(settings);
  atEnd(() => started.close());
  return { ...started, host: `127.0.0.1:${started.port}` };
}

/** A server whose world says what its clients tell. */
async function world(options: ServerOptions = {}): Promise<{ server: RunningServer; witness: Witness }> {
  const witness = new Witness();
  const server = await serve({ registry: createRegistry({ systems: [witness.system] }), tokens: [{ token: GUEST, role: 'Guest' }], ...options });
  return { server, witness };
}

/** Puts an entity with a WebsocketClient into the world that the user of a terminal handles. */
async function client(
  server: RunningServer,
  { machine }: Pick<Terminal, 'machine'>,
  id: string,
  url: string,
  more: { name?: string; [field: string]: Json | undefined } = {},
): Promise<void> {
  const { name = id, ...fields } = more;
  const values = { URL: url, HandlingUser: { userId: machine.you?.userId ?? '' }, ConnectRetryInterval: 0.2, ...fields };
  const { status, json } = await api(server, '/api/worlds/small/operations', {
    operations: [{ op: 'addEntity', parent: 'garden', entity: { id, name, components: { WebsocketClient: values } } }],
  });
  expect(status, JSON.stringify(json)).toBe(200);
}
async function field(server: RunningServer, id: string, name: string): Promise<unknown> {
  const { json } = await api(server, `/api/worlds/small/entities/${id}`);
  return (json['components'] as unknown as { WebsocketClient: Record<string, unknown> }).WebsocketClient[name];
}
const state = (server: RunningServer, id: string, wanted: string): Promise<unknown> =>
  until(`${id} to be ${wanted}`, async () => (await field(server, id, 'State')) === wanted);
async function command(server: RunningServer, id: string, what: string, args: Json = {}): Promise<void> {
  const { status, json } = await api(server, '/api/worlds/small/commands', { command: what, entity: id, component: 'WebsocketClient', args });
  expect(status, JSON.stringify(json)).toBe(200);
}
const remembered = async ({ folder }: Terminal): Promise<unknown> =>
  (JSON.parse(await readFile(join(folder, 'state', 'access.json'), 'utf8')) as { decisions: unknown }).decisions;

/* ---------- joining ---------- */

test('a command line joins the only world, and is the same user on the same machine when it comes again', async () => {
  const { server } = await world();
  const first = await joinedTerminal(server);
  expect(first.machine.you).toMatchObject({ name: 'Anna', role: 'Admin', kind: 'terminal' });
  await first.screen.reads(/joined "Small world" \(small\) as Anna, Admin; user u-\w+, machine m-\w+/);
  const other = await joinedTerminal(server, { user: 'Ben', token: GUEST });
  expect(other.machine.you?.role).toBe('Guest');
  expect(other.machine.you?.userId).not.toBe(first.machine.you?.userId);
  await first.machine.leave();
  const again = await joinedTerminal(server, { folder: first.folder });
  expect(again.machine.you).toEqual(first.machine.you);
});

test('--me makes the same user of another machine, and is remembered there', async () => {
  const { server } = await world();
  const me = 'a-secret-that-another-machine-was-given';
  const one = await joinedTerminal(server, { me });
  const two = await joinedTerminal(server, { me });
  expect(two.machine.you?.userId).toBe(one.machine.you?.userId);
  expect(two.machine.you?.machineId).not.toBe(one.machine.you?.machineId);
  await one.machine.leave();
  const again = await joinedTerminal(server, { folder: one.folder });
  expect(again.machine.you?.userId).toBe(two.machine.you?.userId);
});

test('what does not let it join is told, with what to do', async () => {
  const { server } = await world();
  const ends = async (settings: Parameters<typeof terminal>[1]): Promise<unknown> => (await terminal(server, settings)).machine.ended;
  await expect(ends({ token: 'wrong' })).rejects.toMatchObject({ code: 'WW_UNAUTHENTICATED' });
  await expect(ends({ world: 'moon' })).rejects.toMatchObject({ code: 'WW_UNKNOWN_WORLD', message: 'No world is called moon there; these run: small.' });
  await expect(ends({ url: server.url.replace('http', 'ws') })).rejects.toMatchObject({ code: 'WW_BAD_REQUEST', message: /write http:\/\/127/ });
  await expect(ends({ me: 'short' })).rejects.toMatchObject({ code: 'WW_BAD_REQUEST', message: /--me/ });
  await expect(ends({ allowHosts: ['a b'] })).rejects.toMatchObject({ code: 'WW_CONFIG_INVALID' });
  const plain = createServer((_request, response) => response.writeHead(404).end('no')).listen(0, '127.0.0.1');
  atEnd(() => plain.close());
  await once(plain, 'listening');
  await expect(ends({ url: `http://127.0.0.1:${(plain.address() as AddressInfo).port}` })).rejects.toMatchObject({
    code: 'WW_NOT_FOUND',
    message: /no Worldwire server/,
  });
});

test('a role that may only look is told that it opens no connections', async () => {
  const server = await serve();
  const { machine } = await terminal(server, { token: 'spectator-token-spectator-token' });
  await expect(machine.ended).rejects.toMatchObject({ code: 'WW_FORBIDDEN', message: /Spectator/ });
});

test('of several worlds one is chosen by name', async () => {
  const { server } = await world();
  await server.opener.open({ name: 'other', scene: { format: 'worldwire/scene', version: 1, name: 'Another world', entities: [] } });
  const { machine } = await terminal(server);
  await expect(machine.ended).rejects.toMatchObject({ code: 'WW_BAD_REQUEST', message: /small, other. Choose one with --world/ });
  const chosen = await joinedTerminal(server, { world: 'other' });
  await chosen.screen.reads('joined "Another world" (other)');
});

test('who is removed ends', async () => {
  const { server } = await world();
  const guest = await joinedTerminal(server, { token: GUEST });
  const page = await openPage(server, 'Ada', 'small');
  expect(await ask(page, 'remove', { userId: guest.machine.you?.userId, back: false })).toMatchObject({ ok: true });
  await expect(guest.machine.ended).rejects.toMatchObject({ code: 'WW_REMOVED' });
  await expect((await terminal(server, { token: GUEST, folder: guest.folder })).machine.ended).rejects.toMatchObject({ code: 'WW_REMOVED' });
});

test('who ends the command, or is removed, loses the connection with that reason', async () => {
  const { server } = await world();
  const remote = await peer();
  const reason = async (): Promise<string> => String(await field(server, 'horn', 'CloseReason'));
  const anna = await joinedTerminal(server, { allowHosts: [remote.host], user: 'Anna' });
  await client(server, anna, 'horn', remote.url());
  await state(server, 'horn', 'Open');
  await anna.machine.leave();
  await until('that reason', async () => (await reason()).endsWith('has gone: ended the command'));
  const again = await joinedTerminal(server, { allowHosts: [remote.host], folder: anna.folder });
  await state(server, 'horn', 'Open');
  const admin = await openPage(server, 'Berta', 'small');
  await ask(admin, 'remove', { userId: again.machine.you?.userId ?? '', back: false });
  await until('that reason', async () => (await reason()).endsWith('has gone: removed by Berta'));
});

test('a damaged identity is told by its name, and is never written over', async () => {
  const { server } = await world();
  const { machine, folder } = await joinedTerminal(server);
  await machine.leave();
  const file = join(folder, 'config', 'identity.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'config'))).mode & 0o777).toBe(0o700);
  await writeFile(file, '{"version":1,"master":"x"}');
  await expect(terminal(server, { folder })).rejects.toMatchObject({ code: 'WW_CONFIG_INVALID', message: expect.stringContaining(file) as string });
  expect(await readFile(file, 'utf8')).toBe('{"version":1,"master":"x"}');
});

/* ---------- being asked ---------- */

test('what is allowed once is opened and not remembered', async () => {
  const { server } = await world();
  const remote = await peer();
  const anna = await joinedTerminal(server);
  await client(server, anna, 'lamp2', remote.url(), { name: 'Desk lamp', AccessReason: 'To ask for its colour' });
  await anna.screen.reads('The world "Small world" wants to connect to');
  for (const line of [remote.url(), 'Garden / Desk lamp', '"To ask for its colour"', 'WARNING  This address lies on your own machine.'])
    await anna.screen.reads(line);
  await anna.screen.answers(remote.host, 'Allow once');
  await state(server, 'lamp2', 'Open');
  await anna.screen.reads(`opened ${remote.host} for lamp2`);
  await anna.machine.leave();
  const again = await joinedTerminal(server, { folder: anna.folder });
  await again.screen.reads(`Let it connect from this machine to ${remote.host}?`);
});

test('what was allowed once is asked for again when the world begins anew', async () => {
  const { server } = await world();
  const remote = await peer();
  const scene = (userId: string): Json => ({
    format: 'worldwire/scene',
    version: 1,
    name: 'Small world',
    entities: [{ id: 'radio', name: 'Radio', components: { WebsocketClient: { URL: remote.url(), HandlingUser: { userId } } } }],
  });
  const anna = await joinedTerminal(server);
  await server.worlds.remove('small');
  const begin = async (): Promise<void> => {
    await server.opener.open({ name: 'small', scene: scene(anna.machine.you?.userId ?? '') });
  };
  await begin();
  await anna.screen.answers(remote.host, 'Allow once');
  await state(server, 'radio', 'Open');
  const asked = anna.screen.text.length;
  await server.worlds.remove('small');
  await begin();
  await until('it to be asked again', () => anna.screen.text.slice(asked).includes('Let it connect'));
  expect(remote.guests).toHaveLength(1);
});

test('what is always allowed is opened without a word the next time, and a reason that is not given is told so', async () => {
  const { server } = await world();
  const remote = await peer();
  const anna = await joinedTerminal(server);
  await client(server, anna, 'radio', remote.url());
  await anna.screen.reads('WARNING  It gives no reason why.');
  await anna.screen.answers(remote.host, 'Always');
  await state(server, 'radio', 'Open');
  await anna.machine.leave();
  expect(await remembered(anna)).toMatchObject([{ host: '127.0.0.1', port: remote.port, decision: 'allow' }]);
  const again = await joinedTerminal(server, { folder: anna.folder });
  await state(server, 'radio', 'Open');
  expect(again.screen.text).not.toContain('Let it connect');
});

test('a denial is remembered, and what takes it back in another terminal is heeded at once', async () => {
  const { server } = await world();
  const remote = await peer();
  const anna = await joinedTerminal(server);
  await client(server, anna, 'radio', remote.url());
  await anna.screen.answers(remote.host, 'Deny');
  await state(server, 'radio', 'Denied');
  expect(remote.guests).toHaveLength(0);
  await command(server, 'radio', 'Connect');
  await state(server, 'radio', 'Denied');
  const config = join(anna.folder, 'config.json');
  await writeFile(config, JSON.stringify({ stateFolder: join(anna.folder, 'state') }));
  await until('it to be written down', () =>
    remembered(anna).then(
      (all) => (all as unknown[]).length === 1,
      () => false,
    ),
  );
  await changeAccess('allow', remote.host, { config });
  await state(server, 'radio', 'Open');
  await changeAccess('deny', remote.host, { config });
  await state(server, 'radio', 'Denied');
  await until('the connection to be gone', () => remote.guests[0]?.isGone === true);
});

test('"not now" decides nothing, and what a key pressed by chance does is the same', async () => {
  const { server } = await world();
  const remote = await peer();
  const anna = await joinedTerminal(server);
  await client(server, anna, 'radio', remote.url());
  await anna.screen.reads(`Let it connect from this machine to ${remote.host}?`);
  anna.screen.press('a', KEYS.left, 'l', KEYS.enter);
  await anna.screen.reads(`not decided now: ${remote.host}`);
  const asked = anna.screen.text.length;
  await command(server, 'radio', 'Connect');
  await until('it to be asked again', () => anna.screen.text.slice(asked).includes('Let it connect'));
  await anna.screen.chooses('Allow once');
  await state(server, 'radio', 'Open');
});

test('questions come one at a time; those for the same host and port are one', async () => {
  const { server } = await world();
  const [one, two] = [await peer(), await peer()];
  const anna = await joinedTerminal(server);
  await api(server, '/api/worlds/small/operations', {
    operations: [one, one, one, two].map((remote, index) => ({
      op: 'addEntity',
      entity: {
        id: `radio${index}`,
        name: `Radio ${index}`,
        components: { WebsocketClient: { URL: remote.url(), HandlingUser: { userId: anna.machine.you?.userId ?? '' } } },
      },
    })),
  });
  await anna.screen.reads('2 more for the same host and port: Radio 1, Radio 2');
  await anna.screen.reads('(1 more waits)');
  expect(anna.screen.text).not.toContain(`to ${two.host}?`);
  await anna.screen.answers(one.host, 'Allow once');
  await anna.screen.answers(two.host, 'Allow once');
  for (const index of [0, 1, 2, 3]) await state(server, `radio${index}`, 'Open');
  await anna.screen.reads(`opened ${one.host} (3 connections)`);
});

test('what is allowed once is what was shown: who came while the question stood is asked for next', async () => {
  const { server } = await world();
  const remote = await peer();
  const anna = await joinedTerminal(server);
  await client(server, anna, 'horn', remote.url());
  await anna.screen.reads(`Let it connect from this machine to ${remote.host}?`);
  await client(server, anna, 'bell', remote.url());
  await until('it to wait', async () => String(await field(server, 'bell', 'StateReason')).includes('is asked in their terminal'));
  await anna.screen.chooses('Allow once');
  await state(server, 'horn', 'Open');
  await anna.screen.reads('for      Garden / bell');
  expect(await field(server, 'bell', 'State')).toBe('AwaitingAccess');
  await anna.screen.chooses('Deny');
  await state(server, 'bell', 'Denied');
  // Their own name says who decided, to them as well.
  expect(anna.machine.desk.remembered).toMatchObject([{ decision: 'deny', name: anna.machine.you?.name }]);
});

test('what the host of the same machine has decided is heeded by a command line there', async () => {
  const { server } = await world();
  const remote = await peer();
  const anna = await joinedTerminal(server);
  anna.machine.desk.settle('Websocket', '127.0.0.1', remote.port, 'deny', 'u-1', false, 'An Admin');
  await client(server, anna, 'horn', remote.url());
  await state(server, 'horn', 'Denied');
  expect(await field(server, 'horn', 'StateReason')).toMatch(/^denied by Anna /);
});

test('a question that the world takes back goes away, and the next is asked', async () => {
  const { server } = await world();
  const [one, two] = [await peer(), await peer()];
  const anna = await joinedTerminal(server);
  await client(server, anna, 'radio', one.url());
  await anna.screen.reads(`Let it connect from this machine to ${one.host}?`);
  await client(server, anna, 'radio2', two.url());
  await api(server, '/api/worlds/small/operations', { operations: [{ op: 'removeEntity', entity: 'radio' }] });
  await anna.screen.reads(`no longer asked: ${one.host}`);
  await anna.screen.answers(two.host, 'Allow once');
  await state(server, 'radio2', 'Open');
});

test('whatever a scene says, it does not steer the terminal', async () => {
  const { server } = await world();
  const remote = await peer();
  const anna = await joinedTerminal(server);
  await client(server, anna, 'radio', remote.url('/\u202eevil'), {
    name: '\u001b]0;title\u0007\u001b[2JRadio\u0085',
    AccessReason: 'good\r\n  reason   "none"\u202e\u2066\u200b\u{e0041}\ud800',
  });
  await anna.screen.reads('\\u{1b}]0;title\\u{7}\\u{1b}[2JRadio\\u{85}');
  await anna.screen.reads('"good\\u{d}\\u{a}  reason   "none"\\u{202e}\\u{2066}\\u{200b}\\u{e0041}');
  expect(anna.screen.raw).not.toContain('\u001b]0');
  for (const unseen of '\u0007\u0085\u202e\u2066\u200b') expect(anna.screen.raw).not.toContain(unseen);
});

test('Ctrl-D at a question decides nothing, and the next is asked', async () => {
  const { server } = await world();
  const [one, two] = [await peer(), await peer()];
  const anna = await joinedTerminal(server);
  await client(server, anna, 'radio', one.url());
  await anna.screen.reads(`Let it connect from this machine to ${one.host}?`);
  anna.screen.press(KEYS.end);
  await anna.screen.reads(`not decided now: ${one.host}`);
  await client(server, anna, 'radio2', two.url());
  await anna.screen.answers(two.host, 'Allow once');
  await state(server, 'radio2', 'Open');
});

test('Ctrl-C at a question ends the command', async () => {
  const { server } = await world();
  const remote = await peer();
  const anna = await joinedTerminal(server);
  await client(server, anna, 'radio', remote.url());
  await anna.screen.reads('Let it connect');
  anna.screen.press(KEYS.interrupt);
  await anna.machine.ended;
  expect(await field(server, 'radio', 'State')).not.toBe('Denied');
});

test('where nobody can be asked, a line names what would allow it', async () => {
  const { server } = await world();
  const remote = await peer();
  const sensor = await joinedTerminal(server, { interactive: false });
  await client(server, sensor, 'radio', remote.url());
  await sensor.screen.reads(`--allow-host ${remote.host} or worldwire access allow ${remote.host} would allow it`);
  await until('the others to know', async () => String(await field(server, 'radio', 'StateReason')).includes('nobody can be asked at the terminal of Anna'));
  await client(server, sensor, 'far', `ws://${'long-name.'.repeat(24)}example/`);
  await until('the others to know', async () => String(await field(server, 'far', 'StateReason')).includes('nobody can be asked at the terminal of Anna'));
  await client(server, sensor, 'radio2', remote.url());
  await state(server, 'radio2', 'AwaitingAccess');
  expect(sensor.screen.text.split(`${remote.host} would allow it`)).toHaveLength(2);
  const config = join(sensor.folder, 'config.json');
  await writeFile(config, JSON.stringify({ stateFolder: join(sensor.folder, 'state') }));
  await changeAccess('allow', remote.host, { config });
  await state(server, 'radio2', 'Open');
});

/* ---------- carrying ---------- */

test('a host of the owner is opened without asking; text and binary keep order and boundaries both ways, headers arrive', async () => {
  const { server, witness } = await world();
  const sent: (string | Buffer)[] = ['', 'a', 'ä🙂', Buffer.alloc(0), Buffer.from([0, 255, 1]), 'x'.repeat(300_000), Buffer.alloc(200_001, 7), 'end'];
  const remote = await peer({
    serve: ({ socket }) => {
      for (const message of sent) socket.send(message, { binary: typeof message !== 'string' });
    },
    handleProtocols: () => 'lamp.v1',
  });
  const anna = await joinedTerminal(server, { allowHosts: [remote.host] });
  await client(server, anna, 'radio', remote.url('/door'), { Headers: { 'X-Room': 'garden' }, Protocols: ['lamp.v1'], MaxBufferedAmount: 4_000_000 });
  await until('all to arrive', () => witness.messages('radio').length === sent.length);
  expect(witness.messages('radio').map((data) => (typeof data === 'string' ? data : Buffer.from(data)))).toEqual(sent);
  const [guest] = remote.guests;
  expect(guest?.request.headers).toMatchObject({ 'x-room': 'garden', 'sec-websocket-protocol': 'lamp.v1' });
  expect(guest?.request.url).toBe('/door');
  expect(await field(server, 'radio', 'NegotiatedProtocol')).toBe('lamp.v1');
  for (const message of sent)
    await command(server, 'radio', 'Send', typeof message === 'string' ? { Data: message } : { Data: message.toString('base64'), Binary: true });
  await until('all to be sent', () => guest?.messages.length === sent.length);
  expect(guest?.messages.map(({ data, binary }) => (binary ? data : data.toString()))).toEqual(sent);
  await until('all to be told as sent', async () => (await field(server, 'radio', 'BufferedAmount')) === 0);
  expect(await field(server, 'radio', 'MessagesSent')).toBe(sent.length);
  expect(anna.screen.text).not.toContain('Let it connect');
});

test('a flood is slowed at its sender, and comes whole and in order', async () => {
  const { server, witness } = await world();
  const count = 30_000;
  let next = 0;
  const remote = await peer({
    serve: ({ socket }) => {
      const more = (): void => {
        while (next < count && socket.bufferedAmount < 100_000) socket.send(`${next++} ${'x'.repeat(200)}`);
        if (next < count) setTimeout(more, 1);
      };
      more();
    },
  });
  const anna = await joinedTerminal(server, { allowHosts: [remote.host] });
  await client(server, anna, 'radio', remote.url(), { MaxMessagesPerTick: 100 });
  await until('it to be slowed', () => next > 1000 && next < count);
  // What is under way is bounded: by the credit of the agent, its own queue, and what the network takes.
  await until('some to arrive', () => witness.messages('radio').length > 100);
  await until('all to arrive', () => witness.messages('radio').length === count);
  expect(witness.messages('radio').every((data, index) => (data as string).startsWith(`${index} `))).toBe(true);
});

test('what the remote does not take counts as buffered until it has gone out', async () => {
  const { server } = await world();
  const remote = await peer({ serve: ({ socket }) => socket.pause() });
  const anna = await joinedTerminal(server, { allowHosts: [remote.host] });
  await client(server, anna, 'radio', remote.url(), { MaxBufferedAmount: 20_000_000, MaxMessageSize: 2_000_000 });
  await state(server, 'radio', 'Open');
  for (let i = 0; i < 8; i += 1) await command(server, 'radio', 'Send', { Data: String(i).repeat(1_000_000) });
  await until('it to be told', async () => ((await field(server, 'radio', 'BufferedAmount')) as number) > 1_000_000);
  remote.guests[0]?.socket.resume();
  await until('all to have gone out', async () => (await field(server, 'radio', 'BufferedAmount')) === 0);
  await until('all to arrive', () => remote.guests[0]?.messages.length === 8);
  expect(remote.guests[0]?.messages.map(({ data }) => data.toString()[0]).join('')).toBe('01234567');
});

test('a close by either side is told with code and reason, and who could not be reached with the reason of the network', async () => {
  const { server, witness } = await world();
  const remote = await peer();
  const anna = await joinedTerminal(server, { allowHosts: [remote.host, '127.0.0.1:9'] });
  await client(server, anna, 'radio', remote.url());
  await state(server, 'radio', 'Open');
  remote.guests[0]?.socket.close(4001, 'enough');
  await until('it to be told', () => witness.story('radio').length > 1);
  expect(witness.story('radio')).toEqual(expect.arrayContaining([{ code: 4001, reason: 'enough' }]));
  await state(server, 'radio', 'Open');
  await command(server, 'radio', 'Disconnect');
  expect(await remote.guests[1]?.left).toMatchObject({ code: 1000 });
  await client(server, anna, 'none', 'ws://127.0.0.1:9/');
  await until('the reason', async () => String(await field(server, 'none', 'LastError')).includes('ECONNREFUSED'));
  await anna.screen.reads(/not opened 127\.0\.0\.1:9 for none( \(\d times\))?: WW_CONNECT_FAILED .*ECONNREFUSED/);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(anna.screen.text.split('not opened 127.0.0.1:9').length).toBeLessThan(4);
});

test('leaving closes every connection with a close frame', async () => {
  const { server } = await world();
  const remote = await peer({ serve: echo });
  const anna = await joinedTerminal(server, { allowHosts: [remote.host] });
  await client(server, anna, 'radio', remote.url());
  await state(server, 'radio', 'Open');
  await anna.machine.leave();
  expect(await remote.guests[0]?.left).toEqual({ code: 1001, reason: 'the machine that opened it has left the world' });
  expect(anna.machine.carrier.size).toEqual({ connections: 0, sockets: 0 });
  await until('the world to see it', async () => (await field(server, 'radio', 'IsConnected')) === false);
});

test('a server that is started again is found again, said once, and what was carried is carried anew', async () => {
  const remote = await peer();
  const scene = (userId: string): Json => ({
    format: 'worldwire/scene',
    version: 1,
    name: 'Small world',
    entities: [{ id: 'radio', name: 'Radio', components: { WebsocketClient: { URL: remote.url(), HandlingUser: { userId } } } }],
  });
  const first = await serve();
  const anna = await joinedTerminal(first, { allowHosts: [remote.host] });
  const { token, port } = first;
  await client(first, anna, 'radio', remote.url());
  await state(first, 'radio', 'Open');
  await first.close();
  await anna.screen.reads('the server cannot be reached');
  await until('the connection to be closed', () => remote.guests[0]?.isGone === true);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const second = await serve({ port, token, worlds: [{ scene: scene(anna.machine.you?.userId ?? ''), name: 'small' }] });
  await state(second, 'radio', 'Open');
  expect(remote.guests).toHaveLength(2);
  expect(anna.screen.text.split('cannot be reached')).toHaveLength(2);
  expect(anna.screen.text.split('joined "')).toHaveLength(3);
});

test('a world that is put back to its file, or closed and opened again, is entered anew', async () => {
  const { server } = await world();
  const scene = { format: 'worldwire/scene', version: 1, name: 'Small world', entities: [] };
  const anna = await joinedTerminal(server);
  await server.worlds.remove('small');
  await anna.screen.reads('the world small was closed; waiting for it');
  await server.opener.open({ name: 'small', scene });
  await until('it to be entered again', () => anna.screen.text.split('joined "').length === 3);
});

test('every attempt looks at the addresses behind a name: a near one is asked for again with a warning, a guarded one never opened', async () => {
  const { server } = await world();
  const remote = await peer();
  const answers = ['93.184.216.34', '127.0.0.1', '169.254.169.254'];
  let address = answers[1] ?? '';
  const anna = await joinedTerminal(server, { resolve: (_host, _options, callback) => callback(null, [{ address, family: 4 }]) });
  const host = `lamp.example:${remote.port}`;
  await client(server, anna, 'radio', `ws://${host}/`);
  await anna.screen.answers(host, 'Always');
  await anna.screen.reads(`WARNING  lamp.example leads to 127.0.0.1. This address lies on your own machine.`);
  expect(remote.guests).toHaveLength(0);
  const asked = anna.screen.text.length;
  await until('it to be asked again', () => anna.screen.text.slice(asked - 200).includes('Let it connect'));
  await anna.screen.chooses('Always');
  await state(server, 'radio', 'Open');
  address = answers[2] ?? '';
  remote.guests[0]?.socket.close(4000);
  await until('it to be refused', async () => String(await field(server, 'radio', 'LastError')).startsWith('WW_ADDRESS_REFUSED'));
});

test('no user or password of an address ends on the terminal', async () => {
  const { server } = await world();
  const remote = await peer();
  const anna = await joinedTerminal(server);
  const url = `ws://user:hunter2@127.0.0.1:${remote.port}/`;
  const answered: string[] = [];
  anna.machine.desk.ask('elsewhere', { ...question(remote.port), url }, ({ decision }) => answered.push(decision));
  expect(answered).toEqual(['deny']);
  expect(visibleUrl(url)).toBe(`ws://127.0.0.1:${remote.port}/`);
  expect(anna.screen.raw).not.toContain('hunter2');
});

function question(port: number): Parameters<Terminal['machine']['desk']['ask']>[1] {
  return {
    ask: 99,
    user: { userId: 'u', machineId: null },
    scope: 'Websocket',
    host: '127.0.0.1',
    port,
    url: `ws://127.0.0.1:${port}/`,
    reason: '',
    entity: 'x',
    path: ['X'],
    component: 'WebsocketClient',
  };
}
