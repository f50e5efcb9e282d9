import type { SendRun } from '../door.ts';
import type { World } from '../world/world.ts';
import type { Run } from './runs.ts';

/** A send as it is told to those who ask. */
export function runOf(world: World, run: Run): SendRun {
  return {
    run: run.run,
    ...run.of,
    acting: run.acting,
    spec: run.spec,
    began: run.began,
    round: run.round,
    said: run.said,
    of: run.size,
    next: run.next === null ? null : run.next / world.tickRate,
    sent: run.sent,
    bytes: run.bytes,
    closed: run.closed,
    failed: run.failed,
    late: run.late,
    fault: run.fault,
    over: run.over,
  };
}
