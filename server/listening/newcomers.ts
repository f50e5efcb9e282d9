import type { Socket } from 'node:net';

/** Connections of one listener that have yet to become clients; who comes past that takes the place of the oldest. */
const MOST = 1024;
/** Looks at who takes too long, in as many as a handshake may last. */
const LOOKS = 5;

/** Connections on which no handshake is done yet: bounded in number and in time, however little they say and however slowly. */
export class Newcomers {
  readonly #patience: number;
  /** In the order in which they came, with when that was and what is done when they are no newcomers any more. */
  readonly #all = new Map<Socket, { readonly since: number; readonly settled: () => void }>();
  #looking: NodeJS.Timeout | undefined;

  /** @param patience milliseconds that each may take */
  constructor(patience: number) {
    this.#patience = patience;
  }

  /** @param settled is called once: when it has become a client, or is gone */
  come(socket: Socket, settled: () => void): void {
    this.#all.set(socket, { since: performance.now(), settled });
    socket.once('close', () => this.known(socket));
    this.#looking ??= setInterval(() => this.#endSlow(), this.#patience / LOOKS).unref();
    if (this.#all.size <= MOST) return;
    const [oldest] = this.#all.keys();
    oldest?.destroy();
    if (oldest !== undefined) this.known(oldest);
  }

  /** It has become a client, or is gone. */
  known(socket: Socket): void {
    const found = this.#all.get(socket);
    if (found === undefined) return;
    this.#all.delete(socket);
    found.settled();
    if (this.#all.size === 0) this.#rest();
  }

  end(): void {
    for (const socket of this.#all.keys()) socket.destroy();
    this.#rest();
  }

  #endSlow(): void {
    const now = performance.now();
    for (const [socket, { since }] of this.#all) {
      if (now - since < this.#patience) return;
      socket.destroy();
    }
  }

  #rest(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }
}
