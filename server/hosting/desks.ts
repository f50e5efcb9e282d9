import { HOST, type AccessAnswer, type AccessQuestion } from '../../engine/index.ts';
import type { AccessDesk } from '../../agent/access-desk.ts';
import type { AgentDesk } from '../agents/agent-desk.ts';

/** Answers a world's questions of access. */
export interface Desk {
  /** `answer` is called with the decision, or with `waiting` and later the decision. */
  ask(world: string, question: AccessQuestion, answer: (answer: AccessAnswer) => void): void;
  /** A world takes a question back. */
  withdraw(world: string, ask: number): void;
  /** A world is closed: nobody waits for its answers. */
  forgetWorld(world: string): void;
}

/** Where a world's questions of access go: to the host's own desk, or to the machine of the user who is asked. */
export class Desks implements Desk {
  readonly host: AccessDesk;
  readonly agents: AgentDesk;

  constructor(host: AccessDesk, agents: AgentDesk) {
    this.host = host;
    this.agents = agents;
  }

  ask(world: string, question: AccessQuestion, answer: (answer: AccessAnswer) => void): void {
    (question.user.userId === HOST.userId ? this.host : this.agents).ask(world, question, answer);
  }

  withdraw(world: string, ask: number): void {
    this.host.withdraw(world, ask);
    this.agents.withdraw(world, ask);
  }

  forgetWorld(world: string): void {
    this.host.forgetWorld(world);
    this.agents.forgetWorld(world);
  }
}
