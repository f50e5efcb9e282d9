/** Along arcs, and after what moves: the same compiled and interpreted, and from a snapshot. */
import { afterEach, expect, test } from 'vitest';
import { hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { running } from '../../../engine/flow/code/limits.ts';
import { flowing, flowRig, restored } from './rig.ts';

afterEach(() => {
  running.as = 'compiled';
});

const drive = (from: string, component: string) => ({
  type: `ValueFieldDrive<float>`,
  refs: { Drive: { entity: 'lamp', component, field: 'Value' } },
  in: { Value: { from } },
});
const GRAPH = {
  goal: { type: 'ValueSource<float>', refs: { Source: { entity: 'goal', component: 'FloatValue', field: 'Value' } } },
  constant: { type: 'ValueConstantLerp<float>', in: { Input: { from: 'goal' }, Speed: 6 } },
  turn: { type: 'ConstantSlerp_floatQ', in: { Input: [0, 1, 0, 0], Speed: 90 } },
  smooth: { type: 'ValueSmoothLerp<float3>', in: { Input: { from: 'three' }, Speed: 2 } },
  three: { type: 'Pack_Float3', in: { X: { from: 'goal' }, Y: 1, Z: { from: 'goal' } } },
  parts: { type: 'Unpack_Float3', in: { V: { from: 'smooth' } } },
  one: drive('constant', 'FloatValue'),
  two: drive('parts.X', 'FloatValue#2'),
};
const world = () => [
  { ...flowing(GRAPH), components: { FloatValue: {}, 'FloatValue#2': {}, Flow: { Graph: { nodes: GRAPH } } } },
  { id: 'goal', name: 'goal', components: { FloatValue: {} } },
];

test.each(['compiled', 'interpreted'] as const)('a value goes after another at its speed, and from a snapshot as well: %s', (as) => {
  running.as = as;
  const rig = flowRig(world());
  rig.tick(2);
  expect(rig.value('lamp', 'FloatValue', 'Value')).toBe(0);
  rig.edited([{ op: 'setField', entity: 'goal', component: 'FloatValue', field: 'Value', value: 1 }]);
  rig.tick(5);
  expect(rig.value('lamp', 'FloatValue', 'Value')).toBeCloseTo(0.5, 5);
  const other = restored(snapshotWorld(rig.world));
  for (let i = 0; i < 10; i++) {
    rig.tick();
    other.tick();
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  }
  expect(rig.value('lamp', 'FloatValue', 'Value')).toBe(1);
  const smooth = rig.value('lamp', 'FloatValue#2', 'Value') as number;
  expect(smooth).toBeCloseTo(1 - Math.exp(-2 * (15 / 60)), 2);
});
