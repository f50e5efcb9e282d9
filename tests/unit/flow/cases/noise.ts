import { BIG, INF, of, type Case } from './case.ts';

/** At each corner of the grid noise is 0, where there is no place as well; what it is between them its properties tell, and its bits their sum. */
export const NOISE_CASES: readonly Case[] = [
  ...of('SimplexNoise_1D', ...[0, -0, 7, NaN, INF, -INF, BIG].map((place) => [place, 0])),
  ...[2, 3, 4].flatMap((length) =>
    of(
      `SimplexNoise_${length}D`,
      [Array(length).fill(0), 0],
      [Array(length).fill(-0), 0],
      ...[NaN, INF, -INF, BIG].map((place) => [[...Array<number>(length - 1).fill(1), place], 0]),
    ),
  ),
];
