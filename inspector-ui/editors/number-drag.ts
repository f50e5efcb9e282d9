import { freshId } from '../session/asks.ts';
import type { NumberChange } from './number-change.ts';

const STILL = 3;
const STEP_PIXELS = 4;
/** Milliseconds between two edits of a drag: the eye needs no more, and others have to draw them too. */
const PAUSE = 30;

interface Hands {
  readonly start: () => number;
  readonly stride: (event: PointerEvent) => number;
  readonly bounded: (value: number) => number;
  readonly show: (value: number) => void;
  readonly tell: (change: NumberChange) => void;
  /** The button is up; `moved` where it was a drag and no click. */
  readonly end: (moved: boolean) => void;
}

interface Drag {
  readonly box: HTMLElement;
  readonly from: number;
  readonly group: string;
  x: number;
  /** Where the pointer would have it, before it is brought onto a step. */
  exact: number;
  moved: boolean;
  shown: number;
  sent: number;
  last: number;
  together: boolean;
}

/** Dragging a number sideways: one step of undo, told some thirty times a second. */
export class NumberDrag {
  readonly #hands: Hands;
  #drag: Drag | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  get active(): boolean {
    return this.#drag !== null;
  }

  down(event: PointerEvent, box: HTMLElement): void {
    // The press becomes a click, and so the focus, only where the pointer stays.
    event.preventDefault();
    box.setPointerCapture(event.pointerId);
    const from = this.#hands.start();
    this.#drag = { box, from, group: freshId(), x: event.clientX, exact: from, moved: false, shown: from, sent: from, last: 0, together: false };
  }

  readonly move = (event: PointerEvent): void => {
    const drag = this.#drag;
    if (drag === null) return;
    const by = event.clientX - drag.x;
    if (!drag.moved && Math.abs(by) < STILL) return;
    drag.moved = true;
    drag.x = event.clientX;
    const stride = this.#hands.stride(event);
    drag.exact = this.#hands.bounded(drag.exact + (by / STEP_PIXELS) * stride);
    const steps = (drag.exact - drag.from) / stride;
    const value = this.#hands.bounded(rounded(drag.from + Math.trunc(steps + Math.sign(steps) * 1e-9) * stride, stride, drag.from));
    drag.together = event.altKey;
    if (value === drag.shown) return;
    drag.shown = value;
    this.#hands.show(value);
    clearTimeout(this.#timer);
    const wait = drag.last + PAUSE - performance.now();
    if (wait <= 0) this.#send(drag);
    else this.#timer = setTimeout(() => this.#send(drag), wait);
  };

  readonly up = (event: PointerEvent): void => {
    const drag = this.#drag;
    if (drag === null) return;
    this.#drag = null;
    clearTimeout(this.#timer);
    this.#send(drag);
    if (drag.last > 0) this.#tell(drag, { from: drag.from });
    drag.box.releasePointerCapture(event.pointerId);
    this.#hands.end(drag.moved);
  };

  #send(drag: Drag): void {
    if (drag.shown === drag.sent) return;
    drag.sent = drag.shown;
    drag.last = performance.now();
    this.#tell(drag);
  }
  #tell({ shown, from, group, together }: Drag, more: Pick<NumberChange, 'from'> = {}): void {
    this.#hands.tell({ value: shown, group, ...(together ? { together: shown - from } : {}), ...more });
  }
}

/** What one step of a field is: its own, or a hundredth of its range; Shift a tenth of it, Ctrl ten. */
export function strideOf(
  field: { readonly step?: number | undefined; readonly whole: boolean; readonly softLeast?: number | undefined; readonly softMost?: number | undefined },
  keys: { readonly shiftKey: boolean; readonly ctrlKey: boolean },
): number {
  const range = field.softLeast !== undefined && field.softMost !== undefined ? (field.softMost - field.softLeast) / 100 : undefined;
  const plain = field.step ?? (field.whole ? 1 : (range ?? 0.1));
  if (keys.shiftKey) return field.whole ? plain : plain / 10;
  return keys.ctrlKey ? plain * 10 : plain;
}

/** Rounds away what binary fractions leave, and no more: 0.1 + 0.2 is 0.3 in steps of 0.1, and 0.123456789 becomes 0.223456789. */
export function rounded(value: number, step: number, from = 0): number {
  return Number(value.toFixed(Math.min(20, Math.max(decimals(Number(step.toPrecision(12))), decimals(from))))) + 0;
}
/** How many digits a number has behind its point, as it is written. */
function decimals(value: number): number {
  const [digits = '', power = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(power));
}
