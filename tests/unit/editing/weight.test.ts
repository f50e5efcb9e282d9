import { expect, test } from 'vitest';
import type { Json } from '../../../engine/index.ts';
import type { HistoryEntry } from '../../../engine/editing/history-entry.ts';
import { sizeOf } from '../../../engine/editing/json-size.ts';
import { weightOf } from '../../../engine/editing/weight.ts';
import { ANNA, openRig } from '../world-rig.ts';

/** What a step weighs, part by part: 16 for each value and 2 for each character, a path at least 64. */
function byParts({ back, forth, touched }: HistoryEntry): number {
  const paths = touched.reduce((sum, path) => sum + Math.max(64, path.length * 2), 0);
  return [...back, ...forth].reduce((sum, operation) => {
    const { values, characters } = sizeOf(structuredClone(operation) as unknown as Json);
    return sum + values * 16 + characters * 2;
  }, paths);
}

test('a step weighs what all parts of it weigh, also where it brings back a subtree with all that entities can hold', () => {
  const rig = openRig([
    { id: 'room', name: 'Room', tag: 'place', orderOffset: 3, components: { Transform: { Position: [1, 2, 3] }, Unknown: { Kept: [1, 'as it is'] } } },
    { id: 'lamp', parent: 'room', name: 'Lamp', active: false, components: { Spinner: { Speed: [0, 20, 0] }, 'Spinner#2': {}, StringValue: { Value: 'on' } } },
    { id: 'bulb', parent: 'lamp', persistent: false, later: { key: 'of another version' } },
    { id: 'door', parent: 'room' },
  ]);
  rig.edited([{ op: 'addEntity', parent: 'room', entity: { id: 'new', name: 'Chair', components: { FloatValue: { Value: 2 } } } }], ANNA);
  rig.edited([{ op: 'updateEntity', entity: 'door', name: 'Gate', tag: 'open' }], ANNA);
  rig.edited([{ op: 'setField', entity: 'room', component: 'Transform', field: 'Position', value: [4, 5, 6] }], ANNA);
  rig.edited([{ op: 'setField', entity: 'lamp', component: 'StringValue', field: 'Value', value: 'off' }], ANNA);
  rig.edited([{ op: 'removeEntity', entity: 'room' }], ANNA);
  const { entries } = rig.world.history;
  expect(entries.map(weightOf)).toEqual(entries.map(byParts));
  rig.give({ type: 'undo' }, ANNA);
  expect(entries.map(weightOf)).toEqual(entries.map(byParts));
  // All of it is in the way back: nothing that an entity can hold is passed over above.
  const step = rig.world.history.entries.at(-1)?.back[0];
  const stored = step?.op === 'restoreEntities' ? step.entities : [];
  expect([...new Set(stored.flatMap((each) => Object.keys(each)))].toSorted()).toEqual([
    'active',
    'components',
    'created',
    'extras',
    'id',
    'name',
    'orderOffset',
    'parent',
    'persistent',
    'spawnedBy',
    'tag',
  ]);
});
