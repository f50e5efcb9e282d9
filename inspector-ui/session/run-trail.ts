import { session } from './session.ts';
import { Cell } from '../cells/cell.ts';

/** How the world ran in one second. Times in milliseconds. */
export interface RunSample {
  /** Seconds since the page began. */
  readonly at: number;
  readonly tickTime: number;
  readonly worst: number;
  /** Ticks left out for coming too late, in this second. */
  readonly late: number;
  /** Ticks a second. */
  readonly rate: number;
  /** Messages a second. */
  readonly received: number;
  readonly sent: number;
}

/** Five minutes. */
const KEPT = 300;
const SECOND = 1_000;
/** How the world that one is in has run over the last minutes, newest last. */
export const runTrail = new Cell<readonly RunSample[]>([]);

interface Mark {
  readonly at: number;
  readonly late: number;
  readonly received: number;
  readonly sent: number;
}
let before: Mark | null = null;
let worst = 0;

for (const change of [session.entered, session.epoch])
  change.subscribe(() => {
    before = null;
    worst = 0;
    runTrail.value = [];
  });

// The server tells several times a second and counts from its start; a sample is what a second added.
session.run.subscribe(() => {
  const run = session.run.value;
  if (run === null) return;
  const at = performance.now();
  worst = Math.max(worst, run.worstTickTime);
  const now: Mark = { at, late: run.late, received: run.messagesIn, sent: run.messagesOut };
  if (before === null) {
    before = now;
    return;
  }
  const passed = at - before.at;
  if (passed < SECOND * 0.9) return;
  const gain = (after: number, then: number): number => Math.max(0, ((after - then) * SECOND) / passed);
  const sample: RunSample = {
    at: at / SECOND,
    tickTime: run.tickTime,
    worst,
    late: gain(now.late, before.late),
    rate: run.paused ? 0 : run.rate,
    received: gain(now.received, before.received),
    sent: gain(now.sent, before.sent),
  };
  runTrail.value = [...runTrail.value.slice(1 - KEPT), sample];
  before = now;
  worst = 0;
});
