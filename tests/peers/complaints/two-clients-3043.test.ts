import { describe, expect, it } from 'vitest';
import { echo } from '../servers.ts';
import { CARRIERS } from './carriers.ts';
import { carried } from './rigs.ts';

describe.each(CARRIERS)('3043, %s', (name) => {
  const stage = carried(name);

  it('two clients of one user to one URL both send and both receive', async () => {
    const peer = stage.server(echo);
    const rig = await stage.world([stage.client('left', peer.url('/same')), stage.client('right', peer.url('/same'))]);
    await rig.open('left', 'right');
    for (let i = 0; i < 20; i += 1) {
      await rig.command('left', 'Send', { Data: `left ${i}` });
      await rig.command('right', 'Send', { Data: `right ${i}` });
    }
    await rig.until('all is back', () => rig.messages('left').length === 20 && rig.messages('right').length === 20);
    for (const side of ['left', 'right']) expect(rig.messages(side)).toEqual(Array.from({ length: 20 }, (_, index) => `${side} ${index}`));
    expect(peer.guests).toHaveLength(2);
  });

  it('on one entity too, and the end of one is not the end of the other', async () => {
    const peer = stage.server(echo);
    const one = stage.client('lamp', peer.url('/same')).components?.['WebsocketClient'] ?? {};
    const rig = await stage.world([{ id: 'lamp', components: { WebsocketClient: one, 'WebsocketClient#2': one } }]);
    await rig.until('both are open', () => rig.hosted.links.stats.open === 2);
    await rig.edit([{ op: 'removeComponent', entity: 'lamp', component: 'WebsocketClient#2' }]);
    await rig.until('one is gone', () => peer.guests.filter((guest) => guest.isGone).length === 1);
    await rig.command('lamp', 'Send', { Data: 'still here' });
    await rig.until('it is back', () => rig.messages('lamp').length === 1);
    expect(peer.guests.filter((guest) => guest.isGone)).toHaveLength(1);
  });

  it('in two worlds too: both send, both receive, and the end of one world’s is not the end of the other’s', async () => {
    const peer = stage.server(echo);
    const here = await stage.world([stage.client('left', peer.url('/same'))]);
    await here.open('left');
    const there = await stage.elsewhere([stage.client('right', peer.url('/same'))]);
    await there.open('right');
    for (let i = 0; i < 20; i += 1) {
      await here.command('left', 'Send', { Data: `left ${i}` });
      await there.command('right', 'Send', { Data: `right ${i}` });
    }
    await here.until('all is back', () => here.messages('left').length === 20);
    await there.until('all is back', () => there.messages('right').length === 20);
    expect(here.messages('left')).toEqual(Array.from({ length: 20 }, (_, index) => `left ${index}`));
    expect(there.messages('right')).toEqual(Array.from({ length: 20 }, (_, index) => `right ${index}`));
    await there.command('right', 'Disconnect');
    await there.until('one is gone', () => peer.guests.some((guest) => guest.isGone));
    await here.command('left', 'Send', { Data: 'still here' });
    await here.until('it is back', () => here.messages('left').length === 21);
    expect(peer.guests.map((guest) => guest.isGone)).toEqual([false, true]);
  });
});
