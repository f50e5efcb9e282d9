import { Vector3 } from 'three';
import type { ViewUpdate } from '../../server/protocol.ts';
import { recall, remember } from '../cells/memory.ts';
import { select, selectAll, selected, selection, toggleSelected } from '../session/place.ts';
import { session } from '../session/session.ts';
import { motion } from '../controls/theme.ts';
import { Drag } from './drag.ts';
import type { Side, Sight } from './eye.ts';
import type { Axis } from './handles.ts';
import { Labels } from './labels.ts';
import { options } from './options.ts';
import { coloursOf, onPalette, readPalette, type Palette } from './palette.ts';
import { Places } from './places.ts';
import { PointerWork } from './pointer.ts';
import { Stage } from './stage.ts';

export interface PictureParts {
  readonly surface: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly labels: HTMLElement;
  readonly band: HTMLElement;
  readonly software: boolean;
  /** The list, or the states in it, are others than before. */
  readonly listed: () => void;
  readonly lost: (lost: boolean) => void;
}

/** The picture of a world with all that people do in it. Loaded when it is first shown, since three.js is large. */
export class Picture {
  readonly places = new Places();
  readonly stage: Stage;
  /** Entities that fit the query that colour goes by. */
  matches: ReadonlySet<string> = new Set();
  #palette: Palette = readPalette();
  readonly #labels: Labels;
  readonly #pointer: PointerWork;
  readonly #parts: PictureParts;
  #selected: ReadonlySet<number> = new Set();
  #pointed = -1;
  #drag: Drag | undefined;
  #world: string | null = null;
  #saving: ReturnType<typeof setTimeout> | undefined;
  readonly #ends: (() => void)[];

  constructor(parts: PictureParts) {
    this.#parts = parts;
    this.#labels = new Labels(parts.labels);
    this.stage = new Stage(
      parts.canvas,
      this.places,
      {
        drawn: () => this.#drawn(),
        still: () => this.#keep(),
        lost: () => parts.lost(true),
        restored: () => parts.lost(false),
        begun: () => {
          this.#drag = new Drag(this.places, selection.value, options.value.tool, () => this.#refused());
        },
        moved: (shift) => {
          this.#drag?.move(shift);
          this.stage.moved();
        },
        ended: () => void this.#dropped(),
      },
      parts.software,
    );
    this.#pointer = new PointerWork(parts.surface, parts.band, {
      busy: () => this.stage.handles.dragging || this.stage.handles.pointed,
      point: (x, y) => this.#point(x, y),
      click: (x, y, add) => this.#click(x, y, add),
      open: (x, y) => this.#open(x, y),
      band: (from, to, add) => this.#band(from, to, add),
      snap: (on) => this.stage.handles.snap(on ? stepOf('Position') : null),
    });
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    const moving = (): void => {
      // Where a processor draws, each picture between two updates would cost it as much as the update's own.
      const smooth = !still.matches && motion.value === 'system' && !parts.software;
      this.places.smooth = smooth;
      this.stage.eye.smooth = smooth;
    };
    moving();
    still.addEventListener('change', moving);
    const theme = (): void => {
      this.#palette = readPalette();
      this.stage.theme(this.#palette);
      this.refresh();
    };
    theme();
    this.#ends = [
      () => still.removeEventListener('change', moving),
      motion.subscribe(moving),
      onPalette(theme),
      selection.subscribe(() => this.#followed()),
      options.subscribe(() => this.refresh()),
      session.past.subscribe(() => this.refresh()),
    ];
  }

  take(update: ViewUpdate): void {
    if (update.kind === 'poses') {
      const other = this.places.take(update, performance.now());
      if (other) {
        this.#drag = undefined;
        this.stage.handles.cancel();
        this.refresh();
        this.#arrive();
        this.#parts.listed();
      }
      this.stage.moved();
      if (!this.stage.handles.dragging) this.#aim();
    } else if (update.kind === 'looks') {
      this.places.look(update);
      this.#paint();
      this.#parts.listed();
    }
  }

  /** Another world: what was shown is of the one before. */
  left(): void {
    this.places.clear();
    this.#world = null;
    this.#pointed = -1;
    this.refresh();
    this.stage.moved();
  }

  /** Colours, lines and handles as the options, the selection and the theme say now. */
  refresh(): void {
    this.#selected = new Set(selection.value.map((id) => this.places.indexOf(id)).filter((index) => index !== undefined));
    this.#paint();
    this.#surround();
    this.#aim();
    this.stage.grid(options.value.grid);
  }

  /** Shows what is selected, or everything. */
  frame(all = false, side?: Side): void {
    const indexes = all ? [] : [...this.#selected];
    const room = this.stage.room(indexes);
    if (!room.isEmpty()) this.stage.eye.frame(room, side);
    this.stage.invalidate();
  }
  turn(around: number, over: number): void {
    this.stage.eye.turn(around, over);
    this.stage.invalidate();
  }
  zoom(factor: number): void {
    this.stage.eye.zoom(factor);
    this.stage.invalidate();
  }
  pan(right: number, up: number): void {
    this.stage.eye.pan(right, up);
    this.stage.invalidate();
  }
  lock(axis: Axis): void {
    this.stage.handles.lock(axis);
    this.stage.invalidate();
  }
  /** Ends what is being done with the pointer; false where that was nothing. */
  cancel(): boolean {
    if (this.#pointer.cancel()) return true;
    if (!this.stage.handles.dragging) return false;
    const drag = this.#drag;
    this.#drag = undefined;
    this.stage.handles.cancel();
    void drag?.cancel().then(() => this.stage.moved());
    this.stage.moved();
    return true;
  }

  dispose(): void {
    for (const end of this.#ends) end();
    clearTimeout(this.#saving);
    this.#keep();
    this.#pointer.dispose();
    this.stage.dispose();
  }

  #paint(): void {
    const { colour } = options.value;
    this.stage.paint((i) => {
      const entity = this.places.entities[i] as Places['entities'][number];
      return coloursOf(entity, colour, this.matches.has(entity.id), this.#palette);
    });
  }

  #surround(): void {
    const halos = [...this.#selected].map((index) => ({ index, colour: this.#palette.accent, width: 2.5 }));
    if (this.#pointed >= 0 && !this.#selected.has(this.#pointed)) halos.push({ index: this.#pointed, colour: this.#palette.soft, width: 1.25 });
    this.stage.surround(halos);
  }

  /** Handles stand in the middle of what is selected. */
  #aim(): void {
    const middle = new Vector3();
    for (const index of this.#selected) middle.add(new Vector3().fromArray(this.places.matrices, index * 16 + 12));
    const may = session.mayEdit && this.#selected.size > 0;
    this.stage.handles.show(may ? middle.divideScalar(this.#selected.size) : null, options.value.tool);
  }

  #followed(): void {
    this.refresh();
    const index = selected.value === null ? undefined : this.places.indexOf(selected.value);
    if (!options.value.follow || index === undefined) return;
    const at = new Vector3().fromArray(this.places.matrices, index * 16 + 12);
    const { position, target } = this.stage.eye.sight;
    const by = at.clone().sub(new Vector3(...target));
    this.stage.eye.go({ position: [position[0] + by.x, position[1] + by.y, position[2] + by.z], target: [at.x, at.y, at.z] });
    this.stage.invalidate();
  }

  /** The first list of a world: the camera goes where it was when one left it. */
  #arrive(): void {
    const world = session.world.value;
    if (world === null || world === this.#world || this.places.count === 0) return;
    this.#world = world;
    const kept = recall(`camera.${world}`) as Partial<Sight> | undefined;
    const { eye } = this.stage;
    if (isPoint(kept?.position) && isPoint(kept.target)) eye.sight = { position: kept.position, target: kept.target };
    else {
      const { smooth } = eye;
      eye.smooth = false;
      eye.sight = { position: [5.5, 3.6, 9], target: [0, 0, 0] };
      this.frame(true);
      eye.smooth = smooth;
    }
  }
  #keep(): void {
    if (this.#world !== null) remember(`camera.${this.#world}`, { ...this.stage.eye.sight } as unknown as Parameters<typeof remember>[1]);
  }

  #drawn(): void {
    this.#labels.draw(this.stage, this.places, this.#selected, this.#pointed, options.value);
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.#keep(), 800);
  }

  async #dropped(): Promise<void> {
    const drag = this.#drag;
    this.#drag = undefined;
    await drag?.end();
    this.stage.moved();
    this.#aim();
  }
  #refused(): void {
    this.#drag = undefined;
    this.stage.handles.cancel();
    this.stage.moved();
    this.#aim();
  }

  #point(x: number, y: number): void {
    const index = x < 0 ? -1 : this.stage.pick(x, y);
    this.#parts.surface.classList.toggle('over', index >= 0);
    if (index === this.#pointed) return;
    this.#pointed = index;
    this.#surround();
  }
  #click(x: number, y: number, add: boolean): void {
    const entity = this.places.entities[this.stage.pick(x, y)];
    if (entity === undefined) {
      if (!add) select(null);
    } else if (add) toggleSelected(entity.id);
    else select(entity.id, { show: true });
  }
  #open(x: number, y: number): void {
    const entity = this.places.entities[this.stage.pick(x, y)];
    if (entity === undefined) return;
    select(entity.id, { show: true, open: true });
    this.frame();
  }
  #band(from: readonly [number, number], to: readonly [number, number], add: boolean): void {
    const spot = { x: 0, y: 0, size: 0 };
    const inside = (value: number, a: number, b: number): boolean => value >= Math.min(a, b) && value <= Math.max(a, b);
    const ids = this.places.entities
      .filter((_, i) => this.stage.project(i, spot) && inside(spot.x, from[0], to[0]) && inside(spot.y, from[1], to[1]))
      .map(({ id }) => id);
    selectAll(add ? [...selection.value, ...ids] : ids);
  }
}

function stepOf(field: string): number {
  return session.manifest.value.get('Transform')?.fields.find(({ name }) => name === field)?.step ?? 0.1;
}
function isPoint(value: unknown): value is [number, number, number] {
  return Array.isArray(value) && value.length === 3 && value.every((each) => typeof each === 'number' && Number.isFinite(each));
}
