import { Spinner } from '../components/spinner.ts';
import { Transform } from '../components/transform.ts';
import { defineSystem } from '../world/system.ts';
import type { World } from '../world/world.ts';
import { cosineSeries, sineSeries } from './turns.ts';

/** Half a turn for each degree: a quaternion holds half of the angle that it turns by. */
const HALF_TURNS = 1 / 720;
/** Radians of a quarter of a turn. */
const QUARTER = Math.PI / 2;

/**
 * Turns the Transforms of the Spinners' entities. A rotation is not stepped from tick to tick: it is told from what it began with
 * (`Starts`) and the time that has passed since, as one turn about the axis of Speed. So it is as exact after a thousand hours as
 * after a tick, at any speed. Where an entity has several Spinners, each turns what the one before it has left.
 */
export const spinnerSystem = defineSystem({
  name: 'spinner',
  over: Spinner,
  bind(world) {
    const spinners = world.store(Spinner);
    const speed = spinners.columns.Speed.reading;
    const rotation = world.store(Transform).columns.Rotation.data;
    const starts = world.startsOf('Transform.Rotation');
    const { since, written } = starts;
    const from = starts.values.reading as Float32Array;
    const { owner } = spinners;
    const half = HALF_TURNS / world.tickRate;
    return ({ data, length }) => {
      const { tick } = world;
      const { plain } = spinners;
      // All of it stands in one loop: a function of this size is not taken into it by V8, and each call of one would make objects of its numbers.
      for (let i = 0; i < length; i++) {
        const row = data[i] as number;
        const entity = plain ? row : (owner[row] as number);
        const source = !plain && written[entity] === tick ? rotation : from;
        written[entity] = tick;
        const s = row * 3,
          r = entity * 4;
        const wx = speed[s] as number,
          wy = speed[s + 1] as number,
          wz = speed[s + 2] as number;
        const rate = Math.sqrt(wx * wx + wy * wy + wz * wz);
        const turns = rate * (tick - (since[entity] as number)) * half;
        // Less the whole turns, and a quarter of that: small enough for the two series; what they give is doubled twice.
        const quarter = (turns - Math.round(turns)) * QUARTER;
        const square = quarter * quarter;
        const s1 = quarter * sineSeries(square);
        const s2 = 2 * s1 * cosineSeries(square),
          c2 = 1 - 2 * s1 * s1;
        const c = 1 - 2 * s2 * s2;
        const along = rate === 0 ? 0 : (2 * s2 * c2) / rate;
        const ax = wx * along,
          ay = wy * along,
          az = wz * along;
        const x = source[r] as number,
          y = source[r + 1] as number,
          z = source[r + 2] as number,
          w = source[r + 3] as number;
        const nx = c * x + ax * w + ay * z - az * y;
        const ny = c * y + ay * w + az * x - ax * z;
        const nz = c * z + az * w + ax * y - ay * x;
        const nw = c * w - ax * x - ay * y - az * z;
        const length2 = nx * nx + ny * ny + nz * nz + nw * nw;
        const scale = length2 === 0 ? 0 : 1 / Math.sqrt(length2);
        rotation[r] = nx * scale;
        rotation[r + 1] = ny * scale;
        rotation[r + 2] = nz * scale;
        // What has no length turns nothing: it counts as not turned at all.
        rotation[r + 3] = length2 === 0 ? 1 : nw * scale;
      }
    };
  },
  // At a load it begins with what it was loaded with.
  added: (world, row, cause) => {
    if (cause !== 'load') goOn(world, row);
  },
  eligibility: goOn,
  removed: goOn,
  changed(world, row, field) {
    if (field === 'Speed' || field === 'UpdateOrder') goOn(world, row);
  },
});

/** From now on the rotation turns otherwise, and goes on from where it stands. */
function goOn(world: World, row: number): void {
  const starts = world.startsOf('Transform.Rotation');
  starts.again(world.store(Spinner).owner[row] as number, world.store(Transform).columns.Rotation);
}
