import type { ReactiveControllerHost } from 'lit';
import { ENTITY_KIND, droppedEntities, hovers } from '../controls/drags.ts';
import { keepOpen } from '../session/place.ts';

/** An entity that is dropped on the head of a pane gets a pane of its own. */
export class HeadLanding {
  active = false;
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  readonly over = (event: DragEvent): void => {
    if (!hovers(event, ENTITY_KIND)) return;
    event.preventDefault();
    this.#set(true);
  };
  readonly leave = (): void => this.#set(false);
  readonly drop = (event: DragEvent): void => {
    this.#set(false);
    const ids = droppedEntities(event);
    if (ids.length === 0) return;
    event.preventDefault();
    for (const id of ids) keepOpen(id);
  };

  #set(active: boolean): void {
    if (active === this.active) return;
    this.active = active;
    this.#host.requestUpdate();
  }
}
