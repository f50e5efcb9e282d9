import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CommonDetail } from '../../server/protocol.ts';
import { session } from './session.ts';
import type { ViewHandle } from './view-book.ts';

/** What several entities have in common, kept up to date for as long as its element is in the page. */
export class CommonWatch implements ReactiveController {
  common: CommonDetail | null = null;
  fault: string | null = null;
  readonly #host: ReactiveControllerHost;
  #ids: readonly string[] = [];
  #handle: ViewHandle | undefined;
  #connected = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What was known of others stays until the server's word comes, so that nothing flashes as one adds to the selection. */
  show(ids: readonly string[]): void {
    if (ids.length === this.#ids.length && ids.every((id, i) => id === this.#ids[i])) return;
    this.#ids = ids;
    this.#apply();
  }
  hostConnected(): void {
    this.#connected = true;
    this.#apply();
  }
  hostDisconnected(): void {
    this.#connected = false;
    this.#apply();
  }

  #apply(): void {
    if (!this.#connected || this.#ids.length === 0) {
      this.#handle?.close();
      this.#handle = undefined;
      this.common = null;
      return;
    }
    const what = { kind: 'common', entities: this.#ids } as const;
    if (this.#handle !== undefined) {
      this.#handle.change(what);
      return;
    }
    this.#handle = session.watch(what, (update) => {
      if (update.kind === 'common') {
        this.common = update.common;
        this.fault = null;
      } else if (update.kind === 'fault') this.fault = update.message;
      else return;
      this.#host.requestUpdate();
    });
  }
}
