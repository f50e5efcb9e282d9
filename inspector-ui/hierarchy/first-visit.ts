import { isUnfoldedAtFirst } from '../../engine/hierarchy-top.ts';
import { isNewPlace, setExpanded } from '../session/place.ts';
import type { TreeWindow } from '../session/tree-window.ts';

/** Somebody who is new here sees the tops unfolded. None is shown before they are, or rows would move under a hand that aims at them. */
export function unfoldTops(window: TreeWindow): void {
  if (!isNewPlace() || window.total === 0) return;
  const tops = window.rows().filter(([, row]) => isUnfoldedAtFirst(row));
  setExpanded(
    tops.map(([, row]) => row.id),
    true,
  );
  if (tops.length > 0) window.forget();
}
