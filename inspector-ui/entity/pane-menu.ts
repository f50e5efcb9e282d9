import type { EntityDetail } from '../../server/protocol.ts';
import { addChild, duplicate, move, pickAndSpawn, remove, saveAsItem } from '../hierarchy/actions.ts';
import { chooseParent } from '../hierarchy/parent-dialog.ts';
import { keepOpen, kept, select } from '../session/place.ts';
import { session } from '../session/session.ts';
import { copyText } from '../controls/clipboard.ts';
import type { MenuItems } from '../controls/menu.ts';
import { attachTo } from './attach.ts';
import { pasteComponent, typeOf } from './component-actions.ts';
import { foldAll } from './folds.ts';

/** The menu of a pane: what can be done to its entity. */
export function paneMenu(entity: EntityDetail): MenuItems {
  const locked = !session.mayEdit,
    row = { id: entity.id, name: entity.name, children: entity.children.length },
    open = kept.value.includes(entity.id),
    types = Object.keys(entity.components).map(typeOf);
  return [
    { label: 'Show in the hierarchy', run: () => select(entity.id, { show: true }) },
    { label: open ? 'Close its own pane' : 'Keep open', run: () => keepOpen(entity.id, !open) },
    { label: 'Copy id', run: () => void copyText(entity.id, entity.id) },
    { label: 'Fold all components', run: () => foldAll(types, true) },
    { label: 'Unfold all components', run: () => foldAll(types, false) },
    null,
    { label: 'Attach Component…', disabled: locked, run: () => void attachTo([entity.id]) },
    { label: 'Paste component', disabled: locked, run: () => void pasteComponent([entity.id]) },
    null,
    { label: 'Add child', disabled: locked, run: () => void addChild(entity.id) },
    { label: 'Duplicate', disabled: locked, run: () => void duplicate(entity.id) },
    {
      label: 'Move to…',
      disabled: locked,
      run: () =>
        void chooseParent(entity).then((parent) => {
          if (parent !== undefined) void move(entity.id, parent);
        }),
    },
    { label: 'Save as item', run: () => void saveAsItem(row) },
    { label: 'Spawn item…', disabled: locked, run: () => pickAndSpawn(entity.id) },
    null,
    { label: 'Remove', danger: true, disabled: locked, run: () => void remove(row) },
  ];
}
