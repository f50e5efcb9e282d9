import { PosesView } from './poses-view.ts';
import { periodOf, VALUES_PER_SECOND, type Opener } from './watch.ts';

/** Where everything with a Transform is. */
export const openPoses: Opener<'poses'> = (_world, what, pool) => {
  const view = new PosesView(what, pool.placed);
  return {
    period: periodOf(what.rate, VALUES_PER_SECOND),
    concerns: (world) => world.touched.size > 0,
    look: (world, { whole }) => view.look(world, whole),
  };
};
