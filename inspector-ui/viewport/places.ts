import type { PoseEntity, ViewUpdate } from '../../server/protocol.ts';

type PosesUpdate = Extract<ViewUpdate, { kind: 'poses' }>;
type LooksUpdate = Extract<ViewUpdate, { kind: 'looks' }>;

/** Numbers of a pose: position, rotation (x, y, z, w), scale. */
export const WIDTH = 10;
/** Milliseconds over which a change is spread: about as long as the next one takes to come. */
const LEAST_GAP = 16,
  MOST_GAP = 120;

/**
 * Where everything is: local poses as the world tells them, eased from one update to the next, and the world matrices that follow
 * from them (column by column, 16 numbers each).
 */
export class Places {
  entities: readonly PoseEntity[] = [];
  more = 0;
  matrices = new Float32Array(0);
  /** Ease between updates. */
  smooth = true;
  #shown = new Float32Array(0);
  #from = new Float32Array(0);
  #wanted = new Float32Array(0);
  #moving = new Set<number>();
  readonly #held = new Map<number, Float32Array>();
  readonly #index = new Map<string, number>();
  #since = 0;
  #gap = 50;

  get count(): number {
    return this.entities.length;
  }
  indexOf(id: string): number | undefined {
    return this.#index.get(id);
  }

  /** Takes in what has moved; true where the list is another. */
  take(update: PosesUpdate, now: number): boolean {
    const indexes = asUint32(update.poses.indexes),
      values = asFloat32(update.poses.values);
    if (update.entities !== undefined) {
      this.#begin(update.entities, values, update.more ?? 0);
      return true;
    }
    this.#gap = Math.min(MOST_GAP, Math.max(LEAST_GAP, now - this.#since));
    this.#since = now;
    // What had not arrived yet goes on from where it is.
    for (const index of this.#moving) copyPose(this.#shown, index, this.#from, index);
    for (let n = 0; n < indexes.length; n++) {
      const index = indexes[n] as number;
      if (index >= this.count) continue;
      copyPose(this.#shown, index, this.#from, index);
      copyPose(values, n, this.#wanted, index);
      this.#moving.add(index);
    }
    return false;
  }

  /** States and colours that have changed. */
  look(update: LooksUpdate): void {
    const entities = [...this.entities];
    for (const { index, ...look } of update.changed) {
      const before = entities[index];
      if (before !== undefined) entities[index] = { ...before, ...look };
    }
    this.entities = entities;
  }

  /** Comes nearer to what is wanted; true while there is more to go. */
  advance(now: number): boolean {
    if (this.#moving.size === 0 && this.#held.size === 0) return false;
    const t = this.smooth ? Math.min(1, (now - this.#since) / this.#gap) : 1;
    for (const index of this.#moving) ease(this.#from, this.#wanted, this.#shown, index * WIDTH, t);
    if (t >= 1) this.#moving.clear();
    this.#compose();
    return this.#moving.size > 0;
  }

  /** Holds an entity somewhere else than the world says, while somebody drags it. */
  hold(index: number, pose: Float32Array): void {
    this.#held.set(index, pose);
    this.#compose();
  }
  /** Lets it go: `stay` where it was held until the world says otherwise, or back to where the world says. */
  letGo(index: number, stay: boolean): void {
    const pose = this.#held.get(index);
    if (pose === undefined) return;
    this.#held.delete(index);
    if (stay) copyPose(pose, 0, this.#wanted, index);
    copyPose(this.#wanted, index, this.#shown, index);
    this.#moving.delete(index);
    this.#compose();
  }

  /** The pose as the world has it. */
  poseOf(index: number): Float32Array {
    return this.#wanted.slice(index * WIDTH, (index + 1) * WIDTH);
  }

  clear(): void {
    this.#begin([], new Float32Array(0), 0);
  }

  #begin(entities: readonly PoseEntity[], values: Float32Array, more: number): void {
    this.entities = entities;
    this.more = more;
    this.#wanted = Float32Array.from(values);
    this.#shown = Float32Array.from(values);
    this.#from = Float32Array.from(values);
    this.matrices = new Float32Array(entities.length * 16);
    this.#moving.clear();
    this.#held.clear();
    this.#index.clear();
    entities.forEach(({ id }, i) => this.#index.set(id, i));
    this.#compose();
  }

  #compose(): void {
    for (let i = 0; i < this.count; i++) {
      const held = this.#held.get(i);
      composeLocal(held ?? this.#shown, held === undefined ? i * WIDTH : 0, this.matrices, i * 16);
      const parent = (this.entities[i] as PoseEntity).parent;
      if (parent >= 0) multiplyInto(this.matrices, parent * 16, i * 16);
    }
  }
}

/** Arrays arrive in the page as bare bytes. */
function asFloat32(data: unknown): Float32Array {
  return data instanceof ArrayBuffer ? new Float32Array(data) : (data as Float32Array);
}
function asUint32(data: unknown): Uint32Array {
  return data instanceof ArrayBuffer ? new Uint32Array(data) : (data as Uint32Array);
}

function copyPose(from: Float32Array, a: number, to: Float32Array, b: number): void {
  for (let k = 0; k < WIDTH; k++) to[b * WIDTH + k] = from[a * WIDTH + k] as number;
}

/** Positions and scales in a straight line, rotations along the shorter way. */
function ease(from: Float32Array, to: Float32Array, out: Float32Array, at: number, t: number): void {
  for (let k = 0; k < WIDTH; k++) {
    if (k >= 3 && k < 7) continue;
    const a = from[at + k] as number;
    out[at + k] = a + ((to[at + k] as number) - a) * t;
  }
  let dot = 0;
  for (let k = 3; k < 7; k++) dot += (from[at + k] as number) * (to[at + k] as number);
  const sign = dot < 0 ? -1 : 1;
  let length = 0;
  for (let k = 3; k < 7; k++) {
    const a = from[at + k] as number;
    const value = a + ((to[at + k] as number) * sign - a) * t;
    out[at + k] = value;
    length += value * value;
  }
  const by = length > 0 ? 1 / Math.sqrt(length) : 1;
  for (let k = 3; k < 7; k++) out[at + k] = (out[at + k] as number) * by;
}

/** The matrix of a pose. */
function composeLocal(pose: Float32Array, p: number, out: Float32Array, o: number): void {
  const x = pose[p + 3] as number,
    y = pose[p + 4] as number,
    z = pose[p + 5] as number,
    w = pose[p + 6] as number;
  const sx = pose[p + 7] as number,
    sy = pose[p + 8] as number,
    sz = pose[p + 9] as number;
  out[o] = (1 - 2 * (y * y + z * z)) * sx;
  out[o + 1] = 2 * (x * y + z * w) * sx;
  out[o + 2] = 2 * (x * z - y * w) * sx;
  out[o + 3] = 0;
  out[o + 4] = 2 * (x * y - z * w) * sy;
  out[o + 5] = (1 - 2 * (x * x + z * z)) * sy;
  out[o + 6] = 2 * (y * z + x * w) * sy;
  out[o + 7] = 0;
  out[o + 8] = 2 * (x * z + y * w) * sz;
  out[o + 9] = 2 * (y * z - x * w) * sz;
  out[o + 10] = (1 - 2 * (x * x + y * y)) * sz;
  out[o + 11] = 0;
  out[o + 12] = pose[p] as number;
  out[o + 13] = pose[p + 1] as number;
  out[o + 14] = pose[p + 2] as number;
  out[o + 15] = 1;
}

/** The matrix at `b` becomes the one at `a` times it. Both are without perspective. */
function multiplyInto(m: Float32Array, a: number, b: number): void {
  for (let column = 0; column < 4; column++) {
    const at = b + column * 4;
    const x = m[at] as number,
      y = m[at + 1] as number,
      z = m[at + 2] as number,
      w = column === 3 ? 1 : 0;
    for (let row = 0; row < 3; row++)
      m[at + row] = (m[a + row] as number) * x + (m[a + 4 + row] as number) * y + (m[a + 8 + row] as number) * z + (m[a + 12 + row] as number) * w;
  }
}
