import type { AccessAnswer } from '../../engine/index.ts';
import type { AgentQuestion } from '../../agent/messages.ts';
import type { ConnectedAgent } from './connected-agent.ts';

/** A question that is not decided. */
export interface Standing {
  readonly question: AgentQuestion;
  readonly answer: (answer: AccessAnswer) => void;
  /** The agent that has told last that somebody is asked. */
  waitsAt?: ConnectedAgent;
}

/** What a machine is asked at a time: different hosts and ports, and questions. */
const MOST_TARGETS = 200,
  MOST_QUESTIONS = 1000,
  MOST_SETTLED = 10_000;

/** What one world asks one machine: so much at a time that a person can answer it, and the rest in order behind that. */
export class MachineQuestions {
  readonly #agents: () => readonly ConnectedAgent[];
  readonly #empty: () => void;
  readonly #asked = new Map<number, Standing>();
  readonly #held = new Map<number, Standing>();
  /** How many of those that are asked want a host and port. */
  readonly #targets = new Map<string, number>();
  /** Decided for good since questions stand: the machine answers these from memory. */
  readonly #settled = new Set<string>();
  /** Told at the end of this turn. */
  #asking: AgentQuestion[] = [];
  /** Numbers, with the agent that knows already. */
  #withdrawn: { readonly ask: number; readonly by: ConnectedAgent | undefined }[] = [];
  #willTell = false;

  /** @param empty called when nothing stands any more */
  constructor(agents: () => readonly ConnectedAgent[], empty: () => void) {
    this.#agents = agents;
    this.#empty = empty;
  }

  /** A world asks. Gives in words why nobody is asked yet, if so. */
  add(standing: Standing): string | undefined {
    if (!this.#fits(standing.question)) {
      this.#held.set(standing.question.ask, standing);
      return `asked as soon as others have been answered: ${this.#asked.size} questions stand before that user already`;
    }
    this.#put(standing);
    return this.#agents().length === 0 ? 'no machine of that user opens sockets in this world now: asked when one does' : undefined;
  }

  /** Whether it stands before the machine. */
  has(ask: number): boolean {
    return this.#asked.has(ask);
  }

  /** The machine has decided for good of what a question asks for. */
  settled(question: AgentQuestion): void {
    if (this.#settled.size < MOST_SETTLED) this.#settled.add(targetOf(question));
  }

  /** A question is answered, by an agent, or taken back. */
  remove(ask: number, by?: ConnectedAgent): void {
    if (this.#held.delete(ask)) {
      this.#arm();
      return;
    }
    const standing = this.#asked.get(ask);
    if (standing === undefined) return;
    this.#asked.delete(ask);
    const target = targetOf(standing.question);
    const others = (this.#targets.get(target) ?? 1) - 1;
    if (others === 0) this.#targets.delete(target);
    else this.#targets.set(target, others);
    this.#withdrawn.push({ ask, by });
    this.#arm();
  }

  /** All that stands before the machine, for an agent that comes in; what was about to be told has been told to the others then. */
  asked(): AgentQuestion[] {
    this.#tell();
    return Array.from(this.#asked.values(), ({ question }) => question);
  }

  #fits(question: AgentQuestion): boolean {
    // What stands is answered from memory, and must not wait for that behind what a person has not answered.
    if (question.standing === true || this.#settled.has(targetOf(question))) return true;
    return this.#asked.size < MOST_QUESTIONS && (this.#targets.size < MOST_TARGETS || this.#targets.has(targetOf(question)));
  }

  #put(standing: Standing): void {
    const { question } = standing;
    const target = targetOf(question);
    this.#asked.set(question.ask, standing);
    this.#targets.set(target, (this.#targets.get(target) ?? 0) + 1);
    this.#asking.push(question);
    this.#arm();
  }

  /** What changes in one turn is told together, and what was held back follows what has gone. */
  #arm(): void {
    if (this.#willTell) return;
    this.#willTell = true;
    queueMicrotask(() => this.#tell());
  }

  #tell(): void {
    this.#willTell = true;
    for (const [ask, standing] of this.#held) {
      if (this.#asked.size >= MOST_QUESTIONS) break;
      if (!this.#fits(standing.question)) continue;
      this.#held.delete(ask);
      this.#put(standing);
    }
    this.#willTell = false;
    const asking = this.#asking.filter(({ ask }) => this.#asked.has(ask));
    const fresh = new Set(this.#asking.map(({ ask }) => ask));
    const withdrawn = this.#withdrawn.filter(({ ask }) => !fresh.has(ask));
    this.#asking = [];
    this.#withdrawn = [];
    for (const agent of this.#agents())
      agent.ask(
        asking,
        withdrawn.flatMap(({ ask, by }) => (by === agent ? [] : [ask])),
      );
    if (this.#asked.size === 0 && this.#held.size === 0) this.#empty();
  }
}

function targetOf({ scope, host, port }: AgentQuestion): string {
  return `${scope} ${host} ${port}`;
}
