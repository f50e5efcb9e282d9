import { expect, test } from 'vitest';
import { createDoor, createRegistry, defineComponent, defineSystem, openWorld, readScene, type System } from '../../../engine/index.ts';

const Slow = defineComponent('Slow', { doc: 'Takes its time.', category: 'Test', fields: {} });
const Quick = defineComponent('Quick', { doc: 'Takes less.', category: 'Test', fields: {} });
const Idle = defineComponent('Idle', { doc: 'Takes none.', category: 'Test', fields: {} });

/** A world whose systems move its clock on by themselves. */
function open(entities: number, slow: () => number) {
  const clock = { now: 1000, reads: 0 };
  const takes = (name: string, over: System['over'], time: () => number): System =>
    defineSystem({
      name,
      over,
      update: () => {
        clock.now += time();
      },
    });
  const registry = createRegistry({
    components: [Slow, Quick, Idle],
    systems: [takes('slow', Slow, slow), takes('quick', Quick, () => 1), takes('idle', Idle, () => 1)],
  });
  const scene = JSON.stringify({
    format: 'worldwire/scene',
    version: 1,
    name: 'Test',
    entities: Array.from({ length: entities }, (_none, index) => ({
      id: `a${index}`,
      name: 'A',
      components: { Slow: { UpdateOrder: 1 }, Quick: { UpdateOrder: index % 2 === 0 ? 0 : 2 } },
    })),
  });
  const world = openWorld({ registry, scene: readScene(scene, { registry }).scene });
  const now = (): number => {
    clock.reads += 1;
    return clock.now;
  };
  return { clock, now, world };
}
async function costsOf(door: ReturnType<typeof createDoor>): Promise<Record<string, number>> {
  const { costs } = await door.ask({ ask: 'costs' });
  return Object.fromEntries(costs.map(({ system, milliseconds }) => [system, milliseconds]));
}

test('what each system takes is told in milliseconds a tick, over all its turns, and moves with what it takes now', async () => {
  let slow = 10;
  const { now, world } = open(2, () => slow);
  const door = createDoor(world, { now });
  const tick = (count: number): void => {
    for (let i = 0; i < count; i += 1) door.step({ mode: 'tick', real: world.real + 16, inputs: [] });
  };
  tick(10);
  expect(await costsOf(door)).toMatchObject({ slow: 10, quick: 2, idle: 0 });
  slow = 40;
  tick(1);
  expect((await costsOf(door))['slow']).toBeCloseTo(10 + 30 / 11);
  tick(600);
  expect((await costsOf(door))['slow']).toBeCloseTo(40, 1);
});

test('the clock is read for the whole turn of a system, not for each stretch of rows', () => {
  const many = open(9000, () => 1),
    few = open(2, () => 1);
  for (const { world, now } of [many, few]) createDoor(world, { now }).step({ mode: 'tick', real: 16, inputs: [] });
  expect(many.clock.reads).toBeGreaterThan(0);
  expect(many.clock.reads).toBe(few.clock.reads);
});

test('without a clock nothing is measured; with one, state and snapshot are the same', async () => {
  const timed = open(2, () => 5),
    plain = open(2, () => 5);
  const doors = [createDoor(timed.world, { now: timed.now }), createDoor(plain.world)] as const;
  for (const door of doors) for (let i = 1; i <= 20; i += 1) door.step({ mode: i % 3 === 0 ? 'pass' : 'tick', real: i * 16, inputs: [] });
  expect(await costsOf(doors[1])).toEqual({});
  expect(plain.clock.reads).toBe(0);
  for (const ask of ['hash', 'snapshot'] as const) expect(await doors[0].ask({ ask })).toEqual(await doors[1].ask({ ask }));
});
