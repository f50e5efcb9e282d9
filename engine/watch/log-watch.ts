import type { Opener } from './watch.ts';

const USUAL = 200,
  MOST = 1000;

/** The log: what is known of it at first, then what is new. */
export const openLog: Opener<'log'> = (_world, what) => {
  let after = what.after ?? -1;
  const limit = Math.min(what.limit ?? USUAL, MOST);
  return {
    period: 0,
    concerns: () => true,
    look(world) {
      if (after >= 0 && after >= world.logged.seq) return undefined;
      const first = after < 0;
      const from = Math.max(after, 0);
      const { entries, skipped } = what.entity === undefined ? world.logged.after(from, limit) : world.logged.afterOf(from, limit, what.entity, what.source);
      after = world.logged.seq;
      return entries.length === 0 && !first ? undefined : { kind: 'log', entries, skipped: first ? 0 : skipped };
    },
  };
};
