import { addComponent, addEntity, createWorld, query } from 'bitecs';
import { costOf, tell } from '../clock.ts';

/**
 * What Spinner does, over typed arrays with a bitECS query, as one would write it by hand, with the platform's sine and cosine: each
 * rotation from what it began with and the time since then. The faster of the two usual layouts counts.
 */
const COUNT = 100_000;
const half = ((1 / 60) * Math.PI) / 360;
let tick = 0;
const world = createWorld();
const Rotation = {};
const Speed = {};
const float = (): Float32Array => new Float32Array(COUNT + 1);
const [qx, qy, qz, qw, sx, sy, sz] = [float(), float(), float(), float().fill(1), float(), float(), float()] as const;
const [fx, fy, fz, fw] = [float(), float(), float(), float().fill(1)] as const;
const since = new Float64Array(COUNT + 1);
const rotation = new Float32Array((COUNT + 1) * 4);
const from = new Float32Array((COUNT + 1) * 4);
const speed = new Float32Array((COUNT + 1) * 3);

for (let i = 0; i < COUNT; i++) {
  const entity = addEntity(world);
  addComponent(world, entity, Rotation);
  addComponent(world, entity, Speed);
  const values = [i % 30, 90, i % 7] as const;
  [sx[entity], sy[entity], sz[entity]] = values;
  speed.set(values, entity * 3);
  rotation[entity * 4 + 3] = 1;
  from[entity * 4 + 3] = 1;
}

function stepApart(): void {
  const entities = query(world, [Rotation, Speed]);
  tick++;
  for (let i = 0; i < entities.length; i++) {
    const e = entities[i] as number;
    const wx = sx[e] as number;
    const wy = sy[e] as number;
    const wz = sz[e] as number;
    const rate = Math.sqrt(wx * wx + wy * wy + wz * wz);
    const angle = rate * (tick - (since[e] as number)) * half;
    const along = rate === 0 ? 0 : Math.sin(angle) / rate;
    const c = Math.cos(angle);
    const ax = wx * along;
    const ay = wy * along;
    const az = wz * along;
    const x = fx[e] as number;
    const y = fy[e] as number;
    const z = fz[e] as number;
    const w = fw[e] as number;
    const nx = c * x + ax * w + ay * z - az * y;
    const ny = c * y + ay * w + az * x - ax * z;
    const nz = c * z + az * w + ax * y - ay * x;
    const nw = c * w - ax * x - ay * y - az * z;
    const scale = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz + nw * nw);
    qx[e] = nx * scale;
    qy[e] = ny * scale;
    qz[e] = nz * scale;
    qw[e] = nw * scale;
  }
}

function stepTogether(): void {
  const entities = query(world, [Rotation, Speed]);
  tick++;
  for (let i = 0; i < entities.length; i++) {
    const e = entities[i] as number;
    const s = e * 3;
    const r = e * 4;
    const wx = speed[s] as number;
    const wy = speed[s + 1] as number;
    const wz = speed[s + 2] as number;
    const rate = Math.sqrt(wx * wx + wy * wy + wz * wz);
    const angle = rate * (tick - (since[e] as number)) * half;
    const along = rate === 0 ? 0 : Math.sin(angle) / rate;
    const c = Math.cos(angle);
    const ax = wx * along;
    const ay = wy * along;
    const az = wz * along;
    const x = from[r] as number;
    const y = from[r + 1] as number;
    const z = from[r + 2] as number;
    const w = from[r + 3] as number;
    const nx = c * x + ax * w + ay * z - az * y;
    const ny = c * y + ay * w + az * x - ax * z;
    const nz = c * z + az * w + ax * y - ay * x;
    const nw = c * w - ax * x - ay * y - az * z;
    const scale = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz + nw * nw);
    rotation[r] = nx * scale;
    rotation[r + 1] = ny * scale;
    rotation[r + 2] = nz * scale;
    rotation[r + 3] = nw * scale;
  }
}

tell(process.argv[2] === 'together' ? costOf(stepTogether) : costOf(stepApart));
