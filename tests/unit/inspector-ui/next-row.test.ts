import { expect, test } from 'vitest';
import { nextOf } from '../../../inspector-ui/hierarchy/next-row.ts';
import type { TreeRow } from '../../../server/protocol.ts';

test('once rows are removed, the sibling below is next, else the one above, else the parent', () => {
  const rows = (['garden', 'lamp', 'bulb', 'bench', 'shed'] as const).map((id): [number, TreeRow] => {
    const parent = { garden: null, lamp: 'garden', bulb: 'lamp', bench: 'garden', shed: 'garden' }[id];
    return [['garden', 'lamp', 'bulb', 'bench', 'shed'].indexOf(id), { id, parent } as TreeRow];
  });
  const next = (at: string, ...removed: string[]): string | null =>
    nextOf(
      { row: (index) => rows[index]?.[1], rows: () => rows },
      rows.findIndex(([, { id }]) => id === at),
      new Set([at, ...removed]),
    );
  expect(next('lamp')).toBe('bench');
  expect(next('lamp', 'bench'), 'siblings that go as well are passed over').toBe('shed');
  expect(next('shed')).toBe('bench');
  expect(next('bulb')).toBe('lamp');
  expect(next('garden')).toBeNull();
});
