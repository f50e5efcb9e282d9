import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { InputResult } from '../../../engine/index.ts';
import { pause, type LinkRig } from '../../peers/link-rig.ts';
import { client, WorldRig } from '../../peers/world-rig.ts';
import { hostile, rig, server } from './rigs.ts';

it('a send on a connection that is not open fails, and says how many bytes', async () => {
  const peer = await server({
    serve: ({ socket }) => {
      socket.close();
    },
  });
  const links = rig();
  const connection = links.open(peer.url());
  links.send(connection, 'grüße');
  await links.told(connection, 'closed');
  links.send(connection, new Uint8Array(10));
  links.collect();
  expect(links.of(connection, 'sendFailed')).toEqual([
    { type: 'sendFailed', connection, number: 1, bytes: 7, message: 'the connection is not open', code: 'WW_NOT_OPEN' },
    { type: 'sendFailed', connection, bytes: 10, message: 'the connection is not open', code: 'WW_NOT_OPEN' },
  ]);
  expect(peer.guests[0]?.messages).toEqual([]);
});

it('sends of one turn all go out, in order, large ones between small ones', async () => {
  const peer = await server();
  const links = rig();
  const connection = links.open(peer.url(), { limits: { maxBufferedAmount: 16 * 1024 * 1024 } });
  await links.told(connection, 'opened');
  const sent = Array.from({ length: 300 }, (_, index) => `${index}:`.padEnd(index % 10 === 0 ? 40_000 : 20, 'x'));
  for (const text of sent) links.send(connection, text);
  await links.until('all is there', () => peer.guests[0]?.messages.length === 300);
  expect(peer.guests[0]?.messages.map(({ data }) => data.toString())).toEqual(sent);
});

it('bytes that the world sends are not changed by sending them', async () => {
  const peer = await server();
  const links = rig();
  const connection = links.open(peer.url());
  await links.told(connection, 'opened');
  const data = new Uint8Array(100).fill(7);
  links.send(connection, data);
  await links.until('it is there', () => peer.guests[0]?.messages.length === 1);
  expect(data).toEqual(new Uint8Array(100).fill(7));
  expect(new Uint8Array(peer.guests[0]?.messages[0]?.data ?? [])).toEqual(data);
});

it.each([false, true])('messages of every length arrive as they were sent, masked, where compression is %s', async (compression) => {
  const wire: Buffer[] = [];
  const peer = await server({
    perMessageDeflate: compression,
    serve: ({ socket }) => {
      // What the library makes of a message says nothing of how it came, so the heads of frames are looked at as well.
      (socket as unknown as { _socket: Socket })._socket.prependListener('data', (part: Buffer) => wire.push(Buffer.from(part.subarray(0, 2))));
    },
  });
  const links = rig({ compression });
  const connection = links.open(peer.url());
  await links.told(connection, 'opened');
  const bound = [0, 1, 125, 126, 65_535, 65_536];
  const sent = bound.flatMap((length) => ['ü'.repeat(length / 2).padEnd(length, 'x'), Uint8Array.from({ length }, (_, at) => at & 255)]);
  for (const [at, data] of sent.entries()) {
    wire.length = 0;
    links.send(connection, data);
    await links.until('it is there', () => peer.guests[0]?.messages.length === at + 1);
    const message = peer.guests[0]?.messages[at];
    expect(message?.binary).toBe(typeof data !== 'string');
    expect(message?.data.equals(Buffer.from(data as string))).toBe(true);
    const [first = 0, second = 0] = wire[0] ?? [];
    expect(second & 0x80).toBe(0x80);
    // Only what is worth it is compressed.
    if (data.length > 65_000) expect((first & 0x40) !== 0).toBe(compression);
  }
});

it('to a peer that does not read, what waits is told, and a send beyond the bound fails', async () => {
  const peer = await hostile();
  const links = rig();
  const connection = links.open(peer.url('/deaf'), { limits: { maxBufferedAmount: 300_000 } });
  await links.told(connection, 'opened');
  const before = links.links.stats.messagesOut;
  await links.until('a send fails', () => {
    links.send(connection, new Uint8Array(100_000));
    return links.of(connection, 'sendFailed').length > 0;
  });
  const failed = links.of(connection, 'sendFailed')[0];
  expect(failed).toMatchObject({ bytes: 100_000, message: expect.stringContaining('MaxBufferedAmount is 300000') });
  await links.until('it is told', () => links.of(connection, 'buffered').length > 0);
  const told = links.of(connection, 'buffered').at(-1)?.bytes ?? 0;
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThanOrEqual(300_100);
  expect(links.links.stats.messagesOut).toBeGreaterThan(before);

  peer.victims[0]?.socket.resume();
  await links.until('nothing waits any more', () => links.of(connection, 'buffered').at(-1)?.bytes === 0);
});

it('where the network takes all at once, nothing is told of it', async () => {
  const peer = await server();
  const links = rig();
  const connection = links.open(peer.url());
  await links.told(connection, 'opened');
  for (let i = 0; i < 50; i += 1) links.send(connection, 'x');
  await links.until('all is there', () => peer.guests[0]?.messages.length === 50);
  expect(links.of(connection, 'buffered')).toEqual([]);
});

/** Sends until so much waits that nothing more is taken, and gives how many messages that were. */
async function fill(links: LinkRig, connection: number, size = 100_000): Promise<number> {
  let sent = 0;
  await links.until('something waits', () => {
    links.send(connection, new Uint8Array(size));
    sent += 1;
    return links.of(connection, 'buffered').length > 2;
  });
  return sent;
}
const ROOM = { limits: { maxBufferedAmount: 2 ** 30, maxMessageSize: 2 ** 30 } };

it('when the connection is lost, what the network was not seen to take has failed, each by its number, before the end', async () => {
  const peer = await hostile();
  const links = rig();
  const connection = links.open(peer.url('/deaf'), ROOM);
  await links.told(connection, 'opened');
  const sent = await fill(links, connection);
  const waiting = links.of(connection, 'buffered').at(-1)?.bytes ?? 0;
  peer.victims[0]?.socket.resetAndDestroy();
  await links.told(connection, 'closed');
  const [failed] = links.of(connection, 'sendFailed');
  const messages = Math.ceil((failed?.bytes ?? 0) / 100_000);
  expect(failed).toMatchObject({ number: sent - messages + 1, messages, bytes: messages * 100_000, code: 'WW_CONNECTION_LOST' });
  expect(failed?.bytes).toBeGreaterThanOrEqual(waiting - 100_000);
  expect(links.story(connection)).toEqual(['opened', 'sendFailed', 'closed']);
});

it('a close lets what was sent go out first, and drains once it has', async () => {
  const peer = await hostile();
  const links = rig();
  const connection = links.open(peer.url('/deaf'), ROOM);
  await links.told(connection, 'opened');
  await fill(links, connection);
  links.close(connection);
  links.collect();
  links.collect();
  expect(links.of(connection, 'drained')).toEqual([]);
  peer.victims[0]?.socket.resume();
  await links.told(connection, 'drained');
  expect(links.of(connection, 'sendFailed')).toEqual([]);
});

it.each(['close', 'drop'] as const)(
  'after a %s, a peer that reads nothing is given up after a second, with what had not gone out told by its number',
  async (how) => {
    const peer = await hostile();
    const links = rig();
    const connection = links.open(peer.url('/deaf'), ROOM);
    await links.told(connection, 'opened');
    const sent = await fill(links, connection);
    links[how](connection);
    await links.told(connection, how === 'close' ? 'drained' : 'discarded');
    const [failed] = links.of(connection, 'sendFailed');
    expect(failed).toMatchObject({ code: 'WW_CONNECTION_LOST', bytes: (failed?.messages ?? 0) * 100_000 });
    expect((failed?.number ?? 0) + (failed?.messages ?? 0) - 1).toBe(sent);
    expect(links.links.stats.connections).toBe(0);
    await links.until('its socket is gone', () => links.links.stats.sockets === 0);
  },
);

describe('in a world whose server reads nothing for a while', () => {
  const worlds: WorldRig[] = [];
  afterEach(async () => {
    await Promise.all(worlds.splice(0).map((world) => world.close()));
  });

  it('of 160 messages of 50,000 bytes each is accepted and arrives, or is refused at once and counts as nothing', async () => {
    const peer = await server({ serve: ({ request }) => void request.socket.pause() });
    const world = new WorldRig([client('lamp', peer.url(), { MaxBufferedAmount: 1_000_000 })]);
    worlds.push(world);
    await world.open('lamp');
    const answers: InputResult[] = [];
    for (let i = 0; i < 160; i += 4) {
      answers.push(
        ...world.sends(
          'lamp',
          [i, i + 1, i + 2, i + 3].map((number) => `${number}`.padEnd(50_000, '.')),
          i % 8 === 0 ? 'tick' : 'pass',
        ),
      );
      if (i % 40 === 0) await pause(2);
    }
    const accepted = answers.flatMap((answer, index) => (answer.ok ? [index] : []));
    const refused = answers.filter((answer) => !answer.ok);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((answer) => !answer.ok && answer.code === 'WW_SEND_BUFFER_FULL')).toBe(true);
    expect(answers.flatMap((answer) => (answer.ok ? [answer.sent] : []))).toEqual(accepted.map((_, at) => at + 1));
    expect([world.field('lamp', 'MessagesSent'), world.field('lamp', 'BytesSent')]).toEqual([accepted.length, accepted.length * 50_000]);
    world.step();
    expect(world.field('lamp', 'BufferedAmount')).toBeLessThanOrEqual(1_000_000);
    expect(world.field('lamp', 'BufferedAmount')).toBeGreaterThan(900_000);
    peer.guests[0]?.request.socket.resume();
    await world.until('all is there', () => peer.guests[0]?.messages.length === accepted.length && world.field('lamp', 'BufferedAmount') === 0);
    expect(peer.guests[0]?.messages.map(({ data }) => Number.parseInt(data.toString(), 10))).toEqual(accepted);
    expect(world.field('lamp', 'LastError')).toBe('');
  });

  it('and then falls over, what did not go out is taken off what counts as sent', async () => {
    const peer = await server({ serve: ({ request }) => void request.socket.pause() });
    const world = new WorldRig([client('lamp', peer.url(), { MaxBufferedAmount: 1_000_000, ConnectRetryInterval: 1000 })]);
    worlds.push(world);
    await world.open('lamp');
    let accepted = 0;
    await world.until('it is full', () => {
      const [answer] = world.sends('lamp', ['x'.repeat(50_000)]);
      if (answer?.ok === true) accepted += 1;
      return answer?.ok === false;
    });
    peer.guests[0]?.request.socket.resetAndDestroy();
    await world.until('it is told', () => world.field('lamp', 'State') === 'WaitingToRetry');
    const sent = world.field('lamp', 'MessagesSent') as number;
    const line = world.log.find(({ message }) => message.includes('not sent'))?.message ?? '';
    expect(line).toContain(
      `${accepted - sent} messages of together ${(accepted - sent) * 50_000} bytes, numbers ${sent + 1} to ${accepted} of their connection`,
    );
    expect(world.field('lamp', 'BytesSent')).toBe(sent * 50_000);
    expect(accepted - sent).toBeGreaterThanOrEqual(18);
  });
});
