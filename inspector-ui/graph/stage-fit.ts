import type { Drawing } from './drawing.ts';
import type { PanZoom } from './pan-zoom.ts';
import { FAR } from './wire-canvas.ts';

/** A picture narrower than that is one of a telephone, in pixels. */
const SMALL = 420;
/** So many nodes are read, and not only looked over, as their graph is opened. */
const FEW = 60;

/** How much of a graph is in its picture: as it opens, and as the picture gets other room. */
export class StageFit {
  readonly #stage: HTMLElement;
  readonly #drawing: Drawing;
  readonly #view: PanZoom;
  #hasFitted = false;

  constructor(stage: HTMLElement, drawing: Drawing, view: PanZoom) {
    this.#stage = stage;
    this.#drawing = drawing;
    this.#view = view;
  }

  /** Whether it was fitted once. */
  get hasFitted(): boolean {
    return this.#hasFitted;
  }
  all(ids?: Iterable<string>): void {
    this.#view.fit(this.#drawing.scene.boundsOf(ids));
  }
  reveal(id: string): void {
    this.#view.reveal(this.#drawing.scene.boxOf(id), this.#covered);
  }

  /** Once the graph is there, and room for it. */
  first(): void {
    const { scene, store } = this.#drawing;
    const { clientWidth } = this.#stage;
    if (this.#hasFitted || store.phase.value !== 'shown' || clientWidth === 0) return;
    this.#hasFitted = true;
    // A large graph is seen from afar at first; on a telephone nothing of that could be read, and of a few nodes nobody wants to see cards alone.
    if (clientWidth < SMALL || scene.shapes.size <= FEW) this.#view.fitLegibly(scene.boundsOf(), false);
    else this.all();
  }
  /** What opens beside the picture takes room from it: what is selected stays in sight, and all of it legible. What somebody has chosen to see stays. */
  anew(): void {
    if (this.#view.isByHand) return;
    const { scene, selection } = this.#drawing;
    this.#view.fitLegibly(scene.boundsOf(), true);
    const [id] = selection.value;
    if (id === undefined || this.#view.k < FAR) return;
    this.reveal(id);
    this.#view.isByHand = false;
  }

  /** How much of its lower edge lies under the map and what is told beside it, in pixels: no port can be taken there. */
  get #covered(): number {
    const { clientHeight, parentElement } = this.#stage;
    const over = [...(parentElement?.querySelectorAll<HTMLElement>('ww-graph-side, ww-graph-map') ?? [])];
    return Math.min(Math.max(0, ...over.map(({ offsetHeight }) => offsetHeight)), clientHeight / 3);
  }
}
