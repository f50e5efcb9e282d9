import type { Person } from '../protocol.ts';

type Shown = Pick<Person, 'selection' | 'editing' | 'graph'>;
const NOTHING: Shown = { selection: [], editing: null };

/** What the others in a world see of a page, as it tells it: what is selected and edited there, and how far away it is. */
export class PagePresence {
  #shown: Shown = NOTHING;
  #latency: number | null = null;

  get seen(): Shown & Pick<Person, 'latency'> {
    return { ...this.#shown, latency: this.#latency };
  }

  show({ selection, editing, graph }: Shown): void {
    this.#shown = { selection, editing, ...(graph === undefined ? {} : { graph }) };
  }

  /** An answer took so many milliseconds. Returns whether that is news to the others: what is about the same as before is none. */
  answeredIn(milliseconds: number): boolean {
    const before = this.#latency;
    if (before !== null && Math.abs(milliseconds - before) <= Math.max(2, before / 5)) return false;
    this.#latency = milliseconds < 10 ? Math.round(milliseconds * 10) / 10 : Math.round(milliseconds);
    return true;
  }

  /** The page has left the world that its person was seen in. */
  left(): void {
    this.#shown = NOTHING;
  }
}
