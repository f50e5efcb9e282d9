import { expect, test } from 'vitest';
import { rigOf } from '../world-rig.ts';
import { createDoor, createRegistry, hashWorld, HOST, openWorld, readScene, restoreWorld, snapshotWorld } from '../../../engine/index.ts';

const registry = createRegistry();

test('a world opens from a scene, ticks, is edited, undone, snapshot and restored to the same hash', async () => {
  const text = JSON.stringify({
    format: 'worldwire/scene',
    version: 1,
    name: 'Test',
    entities: [
      { id: 'a', name: 'A' },
      { id: 'b', name: 'B', parent: 'a', components: { Spinner: { Speed: [0, 90, 0] }, Transform: { Position: [0.1, 1, 2] } } },
    ],
  });
  const { scene } = readScene(text, { registry });
  const world = openWorld({ registry, scene });
  const door = createDoor(world);
  door.step({
    mode: 'tick',
    real: 16,
    inputs: [],
    views: [
      { type: 'open', view: 1, what: { kind: 'tree', expanded: ['a'], offset: 0, limit: 50 } },
      { type: 'open', view: 2, what: { kind: 'entity', entity: 'b' } },
    ],
  });
  const result = door.step({
    mode: 'tick',
    real: 33,
    inputs: [
      {
        author: HOST,
        input: {
          type: 'operations',
          operations: [
            { op: 'addEntity', entity: { id: 'c', name: 'C', components: { FloatValue: { Value: 0.1 } } }, parent: 'a' },
            { op: 'setField', entity: 'b', component: 'Transform', field: 'Position', value: [1, 2, 3] },
            { op: 'addComponent', entity: 'b', component: 'FloatValue' },
            { op: 'addComponent', entity: 'b', component: 'FloatValue' },
          ],
        },
      },
    ],
  });
  expect(result.results[0]).toMatchObject({ ok: true, results: [{ entity: 'c' }, {}, { component: 'FloatValue' }, { component: 'FloatValue#2' }] });
  expect(result.updates.length).toBeGreaterThan(1);
  const entity = await door.ask({ ask: 'entity', entity: 'b' });
  expect(entity.components['Transform']?.['Position']).toEqual([1, 2, 3]);
  const copy = restoreWorld(snapshotWorld(world), registry);
  expect(hashWorld(copy)).toBe(hashWorld(world));
  const other = createDoor(copy);
  for (let i = 0; i < 100; i++)
    for (const each of [door, other]) each.step({ mode: 'tick', real: 50 + i, inputs: i === 50 ? [{ author: HOST, input: { type: 'undo' } }] : [] });
  expect(hashWorld(copy)).toBe(hashWorld(world));
  await expect(door.ask({ ask: 'entity', entity: 'c' })).rejects.toMatchObject({ code: 'WW_UNKNOWN_ENTITY' });
});

test('a world that runs at another rate than its scene says is saved with what the scene says', () => {
  const { scene } = readScene(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Slow', tickRate: 20, entities: [] }), { registry });
  const rig = rigOf(openWorld({ registry, scene, tickRate: 120 }));
  rig.tick(120);
  expect(rig.world.time).toBe(1);
  expect(JSON.parse(rig.text())).toMatchObject({ tickRate: 20 });
});
