import { Cell } from '../cells/cell.ts';
import { session } from './session.ts';

/** Messages a second of the world that one is in, now and over the last minute. */
export interface Traffic {
  readonly received: number;
  readonly sent: number;
  readonly receivedBefore: readonly number[];
  readonly sentBefore: readonly number[];
}

const NONE: Traffic = { received: 0, sent: 0, receivedBefore: [], sentBefore: [] };
const WINDOW = 1_000;
const KEPT = 60;
export const traffic = new Cell<Traffic>(NONE);

interface Sample {
  readonly at: number;
  readonly received: number;
  readonly sent: number;
}
let samples: Sample[] = [];
let noted = 0;

for (const change of [session.entered, session.epoch])
  change.subscribe(() => {
    samples = [];
    traffic.value = NONE;
  });

// The server counts messages from its start; a rate is what a second adds.
session.run.subscribe(() => {
  const run = session.run.value;
  if (run === null) return;
  const at = performance.now();
  samples.push({ at, received: run.messagesIn, sent: run.messagesOut });
  while (samples.length > 2 && at - (samples[1]?.at ?? at) >= WINDOW) samples.shift();
  const first = samples[0];
  if (first === undefined || at - first.at < WINDOW / 4) return;
  const rate = (now: number, then: number): number => Math.max(0, Math.round(((now - then) / (at - first.at)) * 1_000));
  const received = rate(run.messagesIn, first.received),
    sent = rate(run.messagesOut, first.sent);
  const { receivedBefore, sentBefore } = traffic.value;
  const note = at - noted >= 900;
  if (note) noted = at;
  traffic.value = {
    received,
    sent,
    receivedBefore: note ? [...receivedBefore.slice(1 - KEPT), received] : receivedBefore,
    sentBefore: note ? [...sentBefore.slice(1 - KEPT), sent] : sentBefore,
  };
});
