/** What stores hold that are saved with the scene belongs to their entity: copies begin with it, and it comes back with what was removed. */
import { expect, test } from 'vitest';
import { flowing, flowRig, rx, type FlowRig } from './rig.ts';

/** A lamp that counts what it hears, and has heard two messages. */
function counting(): FlowRig {
  const rig = flowRig([
    flowing({
      rx: rx('count'),
      kept: { type: 'DataModelValueFieldStore<int>' },
      count: { type: 'ValueIncrement<int>', refs: { Variable: { node: 'kept' } } },
    }),
  ]);
  hear(rig, 2);
  return rig;
}
function hear(rig: FlowRig, times: number): void {
  for (let at = 0; at < times; at++) rig.hear('go');
  rig.tick();
}
const kept = (rig: FlowRig, entity = 'lamp'): unknown => rig.value(entity, 'Flow', 'Values');

test('a duplicate begins with what its original holds, and counts on for itself', () => {
  const rig = counting();
  const [{ entity }] = rig.edited([{ op: 'duplicateEntity', entity: 'lamp' }]).results as [{ entity: string }];
  expect(kept(rig, entity)).toEqual({ kept: 2 });
  hear(rig, 1);
  expect(kept(rig)).toEqual({ kept: 3 });
  // Its client is the original's, as the graph says.
  expect(rig.value(entity, 'Flow', 'LastError')).toBe('');
});

test('what is removed comes back with what it held', () => {
  const rig = counting();
  rig.edited([{ op: 'removeEntity', entity: 'lamp' }]);
  expect(rig.give({ type: 'undo' })).toMatchObject({ ok: true });
  expect(kept(rig)).toEqual({ kept: 2 });
  hear(rig, 1);
  expect(kept(rig)).toEqual({ kept: 3 });
  rig.edited([{ op: 'removeComponent', entity: 'lamp', component: 'Flow' }]);
  expect(rig.give({ type: 'undo' })).toMatchObject({ ok: true });
  hear(rig, 1);
  expect(kept(rig)).toEqual({ kept: 4 });
});

test('an item carries it to where it is spawned', async () => {
  const rig = counting();
  const { text } = await rig.door.ask({ ask: 'item', entity: 'lamp' });
  const done = rig.give({ type: 'spawn', item: JSON.parse(text) as never, parent: null });
  expect(done).toMatchObject({ ok: true });
  const copy = rig.world.entities.id.get(rig.world.entities.roots.at(-1) as number);
  expect(copy).not.toBe('lamp');
  expect(kept(rig, copy)).toEqual({ kept: 2 });
});

test('nobody edits it by hand', () => {
  const rig = counting();
  const refused = rig.edit([{ op: 'setField', entity: 'lamp', component: 'Flow', field: 'Values', value: { kept: 9 } }]);
  expect(refused).toMatchObject({ ok: false });
  const added = rig.edit([{ op: 'addEntity', entity: { id: 'other', name: 'Other', components: { Flow: { Values: { kept: 9 } } } } } as never]);
  expect(added).toMatchObject({ ok: false });
  expect(kept(rig)).toEqual({ kept: 2 });
});
