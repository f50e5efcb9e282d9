import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LogEntry } from '../../server/protocol.ts';
import { learnPeople } from './people-names.ts';
import { session } from './session.ts';
import type { ViewHandle } from './view-book.ts';

/** Lines that are shown, and that are asked for at first. */
const KEPT = 500,
  FIRST = 200;

/** The newest lines of the world's log that a component has written, a script or a graph, for as long as its element is in the page. */
export class SourceLog implements ReactiveController {
  entries: readonly LogEntry[] = [];
  readonly #host: ReactiveControllerHost;
  #of: { readonly entity: string; readonly source: string } | null = null;
  #isConnected = false;
  #handle: ViewHandle | undefined;
  #forget: (() => void)[] = [];

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  show(entity: string, component: string): void {
    if (this.#of?.entity === entity && this.#of.source === component) return;
    this.#of = { entity, source: component };
    this.#open();
  }

  hostConnected(): void {
    this.#isConnected = true;
    this.#forget = [session.entered, session.epoch, session.past].map((change) =>
      change.subscribe(() => {
        this.entries = [];
        this.#host.requestUpdate();
      }),
    );
    this.#open();
  }
  hostDisconnected(): void {
    this.#isConnected = false;
    this.#handle?.close();
    this.#handle = undefined;
    for (const end of this.#forget) end();
  }

  #open(): void {
    this.#handle?.close();
    this.#handle = undefined;
    this.entries = [];
    if (!this.#isConnected || this.#of === null || this.#of.entity === '') return;
    this.#handle = session.watch({ kind: 'log', limit: FIRST, ...this.#of }, (update) => {
      if (update.kind !== 'log') return;
      learnPeople(update.entries);
      const since = this.entries.at(-1)?.seq ?? -1;
      this.entries = [...this.entries, ...update.entries.filter(({ seq }) => seq > since)].slice(-KEPT);
      this.#host.requestUpdate();
    });
  }
}
