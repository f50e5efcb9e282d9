import type { AccessAnswer } from '../engine/index.ts';
import type { AgentAnswer, AgentFeatures, MachineAnswers, MachineQuestions } from './messages.ts';
import type { AccessDesk } from './access-desk.ts';

/** The way to the server. */
export interface AgentWire {
  answers(message: MachineAnswers): void;
  relay(frame: Uint8Array): void;
}

/** What opens and holds the sockets of a machine: `ws` in a command line, the browser's own in a tab. */
export interface Carrier {
  readonly features: AgentFeatures;
  /** Records from the server (agent/frames.ts). `permits` says whether the user allows a connection, and is asked before each is opened. */
  take(frame: Uint8Array, permits: Permits, relay: (frame: Uint8Array) => void): void;
  /** The server is out of reach, or another world was entered: closes everything, and tells nobody. */
  lost(): void;
}
/** Whether a connection may be opened by what the user of this machine has decided. */
export type Permits = (request: { readonly url: string; readonly entity: string; readonly component: string }) => boolean;

/** A machine that has joined a world to open sockets for its user: it answers what the world asks, and carries what was allowed. */
export class Agent {
  readonly #desk: AccessDesk;
  readonly #carrier: Carrier;
  readonly #wire: AgentWire;
  #world: string | null = null;
  /** The server has begun to ask, so what it relays is of this world and of no visit before. */
  #begun = false;
  #answers: AgentAnswer[] = [];

  constructor(desk: AccessDesk, carrier: Carrier, wire: AgentWire) {
    this.#desk = desk;
    this.#carrier = carrier;
    this.#wire = wire;
  }

  /**
   * Another world is about to be entered, or the same one anew: to be called before the server is told, so that what belongs to the one has
   * ended before the other begins. The server then begins with questions that are `whole`; nothing is relayed before.
   */
  entered(world: string): void {
    this.left();
    this.#world = world;
  }

  /** The world, or the server, is out of reach. */
  left(): void {
    if (this.#world !== null) this.#desk.interrupted(this.#world);
    this.#world = null;
    this.#begun = false;
    this.#answers = [];
    this.#carrier.lost();
  }

  questions({ world, asked, withdrawn, whole }: MachineQuestions): void {
    // A page leaves one world by entering another: the first word of that one says so.
    if (whole === true && world !== this.#world) this.entered(world);
    if (world !== this.#world) return;
    if (whole === true) {
      // The server begins anew, and knows of no connection.
      this.#desk.interrupted(world);
      if (this.#begun) this.#carrier.lost();
      this.#begun = true;
    }
    for (const ask of withdrawn) this.#desk.withdraw(world, ask);
    for (const question of asked) this.#desk.ask(world, question, (answer) => this.#answer(world, answer));
  }

  relay(frame: Uint8Array): void {
    const world = this.#world;
    if (world === null || !this.#begun) return;
    this.#carrier.take(
      frame,
      ({ url, entity, component }) => this.#desk.permits(world, url, entity, component),
      (answer) => {
        if (this.#world === world) this.#wire.relay(answer);
      },
    );
  }

  /** Answers of one turn go out together. Who decided, the server knows: whoever sits here. */
  #answer(world: string, { by: _by, name: _name, note, ...answer }: AccessAnswer): void {
    if (world !== this.#world) return;
    this.#answers.push({ ...answer, ...(note === undefined ? {} : { note: note.slice(0, LONGEST_NOTE) }) });
    if (this.#answers.length > 1) return;
    queueMicrotask(() => {
      const answers = this.#answers.splice(0);
      for (let at = 0; at < answers.length; at += MOST_ANSWERS) this.#wire.answers({ world, answers: answers.slice(at, at + MOST_ANSWERS) });
    });
  }
}

/** Answers of one message. */
const MOST_ANSWERS = 1000;
/** Characters of a note that a server takes. */
const LONGEST_NOTE = 500;
