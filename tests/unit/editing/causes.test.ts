import { expect, test } from 'vitest';
import { defineComponent, defineSystem, type Cause, type World } from '../../../engine/index.ts';
import { ANNA, openRig } from '../world-rig.ts';

const Egg = defineComponent('Egg', { doc: 'Is laid.', category: 'Test', fields: {} });

test('a system is told why a component is there: loaded, added, duplicated, spawned, or back by undo, redo and revert', () => {
  const told: string[] = [];
  const added = (world: World, row: number, cause: Cause): void => {
    told.push(`${world.entities.id.get(world.store(Egg).owner[row] as number)} ${cause}`);
  };
  const rig = openRig([{ id: 'nest', components: { Egg: {} } }], { components: [Egg], systems: [defineSystem({ name: 'laying', over: Egg, added })] });
  const heard = (): string[] => told.splice(0);
  expect(heard()).toEqual(['nest load']);

  const edit = (operations: Parameters<typeof rig.edited>[0]): void => void rig.edited(operations, ANNA);
  edit([
    { op: 'addEntity', entity: { id: 'a', components: { Egg: {} } }, parent: null },
    { op: 'addComponent', entity: 'a', component: 'Egg' },
    { op: 'duplicateEntity', entity: 'nest', id: 'b' },
    { op: 'addComponent', entity: 'b', component: 'Egg' },
  ]);
  expect(heard()).toEqual(['a add', 'a add', 'b duplicate', 'b add']);

  const item = { format: 'worldwire/scene', version: 1, name: 'I', entities: [{ id: 'i', components: { Egg: {} } }] };
  expect(rig.give({ type: 'spawn', item, parent: null }, ANNA)).toMatchObject({ ok: true });
  expect(heard()).toEqual([expect.stringMatching(/^\w+ spawn$/)]);

  edit([{ op: 'removeEntity', entity: 'nest' }]);
  rig.give({ type: 'undo' }, ANNA);
  expect(heard()).toEqual(['nest undo']);
  rig.give({ type: 'redo' }, ANNA);
  rig.give({ type: 'revert', changes: rig.world.baseline.facts.map(({ change }) => change) }, ANNA);
  expect(heard()).toContain('nest undo');
});
