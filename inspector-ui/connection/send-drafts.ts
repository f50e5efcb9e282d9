import type { SendMode } from './recent-sends.ts';

/** What stands in the send box of a connection. */
export interface SendDraft {
  readonly mode: SendMode;
  readonly text: string;
  /** What is wrong with it, or why it was not sent. */
  readonly fault: string | null;
}

/** Drafts that are kept, and how many characters of them; the oldest go first. */
const MOST = 200,
  LONGEST = 4_000_000;
const EMPTY: SendDraft = { mode: 'text', text: '', fault: null };

/** What was typed for each connection, for as long as the page is there. */
export class SendDrafts {
  readonly #drafts = new Map<string, SendDraft>();
  #length = 0;

  of(connection: string): SendDraft {
    return this.#drafts.get(connection) ?? EMPTY;
  }

  keep(connection: string, draft: SendDraft): void {
    this.#forget(connection);
    if (draft.text === '' && draft.mode === EMPTY.mode) return;
    this.#drafts.set(connection, draft);
    this.#length += draft.text.length;
    for (const oldest of this.#drafts.keys()) {
      if (oldest === connection || (this.#drafts.size <= MOST && this.#length <= LONGEST)) break;
      this.#forget(oldest);
    }
  }

  #forget(connection: string): void {
    this.#length -= this.#drafts.get(connection)?.text.length ?? 0;
    this.#drafts.delete(connection);
  }
}

export const sendDrafts = new SendDrafts();
