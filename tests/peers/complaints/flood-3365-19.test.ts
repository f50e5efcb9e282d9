import { describe, expect, it } from 'vitest';
import { Transform } from '../../../engine/index.ts';
import { echo, type Guest } from '../servers.ts';
import { CARRIERS } from './carriers.ts';
import { carried } from './rigs.ts';

/** Characters of a flood: so many that no buffer of the network could take in all of them. */
const LENGTH = 20_000_000;
/** What still lies with the sender, which is slowed as long as it does. */
const unsent = (guest: Guest | undefined): number => guest?.socket.bufferedAmount ?? 0;

describe.each(CARRIERS)('3365, 19, %s', (name) => {
  const stage = carried(name);
  /** A tab spends ten times as long on a message as a process does, and gets as much in fewer: still sixty times what a tick hands out. */
  const MESSAGES = name === 'browser tab' ? 60_000 : 200_000;
  const text = (index: number): string => `${index}:`.padEnd(Math.floor(LENGTH / MESSAGES), '.');
  const flooding = ({ socket }: Guest): void => {
    for (let i = 0; i < MESSAGES; i += 1) socket.send(text(i));
  };

  it(`of a flood of ${MESSAGES.toLocaleString('en')} messages none is lost and none out of order; memory is bounded; others keep their turn`, async () => {
    const flood = stage.server(flooding);
    const calm = stage.server(echo);
    const rig = await stage.world([
      stage.client('flooded', null),
      stage.client('calm', calm.url()),
      { id: 'wheel', components: { Transform: {}, Spinner: {} } },
    ]);
    await rig.open('calm');
    await rig.set('flooded', 'URL', flood.url(), 'pass');

    // Nobody takes anything out: the sender comes to stand still, with much of the flood on its side.
    let before = -1;
    let stillFor = 0;
    await rig.until(
      'the sender stands still',
      () => {
        const now = unsent(flood.guests[0]);
        stillFor = now === before && now > 0 ? stillFor + 1 : 0;
        before = now;
        return stillFor > 50;
      },
      'pass',
    );
    expect(rig.arrived).toBeLessThan(MESSAGES / 5);
    expect(before).toBeGreaterThan(LENGTH / 4);
    expect(rig.messages('flooded')).toHaveLength(0);

    let received = 0;
    let disorder = -1;
    let calmAnswers = 0;
    let calmSent = 0;
    let longest = 0;
    let sentAt = 0;
    rig.witness.onMessage = (entity, data) => {
      if (entity === 'calm') {
        calmAnswers += 1;
        longest = Math.max(longest, received - sentAt);
        return;
      }
      if (data !== text(received) && disorder < 0) disorder = received;
      received += 1;
    };
    let mostPerTick = 0;
    let mostAhead = 0;
    const rotation = (): string => JSON.stringify(rig.world.store(Transform).get(rig.world.entities.rowOf('wheel') as number, 'Rotation'));
    let still = 0;
    await rig.until('all has come', async () => {
      const already = received;
      const rotated = rotation();
      rig.witness.told.length = 0;
      if (calmAnswers === calmSent) {
        calmSent += 1;
        sentAt = received;
        await rig.command('calm', 'Send', { Data: 'are you there?' });
      } else await rig.step();
      if (rotation() === rotated) still += 1;
      mostPerTick = Math.max(mostPerTick, received - already);
      mostAhead = Math.max(mostAhead, rig.arrived - received);
      return received >= MESSAGES;
    });
    expect([received, disorder]).toEqual([MESSAGES, -1]);
    expect(rig.field('flooded', 'MessagesReceived')).toBe(MESSAGES);
    expect(mostPerTick).toBeLessThanOrEqual(1000);
    expect(mostAhead).toBeLessThan(MESSAGES / 5);
    expect(still).toBe(0);
    // The calm one has its answers all the while, each before much of the flood has gone by.
    expect(calmAnswers).toBeGreaterThan(5);
    expect(longest).toBeLessThan(MESSAGES / 4);
  });

  it('a flooded client may be disabled, and its sender is let go at once', async () => {
    const flood = stage.server(flooding);
    const rig = await stage.world([stage.client('flooded', flood.url())]);
    await rig.until('some of it has come', () => rig.arrived > 500, 'pass');
    await rig.step();
    await rig.set('flooded', 'Enabled', false);
    await rig.until('it has ended', () => rig.ends('flooded') === 1);
    await rig.until('the server sees it', () => flood.guests[0]?.isGone === true);
    const got = rig.messages('flooded');
    expect(got.findIndex((data, index) => data !== text(index))).toBe(-1);
    expect(got.length).toBeLessThan(MESSAGES);
  });

  // A browser gives no page the means to end a socket whose server neither answers a close nor stops.
  if (name !== 'browser tab')
    it('a server that floods on after a goodbye is let go as well', async () => {
      const rig = await stage.world([stage.client('flooded', stage.hostile.url('/flood'))]);
      await rig.until('some of it has come', () => rig.arrived > 500, 'pass');
      await rig.step();
      await rig.set('flooded', 'Enabled', false);
      await rig.until('it has ended', () => rig.ends('flooded') === 1);
      await stage.hostile.victims[0]?.gone;
    });
});
