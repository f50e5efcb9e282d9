import type { TreeRow } from '../../server/protocol.ts';

/** Which part of a row was pressed: the arrow that folds it, or the rest. */
export type RowPart = 'row' | 'twist';

/** Pixels that a hand may move between pressing and letting go. */
const STILL = 6;

interface Press {
  readonly row: TreeRow;
  readonly part: RowPart;
  readonly pointer: number;
  readonly x: number;
  readonly y: number;
}

/**
 * What is clicked is the row that was pressed. Rows arrive and move at any moment, also between pressing and letting go: the browser then
 * clicks whatever row has come under the pointer, or nothing where the pressed element has gone.
 */
export class RowPress {
  readonly #act: (event: MouseEvent, row: TreeRow, part: RowPart) => void;
  #press: Press | undefined;
  /** The row that was clicked last, which a double click means. */
  #last: TreeRow | undefined;

  constructor(act: (event: MouseEvent, row: TreeRow, part: RowPart) => void) {
    this.#act = act;
  }

  down(event: PointerEvent, row: TreeRow, part: RowPart): void {
    this.forget();
    if (event.button !== 0 || event.composedPath()[0] instanceof HTMLInputElement) return;
    this.#press = { row, part, pointer: event.pointerId, x: event.clientX, y: event.clientY };
    addEventListener('pointerup', this.#up);
    addEventListener('pointercancel', this.#cancel);
  }

  /** The browser tells of a click. One without a press before it, as screen readers make, means the row that it is told at. */
  click(event: MouseEvent, row: TreeRow, part: RowPart): void {
    const press = this.#press;
    this.forget();
    this.#last = press?.row ?? row;
    this.#act(event, this.#last, press?.part ?? part);
  }

  /** The row that a double click means. */
  twice(row: TreeRow): TreeRow {
    return this.#last ?? row;
  }

  /** A press that becomes a drag is no click. */
  forget(): void {
    this.#press = undefined;
    removeEventListener('pointerup', this.#up);
    removeEventListener('pointercancel', this.#cancel);
  }

  readonly #cancel = (): void => this.forget();

  readonly #up = (event: PointerEvent): void => {
    const press = this.#press;
    if (press === undefined || event.pointerId !== press.pointer) return;
    // The click follows in the same task, if the browser makes one.
    setTimeout(() => {
      if (this.#press !== press) return;
      this.forget();
      if (Math.hypot(event.clientX - press.x, event.clientY - press.y) > STILL) return;
      this.#last = press.row;
      this.#act(event, press.row, press.part);
    });
  };
}
