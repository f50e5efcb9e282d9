import type { ReactiveControllerHost } from 'lit';
import { idQueries } from './id-query.ts';
import { wearer } from './place.ts';
import { session } from './session.ts';
import { TreeWindow } from './tree-window.ts';
import type { ViewHandle } from './view-book.ts';

/** Learns who wears the entity that is shown: the user whose UserRoot is its nearest ancestor. */
export class WearerWatch {
  readonly #roots: TreeWindow;
  #above: readonly string[] = [];
  #asked: string | null = null;
  #handle: ViewHandle | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#roots = new TreeWindow(host);
    this.#roots.onupdate = () => this.#found();
  }

  /** Ids of the ancestors, from the top; none where nobody asks for a user. */
  show(above: readonly string[]): void {
    if (above.join(' ') === this.#above.join(' ')) return;
    this.#above = above;
    this.#settle(null);
    // As many of the nearest as one query holds.
    const [ids] = idQueries(above.toReversed());
    this.#roots.show(ids === undefined ? null : { expanded: [], offset: 0, limit: 50, query: `c:UserRoot (${ids})` });
  }

  #found(): void {
    const roots = new Set(this.#roots.rows().map(([, row]) => row.id));
    const nearest = this.#above.findLast((id) => roots.has(id)) ?? null;
    if (nearest !== this.#asked) this.#settle(nearest);
  }

  /** Asks the root once whose it is. The view is closed at once, since an open one says that this person looks there. */
  #settle(root: string | null): void {
    this.#handle?.close();
    this.#handle = undefined;
    this.#asked = root;
    wearer.value = null;
    if (root === null) return;
    const handle = session.watch({ kind: 'entity', entity: root }, (update) => {
      handle.close();
      if (update.kind !== 'entity' || this.#asked !== root) return;
      const user = update.whole.components['UserRoot']?.['User'];
      wearer.value = typeof user === 'object' && user !== null && 'userId' in user && typeof user.userId === 'string' ? user.userId : null;
    });
    this.#handle = handle;
  }
}
