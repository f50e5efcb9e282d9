import { expect, it } from 'vitest';
import { defineComponent, defineSystem, type System, type World } from '../../../engine/index.ts';
import { openRig } from '../world-rig.ts';

const Egg = defineComponent('Egg', { doc: 'Is boiled.', category: 'Test', fields: {} });

it('timers of several systems run out by one order: earliest first, then by system, then by creation; what was put off waits', () => {
  const told: string[] = [];
  const dues: Record<string, number> = {};
  const nameOf = (world: World, row: number): string => world.entities.id.get(row);
  const waiting = (name: string): System =>
    defineSystem({
      name,
      over: Egg,
      timers: {
        due: (world, row) => dues[`${name} ${nameOf(world, row)}`] ?? Infinity,
        up: (world, row) => {
          told.push(`${name} ${nameOf(world, row)} at ${world.real}`);
          if (told.length === 1) throw new Error('cracked');
        },
      },
    });
  const { world, wait } = openRig(
    ['a', 'b'].map((id) => ({ id, components: { Egg: {} } })),
    { components: [Egg], systems: [waiting('soft'), waiting('hard')] },
  );
  const arm = (name: string, id: string, due: number): void => {
    dues[`${name} ${id}`] = due;
    world.timers.arm(name, world.entities.rowOf(id) as number, due);
  };
  arm('hard', 'b', 50);
  arm('hard', 'a', 50);
  arm('soft', 'b', 50);
  arm('soft', 'a', 20);
  arm('hard', 'a', 10);
  dues['hard a'] = 70;
  wait(60);
  expect(told).toEqual(['soft a at 60', 'soft b at 60', 'hard b at 60']);
  wait(9);
  wait(1);
  expect(told.slice(3)).toEqual(['hard a at 70']);
  expect(world.timers.size).toBe(0);
});
