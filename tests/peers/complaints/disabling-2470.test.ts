import { expect, it } from 'vitest';
import type { Operation } from '../../../engine/index.ts';
import { client } from '../world-rig.ts';
import { server, world } from './rigs.ts';

const enabled = (value: boolean): Operation => ({ op: 'setField', entity: 'lamp', component: 'WebsocketClient', field: 'Enabled', value });

it.each([
  ['disabling it', enabled(false), enabled(true), 'disabled'],
  ['making its entity inactive', { op: 'updateEntity', entity: 'lamp', active: false }, { op: 'updateEntity', entity: 'lamp', active: true }, 'inactive'],
  ['making an ancestor inactive', { op: 'updateEntity', entity: 'garden', active: false }, { op: 'updateEntity', entity: 'garden', active: true }, 'inactive'],
] as const)('2470: %s closes at once, without a retry, until it is taken back', async (_what, off: Operation, on: Operation, reason) => {
  const peer = await server();
  const rig = world([{ id: 'garden' }, { id: 'bed', parent: 'garden' }, client('lamp', peer.url(), { parent: 'bed', ConnectRetryInterval: 0.1 })]);
  await rig.open('lamp');
  rig.edit([off]);
  expect(rig.field('lamp', 'IsConnected')).toBe(false);
  await rig.until('the server sees it', () => peer.guests[0]?.isGone === true);
  await rig.pass(30);
  expect(peer.guests).toHaveLength(1);
  expect(rig.field('lamp', 'StateReason')).toMatch(reason);
  expect(rig.ends('lamp')).toBe(1);
  rig.edit([on]);
  await rig.open('lamp');
  expect(peer.guests).toHaveLength(2);
});

it('2470: while it is connecting, the attempt ends too', async () => {
  const peer = await server({ verifyClient: () => undefined as unknown as boolean, backlog: 10 });
  const rig = world([client('lamp', peer.url(), { ConnectRetryInterval: 0.1 })]);
  await rig.until('it is on the way', () => rig.links.stats.sockets === 1 && rig.field('lamp', 'State') === 'Connecting');
  rig.edit([enabled(false)]);
  expect(rig.field('lamp', 'State')).toBe('Idle');
  await rig.until('the socket is gone', () => rig.links.stats.sockets === 0);
  await rig.pass(30);
  expect(rig.links.stats.sockets).toBe(0);
  expect(rig.field('lamp', 'StateReason')).toBe('disabled');
});

it('2470: what it had received before is handed out, then OnDisconnected', async () => {
  const peer = await server({
    serve: ({ socket }) => {
      for (let i = 0; i < 50; i += 1) socket.send(String(i));
    },
  });
  const rig = world([client('lamp', peer.url(), { MaxMessagesPerTick: 7 })]);
  await rig.until('all has arrived', () => rig.links.stats.messagesIn === 50, 'pass');
  rig.step();
  rig.edit([enabled(false)], 'pass');
  await rig.until('it has ended', () => rig.ends('lamp') === 1);
  expect(rig.story('lamp')).toEqual(['CONNECTED', ...Array.from({ length: 50 }, (_, index) => String(index)), { code: 1000, reason: 'disabled' }]);
});
