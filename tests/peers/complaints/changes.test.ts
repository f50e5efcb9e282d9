import { expect, it } from 'vitest';
import { client } from '../world-rig.ts';
import { hostile, server, world } from './rigs.ts';

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));

it('a change of URL hands out the messages so far, then OnDisconnected, and only then begins anew', async () => {
  const old = await server({
    serve: ({ socket }) => {
      for (const text of numbers(50)) socket.send(text);
    },
  });
  const fresh = await server({
    serve: ({ socket }) => {
      socket.send('new');
    },
  });
  const rig = world([client('lamp', old.url(), { MaxMessagesPerTick: 7 })]);
  await rig.until('all has arrived', () => rig.links.stats.messagesIn === 50, 'pass');
  rig.step();
  rig.set('lamp', 'URL', fresh.url(), 'pass');
  expect(fresh.guests).toEqual([]);
  await rig.until('the new one talks', () => rig.messages('lamp').includes('new'));
  expect(rig.story('lamp')).toEqual(['CONNECTED', ...numbers(50), { code: 1000, reason: 'URL was changed' }, 'CONNECTED', 'new']);
  await rig.until('the old one is gone', () => old.guests[0]?.isGone === true);
});

it('does not wait for a server that never answers a close', async () => {
  const old = await hostile();
  const fresh = await server();
  const rig = world([client('lamp', old.url('/close-unanswered'))], { closeTimeout: 60_000 });
  await rig.open('lamp');
  rig.set('lamp', 'URL', fresh.url());
  await rig.until('it has come to the new one', () => fresh.guests.length === 1);
  await rig.open('lamp');
  expect(rig.ends('lamp')).toBe(1);
  expect(rig.links.stats.sockets).toBe(2);
});

it('a change while it connects ends the attempt', async () => {
  const old = await hostile();
  const fresh = await server();
  const rig = world([client('lamp', old.url('/silent'))]);
  await rig.until('it has connected', () => old.victims.length === 1);
  rig.set('lamp', 'URL', fresh.url());
  await rig.open('lamp');
  expect(rig.story('lamp')).toEqual([{ code: 1006, reason: 'URL was changed' }, 'CONNECTED']);
  await old.victims[0]?.gone;
});

it('a server that is away is tried again until it is there', async () => {
  const peer = await server();
  const url = peer.url();
  await peer.close();
  const rig = world([client('lamp', url, { ConnectRetryInterval: 1 })]);
  await rig.until('it has failed three times', () => rig.ends('lamp') === 3);
  expect(rig.field('lamp', 'LastError')).toMatch(/^WW_CONNECT_FAILED: .*ECONNREFUSED/);
  expect(rig.real).toBeGreaterThan(2000);
});

it('limits that change apply to the connection that stands', async () => {
  const peer = await server();
  const rig = world([client('lamp', peer.url(), { MaxMessageSize: 10, ConnectRetryInterval: 0 })]);
  await rig.open('lamp');
  rig.set('lamp', 'MaxMessageSize', 1000);
  peer.guests[0]?.socket.send('x'.repeat(1000));
  await rig.until('it is there', () => rig.messages('lamp').length === 1);
  peer.guests[0]?.socket.send('x'.repeat(1001));
  await rig.until('it has ended', () => rig.ends('lamp') === 1);
  expect(rig.field('lamp', 'LastError')).toMatch(/^WW_MESSAGE_TOO_LARGE/);
});
