import type { TreeRow } from '../../server/protocol.ts';
import type { MenuItems } from '../shell/menu.ts';
import { addChild, duplicate, move, pickAndSpawn, saveAsItem } from './actions.ts';
import { chooseParent } from './parent-dialog.ts';

/** What the tree does itself when its menu is asked for it. */
interface RowHands {
  readonly locked: boolean;
  /** The row is one that a search found: it has no siblings beside it. */
  readonly found: boolean;
  rename(): void;
  shift(by: -1 | 1): void;
  remove(): void;
}

/** The menu of a row of the hierarchy. */
export function rowMenu(row: TreeRow, hands: RowHands): MenuItems {
  const { locked, found } = hands;
  return [
    { label: 'Add child', disabled: locked, run: () => void addChild(row.id) },
    { label: 'Rename', hint: 'F2', disabled: locked, run: () => hands.rename() },
    { label: 'Duplicate', hint: 'Ctrl-D', disabled: locked, run: () => void duplicate(row.id) },
    {
      label: 'Move to…',
      disabled: locked,
      run: () =>
        void chooseParent(row).then((parent) => {
          if (parent !== undefined) void move(row.id, parent);
        }),
    },
    { label: 'Move up', hint: 'Alt-↑', disabled: locked || found, run: () => hands.shift(-1) },
    { label: 'Move down', hint: 'Alt-↓', disabled: locked || found, run: () => hands.shift(1) },
    null,
    { label: 'Save as item', run: () => void saveAsItem(row) },
    { label: 'Spawn item…', disabled: locked, run: () => pickAndSpawn(row.id) },
    null,
    { label: 'Remove', hint: 'Del', danger: true, disabled: locked, run: () => hands.remove() },
  ];
}
