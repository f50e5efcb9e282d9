import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { EntityDetail, FieldValues } from '../../server/protocol.ts';
import { session } from './session.ts';
import type { ViewHandle } from './view-book.ts';

/** One entity with all its fields, kept up to date for as long as its element is in the page. */
export class EntityWatch implements ReactiveController {
  entity: EntityDetail | null = null;
  /** It was there and is no more, or never was. */
  gone = false;
  readonly #host: ReactiveControllerHost;
  #id: string | null = null;
  #handle: ViewHandle | undefined;
  #connected = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  show(id: string | null): void {
    if (id === this.#id) return;
    this.#id = id;
    this.entity = null;
    this.gone = false;
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
    this.#handle?.close();
    this.#handle = undefined;
    const id = this.#id;
    if (!this.#connected || id === null) return;
    this.#handle = session.watch({ kind: 'entity', entity: id }, (update) => {
      if (update.kind === 'entity') {
        this.entity = update.whole;
        this.gone = false;
      } else if (update.kind === 'fields' && this.entity !== null) {
        this.entity = { ...this.entity, components: merged(this.entity.components, update.changed) };
      } else if (update.kind === 'gone' || update.kind === 'fault') {
        this.gone = true;
      } else return;
      this.#host.requestUpdate();
    });
  }
}

function merged(components: EntityDetail['components'], changed: EntityDetail['components']): EntityDetail['components'] {
  const out: { [key: string]: FieldValues } = { ...components };
  for (const [key, values] of Object.entries(changed)) {
    const before = components[key];
    if (before !== undefined) out[key] = { ...before, ...values };
  }
  return out;
}
