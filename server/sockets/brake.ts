/** Milliseconds for which a sender is first not heard, and for how long at most. */
const FIRST = 50,
  LONGEST = 1000;

/** What can be slowed: a WebSocket of `ws`. */
interface Pausable {
  pause(): void;
  resume(): void;
}

/**
 * Slows who sends more than their share: nothing is read from them for a while, longer each time, so that they feel it and the worlds keep
 * their ticks. To refuse each message alone costs as much as to take it.
 */
export class Brake {
  readonly #transport: () => unknown;
  #pause = FIRST;
  #free = 0;
  #timer: NodeJS.Timeout | undefined;
  #paused: Pausable | undefined;

  /** @param transport gives the page's transport of engine.io; what cannot be paused, such as polling, is left as it is */
  constructor(transport: () => unknown) {
    this.#transport = transport;
  }

  /** A message too many has come. */
  press(): void {
    if (this.#timer !== undefined) return;
    const socket = pausableOf(this.#transport());
    if (socket === undefined) return;
    const now = performance.now();
    this.#pause = now - this.#free > LONGEST ? FIRST : Math.min(this.#pause * 2, LONGEST);
    socket.pause();
    this.#paused = socket;
    this.#timer = setTimeout(() => this.release(), this.#pause);
    this.#timer.unref();
  }

  /** Hears the sender again at once; one who goes must be, or their goodbye is never read. */
  release(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#free = performance.now();
    this.#paused?.resume();
  }
}

function pausableOf(transport: unknown): Pausable | undefined {
  if (typeof transport !== 'object' || transport === null || !('socket' in transport)) return undefined;
  const { socket } = transport;
  return typeof socket === 'object' && socket !== null && 'pause' in socket && 'resume' in socket && typeof socket.pause === 'function'
    ? (socket as Pausable)
    : undefined;
}
