import { Group, PlaneGeometry, Mesh, ShaderMaterial, Vector3, type InstancedMesh, type Object3D, type PerspectiveCamera } from 'three';
import { instances } from './boxes.ts';
import type { Palette } from './palette.ts';
import { HALF, reach } from './pick.ts';

/** The ground lies so that what is at height 0 stands on it. */
const LEVEL = -HALF;

const GRID_VERTEX = /* glsl */ `
  varying vec2 vAt;
  void main() {
    vec4 at = modelMatrix * vec4(position, 1.);
    vAt = at.xz;
    gl_Position = projectionMatrix * viewMatrix * at;
  }`;
const GRID_FRAGMENT = /* glsl */ `
  uniform vec3 line; uniform vec3 eye; uniform float step1; uniform float blend; uniform float far; uniform float strength;
  varying vec2 vAt;
  float lines(float gap) {
    vec2 at = vAt / gap;
    vec2 wide = fwidth(at);
    vec2 off = abs(fract(at - .5) - .5) / max(wide, vec2(1e-6));
    vec2 thin = clamp(1. - off, 0., 1.) * clamp(1.6 - wide * 3.2, 0., 1.);
    return max(thin.x, thin.y);
  }
  void main() {
    float fade = 1. - smoothstep(far * .08, far * .8, distance(vAt, eye.xz));
    float alpha = max(lines(step1) * (1. - blend) * .5, max(lines(step1 * 10.) * mix(1., .55, blend), lines(step1 * 100.) * blend));
    gl_FragColor = vec4(line, alpha * fade * fade * strength);
  }`;
const SHADOW_VERTEX = /* glsl */ `
  attribute vec4 spot;
  varying vec2 vAt; varying float vDark;
  void main() {
    vAt = position.xz; vDark = spot.w;
    gl_Position = projectionMatrix * viewMatrix * vec4(position.x * spot.z + spot.x, ${(LEVEL + 0.002).toFixed(3)}, position.z * spot.z + spot.y, 1.);
  }`;
const SHADOW_FRAGMENT = /* glsl */ `
  uniform float strength;
  varying vec2 vAt; varying float vDark;
  void main() {
    float soft = clamp(1. - length(vAt) * 2., 0., 1.);
    gl_FragColor = vec4(0., 0., 0., soft * soft * (3. - 2. * soft) * vDark * strength);
  }`;

/** The quiet grid, and a soft shadow below everything. */
export class Ground {
  readonly group: Object3D = new Group();
  readonly #plane = new PlaneGeometry(1, 1).rotateX(-Math.PI / 2);
  readonly #eye = new Vector3();
  readonly #line = new Vector3();
  readonly #grid: ShaderMaterial = new ShaderMaterial({
    vertexShader: GRID_VERTEX,
    fragmentShader: GRID_FRAGMENT,
    uniforms: {
      line: { value: this.#line },
      eye: { value: this.#eye },
      step1: { value: 1 },
      blend: { value: 0 },
      far: { value: 100 },
      strength: { value: 1 },
    },
    transparent: true,
    depthWrite: false,
  });
  readonly #shade = new ShaderMaterial({
    vertexShader: SHADOW_VERTEX,
    fragmentShader: SHADOW_FRAGMENT,
    uniforms: { strength: { value: 0.2 } },
    transparent: true,
    depthWrite: false,
  });
  readonly #sheet = new Mesh(this.#plane, this.#grid);
  #shadows: InstancedMesh | undefined;

  constructor() {
    this.#sheet.position.y = LEVEL;
    this.#sheet.renderOrder = -2;
    this.#sheet.frustumCulled = false;
    this.group.add(this.#sheet);
  }

  show(grid: boolean): void {
    this.#sheet.visible = grid;
  }

  place(matrices: Float32Array): void {
    const count = matrices.length / 16;
    if (this.#shadows === undefined || this.#shadows.instanceMatrix.count < count) {
      this.#dropShadows();
      this.#shadows = instances(this.#plane, this.#shade, Math.max(16, Math.ceil(count * 1.25)), { spot: 4 });
      this.#shadows.renderOrder = -1;
      this.group.add(this.#shadows);
    }
    this.#shadows.count = count;
    const spots = this.#shadows.geometry.getAttribute('spot');
    for (let i = 0; i < count; i++) {
      const at = i * 16;
      const size = reach(matrices, at) / Math.sqrt(3);
      const height = (matrices[at + 13] as number) - LEVEL - size;
      const near = height < -size ? 0 : Math.max(0, 1 - Math.max(0, height) / 4);
      spots.setXYZW(i, matrices[at + 12] as number, matrices[at + 14] as number, size * (3.3 + (1 - near) * 1.5), near * near);
    }
    spots.needsUpdate = true;
  }

  theme(palette: Palette): void {
    const { strength } = this.#grid.uniforms;
    this.#line.set(...palette.strong);
    if (strength !== undefined) strength.value = palette.dark ? 0.6 : 0.62;
    const shade = this.#shade.uniforms['strength'];
    if (shade !== undefined) shade.value = palette.dark ? 0.5 : 0.22;
  }

  /** Lines lie closer or wider with the distance that one looks from. */
  follow(camera: PerspectiveCamera, distance: number): void {
    const { step1, blend, far } = this.#grid.uniforms;
    const level = Math.log10(Math.max(0.02, distance / 14));
    const whole = Math.floor(level);
    const reachOf = Math.max(12, distance * 7);
    if (step1 !== undefined) step1.value = 10 ** whole;
    if (blend !== undefined) blend.value = Math.min(1, Math.max(0, (level - whole) * 2 - 1));
    if (far !== undefined) far.value = reachOf;
    this.#eye.copy(camera.position);
    this.#sheet.position.x = camera.position.x;
    this.#sheet.position.z = camera.position.z;
    this.#sheet.scale.set(reachOf * 2, 1, reachOf * 2);
  }

  dispose(): void {
    this.#dropShadows();
    for (const each of [this.#plane, this.#grid, this.#shade]) each.dispose();
  }

  #dropShadows(): void {
    if (this.#shadows === undefined) return;
    this.group.remove(this.#shadows);
    this.#shadows.geometry.dispose();
    this.#shadows.dispose();
  }
}
