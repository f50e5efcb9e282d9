import {
  BackSide,
  BoxGeometry,
  DynamicDrawUsage,
  Group,
  InstancedBufferAttribute,
  InstancedMesh,
  ShaderMaterial,
  Vector2,
  type BufferGeometry,
  type IUniform,
  type Object3D,
} from 'three';
import { RoundedBoxGeometry } from 'three/addons/geometries/RoundedBoxGeometry.js';
import type { Colour, Palette } from './palette.ts';
import { HALF } from './pick.ts';

const SIZE = HALF * 2;
const RADIUS = 0.055;
/** Above this many the corners are drawn sharp: rounded ones have thirty times the triangles. */
const ROUNDED = 600;

const NORMAL = /* glsl */ `
  vec3 turned(vec3 n) {
    mat3 m = mat3(instanceMatrix);
    n /= vec3(dot(m[0], m[0]), dot(m[1], m[1]), dot(m[2], m[2])) + 1e-9;
    return normalize(m * n);
  }`;
const BOX_VERTEX = /* glsl */ `
  attribute vec3 fill; attribute vec3 edge;
  varying vec3 vAt; varying vec3 vFill; varying vec3 vEdge; varying float vLight;
  ${NORMAL}
  void main() {
    vAt = position / ${SIZE.toFixed(2)};
    vFill = fill; vEdge = edge;
    vLight = dot(turned(normal), normalize(vec3(.38, .86, .52)));
    gl_Position = projectionMatrix * modelViewMatrix * instanceMatrix * vec4(position, 1.);
  }`;
const BOX_FRAGMENT = /* glsl */ `
  uniform float round; uniform float dark; uniform float pixel;
  varying vec3 vAt; varying vec3 vFill; varying vec3 vEdge; varying float vLight;
  void main() {
    vec3 a = abs(vAt);
    float second = max(min(a.x, a.y), min(max(a.x, a.y), a.z));
    float off = max(0., .5 - .4 * round - second);
    vec3 f = fwidth(vAt);
    float wide = max(fwidth(off), max(min(f.x, f.y), min(max(f.x, f.y), f.z)) * .6) + 1e-6;
    float line = 1. - smoothstep(.9, 1.9, off / (wide * pixel));
    float light = vLight * .5 + .5;
    vec3 face = vFill * mix(mix(.90, .72, dark), mix(1.02, 1.16, dark), light);
    gl_FragColor = vec4(mix(face, vEdge * mix(1., .9 + .2 * light, dark), line), 1.);
  }`;
const HALO_VERTEX = /* glsl */ `
  attribute vec4 halo; uniform vec2 view;
  varying vec3 vHalo;
  ${NORMAL}
  void main() {
    vHalo = halo.rgb;
    vec4 at = projectionMatrix * modelViewMatrix * instanceMatrix * vec4(position, 1.);
    vec2 out2 = (projectionMatrix * vec4(mat3(viewMatrix) * turned(normal), 0.)).xy * view;
    at.xy += out2 / max(length(out2), 1e-5) * halo.a * 2. / view * at.w;
    gl_Position = at;
  }`;
const HALO_FRAGMENT = /* glsl */ `
  varying vec3 vHalo;
  void main() { gl_FragColor = vec4(vHalo, 1.); }`;

/** An entity with a line around it. */
export interface Halo {
  readonly index: number;
  readonly colour: Colour;
  /** In pixels. */
  readonly width: number;
}

/** All entities as boxes, and the lines around those that are selected or pointed at. */
export class Boxes {
  readonly group: Object3D = new Group();
  readonly #soft = new RoundedBoxGeometry(SIZE, SIZE, SIZE, 2, RADIUS * SIZE);
  readonly #sharp = new BoxGeometry(SIZE, SIZE, SIZE);
  readonly #uniforms: { [name: string]: IUniform<number> } = { round: { value: 0 }, dark: { value: 0 }, pixel: { value: 1 } };
  readonly #material = new ShaderMaterial({ vertexShader: BOX_VERTEX, fragmentShader: BOX_FRAGMENT, uniforms: this.#uniforms });
  readonly #view = new Vector2(1, 1);
  readonly #haloMaterial = new ShaderMaterial({
    vertexShader: HALO_VERTEX,
    fragmentShader: HALO_FRAGMENT,
    uniforms: { view: { value: this.#view } },
    side: BackSide,
  });
  #mesh: InstancedMesh | undefined;
  #halo: InstancedMesh | undefined;
  #halos: readonly Halo[] = [];

  /** Makes room for so many. */
  resize(count: number): void {
    const rounded = count <= ROUNDED;
    const geometry = rounded ? this.#soft : this.#sharp;
    this.#uniforms['round'] = Object.assign(this.#uniforms['round'] as IUniform<number>, { value: rounded ? RADIUS : 0 });
    const fits = this.#mesh !== undefined && this.#mesh.instanceMatrix.count >= count && this.#mesh.userData['rounded'] === rounded;
    if (!fits) {
      this.#drop(this.#mesh);
      const room = Math.max(16, Math.ceil(count * 1.25));
      this.#mesh = instances(geometry, this.#material, room, { fill: 3, edge: 3 });
      this.#mesh.userData['rounded'] = rounded;
      this.group.add(this.#mesh);
    }
    if (this.#mesh !== undefined) this.#mesh.count = count;
  }

  place(matrices: Float32Array): void {
    if (this.#mesh === undefined) return;
    this.#mesh.instanceMatrix.array.set(matrices);
    this.#mesh.instanceMatrix.needsUpdate = true;
    this.#placeHalos(matrices);
  }

  paint(index: number, fill: Colour, edge: Colour): void {
    const fills = this.#mesh?.geometry.getAttribute('fill'),
      edges = this.#mesh?.geometry.getAttribute('edge');
    fills?.setXYZ(index, ...fill);
    edges?.setXYZ(index, ...edge);
  }
  painted(): void {
    for (const name of ['fill', 'edge']) {
      const attribute = this.#mesh?.geometry.getAttribute(name);
      if (attribute !== undefined) attribute.needsUpdate = true;
    }
  }

  surround(halos: readonly Halo[], matrices: Float32Array): void {
    this.#halos = halos;
    if (this.#halo === undefined || this.#halo.instanceMatrix.count < halos.length) {
      this.#drop(this.#halo);
      this.#halo = instances(this.#soft, this.#haloMaterial, Math.max(16, Math.ceil(halos.length * 1.5)), { halo: 4 });
      this.group.add(this.#halo);
    }
    this.#halo.count = halos.length;
    const attribute = this.#halo.geometry.getAttribute('halo');
    halos.forEach(({ colour, width }, i) => attribute.setXYZW(i, ...colour, width));
    attribute.needsUpdate = true;
    this.#placeHalos(matrices);
  }

  theme(palette: Palette, pixelRatio: number): void {
    (this.#uniforms['dark'] as IUniform<number>).value = palette.dark ? 1 : 0;
    (this.#uniforms['pixel'] as IUniform<number>).value = Math.max(0.75, pixelRatio * 0.8);
  }
  /** The size of the picture, in pixels of the page. */
  size(width: number, height: number): void {
    this.#view.set(width, height);
  }

  dispose(): void {
    this.#drop(this.#mesh);
    this.#drop(this.#halo);
    for (const each of [this.#soft, this.#sharp, this.#material, this.#haloMaterial]) each.dispose();
  }

  #placeHalos(matrices: Float32Array): void {
    if (this.#halo === undefined || this.#halos.length === 0) return;
    const to = this.#halo.instanceMatrix.array;
    this.#halos.forEach(({ index }, i) => to.set(matrices.subarray(index * 16, index * 16 + 16), i * 16));
    this.#halo.instanceMatrix.needsUpdate = true;
  }

  #drop(mesh: InstancedMesh | undefined): void {
    if (mesh === undefined) return;
    this.group.remove(mesh);
    mesh.geometry.dispose();
    mesh.dispose();
  }
}

/** Instances of a geometry with numbers of their own. They are never left out for being out of sight, since they lie anywhere. */
export function instances(geometry: BufferGeometry, material: ShaderMaterial, count: number, attributes: { readonly [name: string]: number }): InstancedMesh {
  const own = geometry.clone();
  for (const [name, width] of Object.entries(attributes))
    own.setAttribute(name, new InstancedBufferAttribute(new Float32Array(count * width), width).setUsage(DynamicDrawUsage));
  const mesh = new InstancedMesh(own, material, count);
  mesh.instanceMatrix.setUsage(DynamicDrawUsage);
  mesh.frustumCulled = false;
  return mesh;
}
