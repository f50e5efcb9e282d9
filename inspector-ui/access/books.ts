import type { RememberedDecision } from '../../agent/messages.ts';
import type { AccessScope } from '../../server/protocol.ts';
import { knownName } from '../session/people-names.ts';
import { session } from '../session/session.ts';
import { entryText } from './entry.ts';

export type Verdict = 'allow' | 'deny' | 'forget';

/** What is remembered, and why not all of it is on a disk, where it is not. */
export interface Remembered {
  readonly decisions: readonly RememberedDecision[];
  readonly unwritten?: string;
}

/** Before the reason for which what was decided is not on the server's disk. */
export const UNWRITTEN = 'Not on the disk: what was decided last holds only while the server runs.';

/** Where decisions are remembered: of this browser's own user, or of the server, which Admins see. */
export interface Book {
  readonly name: 'own' | 'host';
  /** What is remembered; a string says why it cannot be seen. */
  read(): Promise<Remembered | string>;
  /** Null where it was done, also where it is not on a disk yet (`read` says so); else why not. */
  decide(scope: AccessScope, host: string, port: number, verdict: Verdict): Promise<string | null>;
}

export const own: Book = {
  name: 'own',
  read: () => Promise.resolve({ decisions: session.agent.memory.list }),
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
    if (!answer.ok) return answer.message;
    const { decisions, durable, reason = '' } = answer;
    return durable === false ? { decisions, unwritten: reason } : { decisions };
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
