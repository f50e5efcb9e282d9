import type { AccessAnswer, AccessQuestion } from '../../engine/index.ts';
import type { AgentAnswer, AgentQuestion } from '../protocol.ts';
import type { Agents } from './agents.ts';
import type { ConnectedAgent } from './connected-agent.ts';

interface Standing {
  readonly world: string;
  readonly question: AgentQuestion;
  readonly answer: (answer: AccessAnswer) => void;
}

/**
 * The questions that stand before users on machines of their own. They are put to every agent of the machine that is asked; the first answer
 * counts. An agent that comes in is asked all that stands for its machine.
 */
export class AgentDesk {
  readonly #agents: Agents;
  readonly #warning: (host: string) => string | undefined;
  readonly #standing = new Map<string, Standing>();

  /** @param warning where a host lies, in words, if its spelling tells that it is near */
  constructor(agents: Agents, warning: (host: string) => string | undefined) {
    this.#agents = agents;
    this.#warning = warning;
  }

  ask(world: string, question: AccessQuestion, answer: (answer: AccessAnswer) => void): void {
    const warning = this.#warning(question.host);
    const asked: AgentQuestion = { ...question, ...(warning === undefined ? {} : { warning }) };
    this.#standing.set(keyOf(world, question.ask), { world, question: asked, answer });
    for (const agent of this.#agents.of(world, question.user)) agent.ask([asked], []);
  }

  withdraw(world: string, ask: number): void {
    const standing = this.#standing.get(keyOf(world, ask));
    if (standing === undefined) return;
    this.#standing.delete(keyOf(world, ask));
    for (const agent of this.#agents.of(world, standing.question.user)) agent.ask([], [ask]);
  }

  forgetWorld(world: string): void {
    for (const [key, standing] of this.#standing) if (standing.world === world) this.#standing.delete(key);
  }

  /** An agent has come in: it is asked what stands for its machine. */
  joined(agent: ConnectedAgent): void {
    const theirs = [...this.#standing.values()].filter(({ world, question }) => world === agent.world && agent.serves(question.user));
    agent.ask(
      theirs.map(({ question }) => question),
      [],
      true,
    );
  }

  /** An agent answers. What does not stand for its machine is passed over. */
  answered(agent: ConnectedAgent, answers: readonly AgentAnswer[]): void {
    for (const answer of answers) {
      const key = keyOf(agent.world, answer.ask);
      const standing = this.#standing.get(key);
      if (standing === undefined || !agent.serves(standing.question.user)) continue;
      if (answer.decision !== 'waiting') {
        this.#standing.delete(key);
        for (const other of this.#agents.of(agent.world, standing.question.user)) if (other !== agent) other.ask([], [answer.ask]);
      }
      standing.answer({ ...answer, by: agent.user.userId });
    }
  }
}

function keyOf(world: string, ask: number): string {
  return `${ask} ${world}`;
}
