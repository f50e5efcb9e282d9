/** How near to an edge of the list, in pixels, a dragged thing makes it scroll, and how fast at most, in pixels a frame. */
const EDGE = 28;
const FASTEST = 14;

/** Scrolls a list while something is dragged near its upper or lower edge. */
export class EdgeScroll {
  #list: HTMLElement | null = null;
  #speed = 0;
  #frame = 0;

  over(list: HTMLElement, y: number): void {
    const { top, bottom } = list.getBoundingClientRect();
    const up = top + EDGE - y,
      down = y - (bottom - EDGE);
    this.#list = list;
    this.#speed = up > 0 ? -Math.min(FASTEST, up / 2) : down > 0 ? Math.min(FASTEST, down / 2) : 0;
    if (this.#speed !== 0 && this.#frame === 0) this.#frame = requestAnimationFrame(this.#go);
  }

  end(): void {
    this.#speed = 0;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  readonly #go = (): void => {
    this.#frame = 0;
    if (this.#speed === 0 || this.#list === null) return;
    this.#list.scrollTop += this.#speed;
    this.#frame = requestAnimationFrame(this.#go);
  };
}
