import type { RememberedDecision } from '../../agent/messages.ts';
import type { AccessScope } from '../../server/protocol.ts';
import { knownName } from '../session/people-names.ts';
import { session } from '../session/session.ts';
import { entryText } from './entry.ts';

export type Verdict = 'allow' | 'deny' | 'forget';

/** Where decisions are remembered: of this browser's own user, or of the server, which Admins see. */
export interface Book {
  readonly name: 'own' | 'host';
  /** What is remembered; a string says why it cannot be seen. */
  read(): Promise<readonly RememberedDecision[] | string>;
  /** Null where it was done, else why not. */
  decide(scope: AccessScope, host: string, port: number, verdict: Verdict): Promise<string | null>;
}

export const own: Book = {
  name: 'own',
  read: () => Promise.resolve(session.agent.memory.list),
  decide(scope, host, port, verdict) {
    const { desk } = session.agent;
    if (desk === undefined) return Promise.resolve('The server has not yet said who you are.');
    if (verdict === 'forget') return Promise.resolve(desk.forget(scope, host, port) ? null : 'Nothing is remembered of it any more.');
    return Promise.resolve(desk.settle(scope, host, port, verdict, session.me.value?.userId ?? ''));
  },
};

export const ofHost: Book = {
  name: 'host',
  async read() {
    const answer = await session.decisions();
    return answer.ok ? answer.decisions : answer.message;
  },
  async decide(scope, host, port, verdict) {
    const answer = await session.decide({ scope, host, port, decision: verdict });
    return answer.ok ? null : answer.message;
  },
};

/** Those that the person at this page may look into. */
export function books(): readonly Book[] {
  return session.may('administer') ? [own, ofHost] : [own];
}

/** Who decided, in words. */
export function whoDecided({ by, name: then }: RememberedDecision): string {
  if (by === 'host') return 'the host';
  if (by === session.me.value?.userId) return 'you';
  return knownName(by) ?? then ?? 'somebody who is not here';
}

/** Decisions in which each of the words stands, those of one host beside each other. */
export function found(decisions: readonly RememberedDecision[], text: string): RememberedDecision[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const order = new Intl.Collator('en', { numeric: true });
  return decisions
    .filter((decision) => {
      const { scope, reason = '', decision: verdict, near } = decision;
      const all = [entryText(decision), scope, verdict === 'allow' ? 'allowed' : 'denied', near === true ? 'near' : '', reason, whoDecided(decision)]
        .join(' ')
        .toLowerCase();
      return words.every((word) => all.includes(word));
    })
    .sort((a, b) => order.compare(a.host, b.host) || a.port - b.port || order.compare(a.scope, b.scope));
}
