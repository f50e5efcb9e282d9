import { Matrix4, Quaternion, Vector3 } from 'three';
import type { Operation } from '../../server/protocol.ts';
import { freshId } from '../session/asks.ts';
import { session } from '../session/session.ts';
import { toldIfRefused } from '../controls/notices.ts';
import type { Shift } from './handles.ts';
import { WIDTH, type Places } from './places.ts';

/** Milliseconds between two edits of one drag. */
const PACE = 45;

interface Taken {
  readonly id: string;
  readonly start: Float32Array;
  readonly place: Vector3;
  readonly inverse: Matrix4;
  readonly above: Quaternion;
}

/** One drag of one or several entities: shown at once, told to the world as it goes, and one step of undo. */
export class Drag {
  /** False once the world has refused it. */
  standing = true;
  readonly #places: Places;
  readonly #taken: readonly Taken[];
  readonly #tool: 'move' | 'rotate';
  readonly #label: string;
  readonly #group = freshId();
  readonly #refused: () => void;
  #wanted: readonly Operation[] | null = null;
  #sending: Promise<void> | undefined;
  #applied = 0;

  constructor(places: Places, ids: readonly string[], tool: 'move' | 'rotate', refused: () => void) {
    this.#places = places;
    this.#tool = tool;
    this.#refused = refused;
    const chosen = new Set(ids.map((id) => places.indexOf(id)).filter((index) => index !== undefined));
    // What hangs below another that is dragged goes along by itself.
    const above = (index: number): boolean => {
      for (let at = places.entities[index]?.parent ?? -1; at >= 0; at = places.entities[at]?.parent ?? -1) if (chosen.has(at)) return true;
      return false;
    };
    const tops = [...chosen].filter((index) => !above(index));
    this.#taken = tops.map((index) => take(places, index));
    const first = places.entities[tops[0] ?? -1]?.name ?? '';
    this.#label = `${tool} ${tops.length === 1 ? first : `${tops.length} entities`}`.slice(0, 200);
  }

  move(shift: Shift): void {
    if (!this.standing) return;
    const operations: Operation[] = [];
    for (const taken of this.#taken) {
      const index = this.#places.indexOf(taken.id);
      if (index === undefined) continue;
      const pose = taken.start.slice();
      const place = taken.place.clone().sub(shift.pivot).applyQuaternion(shift.turn).add(shift.pivot).add(shift.by).applyMatrix4(taken.inverse);
      const alone = this.#tool === 'rotate' && this.#taken.length === 1;
      if (!alone) {
        pose.set([place.x, place.y, place.z].map(tidy), 0);
        operations.push({ op: 'setField', entity: taken.id, component: 'Transform', field: 'Position', value: Array.from(pose.slice(0, 3), tidy) });
      }
      if (this.#tool === 'rotate') {
        const turn = taken.above.clone().invert().multiply(shift.turn).multiply(taken.above);
        const next = turn.multiply(new Quaternion().fromArray(taken.start, 3)).normalize();
        pose.set([next.x, next.y, next.z, next.w], 3);
        operations.push({ op: 'setField', entity: taken.id, component: 'Transform', field: 'Rotation', value: [next.x, next.y, next.z, next.w].map(tidy) });
      }
      this.#places.hold(index, pose);
    }
    this.#wanted = operations;
    this.#sending ??= this.#send();
  }

  /** Lets go; what was dragged stays where it is. */
  async end(): Promise<void> {
    await this.#sending;
    this.#release(true);
  }

  /** Lets go, and takes back what the world has been told of it. */
  async cancel(): Promise<void> {
    this.#wanted = null;
    this.standing = false;
    this.#release(false);
    await this.#sending;
    if (this.#applied > 0) toldIfRefused(await session.control('undo'));
  }

  async #send(): Promise<void> {
    while (this.#wanted !== null) {
      const operations = this.#wanted;
      this.#wanted = null;
      if (operations.length === 0) break;
      const answer = await session.edit(operations, { group: this.#group, label: this.#label });
      if (!toldIfRefused(answer)) {
        this.standing = false;
        this.#wanted = null;
        this.#release(false);
        this.#refused();
        break;
      }
      this.#applied += 1;
      if (this.#wanted !== null) await new Promise((resolve) => setTimeout(resolve, PACE));
    }
    this.#sending = undefined;
  }

  #release(stay: boolean): void {
    for (const { id } of this.#taken) {
      const index = this.#places.indexOf(id);
      if (index !== undefined) this.#places.letGo(index, stay);
    }
  }
}

function take(places: Places, index: number): Taken {
  const { id, parent } = places.entities[index] as { id: string; parent: number };
  const above = parent < 0 ? new Matrix4() : new Matrix4().fromArray(places.matrices, parent * 16);
  const turned = new Quaternion();
  above.decompose(new Vector3(), turned, new Vector3());
  return {
    id,
    start: places.poseOf(index).slice(0, WIDTH),
    place: new Vector3().fromArray(places.matrices, index * 16 + 12),
    inverse: above.clone().invert(),
    above: turned,
  };
}

/** Ten thousandths are enough for a hand. */
function tidy(value: number): number {
  return Math.round(value * 1e4) / 1e4 + 0;
}
