import { Spinner } from '../components/spinner.ts';
import { Transform } from '../components/transform.ts';
import { defineSystem } from '../world/system.ts';

const RADIANS = Math.PI / 180;

/**
 * Turns one rotation: q' = q + ½ (0, ω) q dt, made a unit again.
 * @param half half a tick's radians for a degree a second
 */
function turn(rotation: Float32Array, r: number, speed: Float32Array, s: number, half: number): void {
  const wx = (speed[s] as number) * half,
    wy = (speed[s + 1] as number) * half,
    wz = (speed[s + 2] as number) * half;
  const x = rotation[r] as number,
    y = rotation[r + 1] as number,
    z = rotation[r + 2] as number,
    w = rotation[r + 3] as number;
  const nx = x + wx * w + wy * z - wz * y;
  const ny = y + wy * w + wz * x - wx * z;
  const nz = z + wz * w + wx * y - wy * x;
  const nw = w - wx * x - wy * y - wz * z;
  const scale = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz + nw * nw);
  rotation[r] = nx * scale;
  rotation[r + 1] = ny * scale;
  rotation[r + 2] = nz * scale;
  rotation[r + 3] = nw * scale;
}

/** Turns the Transforms of the Spinners' entities. */
export const spinnerSystem = defineSystem({
  name: 'spinner',
  over: Spinner,
  bind(world) {
    const spinners = world.store(Spinner);
    const speed = spinners.columns.Speed.data;
    const rotation = world.store(Transform).columns.Rotation.data;
    const { owner } = spinners;
    const half = world.delta * RADIANS * 0.5;
    return ({ data, length }) => {
      // Without the look at the owner the loop has registers enough: a tenth of its time.
      if (spinners.plain) for (let i = 0; i < length; i++) turn(rotation, (data[i] as number) * 4, speed, (data[i] as number) * 3, half);
      else for (let i = 0; i < length; i++) turn(rotation, (owner[data[i] as number] as number) * 4, speed, (data[i] as number) * 3, half);
    };
  },
});
