import { ERRORS, HOST, type AccessAnswer, type AccessQuestion, type AccessScope } from '../../engine/index.ts';
import type { Prompt } from '../protocol.ts';
import { Bucket } from './bucket.ts';
import type { Decisions } from './decisions.ts';
import type { HostRules } from './host-rules.ts';
import type { Log } from './log.ts';

/** How an Admin answers a prompt: `once` holds for those who ask now, `always` and `deny` are remembered, `dismissed` decides nothing. */
export type PromptDecision = 'once' | 'always' | 'deny' | 'dismissed';

/** Entries that were told and are remembered, so that each is told once. */
const MOST_TOLD = 10_000;

interface Standing {
  readonly world: string;
  readonly question: AccessQuestion;
  readonly answer: (answer: AccessAnswer) => void;
}

export interface AccessDeskOptions {
  readonly rules: HostRules;
  readonly decisions: Decisions;
  readonly log: Log;
  /** What was decided of a host and port for good has changed: all worlds are told. */
  readonly changed?: (scope: AccessScope, host: string, port: number) => void;
}

/**
 * The host's desk for access: answers what a world asks of the host user, from the allow list, from what was decided before, or by asking
 * the Admins. A remembered refusal comes before everything else.
 */
export class AccessDesk {
  readonly #rules: HostRules;
  readonly #decisions: Decisions;
  readonly #log: Log;
  readonly #listeners = new Set<() => void>();
  readonly #told = new Set<string>();
  readonly #lines = new Bucket(1, 50);
  #changed: (scope: AccessScope, host: string, port: number) => void;
  #standing: Standing[] = [];

  constructor(options: AccessDeskOptions) {
    this.#rules = options.rules;
    this.#decisions = options.decisions;
    this.#log = options.log;
    this.#changed = options.changed ?? (() => undefined);
  }

  /** Says who is told when a remembered decision changes. */
  onDecision(changed: (scope: AccessScope, host: string, port: number) => void): void {
    this.#changed = changed;
  }

  /** Calls when the standing prompts have changed. Returns what ends it. */
  onPrompts(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A world asks. `answer` is called with the decision, or with `waiting` and later the decision. */
  ask(world: string, question: AccessQuestion, answer: (answer: AccessAnswer) => void): void {
    const { scope, host, port } = question;
    const entry = this.#rules.entry(host, port);
    const scheme = schemeOf(question.url);
    if (question.user.userId !== HOST.userId) {
      answer({ ...stamp(question), decision: 'waiting', note: 'Only the host can connect in this version: set HandlingUser to the host.' });
      return;
    }
    const before = this.#decisions.get(scope, host, port);
    if (before?.decision === 'deny') answer({ ask: question.ask, decision: 'deny', by: before.by, at: before.at });
    else if (this.#rules.refuses(scheme, host, port)) {
      this.#tell(
        `refused ${entry}`,
        { code: 'WW_ADDRESS_REFUSED', url: question.url, entry },
        `${ERRORS.WW_ADDRESS_REFUSED.join(' ')} The entry is ${JSON.stringify(entry)}.`,
      );
      answer({ ...stamp(question), decision: 'deny', note: ERRORS.WW_ADDRESS_REFUSED[1] });
    } else if (this.#rules.allows(scheme, host, port)) answer({ ...stamp(question), decision: 'allow' });
    else if (before?.decision === 'allow') answer({ ask: question.ask, decision: 'allow', by: before.by, at: before.at });
    else if (question.standing === true) answer({ ...stamp(question), decision: 'waiting' });
    else {
      this.#standing.push({ world, question, answer });
      this.#tell(
        `waits ${entry}`,
        { code: 'WW_ACCESS_WAITING', world, entity: question.entity, url: question.url, entry },
        `${host}:${port} is not on the allow list: answer at the page, or allow it with --allow-host ${entry}`,
      );
      answer({
        ...stamp(question),
        decision: 'waiting',
        note: `An Admin is asked at the page; --allow-host ${entry} or ${JSON.stringify(entry)} in allowedUrlHosts would allow it.`,
      });
      this.#prompt();
    }
  }

  /** A world takes a question back. */
  withdraw(world: string, ask: number): void {
    this.#leave((entry) => entry.world === world && entry.question.ask === ask);
  }

  /** A world is closed: nobody waits for its answers. */
  forgetWorld(world: string): void {
    this.#leave((entry) => entry.world === world);
  }

  /** Decides a standing question, and with it all that ask for the same host and port. Says whether it stood. */
  decide(world: string, ask: number, decision: PromptDecision, by: string): boolean {
    const asked = this.#standing.find((entry) => entry.world === world && entry.question.ask === ask)?.question;
    if (asked === undefined) return false;
    const forAll = decision === 'always' || decision === 'deny';
    const concerned = this.#leave((entry) => sameTarget(entry.question, asked) && (forAll || entry.world === world));
    const at = new Date().toISOString();
    if (forAll) this.#decisions.remember({ scope: asked.scope, host: asked.host, port: asked.port, decision: decision === 'deny' ? 'deny' : 'allow', by, at });
    for (const entry of concerned)
      entry.answer({ ask: entry.question.ask, decision: decision === 'once' || decision === 'always' ? 'allow' : decision, by, at });
    if (forAll) this.#changed(asked.scope, asked.host, asked.port);
    this.#told.delete(`waits ${this.#rules.entry(asked.host, asked.port)}`);
    return true;
  }

  /** What is remembered of a host and port was changed elsewhere: who waits for it is answered, and all worlds are told. */
  reconsider(scope: AccessScope, host: string, port: number): void {
    const decided = this.#decisions.get(scope, host, port);
    if (decided !== undefined) {
      const { decision, by, at } = decided;
      for (const entry of this.#leave(({ question }) => question.scope === scope && question.host === host && question.port === port))
        entry.answer({ ask: entry.question.ask, decision, by, at });
    }
    this.#changed(scope, host, port);
  }

  /** Takes a remembered decision back; who stands denied by it asks anew. Says whether there was one. */
  forget(scope: AccessScope, host: string, port: number): boolean {
    const had = this.#decisions.forget(scope, host, port);
    if (had) this.#changed(scope, host, port);
    return had;
  }

  /** All standing prompts: one for each world, scope, host and port. */
  prompts(): Prompt[] {
    const first = new Map<string, Prompt & { also: { entity: string; path: readonly string[] }[] }>();
    for (const { world, question } of this.#standing) {
      const key = `${world} ${question.scope} ${question.host} ${question.port}`;
      const known = first.get(key);
      const warning = this.#rules.warning(question.host);
      if (known === undefined) first.set(key, { ...question, world, ...(warning === undefined ? {} : { warning }), also: [] });
      else known.also.push({ entity: question.entity, path: question.path });
    }
    return [...first.values()];
  }

  #leave(which: (entry: Standing) => boolean): Standing[] {
    const gone = this.#standing.filter(which);
    if (gone.length === 0) return gone;
    this.#standing = this.#standing.filter((entry) => !which(entry));
    this.#prompt();
    return gone;
  }

  #prompt(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Once for each entry: a thousand clients of one host are one line. */
  #tell(key: string, about: object, message: string): void {
    if (this.#told.has(key) || !this.#lines.take()) return;
    if (this.#told.size >= MOST_TOLD) this.#told.clear();
    this.#told.add(key);
    this.#log.warn(about, message);
  }
}

function stamp(question: AccessQuestion): { ask: number; by: string; at: string } {
  return { ask: question.ask, by: HOST.userId, at: new Date().toISOString() };
}

/** `ws:`, `wss:`, … */
function schemeOf(url: string): string {
  return url.slice(0, url.indexOf(':') + 1).toLowerCase();
}

function sameTarget(a: AccessQuestion, b: AccessQuestion): boolean {
  return a.scope === b.scope && a.host === b.host && a.port === b.port;
}
