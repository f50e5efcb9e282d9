/** Rotations as doubles, written from the definition, for tests to hold the engine's against. */
export type Quaternion = readonly [number, number, number, number];
export type Vector = readonly [number, number, number];

/** First `b`, then `a`. */
export function times([ax, ay, az, aw]: Quaternion, [bx, by, bz, bw]: Quaternion): Quaternion {
  return [
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
    aw * bw - ax * bx - ay * by - az * bz,
  ];
}

/** What a steady speed, in degrees a second about the parent's axes, turns by in so many seconds. */
export function turned([x, y, z]: Vector, seconds: number): Quaternion {
  const rate = Math.hypot(x, y, z);
  if (rate === 0) return [0, 0, 0, 1];
  const half = (((rate * seconds) % 720) * Math.PI) / 360;
  const along = Math.sin(half) / rate;
  return [x * along, y * along, z * along, Math.cos(half)];
}

/** The angle in degrees between two rotations, whatever their length and sign. */
export function between(a: Quaternion, b: Quaternion): number {
  const [x, y, z, w] = times(a, [-b[0], -b[1], -b[2], b[3]]);
  return (2 * Math.atan2(Math.hypot(x, y, z), Math.abs(w)) * 180) / Math.PI;
}
