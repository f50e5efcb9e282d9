/** JSON, and so every recording and snapshot, knows no 0 below 0: a world must not tell the two apart, or a replay would go another way. */
import { expect, test } from 'vitest';
import { hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { ANNA, openRig } from '../world-rig.ts';

const VALUE = { op: 'setField', entity: 'a', component: 'FloatValue', field: 'Value' } as const;

test.each([
  [0, -0],
  [-0, 0],
  [1, -0],
])('a field that holds %d and is set to %d', (before, after) => {
  const text = (value: number) => [{ id: 'a', name: 'a', components: { FloatValue: { Value: value }, Transform: { Position: [value, 1, 2] } } }];
  const live = openRig(text(before)),
    replayed = openRig(JSON.parse(JSON.stringify(text(before))) as object[]);
  for (const [rig, value] of [
    [live, after],
    [replayed, 0],
  ] as const) {
    rig.edited([{ ...VALUE, value }], ANNA);
    rig.edited([{ op: 'setField', entity: 'a', component: 'Transform', field: 'Position', value: [value, 1, 2] }], ANNA);
  }
  expect(snapshotWorld(live.world)).toBe(snapshotWorld(replayed.world));
  expect(hashWorld(live.world)).toBe(hashWorld(replayed.world));
});
