import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SocketInfo } from '../../server/protocol.ts';
import { session } from '../session/session.ts';

/** Milliseconds between two questions, and to the second one: the first has only sent the ping that the second tells of. */
const PERIOD = 2_000,
  FIRST = 500;

/** Asks the server again and again what the socket of a connection is like, for as long as its element is in the page and the connection is open. */
export class SocketWatch implements ReactiveController {
  socket: SocketInfo | null = null;
  readonly #host: ReactiveControllerHost;
  #of: { readonly entity: string; readonly component: string } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #connected = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Looks at this connection from now on; null at none. */
  show(of: { readonly entity: string; readonly component: string } | null): void {
    if (of?.entity === this.#of?.entity && of?.component === this.#of?.component) return;
    this.#of = of;
    this.socket = null;
    this.#begin();
  }

  hostConnected(): void {
    this.#connected = true;
    this.#begin();
  }
  hostDisconnected(): void {
    this.#connected = false;
    clearTimeout(this.#timer);
  }

  #begin(): void {
    clearTimeout(this.#timer);
    if (this.#connected && this.#of !== null) void this.#ask(FIRST);
  }

  async #ask(next: number): Promise<void> {
    const of = this.#of;
    if (of === null) return;
    const answer = document.hidden || session.phase.value !== 'online' ? undefined : await session.connection(of.entity, of.component);
    if (of !== this.#of || !this.#connected) return;
    if (answer !== undefined) {
      this.socket = answer.ok ? answer.socket : null;
      this.#host.requestUpdate();
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(PERIOD), next);
  }
}
