import { describe, expect, it } from 'vitest';
import { CARRIERS } from './carriers.ts';
import { carried } from './rigs.ts';
import type { RunningWorld } from './running-world.ts';

type Act = (rig: RunningWorld, url: string) => Promise<void>;

describe.each(CARRIERS)('1039, %s', (name) => {
  const stage = carried(name);

  it('a disconnect stays, however short the retry interval, and says so', async () => {
    const peer = stage.server();
    const rig = await stage.world([stage.client('lamp', peer.url(), { ConnectRetryInterval: 0.1 })]);
    await rig.open('lamp');
    await rig.command('lamp', 'Disconnect');
    await rig.until('the server sees it', () => peer.guests[0]?.isGone === true);
    await rig.pass(30);
    expect(rig.story('lamp')).toEqual(['CONNECTED', { code: 1000, reason: 'disconnected' }]);
    expect([rig.field('lamp', 'State'), rig.field('lamp', 'StateReason'), rig.field('lamp', 'IsConnected')]).toEqual(['Idle', 'disconnected', false]);
    expect(peer.guests).toHaveLength(1);
    expect(await peer.guests[0]?.left).toEqual({ code: 1000, reason: 'disconnected' });
  });

  it.each([
    ['Connect', (rig) => rig.command('lamp', 'Connect')],
    [
      'disabling and enabling',
      async (rig) => {
        await rig.set('lamp', 'Enabled', false);
        await rig.set('lamp', 'Enabled', true);
      },
    ],
    ['another URL', (rig, url) => rig.set('lamp', 'URL', url)],
  ] as const satisfies readonly (readonly [string, Act])[])('until %s', async (_what, act: Act) => {
    const peer = stage.server();
    const rig = await stage.world([stage.client('lamp', peer.url())]);
    await rig.open('lamp');
    await rig.command('lamp', 'Disconnect');
    await rig.until('it is at rest', () => rig.field('lamp', 'State') === 'Idle');
    await act(rig, peer.url('/elsewhere'));
    await rig.open('lamp');
    expect(peer.guests).toHaveLength(2);
  });

  it('while it waits to retry as well', async () => {
    const peer = stage.server(({ socket }) => {
      socket.close(1011);
    });
    const rig = await stage.world([stage.client('lamp', peer.url(), { ConnectRetryInterval: 5 })]);
    await rig.until('it waits', () => rig.field('lamp', 'State') === 'WaitingToRetry');
    await rig.command('lamp', 'Disconnect');
    await rig.pass(30);
    expect(peer.guests).toHaveLength(1);
    expect(rig.field('lamp', 'StateReason')).toBe('disconnected');
  });
});
