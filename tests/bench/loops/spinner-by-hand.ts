import { addComponent, addEntity, createWorld, query } from 'bitecs';
import { costOf, tell } from '../clock.ts';

/** What Spinner does, over typed arrays with a bitECS query, as one would write it by hand; the faster of the two usual layouts. */
const COUNT = 100_000;
const half = ((1 / 60) * Math.PI) / 360;
const world = createWorld();
const Rotation = {};
const Speed = {};
const float = (): Float32Array => new Float32Array(COUNT + 1);
const [qx, qy, qz, qw, sx, sy, sz] = [float(), float(), float(), float().fill(1), float(), float(), float()] as const;
const rotation = new Float32Array((COUNT + 1) * 4);
const speed = new Float32Array((COUNT + 1) * 3);

for (let i = 0; i < COUNT; i++) {
  const entity = addEntity(world);
  addComponent(world, entity, Rotation);
  addComponent(world, entity, Speed);
  const values = [i % 30, 90, i % 7] as const;
  [sx[entity], sy[entity], sz[entity]] = values;
  speed.set(values, entity * 3);
  rotation[entity * 4 + 3] = 1;
}

function stepApart(): void {
  const entities = query(world, [Rotation, Speed]);
  for (let i = 0; i < entities.length; i++) {
    const e = entities[i] as number;
    const wx = (sx[e] as number) * half;
    const wy = (sy[e] as number) * half;
    const wz = (sz[e] as number) * half;
    const x = qx[e] as number;
    const y = qy[e] as number;
    const z = qz[e] as number;
    const w = qw[e] as number;
    const nx = x + wx * w + wy * z - wz * y;
    const ny = y + wy * w + wz * x - wx * z;
    const nz = z + wz * w + wx * y - wy * x;
    const nw = w - wx * x - wy * y - wz * z;
    const scale = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz + nw * nw);
    qx[e] = nx * scale;
    qy[e] = ny * scale;
    qz[e] = nz * scale;
    qw[e] = nw * scale;
  }
}

function stepTogether(): void {
  const entities = query(world, [Rotation, Speed]);
  for (let i = 0; i < entities.length; i++) {
    const e = entities[i] as number;
    const s = e * 3;
    const r = e * 4;
    const wx = (speed[s] as number) * half;
    const wy = (speed[s + 1] as number) * half;
    const wz = (speed[s + 2] as number) * half;
    const x = rotation[r] as number;
    const y = rotation[r + 1] as number;
    const z = rotation[r + 2] as number;
    const w = rotation[r + 3] as number;
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
}

tell(process.argv[2] === 'together' ? costOf(stepTogether) : costOf(stepApart));
