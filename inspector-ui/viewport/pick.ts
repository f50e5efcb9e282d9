/** Half of the width that a thing of scale 1 is drawn in, in metres. */
export const HALF = 0.25;

export interface Ray {
  readonly origin: readonly [number, number, number];
  /** Of length 1. */
  readonly direction: readonly [number, number, number];
}

/** The nearest box that the ray goes through, by index; -1 for none. A box is `HALF` to each side of its matrix' centre. */
export function pickBox(ray: Ray, matrices: Float32Array, slack = 0): number {
  const [ox, oy, oz] = ray.origin,
    [dx, dy, dz] = ray.direction;
  let best = -1,
    nearest = Infinity;
  for (let at = 0; at < matrices.length; at += 16) {
    const cx = (matrices[at + 12] as number) - ox,
      cy = (matrices[at + 13] as number) - oy,
      cz = (matrices[at + 14] as number) - oz;
    const along = cx * dx + cy * dy + cz * dz;
    const radius = reach(matrices, at) + slack * Math.max(0, along);
    if (along + radius < 0 || along - radius > nearest) continue;
    const off = cx * cx + cy * cy + cz * cz - along * along;
    if (off > radius * radius) continue;
    const hit = enter(matrices, at, ray, slack * Math.max(0, along));
    if (hit === null || hit >= nearest) continue;
    nearest = hit;
    best = at / 16;
  }
  return best;
}

/** How far from its centre the box at a place reaches. */
export function reach(matrices: Float32Array, at: number): number {
  let sum = 0;
  for (let k = 0; k < 12; k++) if (k % 4 !== 3) sum += (matrices[at + k] as number) ** 2;
  return HALF * Math.sqrt(sum);
}

/** Distance at which a ray enters a box, by the slabs of its three axes; `slack` makes it larger, so that what is small can be hit. */
function enter(matrices: Float32Array, at: number, ray: Ray, slack: number): number | null {
  let from = 0,
    to = Infinity;
  for (let axis = 0; axis < 3; axis++) {
    const a = at + axis * 4;
    const x = matrices[a] as number,
      y = matrices[a + 1] as number,
      z = matrices[a + 2] as number;
    const length = Math.hypot(x, y, z) || 1e-6;
    const ux = x / length,
      uy = y / length,
      uz = z / length;
    const half = HALF * length + slack;
    const off =
      ((matrices[at + 12] as number) - ray.origin[0]) * ux +
      ((matrices[at + 13] as number) - ray.origin[1]) * uy +
      ((matrices[at + 14] as number) - ray.origin[2]) * uz;
    const speed = ray.direction[0] * ux + ray.direction[1] * uy + ray.direction[2] * uz;
    if (Math.abs(speed) < 1e-9) {
      if (Math.abs(off) > half) return null;
      continue;
    }
    const one = (off - half) / speed,
      two = (off + half) / speed;
    from = Math.max(from, Math.min(one, two));
    to = Math.min(to, Math.max(one, two));
    if (from > to) return null;
  }
  return from;
}
