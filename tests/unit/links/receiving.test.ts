import { describe, expect, it } from 'vitest';
import { payloadLimit } from '../../../server/links/dial.ts';
import { pause } from '../../peers/link-rig.ts';
import { hostile, rig, server } from './rigs.ts';
import type { Guest } from '../../peers/servers.ts';

const say =
  (count: number) =>
  ({ socket }: Guest): void => {
    for (let i = 0; i < count; i += 1) socket.send(String(i));
  };
const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));

describe('in a tick', () => {
  it('a connection hands over no more than its own limit', async () => {
    const { url } = await server({ serve: say(25) });
    const links = rig();
    const connection = links.open(url(), { limits: { maxMessagesPerTick: 10 } });
    await links.until('all has arrived', () => links.links.stats.messagesIn === 25, 'pass');
    const handed = [1, 2, 3, 4].map(() => links.collect().length);
    expect(handed).toEqual([10, 10, 5, 0]);
    expect(links.messages(connection)).toEqual(numbers(25));
  });

  it('whoever owns them can do something else between the many messages that come in, when none is under way', async () => {
    const { url } = await server({ serve: say(100) });
    const links = rig();
    const under: boolean[] = [];
    links.links.between = () => {
      under.push(/receive|onMessage/.test(new Error().stack ?? ''));
    };
    links.open(url());
    await links.until('all has arrived', () => links.links.stats.messagesIn === 100, 'pass');
    expect(under).toEqual(Array<boolean>(6).fill(false));
  });

  it('the limit may change while it runs', async () => {
    const { url } = await server({ serve: say(25) });
    const links = rig();
    const connection = links.open(url(), { limits: { maxMessagesPerTick: 10 } });
    await links.until('all has arrived', () => links.links.stats.messagesIn === 25, 'pass');
    links.links.perform({ type: 'configure', connection, limits: { maxMessageSize: 1000, maxBufferedAmount: 1000, maxMessagesPerTick: 20 } });
    expect([links.collect().length, links.collect().length]).toEqual([20, 5]);
  });

  it('the world takes no more than its budget, and a flood takes only what the others leave', async () => {
    const { url } = await server({
      serve: (guest) => {
        say(Number(guest.request.url?.slice(1)))(guest);
      },
    });
    const links = rig({ budgets: { perTick: 100 } });
    const flood = links.open(url('/1000'));
    const quiet = [links.open(url('/5')), links.open(url('/30')), links.open(url('/1'))];
    await links.until('all has arrived', () => links.links.stats.messagesIn === 1036, 'pass');
    links.collect();
    expect(quiet.map((connection) => links.messages(connection).length)).toEqual([5, 30, 1]);
    expect(links.messages(flood).length).toBe(64);
    while (links.collect().length > 0);
    expect(links.messages(flood)).toEqual(numbers(1000));
  });

  it('with more connections than budget every one has its turn, eight messages long', async () => {
    const { url } = await server({ serve: say(20) });
    const links = rig({ budgets: { perTick: 16 } });
    const connections = Array.from({ length: 6 }, () => links.open(url()));
    await links.until('all has arrived', () => links.links.stats.messagesIn === 120, 'pass');
    for (let tick = 0; tick < 3; tick += 1) expect(links.collect()).toHaveLength(16);
    expect(connections.map((connection) => links.messages(connection).length)).toEqual([8, 8, 8, 8, 8, 8]);
    while (links.collect().length > 0);
    for (const connection of connections) expect(links.messages(connection)).toEqual(numbers(20));
  });

  it('bytes are bounded as well, one message at least', async () => {
    const { url } = await server({
      serve: ({ socket }) => {
        for (let i = 0; i < 5; i += 1) socket.send(Buffer.alloc(100_000, i));
      },
    });
    const links = rig({ budgets: { bytesPerTick: 50_000 } });
    const connection = links.open(url(), { limits: { maxMessagesPerTick: 1 } });
    const other = links.open(url(), { limits: { maxMessagesPerTick: 1 } });
    await links.until('all has arrived', () => links.links.stats.messagesIn === 10, 'pass');
    expect(links.collect()).toHaveLength(1);
    expect(links.collect()).toHaveLength(1);
    expect([links.messages(connection).length, links.messages(other).length]).toEqual([1, 1]);
  });
});

describe('in a pass', () => {
  it('no message is handed over, and what stands behind one waits with it', async () => {
    const { url } = await server({
      serve: ({ socket, request }) => {
        if (request.url === '/talks') socket.send('x');
        socket.close(1000);
      },
    });
    const links = rig();
    const talks = links.open(url('/talks'));
    const silent = links.open(url('/silent'));
    await links.until('both have closed', () => links.links.stats.messagesIn === 1 && links.links.stats.sockets === 0, 'pass');
    links.collect('pass');
    expect(links.story(talks)).toEqual(['opened']);
    expect(links.story(silent)).toEqual(['opened', 'closed']);
    links.collect('tick');
    expect(links.story(talks)).toEqual(['opened', 'message', 'closed']);
  });
});

describe('a sender that is too fast', () => {
  it('is slowed: its socket is paused, what waits is bounded, and nothing is lost or out of order', async () => {
    const peer = await hostile();
    const links = rig({ budgets: { highMessages: 1000 } });
    const connection = links.open(peer.url('/flood'));
    await links.until('it is paused', () => links.links.stats.paused === 1, 'pass');
    const victim = peer.victims[0];
    let before = -1;
    await links.until(
      'the sender stands still',
      () => {
        const now = victim?.sent() ?? 0;
        const still = now === before && victim !== undefined && victim.socket.writableLength > 0;
        before = now;
        return still;
      },
      'pass',
    );
    expect(links.links.stats.messagesIn).toBeLessThan(20_000);
    await links.until('a lot has come', () => links.messages(connection).length > 50_000);
    const got = links.messages(connection);
    expect(got.findIndex((data, index) => data !== String(index))).toBe(-1);
    expect(links.links.stats.queuedBytes).toBeLessThan(4 * 1024 * 1024);
  });

  it('counts by bytes too', async () => {
    const { url } = await server({
      serve: ({ socket }) => {
        for (let i = 0; i < 100; i += 1) socket.send(Buffer.alloc(100_000));
      },
    });
    const links = rig({ budgets: { highBytes: 1_000_000 } });
    const connection = links.open(url());
    await links.until('it is paused', () => links.links.stats.paused === 1, 'pass');
    await pause(100);
    expect(links.links.stats.messagesIn).toBeLessThan(30);
    await links.until('all has come', () => links.messages(connection).length === 100);
  });

  it('does not delay the close of its own connection', async () => {
    const peer = await hostile();
    const links = rig({ budgets: { highMessages: 1000 }, closeTimeout: 300 });
    const connection = links.open(peer.url('/flood'));
    await links.until('it is paused', () => links.links.stats.paused === 1, 'pass');
    links.close(connection);
    await links.told(connection, 'drained');
    await links.until('the socket is gone', () => links.links.stats.sockets === 0);
    expect(links.story(connection)).toEqual(['opened', 'message', 'drained']);
  });

  it('nor that of its TCP connection, where the peer answers the close', async () => {
    const peer = await server({ serve: say(20_000) });
    const links = rig({ budgets: { highMessages: 100 }, closeTimeout: 60_000 });
    const connection = links.open(peer.url());
    await links.until('it is paused', () => links.links.stats.paused === 1, 'pass');
    links.close(connection);
    await links.until('the socket is gone', () => links.links.stats.sockets === 0);
    expect(peer.guests[0]?.socket.readyState).toBeGreaterThan(1);
  });

  it('that resets while it is paused has every message handed over that had come', async () => {
    const peer = await hostile();
    const links = rig({ budgets: { highMessages: 1000 } });
    const connection = links.open(peer.url('/flood'));
    await links.until('it is paused', () => links.links.stats.paused === 1, 'pass');
    peer.victims[0]?.socket.resetAndDestroy();
    expect((await links.told(connection, 'closed')).error?.code).toBe('WW_CONNECTION_LOST');
    expect(links.story(connection)).toEqual(['opened', 'message', 'closed']);
    expect(links.messages(connection).findIndex((data, index) => data !== String(index))).toBe(-1);
    expect(links.messages(connection).length).toBe(links.links.stats.messagesIn);
  });
});

describe('that a remote is alive is told', () => {
  it('for a ping, once per collect', async () => {
    const peer = await server();
    const links = rig();
    const connection = links.open(peer.url());
    await links.told(connection, 'opened');
    let pongs = 0;
    peer.guests[0]?.socket.on('pong', () => {
      pongs += 1;
    });
    for (let i = 0; i < 5; i += 1) peer.guests[0]?.socket.ping();
    while (pongs < 5) await pause(1);
    expect(links.collect()).toEqual([{ type: 'activity', connection }]);
    expect(links.collect()).toEqual([]);
  });

  it('for parts of a message that is not finished', async () => {
    const peer = await hostile();
    const links = rig();
    const connection = links.open(peer.url('/unfinished'));
    await links.until('it is told some times', () => links.of(connection, 'activity').length >= 3);
    expect(links.story(connection)).toEqual(['opened']);
  });

  it('by the very step that comes a quarter of a second later, though no timer had its turn', async () => {
    const peer = await hostile();
    const links = rig();
    const connection = links.open(peer.url('/unfinished'));
    await links.told(connection, 'activity');
    const before = links.links.stats.bytesIn;
    const sender = peer.victims[0]?.socket,
      sent = sender?.bytesWritten;
    while (sender?.bytesWritten === sent) await pause(1);
    const end = performance.now() + 251;
    while (performance.now() < end);
    // What has come meanwhile is read in the turn of sockets, which is before that of any timer.
    await new Promise((resolve) => setImmediate(resolve));
    const told = links.collect();
    expect([told, links.links.stats.bytesIn]).toEqual([[{ type: 'activity', connection }], before]);
  });

  it('while its messages wait or its socket is paused, in passes as well', async () => {
    const peer = await hostile();
    const links = rig({ budgets: { highMessages: 10 } });
    const connection = links.open(peer.url('/flood'));
    await links.until('it is told some times', () => links.of(connection, 'activity').length >= 3, 'pass');
    expect(links.links.stats.paused).toBe(1);
  });

  it('and not where there is silence', async () => {
    const peer = await server();
    const links = rig();
    const connection = links.open(peer.url());
    await links.told(connection, 'opened');
    await pause(600);
    links.collect();
    await pause(600);
    links.collect();
    expect(links.of(connection, 'activity')).toEqual([]);
  });
});

describe('the greatest size of a message', () => {
  it('ends the connection where the server passes it', async () => {
    let heard = 0;
    const { url } = await server({
      serve: ({ socket }) => {
        socket.on('close', (code) => {
          heard = code;
        });
        socket.send('x'.repeat(1000));
        socket.send('x'.repeat(1001));
      },
    });
    const links = rig();
    const connection = links.open(url(), { limits: { maxMessageSize: 1000 } });
    expect(await links.told(connection, 'closed')).toMatchObject({ code: 1009, reason: '', error: { code: 'WW_MESSAGE_TOO_LARGE' } });
    expect(links.messages(connection)).toEqual(['x'.repeat(1000)]);
    // What is told as ours is what the server was told.
    await links.until('the server has heard why', () => heard === 1009);
  });

  it('may be raised and lowered while it runs', async () => {
    const peer = await server();
    const links = rig();
    const connection = links.open(peer.url(), { limits: { maxMessageSize: 10 } });
    await links.told(connection, 'opened');
    const limit = (maxMessageSize: number): void => {
      links.links.perform({ type: 'configure', connection, limits: { maxMessageSize, maxBufferedAmount: 1000, maxMessagesPerTick: 10 } });
    };
    limit(100);
    peer.guests[0]?.socket.send('x'.repeat(100));
    await links.until('the message is there', () => links.messages(connection).length === 1);
    limit(50);
    peer.guests[0]?.socket.send('x'.repeat(51));
    expect((await links.told(connection, 'closed')).error?.code).toBe('WW_MESSAGE_TOO_LARGE');
  });

  it.each([0, -5])('%i does not mean that there is none', async (maxMessageSize) => {
    const { url } = await server({
      serve: ({ socket }) => {
        socket.send('xx');
      },
    });
    const links = rig();
    const connection = links.open(url(), { limits: { maxMessageSize } });
    expect((await links.told(connection, 'closed')).error?.code).toBe('WW_MESSAGE_TOO_LARGE');
  });

  it('does not turn over into none where it has more than 31 bits', () => {
    expect([2 ** 31 - 1, 2 ** 31, 2 ** 40].map((size) => payloadLimit(size))).toEqual([2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1]);
  });
});

it('a small binary message does not hold on to all that the network read with it', async () => {
  const { url } = await server({
    serve: ({ socket, request }) => {
      request.socket.cork();
      for (let i = 0; i < 1000; i += 1) socket.send(Buffer.from([i & 255]));
      request.socket.uncork();
    },
  });
  const links = rig();
  const connection = links.open(url());
  await links.until('all is there', () => links.messages(connection).length === 1000);
  expect(links.messages(connection).every((data, index) => data instanceof Uint8Array && data.buffer.byteLength === 1 && data[0] === (index & 255))).toBe(true);
});
