import { costOf, tell } from '../clock.ts';
import { limitOf, moved } from '../flow-plan.ts';
import { FLOWS } from '../flow-scene.ts';

/** What `flow-fires` does, as one would write it by hand: a loop over numbers. */
const values = new Int32Array(FLOWS),
  limits = Int32Array.from({ length: FLOWS }, (_, at) => limitOf(at)),
  before = new Uint8Array(FLOWS),
  counts = new Float32Array(FLOWS);
let tick = 0;
tell(
  costOf(() => {
    moved(++tick, FLOWS, (at, value) => (values[at] = value));
    for (let at = 0; at < FLOWS; at++) {
      const now = (values[at] as number) > (limits[at] as number) ? 1 : 0;
      if (now === before[at]) continue;
      before[at] = now;
      if (now === 1) counts[at] = (counts[at] as number) + 1;
    }
  }),
);
