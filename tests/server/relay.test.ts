import { describe, expect, test } from 'vitest';
import { FrameWriter, type FromAgent, type ToAgent } from '../../agent/frames.ts';
import { pause } from '../peers/link-rig.ts';
import { echo, startServer as startPeer, type ServerSettings, type TestServer } from '../peers/servers.ts';
import { RelayRig, type SeatedAgent } from './relay-rig.ts';
import { atEnd, until } from './running.ts';

async function peer(settings: ServerSettings = { serve: echo }): Promise<TestServer> {
  const server = await startPeer(settings);
  atEnd(() => server.close());
  return server;
}

/** A rig and a machine of Ann's that carries nothing by itself, with one connection that it has told to be open. */
async function lying(limits: Parameters<RelayRig['openAt']>[2] = {}): Promise<{ rig: RelayRig; ann: SeatedAgent; connection: number }> {
  const rig = await RelayRig.start();
  const ann = await rig.seat('u-ann', 'm-1', { silent: true, name: 'Ann' });
  const connection = rig.openAt(ann.user, 'ws://127.0.0.1:9/', limits);
  await until('it is asked to open', () => ann.agent.connections.length === 1);
  ann.agent.say({ type: 'opened', connection, protocol: '', extensions: '' });
  await rig.told(connection, 'opened');
  return { rig, ann, connection };
}

function toldTo<T extends ToAgent['type']>(ann: SeatedAgent, type: T): Extract<ToAgent, { type: T }>[] {
  return ann.agent.told.filter((record): record is Extract<ToAgent, { type: T }> => record.type === type);
}

describe('what an agent carries', () => {
  test('text and bytes go both ways, as they were, and in order', async () => {
    const remote = await peer();
    const rig = await RelayRig.start();
    const ann = await rig.seat('u-ann', 'm-1');
    const connection = rig.openAt(ann.user, remote.url());
    await rig.told(connection, 'opened');
    const sent = [
      '',
      'plain',
      '\ufeffmarked',
      'ö 漢 😀',
      new Uint8Array(),
      new Uint8Array([0, 255, 254]),
      'x'.repeat(200_000),
      new Uint8Array(300_000).fill(7),
      'last',
    ];
    for (const data of sent) rig.send(connection, data);
    await rig.until('all is back', () => rig.messages(connection).length === sent.length);
    expect(rig.messages(connection)).toEqual(sent);
    rig.close(connection, 4000, 'enough');
    await rig.told(connection, 'drained');
    expect(await remote.guests[0]?.left).toEqual({ code: 4000, reason: 'enough' });
    expect(rig.story(connection)).toEqual(['opened', 'message', 'drained']);
    expect(ann.faults).toEqual([]);
  });

  test('headers arrive, and messages that were sent are told of no longer than they wait', async () => {
    const remote = await peer();
    const rig = await RelayRig.start();
    const ann = await rig.seat('u-ann', 'm-1');
    const connection = rig.openAt(ann.user, remote.url(), {}, { 'X-Greeting': 'hello' });
    await rig.told(connection, 'opened');
    expect(remote.guests[0]?.request.headers['x-greeting']).toBe('hello');
    rig.send(connection, 'x'.repeat(900_000));
    await rig.until('it is back', () => rig.messages(connection).length === 1);
    await rig.until('nothing waits', () => (rig.of(connection, 'buffered').at(-1)?.bytes ?? 0) === 0);
  });

  test('a flood of 200,000 messages loses none, keeps its order, waits in bounds, and a quiet neighbour is served all along', async () => {
    const remote = await peer({
      serve: ({ socket, request }) => {
        if (request.url !== '/flood') socket.on('message', (data, binary) => socket.send(data, { binary }));
        else for (let i = 0; i < 200_000; i += 1) socket.send(`${i}`);
      },
    });
    const rig = await RelayRig.start();
    const ann = await rig.seat('u-ann', 'm-1');
    const quiet = rig.openAt(ann.user, remote.url('/quiet'));
    await rig.told(quiet, 'opened');
    rig.openAt(ann.user, remote.url('/flood'));
    let next = 0;
    let wrong = 0;
    let most = 0;
    let answers = 0;
    rig.listeners.add((event) => {
      if (event.type !== 'message') return;
      if (event.connection === quiet) {
        answers += 1;
        if (next < 200_000) rig.send(quiet, 'again');
      } else if (event.data === `${next}`) next += 1;
      else wrong += 1;
      if ((next & 1023) === 0) most = Math.max(most, rig.links.stats.queuedBytes);
    });
    rig.send(quiet, 'begin');
    await rig.until('all have come', () => next + wrong >= 200_000);
    expect(wrong).toBe(0);
    expect(most).toBeLessThan(1024 * (64 + 8) + 1000);
    expect(answers).toBeGreaterThan(20);
    rig.events.length = 0;
  });

  test('the last message before the server closes is handed over before its end, however many wait', async () => {
    const remote = await peer({
      serve: ({ socket }) => {
        for (let i = 0; i < 5000; i += 1) socket.send(`${i}`);
        socket.close(4321, 'done');
      },
    });
    const rig = await RelayRig.start();
    const ann = await rig.seat('u-ann', 'm-1');
    const connection = rig.openAt(ann.user, remote.url());
    const closed = await rig.told(connection, 'closed');
    expect(closed).toMatchObject({ code: 4321, reason: 'done' });
    expect(rig.messages(connection)).toHaveLength(5000);
    expect(rig.messages(connection).at(-1)).toBe('4999');
    expect(rig.story(connection)).toEqual(['opened', 'message', 'closed']);
  });

  test('an attempt that fails is told with the reason that the machine gave', async () => {
    const rig = await RelayRig.start();
    const ann = await rig.seat('u-ann', 'm-1');
    const connection = rig.openAt(ann.user, 'ws://127.0.0.1:1/');
    expect(await rig.told(connection, 'closed')).toMatchObject({ code: 1006, error: { code: 'WW_CONNECT_FAILED' } });
  });

  test('of a machine that sees no pings that is said when it opens', async () => {
    const { rig, ann } = await lying();
    const tab = await rig.seat('u-tab', 'm-2', { silent: true, features: { ...ann.seated.features, kind: 'browser', pings: false } });
    const connection = rig.openAt(tab.user, 'ws://127.0.0.1:9/');
    await until('it is asked', () => tab.agent.connections.length === 1);
    tab.agent.say({ type: 'opened', connection, protocol: 'p', extensions: 'e' });
    expect(await rig.told(connection, 'opened')).toEqual({ type: 'opened', connection, protocol: 'p', extensions: 'e', pings: false });
  });

  test('what its socket is like is asked of it when somebody looks', async () => {
    const remote = await peer();
    const rig = await RelayRig.start();
    const ann = await rig.seat('u-ann', 'm-1');
    const connection = rig.openAt(ann.user, remote.url());
    await rig.told(connection, 'opened');
    expect(rig.links.socketInfo(connection)).toBeNull();
    const info = await until('facts', () => rig.links.socketInfo(connection) ?? undefined);
    expect(info).toMatchObject({ connection, machine: { userId: 'u-ann', machineId: 'm-1', kind: 'terminal' }, status: 101, queued: 0, buffered: 0 });
    expect(ann.seated.carried).toEqual([{ entity: 'lamp', component: 'WebsocketClient', url: remote.url(), open: true }]);
  });
});

describe('credit', () => {
  test('an agent has handed over no more than was lent, and is given more as the world takes it', async () => {
    const { rig, ann, connection } = await lying();
    const { messages } = toldTo(ann, 'open')[0]?.request.credit ?? { messages: 0 };
    expect(messages).toBe(1024);
    for (let i = 0; i < messages; i += 1) ann.agent.say({ type: 'message', connection, data: `${i}` });
    await until('all have come', () => rig.links.stats.messagesIn === messages);
    expect(rig.links.stats.paused).toBe(1);
    await pause(50);
    expect(toldTo(ann, 'credit')).toEqual([]);
    await rig.until('the world has them', () => rig.messages(connection).length === messages);
    await until('it has been given more', () => toldTo(ann, 'credit').reduce((sum, { credit }) => sum + credit.messages, 0) === messages);
    expect(rig.links.stats.paused).toBe(0);
    expect(ann.faults).toEqual([]);
  });

  test('a message larger than all that was lent may pass alone, and then what it cost is owed', async () => {
    const { rig, ann, connection } = await lying();
    ann.agent.say({ type: 'message', connection, data: new Uint8Array(1_000_000) });
    await until('it has come', () => rig.links.stats.messagesIn === 1);
    expect(rig.links.stats.paused).toBe(1);
    await rig.until('the world has it', () => rig.messages(connection).length === 1);
    await until('it is lent again', () => toldTo(ann, 'credit')[0]?.credit.bytes === 1_000_000);
  });

  test('a message that was allowed when it set out is taken, though MaxMessageSize is less by then', async () => {
    const { rig, ann, connection } = await lying();
    rig.links.perform({ type: 'configure', connection, limits: { maxMessageSize: 10, maxBufferedAmount: 1000, maxMessagesPerTick: 1000 } });
    await until('it is told', () => toldTo(ann, 'configure')[0]?.limits.maxMessageSize === 10);
    ann.agent.say({ type: 'message', connection, data: 'longer than ten' });
    await rig.until('it is taken', () => rig.messages(connection).length === 1);
    expect(ann.faults).toEqual([]);
  });

  test('with very many connections each is lent less', async () => {
    const rig = await RelayRig.start({ budgets: { totalBytes: 64 * 1024 } });
    const ann = await rig.seat('u-ann', 'm-1', { silent: true });
    for (let i = 0; i < 20; i += 1) rig.openAt(ann.user, 'ws://127.0.0.1:9/');
    await until('all are asked for', () => ann.agent.connections.length === 20);
    const lent = toldTo(ann, 'open').map(({ request }) => request.credit.bytes);
    expect(lent[0]).toBe(128 * 1024);
    expect(lent.at(-1)).toBeLessThan(8 * 1024);
    expect(lent.at(-1)).toBeGreaterThan(0);
  });
});

describe('sending', () => {
  test('what a machine has not told to be sent counts as buffered, and a send beyond the bound fails', async () => {
    const { rig, ann, connection } = await lying({ maxBufferedAmount: 1000 });
    rig.send(connection, 'x'.repeat(600));
    rig.send(connection, 'y'.repeat(600));
    rig.send(connection, 'z'.repeat(400));
    expect(await rig.told(connection, 'sendFailed')).toMatchObject({ bytes: 600, code: 'WW_SEND_BUFFER_FULL' });
    await rig.until('it is told', () => rig.of(connection, 'buffered').at(-1)?.bytes === 1000);
    await until('both are there', () => toldTo(ann, 'send').length === 2);
    ann.agent.say({ type: 'sent', connection, messages: 1, bytes: 600 });
    await rig.until('the rest waits', () => rig.of(connection, 'buffered').at(-1)?.bytes === 400);
    ann.agent.say({ type: 'failed', connection, messages: 1, bytes: 400, error: { code: 'WW_NOT_OPEN', message: 'no' } });
    await rig.until('nothing waits', () => rig.of(connection, 'buffered').at(-1)?.bytes === 0);
    expect(rig.of(connection, 'sendFailed').at(-1)).toEqual({
      type: 'sendFailed',
      connection,
      number: 3,
      messages: 1,
      bytes: 400,
      code: 'WW_NOT_OPEN',
      message: 'no',
    });
  });

  test('a machine that reads nothing is let pile up what its connections may buffer, and nobody else waits', async () => {
    const remote = await peer();
    const rig = await RelayRig.start();
    const slow = await rig.seat('u-slow', 'm-1');
    const ann = await rig.seat('u-ann', 'm-2');
    const stuck = rig.openAt(slow.user, remote.url(), { maxBufferedAmount: 20_000_000 });
    const free = rig.openAt(ann.user, remote.url());
    await rig.told(stuck, 'opened');
    await rig.told(free, 'opened');
    const { engine } = slow.agent.line.io as unknown as { engine: { transport: { ws: { pause(): void; resume(): void } } } };
    engine.transport.ws.pause();
    const large = new Uint8Array(1_000_000);
    for (let i = 0; i < 25; i += 1) rig.send(stuck, large);
    await rig.until('the bound is felt', () => rig.of(stuck, 'sendFailed').length === 5);
    for (let i = 0; i < 100; i += 1) {
      rig.send(free, `${i}`);
      await rig.until('it is served', () => rig.messages(free).length === i + 1);
    }
    expect(rig.messages(stuck)).toEqual([]);
    engine.transport.ws.resume();
    await rig.until('all that was taken on is there', () => rig.messages(stuck).length === 20);
    await rig.until('nothing waits', () => rig.of(stuck, 'buffered').at(-1)?.bytes === 0);
    expect([slow.faults, ann.faults]).toEqual([[], []]);
    rig.events.length = 0;
  });

  test('when a machine vanishes, what it had not told to be sent has failed, and then the connection has ended', async () => {
    const { rig, ann, connection } = await lying();
    for (let i = 0; i < 5; i += 1) rig.send(connection, 'four');
    await until('they are there', () => toldTo(ann, 'send').length === 5);
    ann.agent.say({ type: 'sent', connection, messages: 2, bytes: 8 }, { type: 'message', connection, data: 'the last word' });
    await rig.until('the word', () => rig.messages(connection).length === 1);
    ann.agent.vanish();
    const closed = await rig.told(connection, 'closed');
    expect(closed).toMatchObject({ code: 1006, error: { code: 'WW_AGENT_LOST' } });
    expect(closed.error?.message).toContain('the command line of Ann has gone');
    expect(rig.of(connection, 'sendFailed')).toMatchObject([{ messages: 3, bytes: 12, code: 'WW_AGENT_LOST' }]);
    expect(rig.story(connection)).toEqual(['opened', 'message', 'sendFailed', 'closed']);
    rig.send(connection, 'too late');
    await rig.until('told', () => rig.of(connection, 'sendFailed').length === 2);
    expect(rig.of(connection, 'sendFailed')[1]).toMatchObject({ bytes: 8, code: 'WW_NOT_OPEN' });
  });

  test('what was not told to be sent when the remote ends it has failed, before the end', async () => {
    const { rig, ann, connection } = await lying();
    rig.send(connection, 'four');
    await until('it is there', () => toldTo(ann, 'send').length === 1);
    ann.agent.say({ type: 'closed', connection, code: 1000, reason: 'bye' });
    expect(await rig.told(connection, 'closed')).toEqual({ type: 'closed', connection, code: 1000, reason: 'bye' });
    expect(rig.story(connection)).toEqual(['opened', 'sendFailed', 'closed']);
  });
});

describe('ends', () => {
  test('a machine that never answers a close or a drop holds neither for ever', async () => {
    const rig = await RelayRig.start({ closeTimeout: 50 });
    const ann = await rig.seat('u-ann', 'm-1', { silent: true });
    const [first, second] = [rig.openAt(ann.user, 'ws://127.0.0.1:9/'), rig.openAt(ann.user, 'ws://127.0.0.1:9/')];
    await until('both are asked for', () => ann.agent.connections.length === 2);
    ann.agent.say({ type: 'opened', connection: second, protocol: '', extensions: '' }, { type: 'message', connection: second, data: 'one' });
    await until('it has come', () => rig.links.stats.messagesIn === 1);
    rig.close(first);
    rig.drop(second);
    await rig.told(first, 'drained');
    expect(await rig.told(second, 'discarded')).toMatchObject({ messages: 1 });
    expect(rig.links.stats.connections).toBe(0);
    await until('both are dropped at the machine', () => toldTo(ann, 'drop').length === 2);
    expect(toldTo(ann, 'drop').map(({ connection }) => connection)).toEqual([second, first]);
  });

  test('a drop counts what waited here and there', async () => {
    const { rig, ann, connection } = await lying();
    ann.agent.say({ type: 'message', connection, data: 'a' }, { type: 'message', connection, data: 'b' });
    await until('they have come', () => rig.links.stats.messagesIn === 2);
    rig.drop(connection);
    await until('it is told', () => toldTo(ann, 'drop').length === 1);
    ann.agent.say({ type: 'message', connection, data: 'c' }, { type: 'discarded', connection, messages: 4 });
    expect(await rig.told(connection, 'discarded')).toMatchObject({ messages: 7 });
    expect(rig.messages(connection)).toEqual([]);
  });

  test('a close of a connection whose machine has gone is drained at once, its messages first', async () => {
    const { rig, ann, connection } = await lying();
    ann.agent.say({ type: 'message', connection, data: 'a' });
    await until('it has come', () => rig.links.stats.messagesIn === 1);
    rig.close(connection);
    ann.agent.vanish();
    await rig.told(connection, 'drained');
    expect(rig.story(connection)).toEqual(['opened', 'message', 'drained']);
  });

  test('late words of a number that has ended are passed over', async () => {
    const { rig, ann, connection } = await lying();
    ann.agent.say({ type: 'closed', connection, code: 1000, reason: '' });
    await rig.told(connection, 'closed');
    ann.agent.say(
      { type: 'message', connection, data: 'late' },
      { type: 'message', connection, data: 'x'.repeat(300_000) },
      { type: 'sent', connection, messages: 9, bytes: 9 },
      { type: 'closed', connection, code: 1000, reason: '' },
    );
    const next = rig.openAt(ann.user, 'ws://127.0.0.1:9/');
    await until('it is asked', () => ann.agent.connections.length === 2);
    ann.agent.say({ type: 'opened', connection: next, protocol: '', extensions: '' });
    await rig.told(next, 'opened');
    expect(rig.story(connection)).toEqual(['opened', 'closed']);
    expect(ann.faults).toEqual([]);
  });

  test('without a machine of the user there is nothing that could open it', async () => {
    const rig = await RelayRig.start();
    const connection = rig.openAt({ userId: 'u-nobody', machineId: 'm-0' }, 'ws://127.0.0.1:9/');
    expect(await rig.told(connection, 'closed')).toMatchObject({ code: 1006, error: { code: 'WW_AGENT_LOST' } });
    expect(rig.links.stats.connections).toBe(0);
  });

  test('of two lines of a machine the newest opens, and the other goes on with what it carries', async () => {
    const remote = await peer();
    const rig = await RelayRig.start();
    const old = await rig.seat('u-ann', 'm-1');
    const first = rig.openAt(old.user, remote.url());
    await rig.told(first, 'opened');
    const young = await rig.seat('u-ann', 'm-1');
    const second = rig.openAt(old.user, remote.url());
    await rig.told(second, 'opened');
    expect([old.agent.connections, young.agent.connections]).toEqual([[first], [second]]);
    young.agent.vanish();
    await rig.told(second, 'closed');
    rig.send(first, 'still here');
    await rig.until('it is back', () => rig.messages(first).length === 1);
    const third = rig.openAt({ userId: 'u-ann', machineId: null }, remote.url());
    await rig.told(third, 'opened');
    expect(old.agent.connections).toEqual([first, third]);
  });

  test('when the links of a world are closed, its machines close what they hold', async () => {
    const remote = await peer();
    const rig = await RelayRig.start();
    const ann = await rig.seat('u-ann', 'm-1');
    await rig.told(rig.openAt(ann.user, remote.url()), 'opened');
    await rig.links.closeAll();
    expect(await remote.guests[0]?.left).toMatchObject({ code: 1001 });
    expect(ann.seated.carried).toEqual([]);
  });
});

describe('a machine that lies is put out, and touches nobody else', () => {
  const far = 99_999;
  const lies: { readonly [what: string]: (connection: number) => FromAgent[] } = {
    'a message of a connection that it was never given': () => [{ type: 'message', connection: far, data: 'x' }],
    'a word of a connection that it was never given': () => [{ type: 'activity', connection: far }],
    'a second opening': (connection) => [{ type: 'opened', connection, protocol: '', extensions: '' }],
    'a message larger than MaxMessageSize': (connection) => [{ type: 'message', connection, data: new Uint8Array(1024 * 1024 + 1) }],
    'more messages than were granted': (connection) => Array.from({ length: 1025 }, () => ({ type: 'message', connection, data: 'x' }) as const),
    'more bytes than were granted': (connection) => Array.from({ length: 6 }, () => ({ type: 'message', connection, data: 'x'.repeat(60_000) }) as const),
    'messages sent that were never to be sent': (connection) => [{ type: 'sent', connection, messages: 1, bytes: 0 }],
    'bytes sent without a message': (connection) => [{ type: 'sent', connection, messages: 0, bytes: 1 }],
    'failures of what was never to be sent': (connection) => [
      { type: 'failed', connection, messages: 1, bytes: 4, error: { code: 'WW_NOT_OPEN', message: '' } },
    ],
    'a draining that nobody asked for': (connection) => [{ type: 'drained', connection }],
    'a throwing away that nobody asked for': (connection) => [{ type: 'discarded', connection, messages: 1 }],
    'an error that there is not': (connection) => [{ type: 'closed', connection, code: 1006, reason: '', error: { code: 'WW_BOGUS' as never, message: '' } }],
    'a close code that is none': (connection) => [{ type: 'closed', connection, code: -1, reason: '' }],
    'a text where a number belongs': (connection) => [{ type: 'discarded', connection, messages: '3' as never }],
    'facts of the wrong form': (connection) => [{ type: 'facts', connection, facts: { url: 7 } as never }],
    'what only the server says': (connection) => [{ type: 'drop', connection } as never],
  };

  test.each(Object.entries(lies))('%s', async (_what, lie) => {
    const { rig, ann, connection } = await lying();
    const remote = await peer();
    const bob = await rig.seat('u-bob', 'm-2');
    const other = rig.openAt(bob.user, remote.url());
    await rig.told(other, 'opened');
    rig.collect();
    ann.agent.say(...lie(connection));
    expect((await rig.told(connection, 'closed')).error).toMatchObject({ code: 'WW_AGENT_FAULT' });
    expect(ann.faults).toHaveLength(1);
    await until('the line has ended', () => !ann.agent.line.connected);
    rig.send(other, 'still here');
    await rig.until('it is back', () => rig.messages(other).length === 1);
    expect(bob.faults).toEqual([]);
  });

  test('a message before its connection is open', async () => {
    const rig = await RelayRig.start();
    const ann = await rig.seat('u-ann', 'm-1', { silent: true });
    const connection = rig.openAt(ann.user, 'ws://127.0.0.1:9/');
    await until('it is asked to open', () => ann.agent.connections.length === 1);
    ann.agent.say({ type: 'message', connection, data: 'x' });
    await rig.told(connection, 'closed');
    expect(rig.messages(connection)).toEqual([]);
    expect(ann.faults).toHaveLength(1);
  });

  test.each([
    ['text', 'no frame'],
    ['nothing', undefined],
    ['a list', [1, 2, 3]],
    ['an object that would be a prototype', JSON.parse('{"__proto__":{"length":3}}') as object],
    ['bytes of no kind', new Uint8Array([99, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
    ['a record cut off', new Uint8Array([8, 0, 1])],
    ['a length beyond the frame', new Uint8Array([8, 0, 1, 0, 0, 0, 255, 255, 255, 255])],
  ])('%s instead of a frame', async (_what, frame) => {
    const { rig, ann, connection } = await lying();
    ann.agent.line.emit('relay', frame);
    await rig.told(connection, 'closed');
    expect(ann.faults).toHaveLength(1);
  });

  test('what stood before the lie in its frame counts, and nothing behind it', async () => {
    const { rig, ann, connection } = await lying();
    ann.agent.say({ type: 'message', connection, data: 'true' }, { type: 'drained', connection }, { type: 'message', connection, data: 'behind' });
    await rig.told(connection, 'closed');
    expect(rig.messages(connection)).toEqual(['true']);
  });

  test('parts that never become messages are held up to a bound', async () => {
    const { rig, ann } = await lying();
    const connections = Array.from({ length: 40 }, () => rig.openAt(ann.user, 'ws://127.0.0.1:9/'));
    await until('all are asked for', () => ann.agent.connections.length === 41);
    const writer = new FrameWriter();
    for (const connection of connections) {
      writer.write({ type: 'message', connection, data: new Uint8Array(1024 * 1024) });
      const frames = writer.take();
      // All but the last part.
      for (const frame of frames.slice(0, -1)) ann.agent.line.emit('relay', frame);
    }
    await until('it is put out', () => ann.faults.length === 1);
    expect(ann.faults[0]).toContain('part');
  });

  test('telling that messages went out which it has not read ends it before they fill the memory', async () => {
    const { rig, ann, connection } = await lying({ maxBufferedAmount: 100_000_000 });
    const { engine } = ann.agent.line.io as unknown as { engine: { transport: { ws: { pause(): void; terminate(): void } } } };
    // What reads nothing would see no goodbye either, and be waited for.
    atEnd(() => engine.transport.ws.terminate());
    engine.transport.ws.pause();
    const data = new Uint8Array(500_000);
    for (let i = 0; i < 100; i += 1) rig.send(connection, data);
    await rig.until('they wait', () => rig.of(connection, 'buffered').at(-1)?.bytes === 50_000_000);
    expect(ann.faults).toEqual([]);
    ann.agent.say({ type: 'sent', connection, messages: 100, bytes: 50_000_000 });
    await rig.until('that is taken in', () => rig.of(connection, 'buffered').at(-1)?.bytes === 0);
    rig.send(connection, 'one more');
    expect(await rig.told(connection, 'closed')).toMatchObject({ error: { code: 'WW_AGENT_FAULT' } });
  });
});
