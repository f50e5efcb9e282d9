/** What a snapshot does not say of each entity, since it is so of most. */
import { expect, test } from 'vitest';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../engine/index.ts';
import { liveOf } from '../../../engine/editing/live-world.ts';
import { exactEntity } from '../../../engine/snapshot/exact.ts';
import type { CompactEntity } from '../../../engine/snapshot/compact.ts';
import { lived, registry } from './lived.ts';

interface Parts {
  version: number;
  entities: CompactEntity[];
  defaults?: Record<string, Record<string, unknown>>;
}
const SNAPSHOT = lived();
const parts = (): Parts => JSON.parse(SNAPSHOT) as Parts;
const restored = (changed: Parts) => restoreWorld(JSON.stringify(changed), registry);

test('an entity as most are is its id, its name, its place and its components; fields at their defaults are said once for all', () => {
  const { entities, defaults } = parts();
  expect(entities.find(({ id }) => id === 'c')).toEqual({ id: 'c', name: '', parent: '__proto__', created: expect.any(Number) as number });
  const shed = entities.find(({ id }) => id === 'shed');
  expect(shed?.components?.find(({ key }) => key === 'StringValue')?.values).toEqual({ Value: 'y' });
  expect(defaults?.['StringValue']).toEqual({ persistent: true, UpdateOrder: 0, Enabled: true, Value: '' });
  expect(Object.keys(defaults ?? {})).not.toContain('Script');
});

test('a snapshot of the version before, which says all of each entity, comes to the same world', () => {
  const world = restoreWorld(SNAPSHOT, registry),
    live = liveOf(world);
  const { defaults: _none, ...whole } = parts();
  const entities = whole.entities.map(({ id }) => exactEntity(live, live.entities.rowOf(id) as number));
  expect(JSON.stringify(entities).length).toBeGreaterThan(1.5 * JSON.stringify(whole.entities).length);
  expect(hashWorld(restored({ ...whole, version: 1, entities }))).toBe(hashWorld(world));
});

test('a field that is not said is what its default was when the snapshot was taken, whatever it is by now', () => {
  const changed = parts();
  const wiggler = changed.defaults?.['Wiggler'] as Record<string, unknown>;
  const arm = changed.entities.find(({ id }) => id === 'arm');
  expect(arm?.components?.find(({ key }) => key === 'Wiggler')?.values?.['UpdateOrder']).toBeUndefined();
  wiggler['UpdateOrder'] = 7;
  const again = JSON.parse(snapshotWorld(restored(changed))) as Parts;
  expect(again.entities.find(({ id }) => id === 'arm')?.components?.find(({ key }) => key === 'Wiggler')?.values).toMatchObject({ UpdateOrder: 7 });
  expect(again.defaults?.['Wiggler']).toMatchObject({ UpdateOrder: 0 });
});

test('a snapshot of a later version is refused by its version', () => {
  expect(() => restored({ ...parts(), version: 3 })).toThrow(/expected worldwire\/snapshot of version 2, found version 3/);
});
