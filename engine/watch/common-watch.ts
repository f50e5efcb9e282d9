import { CommonView } from './common-view.ts';
import { periodOf, type Opener } from './watch.ts';

const PER_SECOND = 10;

/** What several entities have in common. */
export const openCommon: Opener<'common'> = (_world, what) => {
  const view = new CommonView(what.entities);
  return {
    period: periodOf(what.rate, PER_SECOND),
    concerns: (world) => view.isTouched(world.touched),
    look(world, { whole, touched }) {
      const common = view.look(world, whole, touched);
      return common === undefined ? undefined : { kind: 'common', common };
    },
  };
};
