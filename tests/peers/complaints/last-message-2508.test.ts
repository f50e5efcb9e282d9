import { describe, expect, it } from 'vitest';
import { isInstalled, title, Websocketd } from '../websocketd.ts';
import { client } from '../world-rig.ts';
import { CARRIERS } from './carriers.ts';
import { carried, keep, world } from './rigs.ts';

describe.each(CARRIERS)('2508, %s', (name) => {
  const stage = carried(name);
  const once = { ConnectRetryInterval: 0 };

  it('one message and a dropped connection, in one packet with the handshake, shows the message', async () => {
    const rig = await stage.world([stage.client('lamp', stage.hostile.url('/message-and-gone'), once)]);
    await rig.until('it has ended', () => rig.ends('lamp') === 1);
    // A browser does not say why.
    const reason = name === 'browser tab' ? (expect.any(String) as string) : 'the connection ended without a close frame';
    expect(rig.story('lamp')).toEqual(['CONNECTED', 'the last word', { code: 1006, reason }]);
    expect(rig.field('lamp', 'MessagesReceived')).toBe(1);
  });

  it('and one that says goodbye right behind its message', async () => {
    const peer = stage.server(({ socket }) => {
      socket.send('one');
      socket.send('two');
      socket.close(4000, 'done');
    });
    const rig = await stage.world([stage.client('lamp', peer.url(), once)]);
    await rig.until('it has ended', () => rig.ends('lamp') === 1);
    expect(rig.story('lamp')).toEqual(['CONNECTED', 'one', 'two', { code: 4000, reason: 'done' }]);
    expect([rig.field('lamp', 'CloseCode'), rig.field('lamp', 'CloseReason')]).toEqual([4000, 'done']);
  });

  it('and one whose TCP connection drops before the close handshake is done keeps its code and reason', async () => {
    const rig = await stage.world([stage.client('lamp', stage.hostile.url('/close-and-gone'), once)]);
    await rig.until('it has ended', () => rig.ends('lamp') === 1);
    expect(rig.story('lamp')).toEqual(['CONNECTED', 'last', { code: 4002, reason: 'quota' }]);
  });

  it('a reset in the middle of a frame keeps the whole message before it', async () => {
    const rig = await stage.world([stage.client('lamp', stage.hostile.url('/reset'), once)]);
    await rig.until('it has ended', () => rig.ends('lamp') === 1);
    expect(rig.messages('lamp')).toEqual(['whole']);
  });

  it('many messages before the end are all shown, though a tick takes few of them', async () => {
    const peer = stage.server(({ socket }) => {
      for (let i = 0; i < 500; i += 1) socket.send(String(i));
      socket.close(4001, 'enough');
    });
    const rig = await stage.world([stage.client('lamp', peer.url(), { ...once, MaxMessagesPerTick: 9 })]);
    await rig.until('it has ended', () => rig.ends('lamp') === 1);
    expect(rig.story('lamp')).toEqual(['CONNECTED', ...Array.from({ length: 500 }, (_, index) => String(index)), { code: 4001, reason: 'enough' }]);
  });

  it('and all that came before a server was cut off', async () => {
    const peer = stage.server(({ socket }) => {
      for (let i = 0; i < 500; i += 1) socket.send(String(i));
      socket.terminate();
    });
    const rig = await stage.world([stage.client('lamp', peer.url(), { ...once, MaxMessagesPerTick: 9 })]);
    await rig.until('it has ended', () => rig.ends('lamp') === 1);
    const story = rig.story('lamp');
    expect(story.slice(1, -1)).toEqual(Array.from({ length: rig.arrived }, (_, index) => String(index)));
    expect(story.at(-1)).toMatchObject({ code: 1006 });
  });
});

it.skipIf(!isInstalled)(`2508: ${title}: a program that says one line and ends`, async () => {
  const programs = new Websocketd();
  keep(programs);
  const rig = world([client('lamp', await programs.serve('echo the last word'), { ConnectRetryInterval: 0 })]);
  await rig.until('it has ended', () => rig.ends('lamp') === 1);
  expect(rig.story('lamp').slice(0, 2)).toEqual(['CONNECTED', 'the last word']);
  expect(rig.story('lamp')).toHaveLength(3);
});
