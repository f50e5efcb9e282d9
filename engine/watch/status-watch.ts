import { statusOf } from './status.ts';
import { periodOf, type Opener } from './watch.ts';

const PER_SECOND = 4;

/** How the world is, in numbers. */
export const openStatus: Opener<'status'> = (_world, what) => {
  let told = '';
  return {
    period: periodOf(what.rate, PER_SECOND),
    concerns: (world) => world.touched.size > 0,
    look(world) {
      const status = statusOf(world, what.userId);
      const text = JSON.stringify(status);
      if (text === told) return undefined;
      told = text;
      return { kind: 'status', status };
    },
  };
};
