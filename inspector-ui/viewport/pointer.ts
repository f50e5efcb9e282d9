export interface PointerEvents {
  /** Whether the pointer is about something else: a handle. */
  readonly busy: () => boolean;
  /** The pointer is here; below 0 it has gone. */
  readonly point: (x: number, y: number) => void;
  readonly click: (x: number, y: number, add: boolean) => void;
  readonly open: (x: number, y: number) => void;
  /** A rectangle has been drawn, from one corner to the other. */
  readonly band: (from: readonly [number, number], to: readonly [number, number], add: boolean) => void;
  readonly snap: (on: boolean) => void;
}

/** Pixels that a hand trembles in a click. */
const STILL = 5;

/** What the pointer does besides moving the camera and the handles: pointing, picking, and the rectangle of Shift-drag. */
export class PointerWork {
  readonly #surface: HTMLElement;
  readonly #band: HTMLElement;
  readonly #events: PointerEvents;
  readonly #stop = new AbortController();
  #down: readonly [number, number] | undefined;
  #busy = false;
  #drawn: { readonly from: readonly [number, number]; to: readonly [number, number]; readonly pointer: number } | undefined;
  #pointing = 0;

  constructor(surface: HTMLElement, band: HTMLElement, events: PointerEvents) {
    this.#surface = surface;
    this.#band = band;
    this.#events = events;
    const { signal } = this.#stop;
    // Before the camera and the handles see it, so that a rectangle is not a turn of the camera as well.
    surface.addEventListener('pointerdown', (event) => this.#pressed(event), { capture: true, signal });
    surface.addEventListener('pointermove', (event) => this.#moved(event), { capture: true, signal });
    surface.addEventListener('pointerup', (event) => this.#released(event), { capture: true, signal });
    surface.addEventListener('pointercancel', () => this.cancel(), { signal });
    surface.addEventListener('pointerleave', () => events.point(-1, -1), { signal });
    surface.addEventListener('dblclick', (event) => events.open(...this.#at(event)), { signal });
    surface.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  }

  /** Ends a rectangle; false where none was being drawn. */
  cancel(): boolean {
    this.#down = undefined;
    if (this.#drawn === undefined) return false;
    this.#drawn = undefined;
    this.#band.hidden = true;
    return true;
  }

  dispose(): void {
    this.#stop.abort();
    cancelAnimationFrame(this.#pointing);
  }

  #pressed(event: PointerEvent): void {
    if (event.button !== 0 || !event.isPrimary) {
      this.#down = undefined;
      return;
    }
    const at = this.#at(event);
    this.#down = at;
    this.#busy = this.#events.busy();
    if (!event.shiftKey || this.#busy) return;
    event.stopPropagation();
    event.preventDefault();
    this.#surface.focus({ preventScroll: true });
    this.#surface.setPointerCapture(event.pointerId);
    this.#drawn = { from: at, to: at, pointer: event.pointerId };
  }

  #moved(event: PointerEvent): void {
    this.#events.snap(event.ctrlKey || event.metaKey);
    const at = this.#at(event);
    if (this.#drawn !== undefined) {
      event.stopPropagation();
      this.#drawn.to = at;
      this.#drawBand(this.#drawn.from, at);
    } else if (event.buttons === 0 && event.pointerType !== 'touch') {
      cancelAnimationFrame(this.#pointing);
      this.#pointing = requestAnimationFrame(() => (this.#events.busy() ? this.#events.point(-1, -1) : this.#events.point(...at)));
    }
  }

  #released(event: PointerEvent): void {
    const down = this.#down,
      drawn = this.#drawn,
      at = this.#at(event);
    this.#down = undefined;
    const add = event.ctrlKey || event.metaKey;
    const moved = down === undefined || Math.hypot(at[0] - down[0], at[1] - down[1]) > STILL;
    if (drawn !== undefined) {
      event.stopPropagation();
      this.cancel();
      if (moved) this.#events.band(drawn.from, at, add);
      else this.#events.click(...at, true);
    } else if (!moved && !this.#busy && event.button === 0) this.#events.click(...at, add);
  }

  #drawBand(from: readonly [number, number], to: readonly [number, number]): void {
    const { style } = this.#band;
    this.#band.hidden = false;
    style.left = `${Math.min(from[0], to[0])}px`;
    style.top = `${Math.min(from[1], to[1])}px`;
    style.width = `${Math.abs(to[0] - from[0])}px`;
    style.height = `${Math.abs(to[1] - from[1])}px`;
  }

  #at(event: MouseEvent): readonly [number, number] {
    const box = this.#surface.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }
}
