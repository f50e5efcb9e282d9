import { expect, it } from 'vitest';
import { isInstalled, title, Websocketd } from '../websocketd.ts';
import { client } from '../world-rig.ts';
import { hostile, keep, server, world } from './rigs.ts';

it('2508: one message and a dropped connection, in one packet with the handshake, shows the message', async () => {
  const peer = await hostile();
  const rig = world([client('lamp', peer.url('/message-and-gone'), { ConnectRetryInterval: 0 })]);
  await rig.until('it has ended', () => rig.ends('lamp') === 1);
  expect(rig.story('lamp')).toEqual(['CONNECTED', 'the last word', { code: 1006, reason: 'the connection ended without a close frame' }]);
  expect(rig.field('lamp', 'MessagesReceived')).toBe(1);
});

it('2508: and one that says goodbye right behind its message', async () => {
  const peer = await server({
    serve: ({ socket }) => {
      socket.send('one');
      socket.send('two');
      socket.close(4000, 'done');
    },
  });
  const rig = world([client('lamp', peer.url(), { ConnectRetryInterval: 0 })]);
  await rig.until('it has ended', () => rig.ends('lamp') === 1);
  expect(rig.story('lamp')).toEqual(['CONNECTED', 'one', 'two', { code: 4000, reason: 'done' }]);
  expect([rig.field('lamp', 'CloseCode'), rig.field('lamp', 'CloseReason')]).toEqual([4000, 'done']);
});

it('2508: a reset in the middle of a frame keeps the whole message before it', async () => {
  const peer = await hostile();
  const rig = world([client('lamp', peer.url('/reset'), { ConnectRetryInterval: 0 })]);
  await rig.until('it has ended', () => rig.ends('lamp') === 1);
  expect(rig.messages('lamp')).toEqual(['whole']);
});

it('2508: many messages before the end are all shown, though a tick takes few of them', async () => {
  const peer = await server({
    serve: ({ socket }) => {
      for (let i = 0; i < 500; i += 1) socket.send(String(i));
      socket.terminate();
    },
  });
  const rig = world([client('lamp', peer.url(), { ConnectRetryInterval: 0, MaxMessagesPerTick: 9 })]);
  await rig.until('it has ended', () => rig.ends('lamp') === 1);
  const story = rig.story('lamp');
  const received = rig.links.stats.messagesIn;
  expect(story.slice(1, -1)).toEqual(Array.from({ length: received }, (_, index) => String(index)));
  expect(story.at(-1)).toMatchObject({ code: 1006 });
});

it.skipIf(!isInstalled)(`2508: ${title}: a program that says one line and ends`, async () => {
  const programs = new Websocketd();
  keep(programs);
  const rig = world([client('lamp', await programs.serve('echo the last word'), { ConnectRetryInterval: 0 })]);
  await rig.until('it has ended', () => rig.ends('lamp') === 1);
  expect(rig.story('lamp').slice(0, 2)).toEqual(['CONNECTED', 'the last word']);
  expect(rig.story('lamp')).toHaveLength(3);
});
