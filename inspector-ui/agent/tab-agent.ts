import { AccessDesk, type PromptDecision } from '../../agent/access-desk.ts';
import { Agent, type AgentWire, type Carrier } from '../../agent/agent.ts';
import { tabRules } from '../../agent/tab-rules.ts';
import type { AgentFeatures, Prompt } from '../../agent/messages.ts';
import type { AccessScope, ServerToPage } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import { Hearsay } from './hearsay.ts';
import { TabCarrier } from './tab-carrier.ts';
import { TabMemory } from './tab-memory.ts';

/** The way from this tab to the server. */
export interface TabWire extends AgentWire {
  decided(scope: AccessScope, host: string, port: number): void;
}

/** This tab as a machine of its user: it asks the person at it, remembers what they decided, and holds the sockets. */
export class TabAgent {
  /** What this machine is asked and nobody has decided. */
  readonly prompts = new Cell<readonly Prompt[]>([]);
  readonly memory: TabMemory;
  readonly #wire: TabWire;
  readonly #carrier = new TabCarrier();
  readonly #hearsay = new Hearsay();
  #who = '';
  #userId = '';
  #desk: AccessDesk | undefined;
  #agent: Agent | undefined;

  constructor(wire: TabWire) {
    this.#wire = wire;
    this.memory = new TabMemory(({ scope, host, port }) => this.#desk?.reconsider(scope, host, port));
  }

  get features(): AgentFeatures {
    return this.#carrier.features;
  }
  /** Undefined before the server has said who we are. */
  get desk(): AccessDesk | undefined {
    return this.#desk;
  }

  /** The server has said who we are. Another one, or another start of the same, has asked nothing yet, and what was allowed once is no longer. */
  met(userId: string, epoch: string): void {
    if (this.#who === `${userId} ${epoch}`) return;
    this.left();
    this.#who = `${userId} ${epoch}`;
    this.#userId = userId;
    this.#hearsay.forget();
    const desk = new AccessDesk({
      userId,
      rules: tabRules,
      memory: this.memory,
      log: { warn: () => undefined },
      waiting: (entry) => `asked in a browser tab for ${entry}`,
      changed: (scope, host, port) => this.#wire.decided(scope, host, port),
    });
    desk.onPrompts(() => {
      if (desk === this.#desk) this.prompts.value = desk.prompts();
    });
    this.#desk = desk;
    this.#agent = new Agent(desk, this.#sharing(), {
      relay: (frame) => this.#wire.relay(frame),
      answers: (message) => {
        this.#hearsay.answered(message);
        this.#wire.answers(message);
      },
    });
  }

  questions(message: Parameters<ServerToPage['questions']>[0]): void {
    this.#hearsay.asked(message);
    this.#agent?.questions(message);
  }
  relay(frame: Uint8Array): void {
    this.#agent?.relay(frame);
  }
  /** The server is out of reach. */
  left(): void {
    this.#agent?.left();
  }

  /** Says whether the question stood. */
  decide({ world, ask }: Pick<Prompt, 'world' | 'ask'>, decision: PromptDecision): boolean {
    return this.#desk?.decide(world, ask, decision, this.#userId) ?? false;
  }

  /** What another tab of this browser has told counts as well. */
  #sharing(): Carrier {
    const carrier = this.#carrier;
    return {
      features: carrier.features,
      take: (frame, permits, relay) => carrier.take(frame, (request) => permits(request) || this.#hearsay.permits(request, this.memory), relay),
      lost: () => carrier.lost(),
    };
  }
}
