import { expect, it } from 'vitest';
import { echo } from '../servers.ts';
import { client } from '../world-rig.ts';
import { server, world } from './rigs.ts';

it('3043: two clients of one user to one URL both send and both receive', async () => {
  const peer = await server({ serve: echo });
  const rig = world([client('left', peer.url('/same')), client('right', peer.url('/same'))]);
  await rig.open('left', 'right');
  for (let i = 0; i < 20; i += 1) {
    rig.command('left', 'Send', { Data: `left ${i}` });
    rig.command('right', 'Send', { Data: `right ${i}` });
  }
  await rig.until('all is back', () => rig.messages('left').length === 20 && rig.messages('right').length === 20);
  for (const side of ['left', 'right']) expect(rig.messages(side)).toEqual(Array.from({ length: 20 }, (_, index) => `${side} ${index}`));
});

it('3043: on one entity too, and the end of one is not the end of the other', async () => {
  const peer = await server({ serve: echo });
  const url = peer.url('/same');
  const user = { userId: 'host' };
  const rig = world([{ id: 'lamp', components: { WebsocketClient: { URL: url, HandlingUser: user }, 'WebsocketClient#2': { URL: url, HandlingUser: user } } }]);
  await rig.until('both are open', () => rig.links.stats.open === 2);
  rig.edit([{ op: 'removeComponent', entity: 'lamp', component: 'WebsocketClient#2' }]);
  await rig.until('one is gone', () => peer.guests.filter((guest) => guest.isGone).length === 1);
  rig.command('lamp', 'Send', { Data: 'still here' });
  await rig.until('it is back', () => rig.messages('lamp').length === 1);
  expect(peer.guests.filter((guest) => guest.isGone)).toHaveLength(1);
});
