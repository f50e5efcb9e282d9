/** Many chains that wait: what they take of a snapshot, and that each comes back as it was. */
import { expect, test } from 'vitest';
import { HOST, hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { flowing, flowRig, restored, write } from './rig.ts';

const MANY = 1_000;

test('a chain that waits takes at most 64 bytes of a snapshot, and all go on from there with their own values, in their own ticks', () => {
  const rig = flowRig([
    flowing({
      rx: { type: 'AsyncDynamicImpulseReceiverWithValue<float>', refs: { Tag: 'go' }, then: { OnTriggered: 'wait' } },
      wait: { type: 'DelaySecondsFloat', in: { Duration: 1 }, then: { Next: 'done' } },
      sum: { type: 'ValueAdd<float>', in: { A: { from: 'before' }, B: { from: 'rx.Value' } } },
      before: { type: 'ValueSource<float>', refs: { Source: { entity: 'lamp', component: 'FloatValue', field: 'Value' } } },
      done: write('float', { from: 'sum' }),
    }),
  ]);
  const before = snapshotWorld(rig.world).length;
  // Among them what no chain begins with and is told from it by its sign alone.
  const values = Array.from({ length: MANY }, (_, at) => (at % 10 === 0 ? -0 : at));
  for (const [at, value] of values.entries()) {
    rig.world.actFor('host', () =>
      rig.door.step({ mode: 'pass', real: rig.world.real, inputs: [{ author: HOST, input: { type: 'impulse', tag: 'go', value } }] }),
    );
    if (at % 100 === 99) rig.tick();
  }
  rig.tick();
  const text = snapshotWorld(rig.world);
  expect(rig.value('lamp', 'Flow', 'Waiting')).toBe(MANY);
  expect((text.length - before) / MANY).toBeLessThan(64);
  const other = restored(text);
  expect(snapshotWorld(other.world)).toBe(text);
  for (let tick = 0; tick < 75; tick++) {
    rig.tick();
    other.tick();
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  }
  expect(rig.value('lamp', 'FloatValue', 'Value')).toBe(values.reduce((sum, value) => sum + value, 0));
});
