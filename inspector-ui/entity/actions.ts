import { registerActions } from '../actions/registry.ts';
import { keepOpen, kept, selected, selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import { deepActive } from '../controls/focus.ts';
import { tell } from '../controls/notices.ts';
import { attachTo } from './attach.ts';
import { pasteComponent } from './component-actions.ts';
import { folded, foldAll } from './folds.ts';

const some = (): boolean => selection.value.length > 0;
const editable = (): boolean => some() && session.mayEdit;
const types = (): string[] => [...session.manifest.value.keys()];

/** Does at the field that has the keyboard what its key does there. */
function press(key: string, held: { readonly altKey?: boolean; readonly shiftKey?: boolean; readonly code?: string } = {}): void {
  const isTaken = deepActive()?.dispatchEvent(new KeyboardEvent('keydown', { key, ...held, bubbles: true, composed: true, cancelable: true })) === false;
  if (!isTaken) tell('Go to a field first.', true);
}

/** What can be done to the entities that are shown. */
registerActions([
  { id: 'entity.attach', label: 'Attach Component…', group: 'Entity', keys: ['Alt-A'], enabled: editable, run: () => attachTo(selection.value) },
  { id: 'entity.pasteComponent', label: 'Paste the copied component', group: 'Entity', enabled: editable, run: () => pasteComponent(selection.value) },
  {
    id: 'entity.keepOpen',
    label: 'Keep open in a pane of its own',
    group: 'Entity',
    keys: ['Alt-K'],
    enabled: some,
    run: () => {
      const id = selected.value;
      if (id !== null) keepOpen(id, !kept.value.includes(id));
    },
  },
  {
    id: 'entity.closeKept',
    label: 'Close all panes that are kept open',
    group: 'Entity',
    enabled: () => kept.value.length > 0,
    run: () => {
      kept.value = [];
    },
  },
  { id: 'entity.foldAll', label: 'Fold all components', group: 'Entity', run: () => foldAll(types(), true) },
  { id: 'entity.unfoldAll', label: 'Unfold all components', group: 'Entity', enabled: () => folded.value.size > 0, run: () => foldAll(types(), false) },
  { id: 'field.about', label: 'About this field or component', group: 'Entity', keys: ['F1'], where: 'field', run: () => press('F1') },
  {
    id: 'field.menu',
    label: 'Copy, paste or reset this value',
    group: 'Entity',
    keys: ['Alt-Enter'],
    where: 'field',
    run: () => press('Enter', { altKey: true }),
  },
  {
    id: 'field.whenChanged',
    label: 'When did this field change, and who did it?',
    group: 'Entity',
    keys: ['Shift-F1'],
    where: 'field',
    run: () => press('F1', { shiftKey: true }),
  },
  {
    id: 'field.watch',
    label: 'Watch this field, or no more',
    group: 'Entity',
    keys: ['Alt-W'],
    where: 'field',
    run: () => press('w', { altKey: true, code: 'KeyW' }),
  },
]);
