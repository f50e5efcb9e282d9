/** Milliseconds that a stretch of calls takes, about: short enough that many are not interrupted, long enough for the clock. */
const STRETCH = 2;
const WARMUP = 500;
const MEASURED = 2000;

/** Milliseconds of one call, as the least mean over many short stretches after a warm-up: what the loop costs when nothing disturbs it. */
export function costOf(call: () => void): number {
  let warm = 0;
  const began = performance.now();
  for (; performance.now() - began < WARMUP; warm++) call();
  const calls = Math.max(1, Math.round((warm / WARMUP) * STRETCH));
  let best = Infinity;
  for (const end = performance.now() + MEASURED; performance.now() < end;) {
    const started = performance.now();
    for (let i = 0; i < calls; i++) call();
    best = Math.min(best, (performance.now() - started) / calls);
  }
  return best;
}

/** The least milliseconds of several calls that cannot be repeated on the same data. */
export function leastOf(prepare: () => () => void, times: number): number {
  let best = Infinity;
  for (let i = 0; i < times; i++) {
    const call = prepare();
    globalThis.gc?.();
    const started = performance.now();
    call();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

/** What a loop tells its parent. */
export function tell(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
