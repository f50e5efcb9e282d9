import { TreeView } from './tree-view.ts';
import { VALUES_PER_SECOND, periodOf, type Opener } from './watch.ts';

/** A window of the hierarchy, or of a query's results. */
export const openTree: Opener<'tree'> = (world, what, pool) => {
  const tree = new TreeView(world, what, pool);
  return {
    period: periodOf(undefined, VALUES_PER_SECOND),
    concerns: (at) => at.touched.size > 0,
    get isBusy() {
      return tree.isBusy;
    },
    look(at, look) {
      const window = tree.look(at, look);
      return window === undefined ? undefined : { kind: 'tree', ...window };
    },
    scroll: (offset, limit) => tree.scroll(offset, limit),
    rows: tree,
  };
};
