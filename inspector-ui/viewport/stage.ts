import { Box3, Matrix4, Raycaster, Scene, Vector2, Vector3, WebGLRenderer } from 'three';
import { Boxes, type Halo } from './boxes.ts';
import { Eye } from './eye.ts';
import { Ground } from './ground.ts';
import { Handles, type HandleEvents } from './handles.ts';
import type { Palette } from './palette.ts';
import { pickBox, reach, type Ray } from './pick.ts';
import type { Places } from './places.ts';

export interface StageEvents extends Omit<HandleEvents, 'changed'> {
  /** A picture has been drawn: what lies over it can follow. */
  readonly drawn: () => void;
  /** The camera has come to rest. */
  readonly still: () => void;
  readonly lost: () => void;
  readonly restored: () => void;
}

/** A place in the picture, in pixels; `size` is half of how large something looks there. */
export interface Spot {
  x: number;
  y: number;
  size: number;
}

/** Room around what is small on the screen in which it can still be hit, in parts of its distance. */
const SLACK = 0.006;

/** The picture itself: three.js, and nothing else of the page knows of it. Draws only when something has changed. */
export class Stage {
  readonly canvas: HTMLCanvasElement;
  readonly eye: Eye;
  readonly handles: Handles;
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #boxes = new Boxes();
  readonly #ground = new Ground();
  readonly #places: Places;
  readonly #events: StageEvents;
  readonly #ray = new Raycaster();
  /** From the world to the picture, as drawn last. */
  readonly #seen = new Matrix4();
  #frame = 0;
  #moved = true;
  #visible = true;
  #width = 1;
  #height = 1;

  /** Throws where the browser gives no context. */
  constructor(canvas: HTMLCanvasElement, places: Places, events: StageEvents, software: boolean) {
    this.canvas = canvas;
    this.#places = places;
    this.#events = events;
    this.#renderer = new WebGLRenderer({ canvas, alpha: true, antialias: !software, powerPreference: 'high-performance' });
    this.#renderer.setPixelRatio(software ? 1 : Math.min(2, devicePixelRatio));
    this.#renderer.setClearColor(0, 0);
    const changed = (): void => this.invalidate();
    this.eye = new Eye(canvas, changed, events.still);
    this.handles = new Handles(this.eye, canvas, this.#scene, { ...events, changed });
    this.#scene.add(this.#ground.group, this.#boxes.group);
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      events.lost();
    });
    canvas.addEventListener('webglcontextrestored', () => {
      events.restored();
      this.invalidate();
    });
  }

  /** Asks for a picture; several times before the next one is once. */
  invalidate(): void {
    if (this.#frame === 0 && this.#visible) this.#frame = requestAnimationFrame((now) => this.#draw(now));
  }
  /** What is placed has come to be elsewhere, or to be other things. */
  moved(): void {
    this.#moved = true;
    this.invalidate();
  }

  resize(width: number, height: number): void {
    if (width < 1 || height < 1) return;
    this.#width = width;
    this.#height = height;
    this.#renderer.setSize(width, height, false);
    this.eye.resize(width, height);
    this.#boxes.size(width, height);
    this.invalidate();
  }
  set visible(visible: boolean) {
    this.#visible = visible;
    if (!visible && this.#frame !== 0) {
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
    } else if (visible) this.invalidate();
  }
  grid(show: boolean): void {
    this.#ground.show(show);
    this.invalidate();
  }
  theme(palette: Palette): void {
    this.#boxes.theme(palette, this.#renderer.getPixelRatio());
    this.#ground.theme(palette);
    this.handles.theme(palette);
    this.invalidate();
  }
  /** Gives every entity its colours. */
  paint(of: (index: number) => { readonly fill: readonly [number, number, number]; readonly edge: readonly [number, number, number] }): void {
    this.#boxes.resize(this.#places.count);
    for (let i = 0; i < this.#places.count; i++) {
      const { fill, edge } = of(i);
      this.#boxes.paint(i, fill, edge);
    }
    this.#boxes.painted();
    this.invalidate();
  }
  surround(halos: readonly Halo[]): void {
    this.#boxes.surround(halos, this.#places.matrices);
    this.invalidate();
  }

  /** The entity at a point of the picture, by index; -1 for none. */
  pick(x: number, y: number): number {
    this.#ray.setFromCamera(new Vector2((x / this.#width) * 2 - 1, 1 - (y / this.#height) * 2), this.eye.camera);
    const { origin, direction } = this.#ray.ray;
    const ray: Ray = { origin: [origin.x, origin.y, origin.z], direction: [direction.x, direction.y, direction.z] };
    return pickBox(ray, this.#places.matrices, SLACK);
  }

  /** Where the middle of an entity is in the picture, and half its size there; false where it is out of sight. */
  project(index: number, out: Spot): boolean {
    const { matrices } = this.#places;
    const at = index * 16;
    const x = matrices[at + 12] as number,
      y = matrices[at + 13] as number,
      z = matrices[at + 14] as number;
    const m = this.#seen.elements;
    const w = m[3] * x + m[7] * y + m[11] * z + m[15];
    if (!(w > 0.01)) return false;
    out.x = (((m[0] * x + m[4] * y + m[8] * z + m[12]) / w + 1) / 2) * this.#width;
    out.y = ((1 - (m[1] * x + m[5] * y + m[9] * z + m[13]) / w) / 2) * this.#height;
    out.size = ((reach(matrices, at) / w) * this.#height) / 2 / Math.tan((this.eye.camera.fov * Math.PI) / 360);
    return out.x > -out.size && out.y > -out.size && out.x < this.#width + out.size && out.y < this.#height + out.size;
  }

  /** The room that some entities take; all of them where none are named. */
  room(indexes: readonly number[]): Box3 {
    const { matrices, count } = this.#places;
    const box = new Box3();
    const add = (i: number): void => {
      const radius = reach(matrices, i * 16);
      const centre = new Vector3().fromArray(matrices, i * 16 + 12);
      if (Number.isFinite(centre.length() + radius)) box.expandByPoint(centre.clone().addScalar(radius)).expandByPoint(centre.subScalar(radius));
    };
    if (indexes.length > 0) indexes.forEach(add);
    else for (let i = 0; i < count; i++) add(i);
    return box;
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#visible = false;
    this.handles.dispose();
    this.eye.dispose();
    this.#boxes.dispose();
    this.#ground.dispose();
    this.#renderer.dispose();
  }

  #draw(now: number): void {
    this.#frame = 0;
    const gliding = this.eye.advance(now);
    const easing = this.#places.advance(now);
    if (this.#moved || easing) {
      this.#boxes.place(this.#places.matrices);
      this.#ground.place(this.#places.matrices);
    }
    // One more picture after the last step, so that it stands where it ends.
    this.#moved = easing;
    this.eye.focus();
    this.#ground.follow(this.eye.camera, this.eye.distance);
    this.#renderer.render(this.#scene, this.eye.camera);
    this.#seen.multiplyMatrices(this.eye.camera.projectionMatrix, this.eye.camera.matrixWorldInverse);
    if (gliding || easing) this.invalidate();
    this.#events.drawn();
  }
}
