/** Which of several boxes of one value hold what is refused, so that those alone are marked. */
export class WrongParts {
  readonly #host: { requestUpdate(): void };
  #parts: ReadonlySet<number> = new Set();

  constructor(host: { requestUpdate(): void }) {
    this.#host = host;
  }

  /** A part was typed that cannot be, or is sent: a refusal that follows is about it, beside those that stand already. */
  note(part: number, invalid: boolean): void {
    this.#parts = new Set(invalid ? [...this.#parts, part] : [part]);
    this.#host.requestUpdate();
  }
  /** All parts are sent at once. */
  noteAll(): void {
    this.#parts = new Set();
  }
  /** Whether a part is marked where the whole is refused. */
  has(part: number): boolean {
    return this.#parts.size === 0 || this.#parts.has(part);
  }
}
