import { AccessDesk, type DeskRules } from '../../../agent/access-desk.ts';
import type { AgentQuestion, Prompt, RememberedDecision } from '../../../agent/messages.ts';
import type { AccessAnswer, AccessScope } from '../../../server/protocol.ts';
import { hostRules } from '../../../server/access/host-rules.ts';

/** A desk of `mika`, what it remembers, what it has answered, and whom it told of changes. */
export class DeskRig {
  readonly kept = new Map<string, RememberedDecision>();
  readonly changed: string[] = [];
  readonly lines: string[] = [];
  /** How often the prompts were said to have changed. */
  told = 0;
  readonly desk: AccessDesk;
  #asks = 0;

  constructor(allowed: readonly string[] = [], rules: DeskRules = hostRules(allowed)) {
    const { kept } = this;
    const keyOf = (scope: AccessScope, host: string, port: number): string => `${scope} ${host} ${port}`;
    this.desk = new AccessDesk({
      userId: 'mika',
      rules,
      memory: {
        get: (scope, host, port) => kept.get(keyOf(scope, host, port)),
        remember: (decision) => {
          kept.set(keyOf(decision.scope, decision.host, decision.port), decision);
        },
        forget: (scope, host, port) => kept.delete(keyOf(scope, host, port)),
        get list() {
          return [...kept.values()];
        },
      },
      log: { warn: (_about, message) => this.lines.push(message) },
      waiting: (entry) => `${entry} waits`,
      changed: (scope, host, port) => this.changed.push(`${scope} ${host}:${port}`),
    });
    this.desk.onPrompts(() => {
      this.told += 1;
    });
  }

  question(host: string, more: Partial<AgentQuestion> & { readonly port?: number } = {}): AgentQuestion {
    this.#asks += 1;
    const port = more.port ?? 80;
    const url = new URL(`ws://${host.includes(':') ? `[${host}]` : host}:${port}/`).href;
    return {
      ask: this.#asks,
      user: { userId: 'mika', machineId: 'm1' },
      scope: 'Websocket',
      host,
      port,
      url,
      reason: 'A test.',
      entity: 'lamp',
      path: ['Garden', 'Lamp'],
      component: 'WebsocketClient',
      ...more,
    };
  }

  /** Asks, and gives the list that answers are put into. */
  put(question: AgentQuestion, world = 'w'): AccessAnswer[] {
    const answers: AccessAnswer[] = [];
    this.desk.ask(world, question, (answer) => answers.push(answer));
    return answers;
  }

  /** Asks and gives the words of what was answered at once. */
  asks(host: string, more: Partial<AgentQuestion> = {}, world = 'w'): string[] {
    return decisions(this.put(this.question(host, more), world));
  }

  /** Asks and decides the prompt. */
  decides(host: string, decision: 'once' | 'always' | 'deny' | 'dismissed', more: Partial<AgentQuestion> = {}, world = 'w'): AccessAnswer[] {
    const question = this.question(host, more);
    const answers = this.put(question, world);
    this.desk.decide(world, question.ask, decision, 'mika');
    return answers;
  }

  prompt(host: string): Prompt | undefined {
    return this.desk.prompts().find((prompt) => prompt.host === host);
  }

  permits(host: string, more: { readonly world?: string; readonly entity?: string; readonly port?: number } = {}): boolean {
    return this.desk.permits(more.world ?? 'w', this.question(host, { port: more.port ?? 80 }).url, more.entity ?? 'lamp', 'WebsocketClient');
  }
}

export function decisions(answers: readonly AccessAnswer[]): string[] {
  return answers.map(({ decision, once }) => (once === true ? `${decision} once` : decision));
}
