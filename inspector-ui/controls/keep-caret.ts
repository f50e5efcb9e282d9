import type { LitElement, ReactiveController } from 'lit';

interface Caret {
  readonly box: HTMLInputElement | HTMLTextAreaElement;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Leaves cursor and selection where they are when the text of the box that one is in is drawn anew: what was all marked stays so, and who stood at
 * the end stands there.
 */
export class KeepCaret implements ReactiveController {
  readonly #host: LitElement;
  #before: Caret | null = null;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    const root = this.#host.renderRoot,
      box = root instanceof ShadowRoot ? root.activeElement : null;
    this.#before =
      (box instanceof HTMLInputElement || box instanceof HTMLTextAreaElement) && box.selectionStart !== null && box.selectionEnd !== null
        ? { box, text: box.value, start: box.selectionStart, end: box.selectionEnd }
        : null;
  }
  hostUpdated(): void {
    const before = this.#before;
    if (before === null || before.box.value === before.text) return;
    const [start, end] = caretIn(before, before.box.value);
    before.box.setSelectionRange(start, end);
  }
}

/** Where a selection of one text is in another that has taken its place. */
export function caretIn({ text, start, end }: Pick<Caret, 'text' | 'start' | 'end'>, now: string): readonly [number, number] {
  if (start === 0 && end === text.length) return [text === '' ? now.length : 0, now.length];
  const place = (at: number): number => (at === text.length ? now.length : Math.min(at, now.length));
  return [place(start), place(end)];
}
