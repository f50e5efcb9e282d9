import { createInterface } from 'node:readline';
import { tell } from '../clock.ts';
import { PLAN, type Stretch } from '../echo-plan.ts';

/** One side of the echo figures. */
export interface Side {
  /** Sends the first messages, so many on each socket. */
  go(inFlight: number): void;
  /** Is called when nothing is under way any more: the other side has its turn, with nothing beside it. */
  rest(): void;
  /** Ticks that have passed since the start; a bare loop has none. */
  ticks(): number;
}

interface Mark {
  readonly at: number;
  readonly messages: number;
  readonly ticks: number;
  readonly processor: NodeJS.CpuUsage;
}

/** Messages after which the clock is looked at. */
const LOOK = 256;

/**
 * Goes for a stretch at a time. Its time is told by the messages themselves: where thousands of sockets always have something to read, Node lets
 * seconds pass before it looks at its timers.
 */
export class Stretches {
  #received = 0;
  #sent = 0;
  #held = true;
  #began = 0;
  #from: Mark | undefined;
  #to: Mark | undefined;
  #over: (() => void) | undefined;
  #ticks: () => number = () => 0;

  /**
   * Counts a message that has come in. Whether it is to be answered with the next.
   * @param isAnswered it has been answered already, or will not be: then it is the next ones that are to be answered, or not
   */
  came(isAnswered?: boolean): boolean {
    this.#received += 1;
    if (isAnswered === true) this.#sent += 1;
    if (this.#received % LOOK === 0) this.#look();
    if (!this.#held) {
      if (isAnswered === undefined) this.#sent += 1;
      return true;
    }
    if (this.#received === this.#sent) this.#over?.();
    return false;
  }

  /** Tells that this side is ready, and then of a stretch for each line of the input, which says how many messages each socket has under way. */
  async run(side: Side): Promise<never> {
    this.#ticks = () => side.ticks();
    side.rest();
    tell('ready');
    for await (const line of createInterface({ input: process.stdin })) {
      const inFlight = Number(line);
      const over = new Promise<void>((done) => (this.#over = done));
      [this.#from, this.#to, this.#held] = [undefined, undefined, false];
      this.#sent += PLAN.connections * inFlight;
      this.#began = performance.now();
      side.go(inFlight);
      await over;
      side.rest();
      tell(this.#told());
    }
    process.exit(0);
  }

  #look(): void {
    if (this.#held) return;
    const now = performance.now();
    if (this.#from === undefined) {
      if (now - this.#began >= PLAN.settling) this.#from = this.#mark(now);
    } else if (now - this.#from.at >= PLAN.stretch) {
      this.#to = this.#mark(now);
      this.#held = true;
    }
  }

  #mark(at: number): Mark {
    return { at, messages: this.#received, ticks: this.#ticks(), processor: process.cpuUsage() };
  }

  #told(): Stretch {
    const [from, to] = [this.#from as Mark, this.#to as Mark];
    return {
      messages: to.messages - from.messages,
      ticks: to.ticks - from.ticks,
      seconds: (to.at - from.at) / 1000,
      processor: to.processor.user + to.processor.system - from.processor.user - from.processor.system,
    };
  }
}
