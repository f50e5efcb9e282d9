import { describe, expect, it } from 'vitest';
import type { EntityText } from '../world-rig.ts';
import { CARRIERS } from './carriers.ts';
import { carried, type Stage } from './rigs.ts';

const tree = (stage: Stage, url: string): EntityText[] => [
  { id: 'garden' },
  { id: 'bed', parent: 'garden' },
  stage.client('lamp', url, { parent: 'bed' }),
  stage.client('other', url),
];

describe.each(CARRIERS)('1375, %s', (name) => {
  const stage = carried(name);

  it.each([
    ['removing the component', [{ op: 'removeComponent', entity: 'lamp', component: 'WebsocketClient' }]],
    ['deleting its entity', [{ op: 'removeEntity', entity: 'lamp' }]],
    ['deleting an ancestor', [{ op: 'removeEntity', entity: 'garden' }]],
  ] as const)('%s ends its TCP connection, and only that', async (_what, operations) => {
    const peer = stage.server();
    const rig = await stage.world(tree(stage, peer.url()));
    await rig.open('lamp', 'other');
    expect(peer.guests).toHaveLength(2);
    await rig.edit(operations);
    await rig.until('one is gone', () => peer.guests.some((guest) => guest.isGone));
    await rig.pass(30);
    expect(peer.guests.filter((guest) => guest.isGone)).toHaveLength(1);
    expect(peer.guests).toHaveLength(2);
    expect(rig.field('other', 'State')).toBe('Open');
  });

  it('what had been received and not handed out goes with it, and the log tells how much', async () => {
    const peer = stage.server(({ socket }) => {
      for (let i = 0; i < 50; i += 1) socket.send('x');
    });
    const rig = await stage.world([stage.client('lamp', peer.url(), { MaxMessagesPerTick: 10 })]);
    await rig.until('all has arrived', () => rig.arrived === 50, 'pass');
    await rig.step();
    await rig.edit([{ op: 'removeEntity', entity: 'lamp' }], 'pass');
    const told = (): string | undefined => rig.log.map((entry) => entry.message).find((message) => message.startsWith('discarded '));
    await rig.until('the log tells it', () => told() !== undefined);
    const handed = rig.messages('lamp').length;
    expect(handed).toBeGreaterThan(0);
    expect(handed).toBeLessThan(50);
    expect(told()).toBe(`discarded ${50 - handed} messages that it had received and not yet handed out`);
  });

  // The host is always there.
  if (name !== 'local link')
    it('a user who leaves ends each of their connections; none is tried again until they are back', async () => {
      const peer = stage.server();
      const rig = await stage.world(tree(stage, peer.url()));
      await rig.open('lamp', 'other');
      await stage.carrier.vanish();
      await Promise.all(peer.guests.map((guest) => guest.gone));
      await rig.until('both are told of it', () => rig.ends('lamp') === 1 && rig.ends('other') === 1);
      expect(rig.story('lamp').at(-1)).toMatchObject({ code: 1006 });
      expect(rig.field('lamp', 'LastError')).toMatch(/^WW_AGENT_LOST/);
      await rig.until('the user is no longer here', () => /not here/.test(String(rig.field('lamp', 'StateReason'))));
      await rig.pass(30);
      expect(peer.guests).toHaveLength(2);
      expect(rig.field('lamp', 'State')).toBe('Idle');
      await stage.carrier.enter(stage.hosted);
      await rig.open('lamp', 'other');
      expect(peer.guests.map((guest) => guest.isGone)).toEqual([true, true, false, false]);
    });

  it('closing the world ends every connection, with a close frame', async () => {
    const peer = stage.server();
    const rig = await stage.elsewhere(tree(stage, peer.url()));
    await rig.open('lamp', 'other');
    const world = stage.leave('elsewhere');
    await stage.running.worlds.remove(world.name);
    for (const guest of peer.guests) {
      // A browser may say neither 1001 nor any other code that is not 1000 or its own.
      expect((await guest.left).code).toBe(name === 'browser tab' ? 1000 : 1001);
      await guest.gone;
    }
    expect(world.links.stats.open).toBe(0);
  });
});
