import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LogEntry } from '../../server/protocol.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';
import { learnPeople } from '../session/people-names.ts';

const KEPT = 3_000;
const FIRST = 500;

/** The newest lines of the world's log, for as long as its element is in the page. */
export class LogWatch implements ReactiveController {
  entries: readonly LogEntry[] = [];
  /** Warnings and errors seen. */
  problems = 0;
  loaded = false;
  /** Lines that have come since this world was entered; those that were left out because there were too many count too. */
  seen = 0;
  readonly #host: ReactiveControllerHost;
  #handle: ViewHandle | undefined;
  #forget: (() => void)[] = [];

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#forget = [session.entered, session.epoch, session.past].map((change) =>
      change.subscribe(() => {
        this.#clear();
        this.#host.requestUpdate();
      }),
    );
    this.#handle = session.watch({ kind: 'log', limit: FIRST }, (update) => {
      if (update.kind !== 'log') return;
      this.loaded = true;
      learnPeople(update.entries);
      const since = this.entries.at(-1)?.seq ?? -1;
      const fresh = update.entries.filter((entry) => entry.seq > since);
      this.seen += fresh.length + update.skipped;
      this.problems += fresh.filter(({ level }) => level === 'warn' || level === 'error').length;
      this.entries = [...this.entries, ...fresh].slice(-KEPT);
      this.#host.requestUpdate();
    });
  }
  hostDisconnected(): void {
    this.#handle?.close();
    for (const end of this.#forget) end();
  }

  #clear(): void {
    this.entries = [];
    this.problems = 0;
    this.loaded = false;
    this.seen = 0;
  }
}
