import { expect, it } from 'vitest';
import { client } from '../world-rig.ts';
import { server, world } from './rigs.ts';

const tree = (url: string): Parameters<typeof world>[0] => [
  { id: 'garden' },
  { id: 'bed', parent: 'garden' },
  client('lamp', url, { parent: 'bed' }),
  client('other', url),
];

it.each([
  ['removing the component', [{ op: 'removeComponent', entity: 'lamp', component: 'WebsocketClient' }]],
  ['deleting its entity', [{ op: 'removeEntity', entity: 'lamp' }]],
  ['deleting an ancestor', [{ op: 'removeEntity', entity: 'garden' }]],
] as const)('1375: %s ends its TCP connection, and only that', async (_what, operations) => {
  const peer = await server();
  const rig = world(tree(peer.url('/')).map((entity) => entity));
  await rig.open('lamp', 'other');
  const [first] = peer.guests.filter((guest) => guest.request.url === '/');
  expect(peer.guests).toHaveLength(2);
  rig.edit(operations);
  await rig.until('one is gone', () => peer.guests.some((guest) => guest.isGone));
  await rig.pass(30);
  expect(peer.guests.filter((guest) => guest.isGone)).toHaveLength(1);
  expect(peer.guests).toHaveLength(2);
  expect(rig.field('other', 'State')).toBe('Open');
  expect(first).toBeDefined();
});

it('1375: what had been received and not handed out goes with it, and the log tells how much', async () => {
  const peer = await server({
    serve: ({ socket }) => {
      for (let i = 0; i < 50; i += 1) socket.send('x');
    },
  });
  const rig = world([client('lamp', peer.url(), { MaxMessagesPerTick: 10 })]);
  await rig.until('all has arrived', () => rig.links.stats.messagesIn === 50, 'pass');
  rig.step();
  rig.edit([{ op: 'removeEntity', entity: 'lamp' }], 'pass');
  rig.step();
  const handed = rig.messages('lamp').length;
  expect(handed).toBeGreaterThan(0);
  expect(handed).toBeLessThan(50);
  expect(rig.log.map((entry) => entry.message)).toContain(`discarded ${50 - handed} messages that it had received and not yet handed out`);
});

it('1375: closing the world ends every one, with a close frame', async () => {
  const peer = await server();
  const rig = world(tree(peer.url()));
  await rig.open('lamp', 'other');
  await rig.close();
  for (const guest of peer.guests) {
    expect(await guest.left).toEqual({ code: 1001, reason: 'the world is closed' });
    await guest.gone;
  }
  expect(rig.links.stats).toMatchObject({ connections: 0, sockets: 0 });
});
