import { registerActions, type Action } from '../actions/registry.ts';
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
  ];
  registerActions(actions);
}
