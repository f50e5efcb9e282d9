import { session } from '../session/session.ts';

/** How often a query is asked anew while its colours are shown, in milliseconds. */
const PERIOD = 2_000;
const MOST = 10_000;

/** Which entities fit a query, kept up to date while somebody looks. */
export class QueryMatches {
  readonly #found: (ids: ReadonlySet<string>, fault: string | null, asked: boolean) => void;
  #query = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  /** @param found is told what fits; `asked` is false while another query was chosen and nothing is known of it yet */
  constructor(found: (ids: ReadonlySet<string>, fault: string | null, asked: boolean) => void) {
    this.#found = found;
  }

  /** What to ask; null ends it. */
  ask(query: string | null): void {
    const wanted = query?.trim() ?? '';
    if (wanted === this.#query) return;
    this.#query = wanted;
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#found(new Set(), null, false);
    if (wanted !== '') this.#timer = setTimeout(() => void this.#look(this.#turn), 150);
  }

  async #look(turn: number): Promise<void> {
    const answer = await session.rows({ kind: 'tree', expanded: [], offset: 0, limit: 0, query: this.#query }, 0, MOST - 1);
    if (turn !== this.#turn) return;
    if (answer.ok) this.#found(new Set(answer.rows.map(({ entity }) => entity)), null, true);
    else this.#found(new Set(), answer.message, true);
    this.#timer = setTimeout(() => void this.#look(turn), PERIOD);
  }
}
