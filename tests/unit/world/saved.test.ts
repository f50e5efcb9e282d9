import { expect, test } from 'vitest';
import { openRig } from '../world-rig.ts';

const holder = (selections: object) => ({
  id: 'desk',
  name: 'Desk',
  components: { SavedSelections: { Selections: selections }, SavedQueries: { Queries: { all: 'in=desk' } } },
});

test('a saved selection names in a copy what is copied along, and else what it named', () => {
  const rig = openRig([holder({ mine: ['lamp', 'other'] }), { id: 'lamp', name: 'Lamp', parent: 'desk' }, { id: 'other', name: 'Other' }]);
  const { results } = rig.edited([{ op: 'duplicateEntity', entity: 'desk' }]);
  const copy = results[0]?.entity ?? '';
  const { entities } = rig.world;
  const lamp = entities.id.get(entities.siblings(entities.rowOf(copy) as number)[0] as number);
  expect(lamp).not.toBe('lamp');
  expect(rig.value(copy, 'SavedSelections', 'Selections')).toEqual({ mine: [lamp, 'other'] });
  expect(rig.value(copy, 'SavedQueries', 'Queries')).toEqual({ all: 'in=desk' });
});

test('both are part of a scene file, and come back with it', () => {
  const text = openRig([holder({ mine: ['desk'] })]).text();
  const again = openRig((JSON.parse(text) as { readonly entities: readonly object[] }).entities);
  expect(again.value('desk', 'SavedSelections', 'Selections')).toEqual({ mine: ['desk'] });
  expect(again.value('desk', 'SavedQueries', 'Queries')).toEqual({ all: 'in=desk' });
});

test('what is spawned from an item names its own entities', () => {
  const rig = openRig();
  const item = {
    format: 'worldwire/scene',
    version: 1,
    entities: [
      { id: 'top', name: 'Top', components: { SavedSelections: { Selections: { mine: ['top', 'below'] } } } },
      { id: 'below', parent: 'top' },
    ],
  };
  const result = rig.give({ type: 'spawn', item, parent: null, history: true } as never);
  const top = result.ok ? (result.results[0]?.entity ?? '') : '';
  const below = rig.world.entities.id.get(rig.world.entities.siblings(rig.world.entities.rowOf(top) as number)[0] as number);
  expect(rig.value(top, 'SavedSelections', 'Selections')).toEqual({ mine: [top, below] });
});

test('more than fits, and what is no list, is refused with its place', () => {
  const rig = openRig([holder({})]);
  const set = (value: object) => rig.edit([{ op: 'setField', entity: 'desk', component: 'SavedSelections', field: 'Selections', value: value as never }]);
  expect(set({ mine: 'lamp' })).toMatchObject({ ok: false });
  expect(set(Object.fromEntries(Array.from({ length: 1_001 }, (_, at) => [`s${at}`, []])))).toMatchObject({ ok: false });
  expect(set({ mine: ['lamp'] })).toMatchObject({ ok: true });
});
