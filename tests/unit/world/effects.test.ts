import { expect, test } from 'vitest';
import { defineSystem, Spinner, type Effect, type System, type World } from '../../../engine/index.ts';
import { liveOf } from '../../../engine/editing/live-world.ts';
import { openRig } from '../world-rig.ts';

/** As a plugin without types could. */
function letOut(world: World, effect: Effect): void {
  liveOf(world).effect(effect);
}

test('an effect that nothing carries out leaves no world: the system that wanted it is told, by name and code, and what others want goes out', () => {
  const misspelled = defineSystem({
    name: 'misspelled',
    over: Spinner,
    update: (world) => letOut(world, { type: 'toString', connection: 1 } as unknown as Effect),
  });
  const right = defineSystem({ name: 'right', over: Spinner, update: (world) => letOut(world, { type: 'withdraw', ask: 7 }) });
  const rig = openRig([{ id: 'a', name: 'a', components: { Spinner: {} } }], { name: 'typing', systems: [misspelled, right] as System[] });
  const { effects, log } = rig.door.step({ mode: 'tick', real: 17, inputs: [] });
  expect(effects).toEqual([{ type: 'withdraw', ask: 7 }]);
  expect(log.map(({ message }) => message)).toEqual([
    expect.stringMatching(/typing.*misspelled.*"toString"; expected one of open, .*\(WW_SYSTEM_FAILED, WW_UNKNOWN_EFFECT\)$/) as string,
  ]);
});
