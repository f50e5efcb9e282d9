import { describe, expect, test } from 'vitest';
import { openRig, type Rig } from '../world-rig.ts';

function names(rig: Rig, parent: string | null = null): string[] {
  const { entities } = rig.world;
  return entities.siblings(parent === null ? -1 : (entities.rowOf(parent) as number)).map((row) => entities.name.get(row));
}

describe('a duplicate', () => {
  test('gets a name of its own, and stands right behind its original', () => {
    const rig = openRig([
      { id: 'lamp', name: 'Lamp' },
      { id: 'bench', name: 'Bench' },
    ]);
    rig.edited([{ op: 'duplicateEntity', entity: 'lamp', id: 'second' }]);
    expect(names(rig)).toEqual(['Lamp', 'Lamp 2', 'Bench']);
    // A copy of a copy counts on, and does not become "Lamp 2 2".
    rig.edited([{ op: 'duplicateEntity', entity: 'second' }]);
    expect(names(rig)).toEqual(['Lamp', 'Lamp 2', 'Lamp 3', 'Bench']);
    rig.edited([{ op: 'duplicateEntity', entity: 'lamp' }]);
    expect(names(rig)).toEqual(['Lamp', 'Lamp 4', 'Lamp 2', 'Lamp 3', 'Bench']);
    rig.give({ type: 'undo' });
    expect(names(rig)).toEqual(['Lamp', 'Lamp 2', 'Lamp 3', 'Bench']);
  });

  test('keeps its name where nobody beside it has that', () => {
    const rig = openRig([
      { id: 'lamp', name: 'Lamp' },
      { id: 'shed', name: 'Shed' },
      { id: 'kept', name: 'Kept', parent: 'shed' },
    ]);
    rig.edited([{ op: 'duplicateEntity', entity: 'lamp', parent: 'shed' }]);
    expect(names(rig, 'shed')).toEqual(['Kept', 'Lamp']);
    rig.edited([{ op: 'duplicateEntity', entity: 'lamp', parent: 'shed' }]);
    expect(names(rig, 'shed')).toEqual(['Kept', 'Lamp', 'Lamp 2']);
  });

  test('takes a year or a version in a name for a part of it only where it stands alone at the end, and no name for one', () => {
    const rig = openRig([
      { id: 'a', name: '2026' },
      { id: 'b', name: 'Hall 007' },
      { id: 'c', name: '' },
    ]);
    rig.edited(['a', 'b', 'c'].map((entity) => ({ op: 'duplicateEntity' as const, entity })));
    expect(names(rig)).toEqual(['2026', '2026 2', 'Hall 007', 'Hall 007 2', '', '']);
  });

  test('a batch of ten thousand in a crowd of as many is quick enough to count, and each name is there once', () => {
    const rig = openRig([{ id: 'lamp', name: 'Lamp' }]);
    rig.edited(Array.from({ length: 10_000 }, () => ({ op: 'duplicateEntity' as const, entity: 'lamp' })));
    expect(new Set(names(rig)).size).toBe(10_001);
  });
});
