/** A quaternion x, y, z, w as degrees about x, y, z, turned in the order z, x, y as Unity and Resonite show it. */
export function toEuler([x, y, z, w]: readonly number[]): [number, number, number] {
  const [qx, qy, qz, qw] = normalised([x ?? 0, y ?? 0, z ?? 0, w ?? 1]);
  const sin = 2 * (qw * qx - qy * qz);
  let pitch: number, yaw: number, roll: number;
  if (Math.abs(sin) > 0.999999) {
    // Looking straight up or down: yaw and roll turn about the same axis, so all of it is given to yaw.
    pitch = Math.sign(sin) * 90;
    yaw = degrees(2 * Math.atan2(qy, qw));
    roll = 0;
  } else {
    pitch = degrees(Math.asin(sin));
    yaw = degrees(Math.atan2(2 * (qw * qy + qx * qz), 1 - 2 * (qx * qx + qy * qy)));
    roll = degrees(Math.atan2(2 * (qw * qz + qx * qy), 1 - 2 * (qx * qx + qz * qz)));
  }
  return [tidy(pitch), tidy(yaw), tidy(roll)];
}

export function fromEuler([x, y, z]: readonly number[]): [number, number, number, number] {
  const half = Math.PI / 360;
  const cx = Math.cos((x ?? 0) * half),
    sx = Math.sin((x ?? 0) * half);
  const cy = Math.cos((y ?? 0) * half),
    sy = Math.sin((y ?? 0) * half);
  const cz = Math.cos((z ?? 0) * half),
    sz = Math.sin((z ?? 0) * half);
  return [cy * sx * cz + sy * cx * sz, sy * cx * cz - cy * sx * sz, cy * cx * sz - sy * sx * cz, cy * cx * cz + sy * sx * sz];
}

function normalised(q: [number, number, number, number]): [number, number, number, number] {
  const length = Math.hypot(...q) || 1;
  return q.map((part) => part / length) as [number, number, number, number];
}
function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
/** As far as Float32 tells angles apart: what one edits beside an angle goes back as it is shown. */
function tidy(value: number): number {
  return Math.round(value * 1e4) / 1e4 + 0;
}
