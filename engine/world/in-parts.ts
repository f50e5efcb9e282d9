/**
 * Work that can be left off and gone on with: it yields wherever it may be, some tens of times a millisecond. What it works on may have changed
 * by then, and it says itself what it makes of that.
 */
export type InParts<T> = Generator<undefined, T, undefined>;

/** Does all of it at once. */
export function allOf<T>(work: InParts<T>): T {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
  }
}

/** How long somebody may go on, by a clock that the host gives; for as long as it takes where there is none. */
export class Patience {
  private readonly now: (() => number) | undefined;
  private readonly until: number;

  constructor(now: (() => number) | undefined, milliseconds: number) {
    this.now = now;
    this.until = now === undefined ? Infinity : now() + milliseconds;
  }

  get isOver(): boolean {
    return this.now !== undefined && this.now() >= this.until;
  }

  /** Goes on with work until it is done or the time is over; what came of it, or undefined. At least one part of it is done. */
  goOn<T>(work: InParts<T>): { readonly done: T } | undefined {
    do {
      const next = work.next();
      if (next.done === true) return { done: next.value };
    } while (!this.isOver);
    return undefined;
  }
}

const RUN = 512,
  MOVES = 2_048;

/** Puts a list into order in parts; gives another list. Equal ones keep their order. */
export function* sortInParts<T>(list: readonly T[], compare: (a: T, b: T) => number): InParts<T[]> {
  let from: T[] = [];
  for (let at = 0; at < list.length; at += RUN) {
    for (const each of list.slice(at, at + RUN).sort(compare)) from.push(each);
    yield;
  }
  for (let width = RUN; width < from.length; width *= 2) {
    const to: T[] = [];
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(start + width, from.length),
        end = Math.min(start + 2 * width, from.length);
      for (let left = start, right = middle; left < middle || right < end;) {
        const takesLeft = right >= end || (left < middle && compare(from[left] as T, from[right] as T) <= 0);
        to.push(from[takesLeft ? left++ : right++] as T);
        if (to.length % MOVES === 0) yield;
      }
    }
    from = to;
  }
  return from;
}
