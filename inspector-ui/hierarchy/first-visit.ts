import { isNewPlace, setExpanded } from '../session/place.ts';
import type { TreeWindow } from '../session/tree-window.ts';

/** Siblings that are unfolded at a first visit: of more, nobody would see the others of their parents. */
const MOST = 40;

/** Somebody who is new here sees the tops unfolded. None is shown before they are, or rows would move under a hand that aims at them. */
export function unfoldTops(window: TreeWindow): void {
  if (!isNewPlace() || window.total === 0) return;
  const tops = window.rows().filter(([, row]) => row.depth === 0 && row.children > 0 && row.children <= MOST);
  setExpanded(
    tops.map(([, row]) => row.id),
    true,
  );
  if (tops.length > 0) window.forget();
}
