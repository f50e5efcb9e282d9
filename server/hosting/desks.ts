import { randomInt } from 'node:crypto';
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

/** Numbers of a server's questions begin below this, so that an answer to a question of its former start finds none. */
const FIRST = 2 ** 31;

/**
 * Where a world's questions of access go: to the host's own desk, or to the machine of the user who is asked.
 *
 * Each world counts its own questions, and begins anew when it is loaded again; so whoever answers is given a number of the server's own in place of
 * the world's, which is never used twice. An answer that is late counts for the question that was shown, or for none.
 */
export class Desks implements Desk {
  readonly host: AccessDesk;
  readonly agents: AgentDesk;
  #next = randomInt(1, FIRST);
  /** The server's numbers of the questions that stand, by world and by the world's own number. */
  readonly #standing = new Map<string, Map<number, number>>();

  constructor(host: AccessDesk, agents: AgentDesk) {
    this.host = host;
    this.agents = agents;
  }

  ask(world: string, question: AccessQuestion, answer: (answer: AccessAnswer) => void): void {
    const { ask } = question;
    this.withdraw(world, ask);
    const number = this.#next++;
    const standing = this.#standing.get(world) ?? new Map<number, number>();
    this.#standing.set(world, standing.set(ask, number));
    (question.user.userId === HOST.userId ? this.host : this.agents).ask(world, { ...question, ask: number }, (given) => {
      if (given.decision !== 'waiting' && standing.get(ask) === number) standing.delete(ask);
      answer({ ...given, ask });
    });
  }

  withdraw(world: string, ask: number): void {
    const standing = this.#standing.get(world);
    const number = standing?.get(ask);
    if (number === undefined) return;
    standing?.delete(ask);
    this.host.withdraw(world, number);
    this.agents.withdraw(world, number);
  }

  forgetWorld(world: string): void {
    this.#standing.delete(world);
    this.host.forgetWorld(world);
    this.agents.forgetWorld(world);
  }
}
