import type { Box } from './geometry.ts';
import type { PanZoom } from './pan-zoom.ts';

/** How far it reaches beyond what is seen on each side, as a part of that. */
const BEYOND = 0.3;
/** How much nearer or farther what was drawn may be shown until it is drawn anew. */
const COARSE = 1.35;
/** How long the view stands until what was drawn for another one is drawn sharp, in milliseconds. */
const STILL = 110;

/**
 * A canvas that reaches beyond what is seen, so that moving the view moves what was drawn, which costs next to nothing. It is drawn anew when the view leaves
 * what it holds, when that is too coarse, and once the view stands.
 */
export class BufferedCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #view: PanZoom;
  readonly #draw: (context: CanvasRenderingContext2D, seen: Box, k: number) => void;
  /** The view that it was drawn for, and where its corner was then, in pixels of the page. */
  #drawn: { readonly k: number; readonly x: number; readonly y: number } | undefined;
  #width = 0;
  #height = 0;
  #still: ReturnType<typeof setTimeout> | undefined;

  /** @param draw draws in the graph's measure; it is told which part of the graph can be seen, and how near */
  constructor(canvas: HTMLCanvasElement, view: PanZoom, draw: (context: CanvasRenderingContext2D, seen: Box, k: number) => void) {
    this.#canvas = canvas;
    this.#view = view;
    this.#draw = draw;
  }

  end(): void {
    clearTimeout(this.#still);
  }

  resize(width: number, height: number): void {
    const ratio = window.devicePixelRatio;
    this.#width = width * (1 + 2 * BEYOND);
    this.#height = height * (1 + 2 * BEYOND);
    this.#canvas.width = Math.round(this.#width * ratio);
    this.#canvas.height = Math.round(this.#height * ratio);
    Object.assign(this.#canvas.style, { width: `${this.#width}px`, height: `${this.#height}px` });
    this.#drawn = undefined;
  }

  /** Shows the view. @param anew what it holds is another */
  show(anew: boolean): void {
    const { k, x, y } = this.#view;
    const left = (this.#width * BEYOND) / (1 + 2 * BEYOND),
      top = (this.#height * BEYOND) / (1 + 2 * BEYOND);
    const drawn = this.#drawn;
    if (!anew && drawn !== undefined) {
      // Where the corner of what was drawn lies now, and how large that is.
      const scale = k / drawn.k;
      const moveX = x - drawn.x * scale - left * scale,
        moveY = y - drawn.y * scale - top * scale;
      const covers =
        moveX <= 0 && moveY <= 0 && moveX + this.#width * scale >= this.#width - 2 * left && moveY + this.#height * scale >= this.#height - 2 * top;
      if (covers && scale < COARSE && scale > 1 / COARSE) {
        this.#canvas.style.transform = `translate(${moveX}px,${moveY}px) scale(${scale})`;
        clearTimeout(this.#still);
        if (scale !== 1) this.#still = setTimeout(() => this.show(true), STILL);
        return;
      }
    }
    clearTimeout(this.#still);
    const context = this.#canvas.getContext('2d');
    if (context === null || this.#width === 0) return;
    const ratio = window.devicePixelRatio;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.setTransform(k * ratio, 0, 0, k * ratio, (x + left) * ratio, (y + top) * ratio);
    this.#draw(context, { x: -(x + left) / k, y: -(y + top) / k, w: this.#width / k, h: this.#height / k }, k);
    this.#drawn = { k, x, y };
    this.#canvas.style.transform = `translate(${-left}px,${-top}px)`;
  }
}
