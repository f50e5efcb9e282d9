/** A component that is not saved, and that one which is saved needs: what is read again is saved as the same bytes. */
import { expect, test } from 'vitest';
import { defineComponent, restoreWorld, snapshotWorld, type Plugin } from '../../../engine/index.ts';
import { openRig, rigOf, type Rig } from '../world-rig.ts';

const about = { doc: '', category: 'Test', fields: {} };
const plugin: Plugin = {
  components: [
    defineComponent('Ground', about),
    defineComponent('Wall', { ...about, requires: ['Ground'] }),
    defineComponent('Roof', { ...about, requires: ['Wall'] }),
  ],
};
const componentsOf = (rig: Rig): unknown => (JSON.parse(rig.text()) as { entities: { components?: unknown }[] }).entities[0]?.components;
const again = (rig: Rig): Rig => openRig((JSON.parse(rig.text()) as { entities: object[] }).entities, plugin);
const unsaved = (rig: Rig, ...keys: readonly string[]): Rig => {
  for (const component of keys) rig.edited([{ op: 'setField', entity: 'a', component, field: 'persistent', value: false }]);
  return rig;
};

test('it is named as one that is not saved, by edits and by a snapshot alike, and nothing else of it is kept', () => {
  const rig = unsaved(openRig([{ id: 'a', components: { Transform: { Position: [1, 2, 3] }, Spinner: {} } }]), 'Transform');
  expect(componentsOf(rig)).toEqual({ Transform: { persistent: false }, Spinner: {} });
  const restored = rigOf(restoreWorld(snapshotWorld(rig.world), rig.world.registry));
  expect(restored.text()).toBe(rig.text());
  expect(again(rig).text()).toBe(rig.text());
});

test('so is what stands below it, and nothing where none that is saved needs it', () => {
  const build = (): Rig => openRig([{ id: 'a', components: { Roof: {} } }], plugin);
  const bare = { Ground: { persistent: false }, Wall: { persistent: false } };
  const low = unsaved(build(), 'Ground', 'Wall');
  expect(componentsOf(low)).toEqual({ ...bare, Roof: {} });
  expect(again(low).text()).toBe(low.text());
  const none = unsaved(build(), 'Ground', 'Wall', 'Roof');
  expect(componentsOf(none)).toBeUndefined();
  expect(again(none).text()).toBe(none.text());
});

test('of several of its type one that is saved is enough, under whatever number it stands', () => {
  const build = (): Rig => openRig([{ id: 'a', components: { Ground: {}, 'Ground#2': {}, Wall: {} } }], plugin);
  const second = unsaved(build(), 'Ground');
  expect(componentsOf(second)).toEqual({ 'Ground#2': {}, Wall: {} });
  expect(again(second).text()).toBe(second.text());
  const neither = unsaved(build(), 'Ground', 'Ground#2');
  expect(componentsOf(neither)).toEqual({ Ground: { persistent: false }, Wall: {} });
  expect(again(neither).text()).toBe(neither.text());
});
