import type { JoinedUser, UserRef } from '../../engine/index.ts';
import type { AgentFeatures, AgentQuestion, CarriedConnection, ServerToPage } from '../protocol.ts';

/** How an agent is reached. */
export interface AgentLine {
  questions: ServerToPage['questions'];
  relay(frame: Uint8Array): void;
  /** Ends the line: what it said cannot be trusted. */
  end(reason: string): void;
}

/** A machine that has joined a world to open sockets for its user, as the server sees it: a page, or a command line. */
export class ConnectedAgent {
  readonly world: string;
  readonly user: JoinedUser;
  readonly features: AgentFeatures;
  readonly #line: AgentLine;

  constructor(world: string, user: JoinedUser, features: AgentFeatures, line: AgentLine) {
    this.world = world;
    this.user = user;
    this.features = features;
    this.#line = line;
  }

  /** Whether it is of the machine that a reference names; one that names none means any of that user. */
  serves({ userId, machineId }: UserRef): boolean {
    return userId === this.user.userId && (machineId === null || machineId === this.user.machineId);
  }

  ask(asked: readonly AgentQuestion[], withdrawn: readonly number[], whole = false): void {
    if (asked.length > 0 || withdrawn.length > 0 || whole) this.#line.questions({ world: this.world, asked, withdrawn, ...(whole ? { whole: true } : {}) });
  }

  /** Takes in what the agent relays. */
  receive(_frame: unknown): void {
    // The relay's part.
  }

  /** It has gone: what it carried is lost. */
  lost(_reason: string): void {
    // The relay's part.
  }

  /** What it carries now. */
  get carried(): readonly CarriedConnection[] {
    return [];
  }
}
