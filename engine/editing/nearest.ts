/** Places that are marked at a time: so many are passed over at once where none of them is. */
const BLOCK = 256;

/**
 * Which places of a list are marked, and which marked one is the nearest on either side of a place. Blocks without any are passed over, so that of a
 * hundred thousand places some hundreds are looked at, however few are marked.
 */
export class Nearest {
  /** Counts places and blocks that were looked at, so that what it costs can be told. */
  looks = 0;
  readonly #marked: Uint8Array;
  readonly #inBlock: Uint16Array;

  constructor(length: number) {
    this.#marked = new Uint8Array(length);
    this.#inBlock = new Uint16Array(Math.ceil(length / BLOCK));
  }

  has(at: number): boolean {
    return this.#marked[at] === 1;
  }

  mark(at: number): void {
    if (this.has(at)) return;
    this.#marked[at] = 1;
    const block = Math.floor(at / BLOCK);
    this.#inBlock[block] = (this.#inBlock[block] as number) + 1;
  }

  /** The nearest marked place before one; -1 where there is none. */
  before(at: number): number {
    for (let place = at - 1; place >= 0;) {
      this.looks++;
      if (this.#marked[place] === 1) return place;
      if (place % BLOCK === BLOCK - 1 && this.#inBlock[(place - BLOCK + 1) / BLOCK] === 0) place -= BLOCK;
      else place--;
    }
    return -1;
  }

  /** The nearest marked place behind one; undefined where there is none. */
  after(at: number): number | undefined {
    for (let place = at + 1; place < this.#marked.length;) {
      this.looks++;
      if (this.#marked[place] === 1) return place;
      if (place % BLOCK === 0 && this.#inBlock[place / BLOCK] === 0) place += BLOCK;
      else place++;
    }
    return undefined;
  }
}
