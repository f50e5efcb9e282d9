import { expect, test } from 'vitest';
import { SortedRows } from '../../../engine/watch/sorted-rows.ts';
import { columnNamed } from '../../../engine/watch/table-columns.ts';
import { componentsOf } from '../../../engine/watch/table-things.ts';
import { allOf } from '../../../engine/world/in-parts.ts';
import { openRig } from '../world-rig.ts';

const COUNT = 600;

function rows() {
  const rig = openRig(Array.from({ length: COUNT }, (_, at) => ({ id: `lamp-${at}`, components: { FloatValue: { Value: (at * 7) % COUNT } } })));
  const store = rig.world.storeOf('FloatValue');
  const sorted = new SortedRows(store, { column: columnNamed(rig.world, componentsOf(store), store.component, 'Value'), descending: true });
  return { rig, store, sorted, values: () => sorted.rows.map((row) => store.get(row, 'Value')) };
}
const down = Array.from({ length: COUNT }, (_, at) => COUNT - 1 - at);

test('a row that goes while rows are put into order is not among them in the end, in whichever part it goes', () => {
  let isDone = false;
  for (let part = 0; !isDone; part++) {
    const { rig, store, sorted, values } = rows();
    const going = sorted.taking(store.rows());
    for (let at = 0; at < part && !isDone; at++) isDone = going.next().done === true;
    if (isDone) expect(part).toBeGreaterThan(10);
    rig.edited([{ op: 'removeEntity', entity: 'lamp-30' }]);
    if (isDone) sorted.dropGone();
    else allOf(going);
    expect(values(), `removed after part ${part}`).toEqual(down.filter((value) => value !== 210));
  }
});

test('rows whose keys have changed are put into their places, few as many, and those that have gone in between are left out', () => {
  for (const changed of [1, 400]) {
    for (let part = 0; part < 12; part++) {
      const { rig, store, sorted, values } = rows();
      allOf(sorted.taking(store.rows()));
      for (let value = 0; value < changed; value++) store.columnOf('Value').set(store.rows()[value] as number, 1000 + value);
      const going = sorted.refreshing();
      for (let at = 0; at < part; at++) going.next();
      rig.edited([{ op: 'removeEntity', entity: `lamp-${COUNT - 1}` }]);
      allOf(going);
      const due = Array.from({ length: COUNT - 1 }, (_, at) => (at < changed ? 1000 + at : (at * 7) % COUNT)).sort((a, b) => b - a);
      if (part === 11) sorted.dropGone();
      expect(values(), `${changed} changed, removed after part ${part}`).toEqual(due);
    }
  }
});
