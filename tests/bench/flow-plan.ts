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
