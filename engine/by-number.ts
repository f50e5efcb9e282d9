const FIRST = 8;
/** Spreads numbers that follow each other evenly over the places (Knuth, The Art of Computer Programming, section 6.4). */
const GOLDEN = 0x9e3779b1;

/**
 * Things by a whole number above zero that each was given: what a Map does, in less than half of its memory, which counts where every
 * connection has a place in several of them. They stand in no order; while they are gone over, none may be taken in or out.
 */
export class ByNumber<T extends object> {
  size = 0;
  /** The number in each place, 0 where nothing stands. As doubles once one does not fit 31 bits. */
  private numbers: Int32Array | Float64Array = new Int32Array(FIRST);
  private things: (T | undefined)[] = empty(FIRST);
  /** The bits of a hash that are left out, so that as many as there are places remain. */
  private shift = 32 - Math.log2(FIRST);

  get(number: number): T | undefined {
    const { numbers } = this;
    const mask = numbers.length - 1;
    for (let at = this.home(number); numbers[at] !== 0; at = (at + 1) & mask) if (numbers[at] === number) return this.things[at];
    return undefined;
  }

  /** Takes a thing in under a number, in place of what stood under it. */
  set(number: number, thing: T): void {
    // At most three in four places are taken, so that every search soon comes to a free one.
    if ((this.size + 1) * 4 > this.numbers.length * 3) this.layAnew(this.numbers.length * 2);
    if (number > 0x7fffffff && this.numbers instanceof Int32Array) this.numbers = Float64Array.from(this.numbers);
    const { numbers, things } = this;
    const mask = numbers.length - 1;
    let at = this.home(number);
    while (numbers[at] !== 0 && numbers[at] !== number) at = (at + 1) & mask;
    if (numbers[at] === 0) this.size += 1;
    numbers[at] = number;
    things[at] = thing;
  }

  /** Takes out what stands under a number. Returns whether anything did. */
  delete(number: number): boolean {
    const { numbers, things } = this;
    const mask = numbers.length - 1;
    let gap = this.home(number);
    while (numbers[gap] !== number) {
      if (numbers[gap] === 0) return false;
      gap = (gap + 1) & mask;
    }
    // What follows without a gap moves up where it may stand nearer to its home, so that no search ends too early.
    for (let at = (gap + 1) & mask; numbers[at] !== 0; at = (at + 1) & mask) {
      const home = this.home(numbers[at] as number);
      if (((at - home) & mask) < ((at - gap) & mask)) continue;
      numbers[gap] = numbers[at] as number;
      things[gap] = things[at];
      gap = at;
    }
    numbers[gap] = 0;
    things[gap] = undefined;
    this.size -= 1;
    if (numbers.length > FIRST && this.size * 8 < numbers.length) this.layAnew(numbers.length / 2);
    return true;
  }

  clear(): void {
    this.size = 0;
    this.numbers = new Int32Array(FIRST);
    this.things = empty(FIRST);
    this.shift = 32 - Math.log2(FIRST);
  }

  *values(): Generator<T> {
    for (const thing of this.things) if (thing !== undefined) yield thing;
  }

  *entries(): Generator<readonly [number: number, thing: T]> {
    for (const [at, thing] of this.things.entries()) if (thing !== undefined) yield [this.numbers[at] as number, thing];
  }

  private home(number: number): number {
    return Math.imul(number, GOLDEN) >>> this.shift;
  }

  private layAnew(places: number): void {
    const before = [...this.entries()];
    this.numbers = this.numbers instanceof Int32Array ? new Int32Array(places) : new Float64Array(places);
    this.things = empty(places);
    this.shift = 32 - Math.log2(places);
    this.size = 0;
    for (const [number, thing] of before) this.set(number, thing);
  }
}

/** A list of so many empty places, laid out at once. */
function empty<T>(places: number): (T | undefined)[] {
  const list: (T | undefined)[] = [];
  list.length = places;
  return list.fill(undefined);
}
