/** Speeds that a world can be turned at by hand. */
export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4, 8] as const;

/** The next speed above or below. */
export function nextSpeed(speed: number, direction: 1 | -1): number {
  const found = direction === 1 ? SPEEDS.find((each) => each > speed) : SPEEDS.findLast((each) => each < speed);
  return found ?? speed;
}
