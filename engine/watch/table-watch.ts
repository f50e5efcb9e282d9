import { TableView } from './table-view.ts';
import { periodOf, type Opener } from './watch.ts';

const PER_SECOND = 4;

/** A window of all components of one type. */
export const openTable: Opener<'table'> = (world, what) => {
  const table = new TableView(world, what);
  return {
    period: periodOf(what.rate, PER_SECOND),
    concerns: (at) => at.touched.size > 0,
    get isBusy() {
      return table.isBusy;
    },
    look(at, look) {
      const window = table.look(at, look);
      return window === undefined ? undefined : { kind: 'table', ...window };
    },
    scroll: (offset, limit) => table.scroll(offset, limit),
    rows: table,
  };
};
