import { select } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior, type ZoomTransform } from 'd3-zoom';
import type { Box, Point } from './geometry.ts';

/** How far in and out one can go. */
const NEAREST = 2.5,
  FARTHEST = 0.04;
/** What is left around what is fitted in, in pixels; and how near that goes. */
const MARGIN = 48,
  FIT_NEAREST = 1.1;
/** How near a graph is at least so that nodes can be read. */
const LEGIBLE = 0.75;

/** Which part of a graph is seen: the wheel goes nearer, the middle or right button and one finger move it, two fingers do both. */
export class PanZoom {
  readonly #element: HTMLElement;
  readonly #behavior: ZoomBehavior<HTMLElement, unknown>;
  #transform: ZoomTransform = zoomIdentity;
  /** Its size in pixels, told rather than asked for: to ask lays the page out. */
  #width = 0;
  #height = 0;
  /** Whether the button that moves the graph has moved it: then letting it go opens no menu. */
  hasPanned = false;
  /** Whether somebody has moved the view since it was fitted: then it is theirs, and stays as it is where the picture gets another size. */
  isByHand = false;

  /** @param isHeld whether a finger has hold of something there, which it moves instead of the view */
  constructor(element: HTMLElement, told: () => void, isHeld: (event: Event) => boolean) {
    this.#element = element;
    this.#behavior = zoom<HTMLElement, unknown>()
      .scaleExtent([FARTHEST, NEAREST])
      .filter((event: Event) => {
        if (event instanceof WheelEvent) return !overScroller(event);
        if (event instanceof MouseEvent) return event.button === 1 || event.button === 2 || (event.button === 0 && event.altKey);
        // Not every browser knows of TouchEvent. A second finger makes it a matter of the view.
        const isAlone = event.type.startsWith('touch') && (event as TouchEvent).touches.length === 1;
        if (!isAlone || !isHeld(event)) return true;
        this.hasPanned = false;
        return false;
      })
      .wheelDelta((event: WheelEvent) => -event.deltaY * (event.deltaMode === 1 ? 0.05 : event.deltaMode === 2 ? 1 : 0.002) * (event.ctrlKey ? 6 : 1))
      .on('start', () => {
        this.hasPanned = false;
      })
      .on('zoom', (event: D3ZoomEvent<HTMLElement, unknown>) => {
        this.#transform = event.transform;
        this.hasPanned = true;
        if (event.sourceEvent !== null && event.sourceEvent !== undefined) this.isByHand = true;
        told();
      });
    select(element).call(this.#behavior).on('dblclick.zoom', null);
  }

  end(): void {
    select(this.#element).on('.zoom', null);
  }

  /** It has another size. */
  resized(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
  }

  get width(): number {
    return this.#width;
  }
  get height(): number {
    return this.#height;
  }
  get k(): number {
    return this.#transform.k;
  }
  get x(): number {
    return this.#transform.x;
  }
  get y(): number {
    return this.#transform.y;
  }
  /** What is seen, in the graph's measure. */
  get seen(): Box {
    const { k, x, y } = this.#transform;
    return { x: -x / k, y: -y / k, w: this.#width / k, h: this.#height / k };
  }
  /** A place on the page in the graph's measure. */
  graphPoint(event: { readonly clientX: number; readonly clientY: number }): Point {
    const box = this.#element.getBoundingClientRect();
    const { k, x, y } = this.#transform;
    return { x: (event.clientX - box.left - x) / k, y: (event.clientY - box.top - y) / k };
  }

  set(k: number, x: number, y: number): void {
    select(this.#element).call(this.#behavior.transform, zoomIdentity.translate(x, y).scale(k));
  }
  panBy(dx: number, dy: number): void {
    this.isByHand = true;
    this.set(this.k, this.x + dx, this.y + dy);
  }
  zoomBy(factor: number): void {
    this.isByHand = true;
    select(this.#element).call(this.#behavior.scaleBy, factor);
  }
  /** Shows all of a box, no nearer than it is drawn. */
  fit(box: Box | undefined): void {
    const width = this.#width,
      height = this.#height;
    if (box === undefined || width === 0 || height === 0) return;
    this.isByHand = false;
    const k = this.#fitting(box);
    this.set(k, width / 2 - (box.x + box.w / 2) * k, height / 2 - (box.y + box.h / 2) * k);
  }
  /** Shows all of a box where it can be read then; else it begins where reading does, no farther away than is legible, or than it was. */
  fitLegibly(box: Box | undefined, hasFitted: boolean): void {
    if (box === undefined || this.#width === 0 || this.#height === 0) return;
    const k = hasFitted ? Math.min(this.k, LEGIBLE) : LEGIBLE;
    if (this.#fitting(box) >= k) {
      this.fit(box);
      return;
    }
    const margin = this.#margin;
    const start = (from: number, length: number, room: number): number =>
      length * k + 2 * margin <= room ? room / 2 - (from + length / 2) * k : margin - from * k;
    this.set(k, start(box.x, box.w, this.#width), start(box.y, box.h, this.#height));
  }
  get #margin(): number {
    return Math.min(MARGIN, this.#width / 10);
  }
  /** How near all of a box can be seen. */
  #fitting({ w, h }: Box): number {
    const margin = this.#margin;
    return Math.max(FARTHEST, Math.min(FIT_NEAREST, (this.#width - 2 * margin) / Math.max(w, 1), (this.#height - 2 * margin) / Math.max(h, 1)));
  }
  /** Brings a box into view where it is not, without going nearer or farther. */
  reveal(box: Box | undefined, covered = 0): void {
    if (box === undefined) return;
    const { seen, k } = this;
    const margin = 24 / k,
      below = margin + covered / k;
    const dx = box.x - margin < seen.x ? seen.x - box.x + margin : box.x + box.w + margin > seen.x + seen.w ? seen.x + seen.w - box.x - box.w - margin : 0,
      dy = box.y - margin < seen.y ? seen.y - box.y + margin : box.y + box.h + below > seen.y + seen.h ? seen.y + seen.h - box.y - box.h - below : 0;
    if (dx !== 0 || dy !== 0) this.panBy(dx * k, dy * k);
  }
}

/** A box of several lines in a node scrolls by the wheel itself. */
function overScroller(event: Event): boolean {
  return event.composedPath().some((each) => each instanceof Element && each.hasAttribute('data-scrolls'));
}
