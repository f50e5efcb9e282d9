import { registerActions } from '../actions/registry.ts';
import { Cell } from '../cells/cell.ts';
import { middle, pane, selected } from '../session/place.ts';

/** Set when the panel is to offer the fields of the selected entity; a new object each time. Null once it has. */
export const fieldWanted = new Cell<object | null>(null);

registerActions([
  {
    id: 'watch.add',
    label: 'Watch a field of the selected entity…',
    group: 'View',
    enabled: () => selected.value !== null,
    run: () => {
      middle.value = 'watch';
      pane.value = 'world';
      fieldWanted.value = {};
    },
  },
]);
