/** Ids that are kept for views that have not looked for long, and steps. Past that, such a view begins anew. */
const MOST_IDS = 20_000,
  MOST_STEPS = 2_000;

/** What edits touched in one step, and whose those were. */
interface Step {
  readonly touched: ReadonlySet<string>;
  readonly by: ReadonlyMap<string, string>;
}
const NONE: Step = { touched: new Set(), by: new Map() };

/** What edits touched in the last steps, for views whose look had to wait. */
export class Missed {
  private readonly steps: Step[] = [];
  private first = 0;
  private ids = 0;

  /** The number of the step that comes next. */
  get next(): number {
    return this.first + this.steps.length;
  }

  /** A step has been done. `by`: whose edit touched an entity last. `isNeeded`: somebody has still to look at it later. */
  add(touched: ReadonlySet<string>, by: ReadonlyMap<string, string>, isNeeded: boolean): void {
    if (!isNeeded) {
      this.first = this.next + 1;
      this.steps.length = this.ids = 0;
      return;
    }
    this.steps.push(touched.size === 0 ? NONE : { touched: new Set(touched), by: new Map(by) });
    this.ids += touched.size;
    while (this.ids > MOST_IDS || this.steps.length > MOST_STEPS) {
      this.ids -= this.steps.shift()?.touched.size ?? 0;
      this.first += 1;
    }
  }

  /** What was touched from a step on, with what is touched now; undefined where that is no longer known. */
  since(step: number, now: ReadonlySet<string>): ReadonlySet<string> | undefined {
    if (step >= this.next) return now;
    if (step < this.first) return undefined;
    const all = new Set(now);
    for (const { touched } of this.steps.slice(step - this.first)) for (const id of touched) all.add(id);
    return all;
  }

  /** Whose edit touched an entity last from a step on, with whose do now; undefined where no user's did. */
  authorSince(step: number, id: string, now: ReadonlyMap<string, string>): string | undefined {
    let author = now.get(id);
    const oldest = Math.max(0, step - this.first);
    for (let at = this.steps.length - 1; author === undefined && at >= oldest; at--) author = this.steps[at]?.by.get(id);
    return author;
  }
}
