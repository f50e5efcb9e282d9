import { expect, test } from 'vitest';
import {
  defineComponent,
  defineSystem,
  createRegistry,
  openWorld,
  readScene,
  restoreWorld,
  snapshotWorld,
  type Plugin,
  type Rearranged,
} from '../../../engine/index.ts';
import { ANNA, openRig, rigOf, type Rig } from '../world-rig.ts';

const Watcher = defineComponent('Watcher', { doc: 'Is there for its system.', category: 'Test', fields: {} });

const scene = [
  { id: 'a', name: 'A' },
  { id: 'b', name: 'B', parent: 'a' },
  { id: 'c', name: 'C', parent: 'a' },
];

/** A world, and what its system was told. */
function told(): { readonly plugin: Plugin; readonly all: unknown[] } {
  const all: unknown[] = [];
  const system = defineSystem({
    name: 'watcher',
    over: Watcher,
    rearranged: (world, { moved, renamed }: Rearranged) => {
      const words = (rows: readonly number[]): string[] =>
        rows.map((row) =>
          world.entities
            .pathOf(row)
            .map((at) => world.entities.name.get(at))
            .join('/'),
        );
      all.push({ moved: words(moved), renamed: words(renamed) });
    },
  });
  return { plugin: { components: [Watcher], systems: [system] }, all };
}

test('systems are told once for each edit what has been moved or renamed, when all of it stands, undo and redo included', () => {
  const { plugin, all } = told();
  const rig = openRig(scene, plugin);
  const last = (): unknown => all.splice(0);
  // What is opened has not been moved there.
  expect(last()).toEqual([]);
  rig.edited(
    [
      { op: 'moveEntity', entity: 'c', parent: 'b' },
      { op: 'updateEntity', entity: 'a', name: 'Aa' },
      { op: 'updateEntity', entity: 'c', name: 'Cc' },
    ],
    ANNA,
  );
  expect(last()).toEqual([{ moved: ['Aa/B/Cc'], renamed: ['Aa', 'Aa/B/Cc'] }]);
  rig.give({ type: 'undo' }, ANNA);
  expect(last()).toEqual(
    [
      { moved: [], renamed: ['Aa/B/C'] },
      { moved: [], renamed: ['A'] },
      { moved: ['A/C'], renamed: [] },
    ].map((each) => expect.objectContaining(each)),
  );
  rig.give({ type: 'redo' }, ANNA);
  expect(last()).toHaveLength(3);
  // Another order among siblings is another place.
  rig.edited([{ op: 'moveEntity', entity: 'c', parent: 'a' }], ANNA);
  last();
  rig.edited([{ op: 'moveEntity', entity: 'c', before: 'b' }], ANNA);
  expect(last()).toEqual([{ moved: ['Aa/Cc'], renamed: [] }]);
});

test('what changes no name and no place, was taken back with its batch, or is gone, is told to nobody', () => {
  const { plugin, all } = told();
  const rig = openRig(scene, plugin);
  rig.edited([
    { op: 'updateEntity', entity: 'a', name: 'A' },
    { op: 'moveEntity', entity: 'c', parent: 'a' },
    { op: 'updateEntity', entity: 'a', tag: 'x' },
  ]);
  rig.edit([
    { op: 'updateEntity', entity: 'a', name: 'B' },
    { op: 'removeEntity', entity: 'nobody' },
  ]);
  rig.edited([
    { op: 'updateEntity', entity: 'b', name: 'Bb' },
    { op: 'removeEntity', entity: 'b' },
  ]);
  expect(all).toEqual([]);
});

test('a restored world has moved nothing, and tells what moves from then on', () => {
  const { plugin, all } = told();
  const registry = createRegistry(plugin);
  const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities: scene });
  const world = openWorld({ registry, scene: readScene(text, { registry }).scene });
  const rig: Rig = rigOf(restoreWorld(snapshotWorld(world), registry));
  rig.tick();
  expect(all).toEqual([]);
  rig.edited([{ op: 'updateEntity', entity: 'a', name: 'Z' }]);
  expect(all).toEqual([{ moved: [], renamed: ['Z'] }]);
});
