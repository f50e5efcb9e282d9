import { Object3D, Quaternion, Vector3, type Scene } from 'three';
import { TransformControls } from 'three/addons/controls/TransformControls.js';
import type { Eye } from './eye.ts';
import type { Palette } from './palette.ts';

export type Axis = 'X' | 'Y' | 'Z';
/** How far a drag has come: a turn about the pivot, and a shift of it. */
export interface Shift {
  readonly pivot: Vector3;
  readonly by: Vector3;
  readonly turn: Quaternion;
}
export interface HandleEvents {
  readonly changed: () => void;
  readonly begun: () => void;
  readonly moved: (shift: Shift) => void;
  readonly ended: () => void;
}

/** Handles at what is selected, to move or to turn it. */
export class Handles {
  readonly #controls: TransformControls;
  readonly #pivot = new Object3D();
  readonly #helper: Object3D;
  readonly #from = new Vector3();
  readonly #turned = new Quaternion();
  #moved = false;
  #locked: Axis | null = null;

  constructor(eye: Eye, element: HTMLElement, scene: Scene, events: HandleEvents) {
    this.#controls = new TransformControls(eye.camera, element);
    this.#controls.setSize(0.8);
    this.#helper = this.#controls.getHelper();
    scene.add(this.#pivot, this.#helper);
    this.#controls.addEventListener('change', events.changed);
    this.#controls.addEventListener('dragging-changed', ({ value }) => {
      eye.controls.enabled = value !== true;
      if (value === true) {
        this.#from.copy(this.#pivot.position);
        this.#turned.copy(this.#pivot.quaternion);
        this.#moved = false;
        events.begun();
      } else events.ended();
    });
    this.#controls.addEventListener('objectChange', () => {
      // A press that has not moved yet is no edit.
      if (!this.#moved && this.#pivot.position.equals(this.#from) && this.#pivot.quaternion.equals(this.#turned)) return;
      this.#moved = true;
      events.moved({
        pivot: this.#from.clone(),
        by: this.#pivot.position.clone().sub(this.#from),
        turn: this.#pivot.quaternion.clone().multiply(this.#turned.clone().invert()),
      });
    });
  }

  get dragging(): boolean {
    return this.#controls.dragging;
  }
  /** Whether the pointer is on a handle. */
  get pointed(): boolean {
    return this.#controls.object !== undefined && this.#controls.axis !== null;
  }

  /** Shows them at a place, or not at all. While somebody drags they stay as they are. */
  show(at: Vector3 | null, tool: 'move' | 'rotate'): void {
    if (this.dragging) return;
    if (at === null) {
      this.#controls.detach();
      return;
    }
    this.#pivot.position.copy(at);
    this.#pivot.quaternion.identity();
    this.#controls.setMode(tool === 'move' ? 'translate' : 'rotate');
    if (this.#controls.object !== this.#pivot) this.#controls.attach(this.#pivot);
  }

  /** Keeps to one axis, or to all again. */
  lock(axis: Axis): void {
    this.#locked = this.#locked === axis ? null : axis;
    this.#controls.showX = this.#locked === null || this.#locked === 'X';
    this.#controls.showY = this.#locked === null || this.#locked === 'Y';
    this.#controls.showZ = this.#locked === null || this.#locked === 'Z';
  }

  snap(step: number | null): void {
    this.#controls.setTranslationSnap(step);
    this.#controls.setRotationSnap(step === null ? null : Math.PI / 12);
  }

  /** Ends a drag where it began. */
  cancel(): void {
    if (!this.dragging) return;
    this.#controls.reset();
    this.#controls.pointerUp(null);
  }

  theme({ dark, ink, soft, faint, accent }: Palette): void {
    const hex = (colour: readonly number[]): number => colour.reduce((sum, part) => sum * 256 + Math.round(part * 255), 0);
    this.#controls.setColors(hex(soft), hex(dark ? ink : ink), hex(faint), hex(accent));
  }

  dispose(): void {
    this.#controls.detach();
    this.#controls.dispose();
  }
}
