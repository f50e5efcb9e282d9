/** Ids that are kept for views that have not looked for long, and steps. Past that, such a view begins anew. */
const MOST_IDS = 20_000,
  MOST_STEPS = 2_000;
const NONE: ReadonlySet<string> = new Set();

/** What edits touched in the last steps, for views whose look had to wait. */
export class Missed {
  private readonly steps: ReadonlySet<string>[] = [];
  private first = 0;
  private ids = 0;

  /** The number of the step that comes next. */
  get next(): number {
    return this.first + this.steps.length;
  }

  /** A step has been done. `isNeeded`: somebody has still to look at it later. */
  add(touched: ReadonlySet<string>, isNeeded: boolean): void {
    if (!isNeeded) {
      this.first = this.next + 1;
      this.steps.length = this.ids = 0;
      return;
    }
    this.steps.push(touched.size === 0 ? NONE : new Set(touched));
    this.ids += touched.size;
    while (this.ids > MOST_IDS || this.steps.length > MOST_STEPS) {
      this.ids -= this.steps.shift()?.size ?? 0;
      this.first += 1;
    }
  }

  /** What was touched from a step on, with what is touched now; undefined where that is no longer known. */
  since(step: number, now: ReadonlySet<string>): ReadonlySet<string> | undefined {
    if (step >= this.next) return now;
    if (step < this.first) return undefined;
    const all = new Set(now);
    for (const touched of this.steps.slice(step - this.first)) for (const id of touched) all.add(id);
    return all;
  }
}
