import type { Box } from './geometry.ts';
import type { GraphScene } from './scene.ts';

/** Milliseconds after which a picture that moved is taken to stand. */
const STILL = 160;

/** The elements of a picture: those of nodes, and those of frames and comments below them. */
export class StageElements {
  readonly #layers: readonly HTMLElement[];
  readonly #nodes: HTMLElement;
  readonly #band: HTMLElement | null;
  #still: ReturnType<typeof setTimeout> | undefined;

  constructor(root: ParentNode, nodes: HTMLElement, frames: HTMLElement) {
    this.#layers = [nodes, frames];
    this.#nodes = nodes;
    this.#band = root.querySelector<HTMLElement>('.band');
  }

  end(): void {
    clearTimeout(this.#still);
  }

  /** The element of a node, where it is one now. */
  of(id: string): HTMLElement | undefined {
    for (const layer of this.#layers) for (const each of layer.children) if (each instanceof HTMLElement && each.dataset['node'] === id) return each;
    return undefined;
  }
  /** Puts them where their nodes are held, without drawing them anew. */
  place(ids: Iterable<string>, scene: GraphScene): void {
    for (const id of ids) {
      const { x, y } = scene.at(id);
      this.of(id)?.style.setProperty('transform', `translate(${x}px,${y}px)`);
    }
  }
  /** Shows the box that is drawn around nodes, in pixels. */
  band(box: Box | undefined): void {
    const band = this.#band;
    if (band === null) return;
    band.hidden = box === undefined;
    if (box !== undefined) Object.assign(band.style, { left: `${box.x}px`, top: `${box.y}px`, width: `${box.w}px`, height: `${box.h}px` });
  }
  /** Has them seen from there. What moves is a picture of its own, and is drawn sharp again once it stands. */
  seeFrom({ k, x, y }: { readonly k: number; readonly x: number; readonly y: number }): void {
    for (const layer of this.#layers) layer.style.transform = `translate(${x}px,${y}px) scale(${k})`;
    if (this.#still === undefined) this.#nodes.classList.add('moving');
    clearTimeout(this.#still);
    this.#still = setTimeout(() => {
      this.#still = undefined;
      this.#nodes.classList.remove('moving');
    }, STILL);
  }
}
