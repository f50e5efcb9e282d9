import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRegistry, hashWorld, restoreWorld, snapshotWorld } from '../../../engine/index.ts';
import { FrozenState } from '../../../engine/snapshot/frozen-state.ts';
import { openRig } from '../world-rig.ts';
import { samples } from '../../samples.ts';

const ENTITIES = [
  { id: 'garden', name: 'Garden' },
  { id: 'lamp', name: 'Lamp', parent: 'garden', tag: 'demo', components: { Transform: { Position: [0, 1, 0] }, Spinner: { Speed: [0, 45, 0] } } },
  { id: 'stone', name: 'Stone', parent: 'garden', active: false, components: { FloatValue: { Value: 0.1 }, 'FloatValue#2': { Value: 7 } } },
  {
    id: 'radio',
    name: 'Radio',
    components: { WebsocketClient: { URL: 'ws://127.0.0.1:1/', HandlingUser: { userId: 'host' } }, Comment: { Text: '"quoted" \n ☂' } },
  },
];
const whole = (frozen: FrozenState, size: number): string => {
  let text = '';
  for (let done = false; !done;) {
    const part = frozen.next(size);
    text += part.text;
    done = part.done;
  }
  return text;
};

test('a frozen state is the snapshot of its moment, in parts of any size, whatever the world does meanwhile', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 5 }), (size, ticks) => {
      const rig = openRig(ENTITIES);
      rig.tick(ticks);
      rig.edited([
        { op: 'duplicateEntity', entity: 'lamp' },
        { op: 'moveEntity', entity: 'stone', parent: null },
      ]);
      const snapshot = snapshotWorld(rig.world),
        hash = hashWorld(rig.world);
      const frozen = new FrozenState(rig.world);
      const first = frozen.next(size);
      rig.edited([
        { op: 'removeEntity', entity: 'lamp' },
        { op: 'setField', entity: 'stone', component: 'FloatValue', field: 'Value', value: 3 },
        { op: 'updateEntity', entity: 'garden', name: 'Other' },
        { op: 'addEntity', entity: { id: 'bird', name: 'Bird' }, parent: 'garden' },
        { op: 'addComponent', entity: 'garden', component: 'ColorValue' },
        { op: 'setField', entity: 'radio', component: 'Comment', field: 'Text', value: 'new' },
      ]);
      rig.tick(3);
      const text = first.text + (first.done ? '' : whole(frozen, size));
      expect(JSON.parse(text)).toEqual(JSON.parse(snapshot));
      expect(hashWorld(restoreWorld(text, createRegistry()))).toBe(hash);
    }),
    samples(40),
  );
});

test('a world without entities can be frozen', () => {
  const rig = openRig([]);
  expect(JSON.parse(whole(new FrozenState(rig.world), 10))).toEqual(JSON.parse(snapshotWorld(rig.world)));
});
