import type { EditorFault } from './editor.ts';

/**
 * Which of several boxes of one value hold what is refused, so that those alone are marked. What was typed into one and cannot be stays there, also
 * once another one's value has been taken.
 */
export class WrongParts {
  readonly #host: { requestUpdate(): void };
  /** What is wrong with what was typed into a part; the newest last. Such a text never leaves its box. */
  readonly #typed = new Map<number, string>();
  /** Parts that were sent and about which a refusal of the whole may be. */
  #sent: ReadonlySet<number> = new Set();

  constructor(host: { requestUpdate(): void }) {
    this.#host = host;
  }

  /** A part was typed that cannot be, or was given up (null). Gives what is then to be said of the whole. */
  typed(part: number, fault: EditorFault): EditorFault {
    this.#typed.delete(part);
    if (fault !== null) this.#typed.set(part, fault);
    else this.#sent = new Set();
    this.#host.requestUpdate();
    return this.#standing;
  }
  /** A part is sent: a refusal that follows is about it, beside those that stand already. */
  sent(part: number, invalid: boolean): void {
    this.#typed.delete(part);
    this.#sent = new Set(invalid ? [...this.#sent, part] : [part]);
    this.#host.requestUpdate();
  }
  /** All parts are sent at once. */
  sentAll(): void {
    this.#typed.clear();
    this.#sent = new Set();
  }
  /** What was sent has been taken. Gives what is still wrong with other parts. */
  taken(): EditorFault {
    this.#sent = new Set();
    this.#host.requestUpdate();
    return this.#standing;
  }
  /** Nothing is wrong any more. */
  forget(): void {
    this.#typed.clear();
    this.#sent = new Set();
  }
  /** Whether a part is marked where the whole is refused. */
  has(part: number): boolean {
    return (this.#typed.size === 0 && this.#sent.size === 0) || this.#typed.has(part) || this.#sent.has(part);
  }

  get #standing(): EditorFault {
    return [...this.#typed.values()].at(-1) ?? null;
  }
}
