import { describe, expect, it } from 'vitest';
import type { Tab } from '../agents/tab.ts';
import { pause } from '../link-rig.ts';
import { client } from '../world-rig.ts';
import { carried, hostile, server, world } from './rigs.ts';

describe.each(['local link', 'terminal agent'] as const)('silence, %s', (name) => {
  const stage = carried(name);

  it('60 seconds of it end a connection that asks nothing, and then it is tried again', async () => {
    const peer = stage.server();
    const rig = await stage.world([stage.client('lamp', peer.url(), { ConnectRetryInterval: 5, Keepalive: false })]);
    await rig.open('lamp');
    await rig.pass(58);
    expect(rig.field('lamp', 'State')).toBe('Open');
    await rig.pass(3);
    expect(rig.field('lamp', 'State')).not.toBe('Open');
    await rig.until('it has ended', () => rig.ends('lamp') === 1);
    expect(rig.field('lamp', 'LastError')).toMatch(/^WW_IDLE_TIMEOUT/);
    await rig.until('the server sees it', () => peer.guests[0]?.isGone === true);
    await rig.pass(5);
    await rig.open('lamp');
    expect(peer.guests).toHaveLength(2);
  });

  it('minutes of it end none whose server answers when it is asked, once in half an IdleTimeout', async () => {
    const peer = stage.server();
    const rig = await stage.world([stage.client('lamp', peer.url())]);
    await rig.open('lamp');
    let asked = 0;
    peer.guests[0]?.socket.on('ping', () => (asked += 1));
    for (let round = 1; round <= 3; round += 1) {
      const { signs } = rig;
      await rig.pass(31);
      await rig.until('it was asked, and the world has heard its answer', () => asked === round && rig.signs > signs);
    }
    expect(rig.story('lamp')).toEqual(['CONNECTED']);
  });

  it('minutes of nothing but pings do not', async () => {
    const peer = stage.server();
    const rig = await stage.world([stage.client('lamp', peer.url(), { Keepalive: false })]);
    await rig.open('lamp');
    const began = rig.real;
    for (let i = 0; i < 8; i += 1) {
      const { signs } = rig;
      let answered = false;
      peer.guests[0]?.socket.once('pong', () => {
        answered = true;
      });
      peer.guests[0]?.socket.ping();
      await rig.until('the ping is answered, and the world has heard of it', () => answered && rig.signs > signs);
      await rig.pass(30);
    }
    expect(rig.field('lamp', 'State')).toBe('Open');
    expect(rig.real - began).toBeGreaterThan(200_000);
    expect(rig.story('lamp')).toEqual(['CONNECTED']);
  });
});

describe('silence, browser tab', () => {
  const stage = carried('browser tab');

  it('minutes of it end nothing, since a browser sees no pings, and the field says so', async () => {
    const peer = stage.server();
    const rig = await stage.world([stage.client('lamp', peer.url())]);
    await rig.open('lamp');
    await rig.pass(200);
    expect(rig.field('lamp', 'State')).toBe('Open');
    expect(rig.story('lamp')).toEqual(['CONNECTED']);
    expect(peer.guests).toHaveLength(1);
    const { page } = stage.carrier as Tab;
    await page.getByRole('treeitem', { name: 'lamp', exact: true }).click();
    await page.getByText('Not enforced in a browser tab.').waitFor();
  });
});

it('minutes of a paused world whose messages wait end nothing', async () => {
  const peer = await server({
    serve: ({ socket }) => {
      socket.send('x');
    },
  });
  const rig = world([client('lamp', peer.url())]);
  await rig.until('it is open', () => rig.links.stats.messagesIn === 1, 'pass');
  for (let i = 0; i < 9; i += 1) {
    // What waits is looked at four times a second, by the clock.
    await pause(260);
    rig.step('pass', 20_000);
  }
  expect(rig.field('lamp', 'State')).toBe('Open');
  rig.step();
  expect(rig.story('lamp')).toEqual(['CONNECTED', 'x']);
});

it('a server that is silent during the handshake has ConnectTimeout, and so has one that drips', async () => {
  const peer = await hostile();
  const rig = world([client('silent', peer.url('/silent'), { ConnectRetryInterval: 0 }), client('drip', peer.url('/drip'), { ConnectRetryInterval: 0 })]);
  await rig.until('both have connected', () => peer.victims.length === 2);
  await rig.pass(9);
  expect([rig.field('silent', 'State'), rig.field('drip', 'State')]).toEqual(['Connecting', 'Connecting']);
  await rig.pass(2);
  for (const entity of ['silent', 'drip']) {
    expect(rig.field(entity, 'LastError')).toMatch(/^WW_CONNECT_TIMEOUT/);
    expect(rig.ends(entity)).toBe(1);
  }
  for (const victim of peer.victims) await victim.gone;
});
