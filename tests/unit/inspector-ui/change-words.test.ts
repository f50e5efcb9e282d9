import { expect, test } from 'vitest';
import type { ChangeRow } from '../../../server/protocol.ts';
import { groupedByEntity } from '../../../inspector-ui/changes/change-groups.ts';

const row = (change: number, entity: string, what = 'name', kind: ChangeRow['kind'] = 'changed'): ChangeRow => ({
  change,
  kind,
  entity,
  path: [entity],
  what,
  author: 'anna',
  tick: 0,
});
const keys = (rows: readonly ChangeRow[], always = false): string[] => groupedByEntity(rows, always).map(({ key }) => key);

test('changes of one entity stand together below its line, a single one by itself', () => {
  expect(keys([row(1, 'a'), row(2, 'b'), row(3, 'a', 'tag')])).toEqual(['entity-a', 'change-1', 'change-3', 'change-2']);
  expect(groupedByEntity([row(1, 'a'), row(3, 'a', 'tag')], false)[0]?.changes).toEqual([1, 3]);
});

test('where there is little room every entity has its line, but for one that came or went as a whole', () => {
  expect(keys([row(1, 'a'), row(2, 'b', '', 'added')], true)).toEqual(['entity-a', 'change-1', 'change-2']);
});

test('what was removed stands apart from what has its id by now', () => {
  expect(keys([row(1, 'a', '', 'removed'), row(2, 'a', '', 'added')])).toEqual(['change-1', 'change-2']);
});
