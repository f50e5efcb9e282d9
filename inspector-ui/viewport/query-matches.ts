import { session } from '../session/session.ts';

/** How often a query is asked anew while its colours are shown, in milliseconds. */
const PERIOD = 2_000;
const MOST = 10_000;

/** Which entities fit a query, kept up to date while somebody looks. */
export class QueryMatches {
  readonly #found: (ids: ReadonlySet<string>, fault: string | null) => void;
  #query = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(found: (ids: ReadonlySet<string>, fault: string | null) => void) {
    this.#found = found;
  }

  /** What to ask; null ends it. */
  ask(query: string | null): void {
    const wanted = query?.trim() ?? '';
    if (wanted === this.#query) return;
    this.#query = wanted;
    clearTimeout(this.#timer);
    this.#turn += 1;
    if (wanted === '') this.#found(new Set(), null);
    else this.#timer = setTimeout(() => void this.#look(this.#turn), 150);
  }

  async #look(turn: number): Promise<void> {
    const answer = await session.rows({ kind: 'tree', expanded: [], offset: 0, limit: 0, query: this.#query }, 0, MOST - 1);
    if (turn !== this.#turn) return;
    if (answer.ok) this.#found(new Set(answer.rows.map(({ entity }) => entity)), null);
    else this.#found(new Set(), answer.message);
    this.#timer = setTimeout(() => void this.#look(turn), PERIOD);
  }
}
