import { expect, it } from 'vitest';
import { Transform } from '../../../engine/index.ts';
import { echo, type Guest } from '../servers.ts';
import { client } from '../world-rig.ts';
import { server, world } from './rigs.ts';

const MESSAGES = 200_000;
/** Long enough that no buffer of the network could take in all of them. */
const text = (index: number): string => `${index}:`.padEnd(100, '.');
const flooding = ({ socket }: Guest): void => {
  for (let i = 0; i < MESSAGES; i += 1) socket.send(text(i));
};

it('3365, 19: of a flood of 200,000 messages none is lost and none out of order; memory is bounded; others keep their turn', async () => {
  const flood = await server({ serve: flooding });
  const calm = await server({ serve: echo });
  const rig = world([client('flooded', null), client('calm', calm.url()), { id: 'wheel', components: { Transform: {}, Spinner: {} } }]);
  await rig.open('calm');
  rig.set('flooded', 'URL', flood.url(), 'pass');

  // Nobody takes anything out: the sender comes to stand still, with most of the flood on its side.
  let before = -1;
  await rig.until(
    'the sender stands still',
    () => {
      const now = rig.links.stats.messagesIn;
      const still = now === before && rig.links.stats.paused === 1 && (flood.guests[0]?.socket.bufferedAmount ?? 0) > 0;
      before = now;
      return still;
    },
    'pass',
  );
  expect(rig.links.stats.messagesIn).toBeLessThan(40_000);
  expect(rig.messages('flooded')).toHaveLength(0);

  let received = 0;
  let disorder = -1;
  let calmAnswers = 0;
  let calmSent = 0;
  let longest = 0;
  let sentAt = 0;
  rig.onMessage = (entity, data) => {
    if (entity === 'calm') {
      calmAnswers += 1;
      longest = Math.max(longest, rig.world.tick - sentAt);
      return;
    }
    if (data !== text(received) && disorder < 0) disorder = received;
    received += 1;
  };
  let mostPerTick = 0;
  let mostWaiting = 0;
  const rotation = (): string => JSON.stringify(rig.world.store(Transform).get(rig.world.entities.rowOf('wheel') as number, 'Rotation'));
  let still = 0;
  await rig.until('all has come', () => {
    const already = received;
    const rotated = rotation();
    rig.told.length = 0;
    if (calmAnswers === calmSent) {
      calmSent += 1;
      sentAt = rig.world.tick;
      rig.command('calm', 'Send', { Data: 'are you there?' });
    } else rig.step();
    if (rotation() === rotated) still += 1;
    mostPerTick = Math.max(mostPerTick, received - already);
    mostWaiting = Math.max(mostWaiting, rig.links.stats.queuedBytes);
    return received >= MESSAGES;
  });
  expect([received, disorder]).toEqual([MESSAGES, -1]);
  expect(rig.field('flooded', 'MessagesReceived')).toBe(MESSAGES);
  expect(mostPerTick).toBeLessThanOrEqual(1000);
  expect(mostWaiting).toBeLessThan(4 * 1024 * 1024);
  expect(still).toBe(0);
  // The calm one has its answers all the while, each a few ticks after the question.
  expect(calmAnswers).toBeGreaterThan(5);
  expect(longest).toBeLessThan(60);
});

it('3365, 19: a flooded client may be disabled, and its sender is let go at once', async () => {
  const flood = await server({ serve: flooding });
  const rig = world([client('flooded', flood.url())], { closeTimeout: 300 });
  await rig.until('it is paused', () => rig.links.stats.paused === 1, 'pass');
  rig.step();
  rig.set('flooded', 'Enabled', false);
  await rig.until('it has ended', () => rig.ends('flooded') === 1);
  await rig.until('the server sees it', () => flood.guests[0]?.isGone === true);
  const got = rig.messages('flooded');
  expect(got.findIndex((data, index) => data !== text(index))).toBe(-1);
  expect(got.length).toBeLessThan(MESSAGES);
});
