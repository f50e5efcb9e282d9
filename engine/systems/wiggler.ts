import { Transform } from '../components/transform.ts';
import { Wiggler } from '../components/wiggler.ts';
import { defineSystem } from '../world/system.ts';
import { cosineOfTurns, sineOfTurns } from './turns.ts';

/** Half a turn for each degree: a quaternion holds half of the angle that it turns by. */
const HALF_TURNS = 1 / 720;

/** Sets rotations to the swing of each Wiggler at the world's time, axes in the order y, x, z. */
export const wigglerSystem = defineSystem({
  name: 'wiggler',
  over: Wiggler,
  update(world, rows) {
    const wigglers = world.store(Wiggler);
    const magnitude = wigglers.columns.Magnitude.reading;
    const speed = wigglers.columns.Speed.reading;
    const offset = wigglers.columns.Offset.reading;
    const rotation = world.store(Transform).columns.Rotation.data;
    const { owner } = wigglers;
    const { time } = world;
    for (let i = 0; i < rows.length; i++) {
      const row = rows.data[i] as number;
      const at = row * 3,
        r = (owner[row] as number) * 4;
      let sx = 0,
        cx = 1,
        sy = 0,
        cy = 1,
        sz = 0,
        cz = 1;
      // Most swing about one axis. About the others they stand upright, which is what the sine and the cosine of no angle say as well.
      if (magnitude[at] !== 0) {
        const angle = sineOfTurns((speed[at] as number) * time + (offset[at] as number)) * (magnitude[at] as number) * HALF_TURNS;
        sx = sineOfTurns(angle);
        cx = cosineOfTurns(angle);
      }
      if (magnitude[at + 1] !== 0) {
        const angle = sineOfTurns((speed[at + 1] as number) * time + (offset[at + 1] as number)) * (magnitude[at + 1] as number) * HALF_TURNS;
        sy = sineOfTurns(angle);
        cy = cosineOfTurns(angle);
      }
      if (magnitude[at + 2] !== 0) {
        const angle = sineOfTurns((speed[at + 2] as number) * time + (offset[at + 2] as number)) * (magnitude[at + 2] as number) * HALF_TURNS;
        sz = sineOfTurns(angle);
        cz = cosineOfTurns(angle);
      }
      rotation[r] = sx * cy * cz + cx * sy * sz;
      rotation[r + 1] = cx * sy * cz - sx * cy * sz;
      rotation[r + 2] = cx * cy * sz - sx * sy * cz;
      rotation[r + 3] = cx * cy * cz + sx * sy * sz;
    }
  },
});
