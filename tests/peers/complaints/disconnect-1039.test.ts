import { expect, it } from 'vitest';
import { client } from '../world-rig.ts';
import { server, world } from './rigs.ts';

it('1039: a disconnect stays, however short the retry interval, and says so', async () => {
  const peer = await server();
  const rig = world([client('lamp', peer.url(), { ConnectRetryInterval: 0.1 })]);
  await rig.open('lamp');
  rig.command('lamp', 'Disconnect');
  await rig.until('the server sees it', () => peer.guests[0]?.isGone === true);
  await rig.pass(30);
  expect(rig.story('lamp')).toEqual(['CONNECTED', { code: 1000, reason: 'disconnected' }]);
  expect([rig.field('lamp', 'State'), rig.field('lamp', 'StateReason'), rig.field('lamp', 'IsConnected')]).toEqual(['Idle', 'disconnected', false]);
  expect(peer.guests).toHaveLength(1);
});

it.each([
  [
    'Connect',
    (rig: ReturnType<typeof world>) => {
      rig.command('lamp', 'Connect');
    },
  ],
  [
    'disabling and enabling',
    (rig: ReturnType<typeof world>) => {
      rig.set('lamp', 'Enabled', false);
      rig.set('lamp', 'Enabled', true);
    },
  ],
  [
    'another URL',
    (rig: ReturnType<typeof world>, url: string) => {
      rig.set('lamp', 'URL', url);
    },
  ],
] as const)('1039: until %s', async (_what, act) => {
  const peer = await server();
  const rig = world([client('lamp', peer.url())]);
  await rig.open('lamp');
  rig.command('lamp', 'Disconnect');
  await rig.until('it is at rest', () => rig.field('lamp', 'State') === 'Idle');
  act(rig, peer.url('/elsewhere'));
  await rig.open('lamp');
  expect(peer.guests).toHaveLength(2);
});

it('1039: while it waits to retry as well', async () => {
  const peer = await server({
    serve: ({ socket }) => {
      socket.close(1011);
    },
  });
  const rig = world([client('lamp', peer.url(), { ConnectRetryInterval: 5 })]);
  await rig.until('it waits', () => rig.field('lamp', 'State') === 'WaitingToRetry');
  rig.command('lamp', 'Disconnect');
  await rig.pass(30);
  expect(peer.guests).toHaveLength(1);
  expect(rig.field('lamp', 'StateReason')).toBe('disconnected');
});
