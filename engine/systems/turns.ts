/**
 * Sine and cosine that use only operations that IEEE 754 says to the bit, so that a world has the same numbers on every version of
 * Node; `Math.sin` has other last digits on some. Angles are in whole turns (1 is 360°). Whole turns are taken off before anything
 * is multiplied by π, so that large angles lose nothing but what the number itself cannot tell. The error is below 1e-10, which is a
 * thousandth of what a Float32 can tell.
 */
export function sineOfTurns(turns: number): number {
  const rest = turns - Math.round(turns);
  const quarter = Math.round(rest * 4);
  const angle = (rest - quarter * 0.25) * TURN;
  const square = angle * angle;
  const value = (quarter & 1) === 0 ? angle * sineSeries(square) : cosineSeries(square);
  return quarter === 2 || quarter < 0 ? -value : value;
}

export function cosineOfTurns(turns: number): number {
  return sineOfTurns(turns - Math.round(turns) + 0.25);
}

const TURN = Math.PI * 2;

/** The sine of `x` divided by `x`, from the square of `x` in radians; up to an eighth of a turn its error is below 1e-11. */
export function sineSeries(square: number): number {
  const fourth = square * square;
  return 1 + square * S3 + fourth * (S5 + square * S7 + fourth * (S9 + square * S11));
}

/** The cosine of `x`, likewise. */
export function cosineSeries(square: number): number {
  const fourth = square * square;
  return 1 - square * 0.5 + fourth * (C4 + square * C6 + fourth * (C8 + square * C10 + fourth * C12));
}

const S3 = -1 / 6,
  S5 = 1 / 120,
  S7 = -1 / 5040,
  S9 = 1 / 362880,
  S11 = -1 / 39916800;
const C4 = 1 / 24,
  C6 = -1 / 720,
  C8 = 1 / 40320,
  C10 = -1 / 3628800,
  C12 = 1 / 479001600;
