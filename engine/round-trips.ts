/** Upper ends of the places of a histogram of round trips, in milliseconds; what takes longer has a place of its own behind them. */
export const ROUND_TRIPS: readonly number[] = [5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 30_000];
