import type { TableRow } from '../../server/protocol.ts';
import { noteReal } from '../connection/real-time.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';
import { keyOf } from './table-picks.ts';

/** Keeps hearing the world's real time, by which the times to the next attempts are reckoned: the trail of any connection tells it. */
export class TableClock {
  #view: ViewHandle | undefined;
  #of = '';

  /** Listens to the trail of this connection from now on; undefined where no time is shown, or there is no connection. */
  hear(row: TableRow | undefined): void {
    const of = row === undefined ? '' : keyOf(row);
    if (of === this.#of) return;
    this.#of = of;
    this.#view?.close();
    this.#view =
      row === undefined
        ? undefined
        : session.watch({ kind: 'trail', entity: row.entity, component: row.component }, (update) => {
            if (update.kind === 'trail') noteReal(update.real, update.wall);
            else if (update.kind === 'gone') this.#of = '';
          });
  }

  stop(): void {
    this.#view?.close();
    this.#view = undefined;
    this.#of = '';
  }
}
