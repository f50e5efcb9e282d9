/** A server that is none of ours, and says to a machine that has joined it whatever it wants. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { expect, test } from 'vitest';
import { FROM_AGENT, FrameReader, FrameWriter, type FromAgent, type ToAgent } from '../../agent/frames.ts';
import { WIRE_VERSION } from '../../server/protocol.ts';
import { joinedTerminal, type Terminal } from '../peers/agents/terminal.ts';
import { startServer } from '../peers/servers.ts';
import { atEnd, until } from './running.ts';

const YOU = { userId: 'u-1', machineId: 'm-1', name: 'Anna', role: 'Guest', kind: 'terminal' };
const WORLDS = [{ name: 'trap', title: '\u001b[2JTrap' }];

interface Trap {
  readonly url: string;
  readonly line: () => Promise<Socket>;
  /** What the machine has relayed. */
  readonly told: FromAgent[];
  say(...records: ToAgent[]): Promise<void>;
}

async function trap(): Promise<Trap> {
  const http = createServer().listen(0, '127.0.0.1');
  const io = new Server(http);
  atEnd(() => io.close());
  const told: FromAgent[] = [];
  const reader = new FrameReader<FromAgent>(FROM_AGENT, () => 1_000_000);
  let socket: Socket | undefined;
  io.on('connection', (line) => {
    line.on('hello', (_message, reply: (answer: object) => void) => reply({ ok: true, version: WIRE_VERSION, epoch: 'e', you: YOU, worlds: WORLDS }));
    line.on('enter', (_message, reply: (answer: object) => void) => {
      line.emit('questions', { world: 'trap', asked: [], withdrawn: [], whole: true });
      reply({ ok: true });
      socket = line;
    });
    line.on('relay', (frame: Uint8Array) => reader.read(frame, (record) => told.push(record)));
  });
  const line = (): Promise<Socket> => until('the machine to enter', () => socket);
  await until('the port', () => http.listening);
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    line,
    told,
    say: async (...records) => {
      const writer = new FrameWriter();
      for (const record of records) writer.write(record);
      for (const frame of writer.take()) (await line()).emit('relay', frame);
    },
  };
}

const open = (connection: number, url: string): ToAgent => ({
  type: 'open',
  connection,
  request: {
    url,
    protocols: [],
    headers: {},
    limits: { maxMessageSize: 1000, maxBufferedAmount: 1000, maxMessagesPerTick: 10 },
    entity: 'lamp',
    component: 'WebsocketClient',
    credit: { messages: 2, bytes: 1000 },
  },
});
const ended = (trapped: Trap, connection: number): Promise<FromAgent> =>
  until(`${connection} to end`, () => trapped.told.find((record) => record.connection === connection && record.type === 'closed'));

async function caught(settings: Parameters<typeof joinedTerminal>[1] = {}): Promise<{ server: Trap; anna: Terminal }> {
  const server = await trap();
  return { server, anna: await joinedTerminal(server, settings) };
}

test('what its user has not allowed is not opened, whatever the server says of it', async () => {
  const remote = await startServer();
  atEnd(() => remote.close());
  const { server } = await caught();
  await server.say(open(1, remote.url()));
  expect(await ended(server, 1)).toMatchObject({ code: 1006, error: { code: 'WW_ACCESS_DENIED' } });
  expect(remote.guests).toHaveLength(0);
});

test('a question that names another host than its URL is not put to anybody', async () => {
  const { server, anna } = await caught();
  const line = await server.line();
  const answers: unknown[] = [];
  line.on('answers', (message, reply: (answer: object) => void) => {
    answers.push(message);
    reply({ ok: true });
  });
  const asked = {
    ask: 1,
    user: { userId: 'u-1', machineId: null },
    scope: 'Websocket',
    host: 'echo.example',
    port: 443,
    url: 'ws://127.0.0.1:9/',
    reason: '',
    entity: 'x',
    path: ['X'],
    component: 'WebsocketClient',
  };
  line.emit('questions', { world: 'trap', asked: [asked], withdrawn: [] });
  await until('it to be answered', () => answers.length > 0);
  expect(answers).toMatchObject([{ world: 'trap', answers: [{ ask: 1, decision: 'deny' }] }]);
  expect(anna.screen.text).not.toContain('Let it connect');
});

test('a guarded address is not dialled though a name that is allowed leads to it', async () => {
  const { server } = await caught({
    allowHosts: ['lamp.example:80'],
    resolve: (_host, _options, callback) => callback(null, [{ address: '169.254.169.254', family: 4 }]),
  });
  await server.say(open(1, 'ws://lamp.example/'));
  expect(await ended(server, 1)).toMatchObject({ error: { code: 'WW_ADDRESS_REFUSED' } });
});

test('a handshake header of its own is not sent, and no address but ws and wss is dialled', async () => {
  const remote = await startServer();
  atEnd(() => remote.close());
  const { server } = await caught({ allowHosts: [`127.0.0.1:${remote.port}`] });
  const request = open(1, remote.url()) as Extract<ToAgent, { type: 'open' }>;
  await server.say({ ...request, request: { ...request.request, headers: { Host: 'elsewhere' } } }, open(2, `http://127.0.0.1:${remote.port}/`));
  expect(await ended(server, 1)).toMatchObject({ error: { code: 'WW_HEADER_INVALID' } });
  expect(await ended(server, 2)).toMatchObject({ code: 1006 });
  expect(remote.guests).toHaveLength(0);
});

test('no more is handed over than the server has given credit for', async () => {
  const remote = await startServer({
    serve: ({ socket }) => {
      for (let i = 0; i < 5; i += 1) socket.send(String(i));
    },
  });
  atEnd(() => remote.close());
  const { server } = await caught({ allowHosts: [`127.0.0.1:${remote.port}`] });
  await server.say(open(1, remote.url()));
  const messages = (): unknown[] => server.told.flatMap((record) => (record.type === 'message' ? [record.data] : []));
  await until('two to come', () => messages().length === 2);
  remote.guests[0]?.socket.close(1000);
  await server.say({ type: 'credit', connection: 1, credit: { messages: 2, bytes: 100 } });
  await until('two more to come', () => messages().length === 4);
  expect(server.told.some((record) => record.type === 'closed')).toBe(false);
  await server.say({ type: 'credit', connection: 1, credit: { messages: 2, bytes: 100 } });
  await ended(server, 1);
  expect(messages()).toEqual(['0', '1', '2', '3', '4']);
});

test('what it does not hold, or held before, is answered without a stir', async () => {
  const { server, anna } = await caught();
  await server.say(
    { type: 'drop', connection: 7 },
    { type: 'close', connection: 8, code: 1000, reason: '' },
    { type: 'send', connection: 9, data: 'x'.repeat(2000) },
    { type: 'credit', connection: 9, credit: { messages: 1, bytes: 1 } },
    { type: 'look', connection: 9 },
  );
  await until('the answers', () => server.told.length === 2);
  expect(server.told).toEqual([
    { type: 'discarded', connection: 7, messages: 0 },
    { type: 'drained', connection: 8 },
  ]);
  expect(anna.machine.carrier.size.connections).toBe(0);
});

test.each([
  ['a frame that holds no records', (line: Socket) => line.emit('relay', Uint8Array.of(1, 2, 3))],
  ['a frame that is none', (line: Socket) => line.emit('relay', 'frame')],
  ['questions without their form', (line: Socket) => line.emit('questions', { world: 'trap', asked: [{ ask: 1 }], withdrawn: [] })],
  ['worlds that are none', (line: Socket) => line.emit('worlds', null)],
  ['a user that is none', (line: Socket) => line.emit('you', { you: { userId: {} } })],
] as const)('%s ends the command with its code', async (_what, lie) => {
  const { server, anna } = await caught();
  lie(await server.line());
  await expect(anna.machine.ended).rejects.toMatchObject({ code: 'WW_WIRE_VERSION' });
});

test('its words do not steer the terminal', async () => {
  const { server, anna } = await caught();
  await anna.screen.reads('joined "\\u{1b}[2JTrap" (trap)');
  (await server.line()).emit('bye', { code: 'WW_REMOVED', message: 'gone\u001b]0;x\u0007' });
  await expect(anna.machine.ended).rejects.toMatchObject({ code: 'WW_REMOVED', message: 'gone\\u{1b}]0;x\\u{7}' });
  expect(anna.screen.raw).not.toContain('\u001b[2J');
});
