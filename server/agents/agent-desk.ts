import { hostPortText, type AccessAnswer, type AccessQuestion, type UserRef } from '../../engine/index.ts';
import type { AgentAnswer, AgentQuestion } from '../../agent/messages.ts';
import type { Agents } from './agents.ts';
import type { ConnectedAgent } from './connected-agent.ts';
import { MachineQuestions, type Standing } from './machine-questions.ts';

/** Names of a path that are told, the innermost, and characters of each: a thousand questions go out in one message. */
const LONGEST_PATH = 30,
  LONGEST_NAME = 200;

/**
 * The questions that stand before users on machines of their own. They are put to every agent of the machine that is asked; the first answer
 * counts. An agent that comes in is asked all that stands for its machine.
 */
export class AgentDesk {
  readonly #agents: Agents;
  readonly #warning: (host: string) => string | undefined;
  readonly #standing = new Map<string, { readonly standing: Standing; readonly machine: MachineQuestions }>();
  readonly #machines = new Map<string, MachineQuestions>();

  /** @param warning where a host lies, in words, if its spelling tells that it is near */
  constructor(agents: Agents, warning: (host: string) => string | undefined) {
    this.#agents = agents;
    this.#warning = warning;
  }

  ask(world: string, question: AccessQuestion, answer: (answer: AccessAnswer) => void): void {
    this.withdraw(world, question.ask);
    const warning = this.#warning(question.host);
    const { user } = question;
    const key = `${user.userId} ${user.machineId ?? ''} ${world}`;
    const machine = this.#machines.get(key) ?? this.#begin(key, world, user);
    const path = question.path.slice(-LONGEST_PATH).map((name) => name.slice(0, LONGEST_NAME));
    const standing: Standing = { question: { ...question, path, ...(warning === undefined ? {} : { warning }) }, answer };
    this.#standing.set(keyOf(world, question.ask), { standing, machine });
    const waits = machine.add(standing);
    // Of what stands on an allowance, `waiting` would let it stand: only the machine itself may say so.
    if (waits !== undefined && question.standing !== true) answer({ ...stamp(question.ask, user.userId), decision: 'waiting', note: waits });
  }

  withdraw(world: string, ask: number): void {
    const key = keyOf(world, ask);
    const known = this.#standing.get(key);
    if (known === undefined) return;
    this.#standing.delete(key);
    known.machine.remove(ask);
  }

  forgetWorld(world: string): void {
    for (const [key, { standing, machine }] of this.#standing) {
      if (key !== keyOf(world, standing.question.ask)) continue;
      this.#standing.delete(key);
      machine.remove(standing.question.ask);
    }
  }

  #begin(key: string, world: string, user: UserRef): MachineQuestions {
    const machine: MachineQuestions = new MachineQuestions(
      () => this.#agents.of(world, user),
      () => {
        if (this.#machines.get(key) === machine) this.#machines.delete(key);
      },
    );
    this.#machines.set(key, machine);
    return machine;
  }

  /** An agent has come in: it is asked what stands for its machine. */
  joined(agent: ConnectedAgent): void {
    const asked: AgentQuestion[] = [];
    for (const machineId of [agent.user.machineId, '']) {
      const machine = this.#machines.get(`${agent.user.userId} ${machineId} ${agent.world}`);
      if (machine !== undefined) asked.push(...machine.asked());
    }
    agent.ask(asked, [], true);
  }

  /** An agent answers. Gives the answers that count for nothing: their question does not stand for its machine, or was not asked yet. */
  answered(agent: ConnectedAgent, answers: readonly AgentAnswer[]): AgentAnswer[] {
    const unasked: AgentAnswer[] = [];
    for (const given of answers) {
      const key = keyOf(agent.world, given.ask);
      const known = this.#standing.get(key);
      if (known?.machine.has(given.ask) !== true || !agent.serves(known.standing.question.user)) {
        unasked.push(given);
        continue;
      }
      const { standing, machine } = known;
      const { userId, name } = agent.user;
      // Of the form of a time it is already; whether it is one is another matter.
      const at = Number.isNaN(Date.parse(given.at)) ? new Date().toISOString() : given.at;
      if (given.decision === 'waiting') {
        // Once is enough: each goes through the world.
        if (standing.waitsAt === agent) continue;
        standing.waitsAt = agent;
        standing.answer({ ask: given.ask, decision: 'waiting', by: userId, at, note: askedWhere(agent, standing.question) });
        continue;
      }
      this.#standing.delete(key);
      if (given.decision === 'deny' || (given.decision === 'allow' && given.once !== true)) machine.settled(standing.question);
      machine.remove(given.ask, agent);
      standing.answer({ ...given, by: userId, name, at });
    }
    return unasked;
  }
}

/** Where somebody is asked, or what would let them be. */
function askedWhere({ user: { name }, features }: ConnectedAgent, question: AgentQuestion): string {
  if (features.kind === 'browser') return `${name} is asked at their page`;
  if (features.unattended !== true) return `${name} is asked in their terminal`;
  const entry = hostPortText(question);
  return `nobody can be asked at the terminal of ${name}: --allow-host ${entry} there, or worldwire access allow ${entry}, would allow it`;
}

function stamp(ask: number, by: string): Pick<AccessAnswer, 'ask' | 'by' | 'at'> {
  return { ask, by, at: new Date().toISOString() };
}

function keyOf(world: string, ask: number): string {
  return `${ask} ${world}`;
}
