/** A page has 512 rows, 4 KiB: so large that a copy of all pages' places costs nothing, so small that a page is an object like any other. */
export const PAGE_BITS = 9;
export const PAGE_ROWS = 1 << PAGE_BITS;
/** Place of a row in its page. */
export const PAGE_MASK = PAGE_ROWS - 1;

/** One value for each row, to be read. */
export interface Rows<T> {
  get(row: number): T;
}

/**
 * One value for each row that is no number: texts, lists. They lie in pages that are made once a row of theirs gets another value than most have,
 * since one list for all rows of a large world is memory that the operating system has to lay out anew each time, and so is each copy of it.
 * A copy shares the pages, and each is copied when it is written next.
 */
export class RowPages<T> implements Rows<T> {
  /** What a row holds that was never set. */
  readonly #usual: T;
  #pages: (T[] | undefined)[];
  /** 1 for each page that a copy has as well. */
  #shared: Uint8Array;

  /** @param pages those of which this is a copy, which has them as its own */
  constructor(usual: T, pages: (T[] | undefined)[] = []) {
    this.#usual = usual;
    this.#pages = pages;
    this.#shared = new Uint8Array(Math.max(8, pages.length)).fill(1, 0, pages.length);
  }

  get(row: number): T {
    const page = this.#pages[row >> PAGE_BITS];
    return page === undefined ? this.#usual : (page[row & PAGE_MASK] as T);
  }

  set(row: number, value: T): void {
    const at = row >> PAGE_BITS;
    let page = this.#pages[at];
    if (page === undefined) {
      if (value === this.#usual) return;
      page = this.#fresh(at);
    } else if (this.#shared[at] === 1) {
      page = this.#pages[at] = page.slice();
      this.#shared[at] = 0;
    }
    page[row & PAGE_MASK] = value;
  }

  /** A copy of them as they are. It costs a place for each page. */
  copy(): RowPages<T> {
    this.#shared.fill(1, 0, this.#pages.length);
    return new RowPages(this.#usual, this.#pages.slice());
  }

  #fresh(at: number): T[] {
    const page: T[] = [];
    page.length = PAGE_ROWS;
    page.fill(this.#usual);
    while (this.#pages.length < at) this.#pages.push(undefined);
    this.#pages[at] = page;
    if (at >= this.#shared.length) {
      const shared = new Uint8Array(Math.max(at + 1, this.#shared.length * 2));
      shared.set(this.#shared);
      this.#shared = shared;
    }
    return page;
  }
}
