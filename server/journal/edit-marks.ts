/** Up to which edit all is with the system, and up to which it is on the disk. */
export interface Reached {
  readonly written: number;
  readonly durable: number;
}

/** Which edits have been written and flushed, by how many lines a journal had when each was made. */
export class EditMarks {
  #written = 0;
  #durable = 0;
  /** Edits that are not flushed yet, oldest first. */
  #waiting: { readonly edit: number; readonly lines: number }[] = [];

  /** All edits up to this one are on the disk, as they are in a state that was written. */
  begin(edit: number): void {
    this.#written = this.#durable = edit;
    this.#waiting = [];
  }

  /** An edit has been made, and stands in one of so many lines. */
  made(edit: number, lines: number): void {
    this.#waiting.push({ edit, lines });
  }

  /** How far all is when so many lines are with the system, and so many on the disk. */
  reached(written: number, durable: number): Reached {
    let done = 0;
    for (const { edit, lines } of this.#waiting) {
      if (lines > written) break;
      this.#written = edit;
      if (lines > durable) continue;
      this.#durable = edit;
      done += 1;
    }
    if (done > 0) this.#waiting.splice(0, done);
    return { written: this.#written, durable: this.#durable };
  }
}
