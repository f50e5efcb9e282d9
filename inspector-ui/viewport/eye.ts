import { PerspectiveCamera, Spherical, Vector3, type Box3 } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';

/** Where the camera is and what it looks at. */
export interface Sight {
  readonly position: readonly [number, number, number];
  readonly target: readonly [number, number, number];
}
export type Side = 'front' | 'side' | 'top';

const FIRST: Sight = { position: [5.5, 4.2, 9], target: [0, 0.4, 0] };
const MOVE_TIME = 260;
const SIDES: { readonly [side in Side]: readonly [number, number, number] } = { front: [0, 0, 1], side: [1, 0, 0], top: [0, 1, 0.0001] };

/** The camera, and how people move it. */
export class Eye {
  readonly camera = new PerspectiveCamera(38, 1, 0.05, 5000);
  readonly controls: OrbitControls;
  /** Glide to where one is sent, instead of being there. */
  smooth = true;
  #glide: { from: Sight; to: Sight; start: number } | undefined;

  constructor(element: HTMLElement, changed: () => void, still: () => void) {
    this.controls = new OrbitControls(this.camera, element);
    this.controls.enableDamping = false;
    this.controls.zoomToCursor = true;
    this.controls.minDistance = 0.3;
    this.controls.maxDistance = 4000;
    this.controls.addEventListener('change', changed);
    this.controls.addEventListener('start', () => {
      this.#glide = undefined;
    });
    this.controls.addEventListener('end', still);
    this.sight = FIRST;
  }

  get distance(): number {
    return this.camera.position.distanceTo(this.controls.target);
  }
  get sight(): Sight {
    const { position } = this.camera,
      { target } = this.controls;
    return { position: [position.x, position.y, position.z], target: [target.x, target.y, target.z] };
  }
  set sight(sight: Sight) {
    this.camera.position.set(...sight.position);
    this.controls.target.set(...sight.target);
    this.#settle();
  }

  resize(width: number, height: number): void {
    this.camera.aspect = width / Math.max(1, height);
    this.camera.updateProjectionMatrix();
  }

  /** Goes on gliding; true while there is more to go. */
  advance(now: number): boolean {
    const glide = this.#glide;
    if (glide === undefined) return false;
    const t = Math.min(1, (now - glide.start) / MOVE_TIME);
    const eased = 1 - (1 - t) ** 3;
    const blend = (a: readonly [number, number, number], b: readonly [number, number, number]): [number, number, number] => [
      a[0] + (b[0] - a[0]) * eased,
      a[1] + (b[1] - a[1]) * eased,
      a[2] + (b[2] - a[2]) * eased,
    ];
    this.sight = { position: blend(glide.from.position, glide.to.position), target: blend(glide.from.target, glide.to.target) };
    if (t >= 1) this.#glide = undefined;
    return this.#glide !== undefined;
  }

  go(to: Sight): void {
    if (this.smooth) this.#glide = { from: this.sight, to, start: performance.now() };
    else {
      this.#glide = undefined;
      this.sight = to;
    }
  }

  /** Goes where all of a box is in view; from a side, or in the direction that one looks in. */
  frame(box: Box3, side?: Side): void {
    const centre = box.getCenter(new Vector3());
    box = box.clone().expandByPoint(centre.clone().addScalar(0.8)).expandByPoint(centre.clone().addScalar(-0.8));
    const away = side === undefined ? this.camera.position.clone().sub(this.controls.target).normalize() : new Vector3(...SIDES[side]).normalize();
    if (away.lengthSq() < 0.5) away.set(0.5, 0.4, 0.8).normalize();
    const right = new Vector3(0, 1, 0).cross(away).normalize(),
      up = away.clone().cross(right);
    const tall = Math.tan((this.camera.fov * Math.PI) / 360) * 0.82,
      wide = tall * this.camera.aspect;
    let distance = 1;
    for (let corner = 0; corner < 8; corner++) {
      const at = new Vector3(...([0, 1, 2] as const).map((k) => (corner & (1 << k) ? box.max : box.min).getComponent(k))).sub(centre);
      distance = Math.max(distance, at.dot(away) + Math.max(Math.abs(at.dot(right)) / wide, Math.abs(at.dot(up)) / tall));
    }
    const position = away.multiplyScalar(distance).add(centre);
    this.go({ position: [position.x, position.y, position.z], target: [centre.x, centre.y, centre.z] });
  }

  /** By keys: angles in degrees, `zoom` a factor of the distance, pans in parts of the distance. */
  turn(around: number, over: number): void {
    const offset = this.camera.position.clone().sub(this.controls.target);
    const at = new Spherical().setFromVector3(offset);
    at.theta += (around * Math.PI) / 180;
    at.phi = Math.min(Math.PI - 0.02, Math.max(0.02, at.phi + (over * Math.PI) / 180));
    this.camera.position.copy(this.controls.target).add(offset.setFromSpherical(at));
    this.#settle();
  }
  zoom(factor: number): void {
    const offset = this.camera.position.clone().sub(this.controls.target);
    offset.setLength(Math.min(4000, Math.max(0.3, offset.length() * factor)));
    this.camera.position.copy(this.controls.target).add(offset);
    this.#settle();
  }
  pan(right: number, up: number): void {
    const by = this.distance;
    const move = new Vector3().setFromMatrixColumn(this.camera.matrix, 0).multiplyScalar(right * by);
    move.add(new Vector3().setFromMatrixColumn(this.camera.matrix, 1).multiplyScalar(up * by));
    this.camera.position.add(move);
    this.controls.target.add(move);
    this.#settle();
  }

  dispose(): void {
    this.controls.dispose();
  }

  /** Sees as near and as far as the distance asks for. */
  focus(): void {
    const far = Math.max(200, this.distance * 60);
    if (this.camera.far === far) return;
    this.camera.near = far / 20_000;
    this.camera.far = far;
    this.camera.updateProjectionMatrix();
  }

  #settle(): void {
    this.controls.update();
    this.focus();
    this.camera.updateMatrixWorld();
  }
}
