import { expect, test } from 'vitest';
import { UnsavedEdits } from '../../../server/saving/unsaved-edits.ts';

test('edits of one group that follow each other count as one, and begin anew behind a copy that is being written', () => {
  const edits = new UnsavedEdits();
  for (const [number, group] of [
    [1, 'drag'],
    [2, 'drag'],
    [3, undefined],
    [4, undefined],
    [5, 'drag'],
  ] as const)
    edits.edited(number, group);
  expect([edits.last, edits.count]).toEqual([5, 4]);
  edits.going();
  edits.edited(6, 'drag');
  expect(edits.count).toBe(5);
});

test('what is being written is unsaved until it is on the disk; where it does not get there it is unsaved with what came since', () => {
  const edits = new UnsavedEdits();
  edits.edited(1, undefined);
  edits.edited(2, undefined);
  const since = edits.unsaved?.since;
  edits.going();
  edits.edited(3, undefined);
  expect(edits.unsaved).toEqual({ edits: 3, since });
  edits.failed();
  expect(edits.unsaved).toEqual({ edits: 3, since });
  edits.going();
  edits.edited(4, undefined);
  edits.written(3);
  expect([edits.saved, edits.unsaved?.edits]).toEqual([3, 1]);
  edits.going();
  edits.written(4);
  expect([edits.count, edits.unsaved]).toEqual([0, undefined]);
});

test('a world that is taken up has the edits that its former process had not saved', () => {
  const edits = new UnsavedEdits();
  edits.takeUp(7, 5);
  expect([edits.takenUp, edits.unsaved?.edits]).toEqual([7, 2]);
  edits.edited(7, undefined);
  expect(edits.count).toBe(2);
});
