import { keyWord } from '../actions/key-words.ts';
import { actionOf } from '../actions/registry.ts';
import type { TreeRow } from '../../server/protocol.ts';
import { selection } from '../session/place.ts';
import { openMenuThere, type MenuItem, type MenuItems } from '../controls/menu.ts';
import { allPinned } from './commands.ts';
import { OBJECT_ROOT } from './roots.ts';

/** A line of a menu from what is registered under an id. */
export function lineOf(id: string, more: Partial<MenuItem> = {}): MenuItem {
  const action = actionOf(`hierarchy.${id}`);
  const [key] = action?.keys ?? [];
  return {
    label: action?.label ?? id,
    ...(key === undefined ? {} : { hint: keyWord(key) }),
    disabled: action === undefined || action.enabled?.() === false,
    run: () => void action?.run(),
    ...more,
  };
}

/** What can be done with templates, as far as it is about what was clicked. */
function templateLines({ link, overrides }: TreeRow, several: boolean): MenuItem[] {
  const one = (...ids: readonly string[]): MenuItem[] => (several ? [] : ids.map((id) => lineOf(id)));
  const isPlain = link === undefined || link === 'added' || link === 'source';
  return [
    ...(isPlain ? [lineOf('makeTemplate', several ? { label: 'Make templates' } : {})] : []),
    ...(link === 'source' || link === 'instance' ? one('placeInstance', 'selectInstances') : []),
    ...(link === 'instance' || link === 'part' || link === 'added' ? one('goToSource') : []),
    ...(overrides === undefined && !(several && link !== undefined) ? [] : [lineOf('takeBackAll')]),
    ...(link === 'instance' ? [lineOf('unlink')] : []),
  ];
}

/** The menu of what is selected; `row` is the one that it was opened at. */
export function rowMenu(row: TreeRow): MenuItems {
  const several = selection.value.length > 1;
  return [
    lineOf('addChild', several ? { disabled: true } : {}),
    lineOf('insertParent', several ? { label: 'Group under a new parent' } : {}),
    lineOf('duplicate'),
    lineOf('duplicateMany', several ? { disabled: true } : {}),
    lineOf('rename', several ? { disabled: true } : {}),
    null,
    lineOf('cut'),
    lineOf('copy'),
    lineOf('paste'),
    lineOf('copyId', several ? { label: 'Copy ids' } : {}),
    null,
    lineOf('openPane', several ? { label: 'Open in panes of their own' } : {}),
    lineOf('send', several ? { label: 'Send to them and below…' } : {}),
    lineOf('traffic', several ? { label: 'Traffic of them and below' } : {}),
    lineOf('pin', allPinned() ? { label: 'Unpin' } : {}),
    lineOf('setRoot', several ? { disabled: true } : {}),
    lineOf('objectRoot', { about: OBJECT_ROOT, ...(several ? { disabled: true } : {}) }),
    { label: 'Select…', run: () => openMenuThere(selectMenu()) },
    lineOf('unfoldBelow', several || row.children === 0 ? { disabled: true } : {}),
    null,
    ...(several
      ? [lineOf('activate'), lineOf('deactivate'), lineOf('persistent'), lineOf('notPersistent')]
      : [lineOf(row.active ? 'deactivate' : 'activate'), lineOf(row.persistent ? 'notPersistent' : 'persistent')]),
    lineOf('tag'),
    lineOf('replace'),
    lineOf('moveTo'),
    null,
    ...templateLines(row, several),
    null,
    lineOf('saveItem', several ? { label: 'Save as items' } : {}),
    lineOf('spawnItem', several ? { disabled: true } : {}),
    lineOf('placeItem', several ? { disabled: true } : {}),
    null,
    lineOf('remove', { danger: true }),
    lineOf('removeKeeping', { danger: true }),
  ];
}

/** What can be selected from here, by what it is to what is selected. */
function selectMenu(): MenuItems {
  return [
    lineOf('selectParents'),
    lineOf('selectChildren'),
    lineOf('selectBelow'),
    null,
    lineOf('selectAlike'),
    lineOf('selectTagged'),
    lineOf('selectOfTemplate'),
    null,
    lineOf('selectAll'),
    lineOf('invert'),
    null,
    lineOf('saved'),
    lineOf('saveSelection'),
  ];
}

/** The menu in the head of the pane. */
export function paneMenu(): MenuItems {
  return [
    lineOf('addEntity'),
    lineOf('addChild'),
    lineOf('paste'),
    lineOf('spawnItem'),
    lineOf('placeItem'),
    null,
    lineOf('objectRoot', { about: OBJECT_ROOT }),
    lineOf('rootUp'),
    lineOf('setRoot'),
    lineOf('wholeWorld'),
    null,
    lineOf('showSelected'),
    lineOf('selectAll'),
    lineOf('invert'),
    lineOf('saved'),
    lineOf('saveQuery'),
    lineOf('saveSelection'),
    lineOf('replace'),
    lineOf('unfoldBelow'),
    lineOf('foldAll'),
  ];
}
