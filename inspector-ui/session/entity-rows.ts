import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TreeRow } from '../../server/protocol.ts';
import { idQueries } from './id-query.ts';
import { session } from './session.ts';
import type { ViewHandle } from './view-book.ts';

/** Rows of certain entities, wherever they stand, kept up to date for as long as their element is in the page. */
export class EntityRows implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #queries: readonly string[] = [];
  #handles: readonly ViewHandle[] = [];
  #parts: (readonly TreeRow[] | undefined)[] = [];
  #connected = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** The row of an entity; null where there is none of that id, undefined while that is not known. */
  row(id: string): TreeRow | null | undefined {
    for (const part of this.#parts) {
      const row = part?.find((each) => each.id === id);
      if (row !== undefined) return row;
    }
    return this.#parts.every((part) => part !== undefined) ? null : undefined;
  }

  show(ids: readonly string[]): void {
    const next = idQueries(ids);
    if (next.length === this.#queries.length && next.every((query, i) => query === this.#queries[i])) return;
    this.#queries = next;
    this.#open();
  }

  hostConnected(): void {
    this.#connected = true;
    this.#open();
  }
  hostDisconnected(): void {
    this.#connected = false;
    this.#open();
  }

  #open(): void {
    for (const handle of this.#handles) handle.close();
    const parts: (readonly TreeRow[] | undefined)[] = this.#queries.map(() => undefined);
    this.#parts = parts;
    this.#handles = !this.#connected
      ? []
      : this.#queries.map((query, i) =>
          session.watch({ kind: 'tree', expanded: [], offset: 0, limit: 500, query }, (update) => {
            if (update.kind !== 'tree') return;
            parts[i] = update.rows;
            this.#host.requestUpdate();
          }),
        );
  }
}
