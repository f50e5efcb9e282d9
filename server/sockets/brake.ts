/** Milliseconds for which a sender is first not heard, and for how long at most unless more is asked for. */
const FIRST = 50,
  LONGEST = 1000;

/** What can be slowed: a WebSocket of `ws`. */
interface Pausable {
  pause(): void;
  resume(): void;
}

/**
 * Slows who sends more than their share: nothing is read from them for a while, longer each time, so that they feel it and the worlds keep
 * their ticks. To refuse each message alone costs as much as to take it. A connection has one brake, whoever presses it.
 */
export class Brake {
  readonly #transport: () => unknown;
  #pause = FIRST;
  #free = 0;
  #until = 0;
  #timer: NodeJS.Timeout | undefined;
  #paused: Pausable | undefined;

  /** @param transport gives the page's transport of engine.io; what cannot be paused is left as it is */
  constructor(transport: () => unknown) {
    this.#transport = transport;
  }

  /** Whether nothing is read from the sender now. What had been read before still comes. */
  get isPressed(): boolean {
    return this.#timer !== undefined;
  }

  /** A message too many has come. @param least milliseconds for which the sender is not heard at least */
  press(least = 0): void {
    const now = performance.now();
    if (this.#timer !== undefined) {
      if (now + least > this.#until) this.#hold(now + least);
      return;
    }
    const socket = pausableOf(this.#transport());
    if (socket === undefined) return;
    this.#pause = now - this.#free > LONGEST ? FIRST : Math.min(this.#pause * 2, LONGEST);
    socket.pause();
    this.#paused = socket;
    this.#hold(now + Math.max(this.#pause, least));
  }

  /** Hears the sender again at once; one who goes must be, or their goodbye is never read. */
  release(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#free = performance.now();
    this.#paused?.resume();
  }

  #hold(until: number): void {
    clearTimeout(this.#timer);
    this.#until = until;
    this.#timer = setTimeout(() => this.release(), until - performance.now());
    this.#timer.unref();
  }
}

function pausableOf(transport: unknown): Pausable | undefined {
  if (typeof transport !== 'object' || transport === null || !('socket' in transport)) return undefined;
  const { socket } = transport;
  return typeof socket === 'object' && socket !== null && 'pause' in socket && 'resume' in socket && typeof socket.pause === 'function'
    ? (socket as Pausable)
    : undefined;
}
