import { session } from '../session/session.ts';
import type { GraphStore } from './graph-store.ts';

/** Ticks a second, as they were measured last: a world that stands measures none. */
let rate = 60;

/** How long a chain waits still that had so many ticks left when the graph's state was told, in words. */
export function timeLeft(store: GraphStore, ticks: number): string {
  const { run, past } = session;
  if (run.value !== null && !run.value.paused && run.value.rate > 1) rate = run.value.rate;
  const gone = run.value?.paused === true || past.value !== null ? 0 : (performance.now() - store.heardAt) / 1000;
  const left = Math.max(0, ticks / rate - gone);
  return left < 60 ? `${left.toFixed(1)} s` : `${Math.floor(left / 60)} min`;
}
