import { expect, test } from 'vitest';
import { FROM_AGENT, HEAD, TO_AGENT, type AnyRecord, type FromAgent } from '../../agent/frames.ts';
import type { RunningServer } from '../../server/index.ts';
import { api, ask, until } from './running.ts';
import { comeIn, FreeAgent, goesOn, raided } from './raiders.ts';

/** Gives a client to a user, with an address of its own so that it begins anew. */
let turn = 0;
async function give(server: RunningServer, entity: string, userId: string): Promise<void> {
  const set = (field: string, value: unknown): object => ({ op: 'setField', entity, component: 'WebsocketClient', field, value });
  const operations = [set('HandlingUser', { userId, machineId: null }), set('URL', `ws://server-${++turn}.example/`)];
  const { status, json } = await api(server, '/api/worlds/raided/operations', { operations });
  expect([status, json]).toMatchObject([200, {}]);
}
/** What the world shows of a client. */
async function shown(server: RunningServer, entity: string): Promise<Record<string, unknown>> {
  const { json } = await api(server, `/api/worlds/raided/entities/${entity}`);
  return (json['components'] as unknown as { WebsocketClient: Record<string, unknown> }).WebsocketClient;
}
const isOpen = (server: RunningServer, entity: string) => until(`${entity} to be open`, async () => (await shown(server, entity))['IsConnected'] === true);

/** A world with a client of an honest machine, which is open and has received one message. */
async function withHonest(): Promise<{ server: RunningServer; honest: FreeAgent; hers: number }> {
  const server = await raided();
  const honest = await FreeAgent.join(server);
  await api(server, '/api/worlds/raided/operations', { operations: [{ op: 'addEntity', entity: { id: 'hers', components: { WebsocketClient: {} } } }] });
  await give(server, 'hers', honest.userId);
  const hers = await honest.opened();
  honest.tell({ type: 'message', connection: hers, data: 'a true word' });
  await isOpen(server, 'hers');
  await until('the true word', async () => (await shown(server, 'hers'))['MessagesReceived'] === 1);
  return { server, honest, hers };
}

type Lie = readonly (FromAgent | Uint8Array | unknown)[];
const ENDED = { type: 'closed', code: 1000, reason: '' } as const;
const ERROR = { code: 'WW_NOT_OPEN', message: 'no' } as const;
const FACTS = {
  url: '',
  remote: '',
  openedAt: '',
  took: 0,
  status: 101,
  statusText: '',
  headers: [],
  protocol: '',
  extensions: '',
  roundTrip: null,
  queued: 0,
  buffered: 0,
};

/** What a machine says of its own connection, which is open and has been sent nothing. */
const LIES: { readonly [what: string]: (connection: number) => Lie } = {
  'a message of a connection that nobody asked it for': () => [{ type: 'message', connection: 1_000_000, data: 'x' }],
  'a connection that opened and that nobody asked it for': () => [{ type: 'opened', connection: 4_294_967_295, protocol: '', extensions: '' }],
  'that it opened twice': (connection) => [{ type: 'opened', connection, protocol: '', extensions: '' }],
  'that a message went out which it was never given': (connection) => [{ type: 'sent', connection, messages: 1, bytes: 1 }],
  'that bytes went out which it was never given': (connection) => [{ type: 'sent', connection, messages: 0, bytes: 1 }],
  'that a message failed which it was never given': (connection) => [{ type: 'failed', connection, messages: 1, bytes: 0, error: ERROR }],
  'that it failed for a reason that there is not': (connection) => [
    { type: 'failed', connection, messages: 0, bytes: 0, error: { code: 'WW_MADE_UP', message: '' } },
  ],
  'that it drained what nobody closed': (connection) => [{ type: 'drained', connection }],
  'that it threw away what nobody dropped': (connection) => [{ type: 'discarded', connection, messages: 5 }],
  'less than no messages': (connection) => [{ type: 'discarded', connection, messages: -1 }],
  'more messages than it was granted': (connection) => Array.from({ length: 100_000 }, () => ({ type: 'message', connection, data: 'x' })),
  'more bytes than it was granted': (connection) => Array.from({ length: 40 }, () => ({ type: 'message', connection, data: 'x'.repeat(400_000) })),
  'a message larger than MaxMessageSize': (connection) => [{ type: 'message', connection, data: new Uint8Array(1_200_000) }],
  'messages that never end': (connection) => Array.from({ length: 40 }, () => part(connection, 64 * 1024)),
  'a message in parts of a byte': (connection) => [part(connection, 1)],
  'a text that is none': (connection) => [record('message', connection, Buffer.from([0xff, 0xfe, 0xfd]))],
  'an end with a code that there is not': (connection) => [{ ...ENDED, connection, code: 99_999 }],
  'an end with a reason of a hundred kilobytes': (connection) => [
    record('closed', connection, Buffer.from(JSON.stringify({ code: 1000, reason: 'x'.repeat(100_000) }))),
  ],
  'an end for a reason of its own invention': (connection) => [{ ...ENDED, connection, error: { code: 'WW_MADE_UP', message: '' } }],
  'facts of wrong types': (connection) => [{ type: 'facts', connection, facts: { ...FACTS, took: 'long' } }],
  'facts without end': (connection) => [{ type: 'facts', connection, facts: { ...FACTS, headers: Array.from({ length: 5000 }, () => ['a', 'b']) } }],
  'what only the server says': (connection) => [record('open', connection, Buffer.from('{}'))],
  'a kind of record that there is not': (connection) => [record(200, connection, Buffer.alloc(0))],
  'a record that is cut off': () => [Buffer.from([8, 0, 1, 0])],
  'a record longer than its frame': (connection) => [record('message', connection, Buffer.from('abc')).subarray(0, 11)],
  'a record that is no JSON': (connection) => [record('closed', connection, Buffer.from('{{{'))],
  'a list where a record is due': (connection) => [record('closed', connection, Buffer.from('[]'))],
  'a text instead of a frame': () => ['a text'],
  'a number instead of a frame': () => [7],
  'nothing instead of a frame': () => [null],
  'an object instead of a frame': (connection) => [{ relay: { type: 'message', connection, data: 'x' } }],
};

test('an agent that lies is put out with its code, whatever the lie; its connection ends with the reason, another’s goes on, and the world ticks', async () => {
  const { server, honest, hers } = await withHonest();
  for (const [what, lie] of Object.entries(LIES)) {
    const liar = await FreeAgent.join(server);
    await give(server, 'client', liar.userId);
    const connection = await liar.opened();
    await isOpen(server, 'client');
    const { tick } = server.worlds.get('raided');
    liar.say(lie(connection));
    await until(`${what}: the liar to be put out`, () => !liar.page.connected);
    expect(liar.bye, what).toMatchObject({ code: 'WW_AGENT_FAULT', message: expect.any(String) });
    const client = await until(`${what}: the connection to end`, async () => {
      const fields = await shown(server, 'client');
      return fields['IsConnected'] === false ? fields : undefined;
    });
    expect(client, what).toMatchObject({ CloseCode: 1006, LastError: expect.stringContaining('WW_AGENT_FAULT') });
    expect(await shown(server, 'hers'), what).toMatchObject({ IsConnected: true, MessagesReceived: 1 });
    expect(server.worlds.get('raided').tick, what).toBeGreaterThan(tick);
  }
  honest.tell({ type: 'message', connection: hers, data: 'another true word' });
  await until('the other machine to be heard still', async () => (await shown(server, 'hers'))['MessagesReceived'] === 2);
  expect(honest.bye).toBeUndefined();
  await goesOn(server);
});

test('what an agent says of another’s connection, of one that has ended, or of one that it was told to leave reaches nobody', async () => {
  const { server, honest, hers } = await withHonest();
  const liar = await FreeAgent.join(server);
  await give(server, 'client', liar.userId);
  const first = await liar.opened();
  await isOpen(server, 'client');
  expect(first).toBeGreaterThan(hers);
  for (const connection of [hers, 0])
    liar.tell(
      { type: 'message', connection, data: 'a lie' },
      { type: 'sent', connection, messages: 1, bytes: 1 },
      { ...ENDED, connection },
      { type: 'discarded', connection, messages: 1 },
    );
  // Its own, once ended.
  liar.tell({ ...ENDED, connection: first });
  await until('it to have ended', async () => (await shown(server, 'client'))['IsConnected'] === false);
  liar.tell(
    { type: 'message', connection: first, data: 'too late' },
    { ...ENDED, connection: first },
    { type: 'opened', connection: first, protocol: '', extensions: '' },
  );
  await goesOn(server);
  expect(await shown(server, 'hers')).toMatchObject({ IsConnected: true, MessagesReceived: 1, BytesReceived: 11 });
  expect(await shown(server, 'client')).toMatchObject({ IsConnected: false, MessagesReceived: 0 });
  expect([liar.page.connected, honest.page.connected]).toEqual([true, true]);
});

test('nobody answers for another: answers to questions that were never put to a machine decide nothing', async () => {
  const server = await raided();
  const [ann, ben, spectator] = [await FreeAgent.join(server), await FreeAgent.join(server), await FreeAgent.join(server, 'Spectator')];
  await give(server, 'client', ann.userId);
  const question = await until('the question to Ann', () => ann.asked.at(-1));
  await api(server, '/api/worlds/raided/operations', { operations: [{ op: 'addEntity', entity: { id: 'hosts', components: { WebsocketClient: {} } } }] });
  await give(server, 'hosts', 'host');
  const prompt = await until('the prompt of the host', () => server.desk.prompts()[0]);
  const asks = [question.ask, prompt.ask, 0, 999_999, Number.MAX_SAFE_INTEGER];
  expect(await ben.answer('allow', asks)).toMatchObject({
    ok: false,
    code: 'WW_NOT_FOUND',
    message: expect.stringContaining('Of these 5 answers 0 counted, and 5 were to such questions.'),
  });
  expect(await ann.answer('allow', [prompt.ask])).toMatchObject({ ok: false, code: 'WW_NOT_FOUND' });
  expect(await spectator.answer('allow', asks)).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  const spectators = await comeIn(server, 'Spectator');
  for (const page of [ben.page, spectators])
    expect(await ask(page, 'answer', { world: 'raided', ask: prompt.ask, decision: 'always' })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  await goesOn(server);
  expect([await shown(server, 'client'), await shown(server, 'hosts')]).toMatchObject([{ State: 'AwaitingAccess' }, { State: 'AwaitingAccess' }]);
  expect(server.desk.prompts().length).toBe(1);
  expect([ann.heard, ben.heard, spectator.heard]).toEqual([[], [], []]);
  // She has answered once, and twice.
  await ann.answer('deny', [question.ask]);
  await until('her denial', async () => (await shown(server, 'client'))['State'] === 'Denied');
  expect(await ann.answer('allow', [question.ask])).toMatchObject({ ok: false, code: 'WW_NOT_FOUND' });
  await goesOn(server);
  expect(await shown(server, 'client')).toMatchObject({ State: 'Denied' });
});

test('a machine that never reads nor answers holds up nobody, and its memory is bounded', async () => {
  const { server, honest, hers } = await withHonest();
  const deaf = await FreeAgent.join(server);
  await give(server, 'client', deaf.userId);
  await deaf.opened();
  await isOpen(server, 'client');
  const command = { command: 'Send', entity: 'client', component: 'WebsocketClient', args: { Data: 'x'.repeat(200_000) } };
  const answers: unknown[] = [];
  for (let time = 0; time < 20; time += 1) answers.push((await api(server, '/api/worlds/raided/commands', command)).json['code']);
  expect(answers).toEqual([...Array(5).fill(undefined), ...Array(15).fill('WW_SEND_BUFFER_FULL')]);
  expect(await shown(server, 'client')).toMatchObject({ IsConnected: true, MessagesSent: 5, BufferedAmount: 1_000_000 });
  honest.tell({ type: 'message', connection: hers, data: 'still here' });
  await until('the other to be heard', async () => (await shown(server, 'hers'))['MessagesReceived'] === 2);
  await goesOn(server);
});

/** As frames number them. */
const KINDS: readonly string[] = [...TO_AGENT, ...FROM_AGENT];

/** A record of a kind, or of a number that there is not, with any bytes. */
function record(kind: AnyRecord['type'] | number, connection: number, body: Buffer, flags = 0): Buffer {
  const number = typeof kind === 'number' ? kind : KINDS.indexOf(kind);
  const head = Buffer.alloc(HEAD);
  head[0] = number;
  head[1] = flags;
  head.writeUInt32LE(connection, 2);
  head.writeUInt32LE(body.length, 6);
  return Buffer.concat([head, body]);
}
/** A part of a message that is not its last. */
function part(connection: number, bytes: number): Buffer {
  return record('message', connection, Buffer.alloc(bytes), 3);
}
