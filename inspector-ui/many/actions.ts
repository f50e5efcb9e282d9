import { registerActions, type Action } from '../actions/registry.ts';
import { searched } from '../hierarchy/query-memory.ts';
import { selected, selection } from '../session/place.ts';
import { session } from '../session/session.ts';

/** What can be done with many entities by a rule; the dialogs are fetched when they are first asked for. */
export function registerManyActions(): void {
  const editable = (): boolean => session.mayEdit && selection.value.length > 0;
  const actions: readonly Action[] = [
    {
      id: 'hierarchy.duplicateMany',
      label: 'Duplicate many…',
      group: 'Hierarchy',
      where: 'tree',
      keys: ['Ctrl-Shift-D'],
      enabled: editable,
      run: async () => {
        if (selected.value !== null) await (await import('./duplicate-dialog.ts')).duplicateMany(selected.value);
      },
    },
    {
      id: 'hierarchy.replace',
      label: 'Search and replace…',
      group: 'Hierarchy',
      keys: ['Ctrl-Shift-H'],
      enabled: () => session.world.value !== null && session.past.value === null,
      run: async () => (await import('./replace-dialog.ts')).searchAndReplace(),
    },
    {
      id: 'hierarchy.saved',
      label: 'Saved queries and selections…',
      group: 'Hierarchy',
      where: 'tree',
      keys: ['Alt-O'],
      enabled: () => session.world.value !== null,
      run: async () => (await import('./saved-dialog.ts')).showSaved(),
    },
    {
      id: 'hierarchy.saveQuery',
      label: 'Save this query in the scene…',
      group: 'Hierarchy',
      enabled: () => session.mayEdit && searched.value !== '',
      run: async () => (await import('./saved-things.ts')).saveThis('query'),
    },
    {
      id: 'hierarchy.saveSelection',
      label: 'Save this selection in the scene…',
      group: 'Hierarchy',
      enabled: editable,
      run: async () => (await import('./saved-things.ts')).saveThis('selection'),
    },
  ];
  registerActions(actions);
}
