import type { Step } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { MOST_COUNT } from '../world/form.ts';

/**
 * Refuses a step of a world that has counted as far as it counts: further on numbers would stand still, and ids, orders and numbers that are given out
 * would be given out twice. No world comes there by living; one comes near by a snapshot that somebody has made up. What a single system counts, it
 * looks after itself.
 * @throws WorldwireError WW_LIMIT, before anything of the step is done
 */
export function refuseCountedOut(world: LiveWorld, step: Step): void {
  const { tick, created, edits, logged, history, baseline, links, access, jobs } = world;
  const real = Math.max(world.real, step.real);
  const most = Math.max(tick, real, created, world.counters().nextId, edits, logged.seq, history.seq, history.turns, baseline.next, baseline.missed);
  if (most <= MOST_COUNT && Math.max(links.last, access.last, jobs.last) <= MOST_COUNT) return;
  const counts = {
    ticks: tick,
    'milliseconds of real time': real,
    'orders of creation': created,
    'ids of entities': world.counters().nextId,
    edits,
    'entries of its log': logged.seq,
    'steps of its history': Math.max(history.seq, history.turns),
    'changes since it was loaded': Math.max(baseline.next, baseline.missed),
    'connections that it had': links.last,
    'questions that it asked': access.last,
    'jobs that it had done': jobs.last,
  };
  const [what, count] = Object.entries(counts).find(([, each]) => !(each <= MOST_COUNT)) ?? ['steps', most];
  throw new WorldwireError(
    'WW_LIMIT',
    `the world does no further step: its ${what} have come to ${count}, and a world counts to ${MOST_COUNT}; save its scene, and open that as a new world`,
  );
}
