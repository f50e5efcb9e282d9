/** The chain of the bench, as both sides do it: an operation in turn, and the number that it takes. */
export const NODES = 1_000;
/** How often the chain is gone through in a tick: as far as the fuel of a tick leads, and a little less. */
export const ROUNDS = 190;

export interface Step {
  readonly sign: '*' | '+' | '-';
  readonly by: number;
}
/** Half, and something added or taken away, so that it neither grows nor comes to nothing. */
export const STEPS: readonly Step[] = Array.from({ length: NODES }, (_, at) =>
  at % 2 === 0 ? { sign: '*', by: 0.5 } : { sign: at % 4 === 1 ? '+' : '-', by: (at % 16) + 0.25 },
);
/** What the result is held against. */
export const LIMIT = 1_000_000;

/** Values of which as many flows each look at one: so many change in a tick, between what is below and what is above every limit. */
const MOVED = 20,
  BELOW = 0,
  ABOVE = 1_000;

export function limitOf(which: number): number {
  return 1 + (which % 100);
}

/** The values that change in a tick. */
export function moved(tick: number, count: number, set: (which: number, value: number) => void): void {
  for (let i = 0; i < MOVED; i++) {
    const at = tick * MOVED + i;
    set(at % count, Math.floor(at / count) % 2 === 0 ? ABOVE : BELOW);
  }
}
