import type { Stop } from './run-status.ts';

/** So many are told. */
const MOST = 8;

/** The breakpoints by which a world was paused, for everybody in it. They hold while it stands at the tick that came to them. */
export class Stops {
  #tick = -1;
  #all: readonly Stop[] = [];

  add(tick: number, stop: Stop): void {
    const others = tick === this.#tick ? this.#all : [];
    this.#tick = tick;
    const isKnown = others.some(
      (each) =>
        each.userId === stop.userId &&
        each.entity === stop.entity &&
        each.component === stop.component &&
        each.node === stop.node &&
        each.condition === stop.condition,
    );
    this.#all = isKnown || others.length >= MOST ? others : [...others, stop];
  }

  /** Those at which a world stands in a tick; undefined where there are none. */
  at(tick: number): readonly Stop[] | undefined {
    return tick === this.#tick && this.#all.length > 0 ? this.#all : undefined;
  }

  /** Somebody lets the world go on. */
  clear(): void {
    this.#all = [];
  }
}
