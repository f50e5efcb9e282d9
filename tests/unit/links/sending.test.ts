import { expect, it } from 'vitest';
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
    { type: 'sendFailed', connection, bytes: 7, message: 'the connection is not open', code: 'WW_NOT_OPEN' },
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
