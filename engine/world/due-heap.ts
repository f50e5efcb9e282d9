/** Things with a time, the earliest first; those of one time in no order. Of itself it gives up nothing but the first. */
export class DueHeap<T> {
  private readonly dues: number[] = [];
  private readonly things: T[] = [];

  get size(): number {
    return this.dues.length;
  }
  /** When the first is due; Infinity if there is none. */
  get first(): number {
    return this.dues[0] ?? Infinity;
  }

  push(due: number, thing: T): void {
    const { dues, things } = this;
    let at = dues.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if ((dues[above] as number) <= due) break;
      dues[at] = dues[above] as number;
      things[at] = things[above] as T;
      at = above;
    }
    dues[at] = due;
    things[at] = thing;
  }

  /** Leaves only some of them. */
  keep(isKept: (thing: T, due: number) => boolean): void {
    const dues = this.dues.splice(0);
    const things = this.things.splice(0);
    for (const [at, thing] of things.entries()) if (isKept(thing, dues[at] as number)) this.push(dues[at] as number, thing);
  }

  /** Takes the first out, and tells undefined where there is none. */
  pop(): T | undefined {
    const { dues, things } = this;
    const first = things[0];
    const due = dues.pop();
    const thing = things.pop();
    if (dues.length === 0 || due === undefined) return first;
    let at = 0;
    for (;;) {
      let below = at * 2 + 1;
      if (below >= dues.length) break;
      if (below + 1 < dues.length && (dues[below + 1] as number) < (dues[below] as number)) below++;
      if ((dues[below] as number) >= due) break;
      dues[at] = dues[below] as number;
      things[at] = things[below] as T;
      at = below;
    }
    dues[at] = due;
    things[at] = thing as T;
    return first;
  }
}
