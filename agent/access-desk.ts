import type { AccessAnswer, AccessScope } from '../engine/index.ts';
import type { AgentQuestion, Prompt, RememberedDecision } from './messages.ts';
import { scopeOf, targetOf } from './address.ts';
import { onceFor, onceKey, Onces } from './once.ts';
import { Prompts } from './prompts.ts';

/** What the owner of the machine has said before anybody is asked. */
export interface DeskRules {
  /** Whether the owner lists it for this scheme (`ws:`, `wss:`, …); an entry without a port means the scheme's own. */
  allows(scheme: string, host: string, port: number): boolean;
  /** Why it is refused whatever anybody answers, in words; null where it is not. */
  refuses(scheme: string, host: string, port: number): string | null;
  /** The entry that would allow it. */
  entry(host: string, port: number): string;
  /** Where it lies, in words, if that is near. */
  warning(host: string): string | undefined;
}
/** Where what was decided for good is kept. */
export interface DeskMemory {
  get(scope: AccessScope, host: string, port: number): RememberedDecision | undefined;
  remember(decision: RememberedDecision): void;
  /** Says whether there was one. */
  forget(scope: AccessScope, host: string, port: number): boolean;
  readonly list: readonly RememberedDecision[];
}
/** Lines for who runs the machine. */
export interface DeskLog {
  warn(about: object, message: string): void;
}

/** How a user answers a prompt: `once` holds for those who ask now, `always` and `deny` are remembered, `dismissed` decides nothing. */
export type PromptDecision = 'once' | 'always' | 'deny' | 'dismissed';

export interface AccessDeskOptions {
  /** Id of the user whose desk it is. */
  readonly userId: string;
  readonly rules: DeskRules;
  readonly memory: DeskMemory;
  readonly log: DeskLog;
  /** What StateReason and the log say of one that waits, by the entry that would allow it. */
  readonly waiting: (entry: string) => string;
  /** Questions that may stand at a time; any more are dismissed. Default as many as worlds ask. */
  readonly mostStanding?: number;
  /** What was decided of a host and port for good has changed: all worlds are told. */
  readonly changed?: (scope: AccessScope, host: string, port: number) => void;
}

/** Entries and hosts that are kept in mind, before all are forgotten. */
const MOST_KEPT = 10_000;
const SCHEMES = ['ws:', 'wss:', 'http:', 'https:'];
/** Characters of a host's name; DNS knows no longer ones. */
const LONGEST_HOST = 253;
/** Characters of a reason that are remembered. */
const LONGEST_REASON = 1000;

/**
 * A user's desk for access, on their machine: answers what worlds ask of that user, from the owner's list, from what was decided before, or
 * by asking somebody. A remembered refusal comes before everything else.
 */
export class AccessDesk {
  readonly #userId: string;
  readonly #rules: DeskRules;
  readonly #memory: DeskMemory;
  readonly #log: DeskLog;
  readonly #waiting: (entry: string) => string;
  readonly #mostStanding: number;
  readonly #prompts: Prompts;
  readonly #told = new Set<string>();
  readonly #onces = new Onces();
  /** Where names were found to lead near, in words, by host and port. */
  readonly #found = new Map<string, string>();
  #changed: (scope: AccessScope, host: string, port: number) => void;

  constructor(options: AccessDeskOptions) {
    this.#userId = options.userId;
    this.#rules = options.rules;
    this.#memory = options.memory;
    this.#log = options.log;
    this.#waiting = options.waiting;
    this.#mostStanding = options.mostStanding ?? Infinity;
    this.#changed = options.changed ?? (() => undefined);
    this.#prompts = new Prompts((question) => this.#warning(question));
  }

  /** Says who is told when a remembered decision changes. */
  onDecision(changed: (scope: AccessScope, host: string, port: number) => void): void {
    this.#changed = changed;
  }

  /** Calls when the standing prompts have changed, once for all changes of a turn. Returns what ends it. */
  onPrompts(listener: () => void): () => void {
    return this.#prompts.listen(listener);
  }

  /** A world asks. `answer` is called with the decision, or with `waiting` and later the decision. */
  ask(world: string, question: AgentQuestion, answer: (answer: AccessAnswer) => void): void {
    const { ask, scope, host, port } = question;
    const own = { ask, by: this.#userId, at: new Date().toISOString() };
    const target = targetOf(question.url);
    // What is dialled is the URL, so that is what must be asked for; and nothing is remembered that no name server knows.
    if (target?.host !== host || target.port !== port || host.length > LONGEST_HOST)
      return answer({ ...own, decision: 'deny', note: 'the question does not name the host and port of its URL' });
    const before = this.#memory.get(scope, host, port);
    if (before !== undefined) this.#given(before, question.reason);
    const key = onceKey(scope, world, question),
      what = onceFor(scope, question.url);
    // Whoever asks for another URL has left the one before, and comes back to it as a stranger.
    if (this.#onces.get(key, what) === undefined) this.#onces.forget(key);
    if (before?.decision === 'deny') {
      this.#onces.forget(key);
      return answer({ ask, decision: 'deny', ...whoDecided(before) });
    }
    const entry = this.#rules.entry(host, port);
    const refusal = this.#rules.refuses(target.scheme, host, port);
    if (refusal !== null) {
      this.#tell(`refused ${entry}`, { code: 'WW_ADDRESS_REFUSED', url: question.url, entry }, `${refusal} The entry is ${JSON.stringify(entry)}.`);
      return answer({ ...own, decision: 'deny', note: refusal });
    }
    if (this.#rules.allows(target.scheme, host, port)) return answer({ ...own, decision: 'allow' });
    const untold = this.#found.has(placeOf(host, port)) && !this.#isTold(scope, host, port);
    if (before !== undefined && !untold) return answer({ ask, decision: 'allow', ...whoDecided(before) });
    if (question.standing === true) return answer({ ...own, decision: question.once === true && !untold ? 'waiting' : 'revoked' });
    const once = this.#onces.get(key, what);
    if (once?.resumes === true && !untold) {
      once.resumes = false;
      return answer({ ask, decision: 'allow', once: true, by: once.by, at: once.at });
    }
    this.#onces.forget(key);
    if (this.#prompts.size >= this.#mostStanding) return answer({ ...own, decision: 'dismissed' });
    this.#prompts.add({ world, question, answer });
    // One that was allowed is asked for again since it was found to lie near: without that said, nobody would know why.
    const note = `${untold ? `${this.#found.get(placeOf(host, port))} ` : ''}${this.#waiting(entry)}`;
    this.#tell(`waits ${untold ? 'near ' : ''}${entry}`, { code: 'WW_ACCESS_WAITING', world, entity: question.entity, url: question.url, entry }, note);
    answer({ ...own, decision: 'waiting', note });
  }

  /** A world takes a question back. */
  withdraw(world: string, ask: number): void {
    this.#prompts.remove(world, ask);
  }

  /** A world is out of reach, or asks everything anew: its questions stand no longer. What was allowed once still is, when it asks again. */
  interrupted(world: string): void {
    this.#prompts.removeWorld(world);
    this.#onces.interrupt(world);
  }

  /** A world is closed: nobody waits for its answers, and what was allowed there once is no longer. */
  forgetWorld(world: string): void {
    this.#prompts.removeWorld(world);
    this.#onces.forgetWhere((once) => once.world === world);
  }

  /**
   * Decides a standing question, and with it all that ask for the same host and port. Says whether it stood.
   * @param newest number of the newest that was shown: what came after it is neither allowed once nor dismissed along
   */
  decide(world: string, ask: number, decision: PromptDecision, by: string, name?: string, newest?: number): boolean {
    const asked = this.#prompts.find(world, ask)?.question;
    if (asked === undefined) return false;
    const { scope, host, port, reason } = asked;
    const at = new Date().toISOString();
    const near = this.#ownWarning(asked) !== undefined;
    const isForAll = decision === 'always' || decision === 'deny';
    const concerned = isForAll ? this.#prompts.take(asked) : this.#prompts.take(asked, world, newest);
    if (isForAll) this.#remember({ scope, host, port, decision: decision === 'deny' ? 'deny' : 'allow', by, at, reason, ...named(name) }, near);
    for (const { question, world: where, answer } of concerned) {
      if (decision === 'once')
        this.#onces.set(onceKey(scope, where, question), { world: where, what: onceFor(scope, question.url), scope, host, port, by, at, near, resumes: false });
      const once = decision === 'once' ? { once: true as const } : {};
      answer({ ask: question.ask, decision: decision === 'once' || decision === 'always' ? 'allow' : decision, by, at, ...once, ...named(name) });
    }
    if (isForAll) this.#changed(scope, host, port);
    for (const why of ['', 'near ']) this.#told.delete(`waits ${why}${this.#rules.entry(host, port)}`);
    return true;
  }

  /**
   * Decides of a host and port for good without having been asked. Gives why that would be of no use, in words, and does nothing then; else null.
   * @param near who decides knows that it lies on their machine or a network nearby; a host whose spelling says so needs no such word
   */
  settle(scope: AccessScope, host: string, port: number, decision: 'allow' | 'deny', by: string, near = false, name?: string): string | null {
    const schemes = SCHEMES.filter((scheme) => scopeOf(scheme) === scope);
    const refusals = schemes.map((scheme) => this.#rules.refuses(scheme, host, port));
    const refusal = refusals.every((each) => each !== null) ? (refusals[0] ?? null) : null;
    if (decision === 'allow' && refusal !== null) return refusal;
    if (host.length > LONGEST_HOST) return `The name of a host has at most ${LONGEST_HOST} characters.`;
    const reason = this.#memory.get(scope, host, port)?.reason ?? '';
    // Whoever spells an address of their own machine or network says themselves where it lies.
    this.#remember({ scope, host, port, decision, by, at: new Date().toISOString(), reason, ...named(name) }, near || this.#rules.warning(host) !== undefined);
    this.reconsider(scope, host, port);
    return null;
  }

  /** What is remembered of a host and port was changed elsewhere: who waits for it is answered, and all worlds are told. */
  reconsider(scope: AccessScope, host: string, port: number): void {
    const decided = this.#memory.get(scope, host, port);
    const untold = this.#found.has(placeOf(host, port)) && !this.#isTold(scope, host, port);
    if (decided !== undefined && (decided.decision === 'deny' || !untold)) {
      const { decision } = decided;
      for (const { question, answer } of this.#prompts.take({ scope, host, port })) answer({ ask: question.ask, decision, ...whoDecided(decided) });
    }
    this.#changed(scope, host, port);
  }

  /** Takes a remembered decision back; who stands allowed or denied by it asks anew. Says whether there was one. */
  forget(scope: AccessScope, host: string, port: number): boolean {
    const had = this.#memory.forget(scope, host, port);
    if (had) this.#changed(scope, host, port);
    return had;
  }

  /** All that was decided for good. */
  get remembered(): readonly RememberedDecision[] {
    return this.#memory.list;
  }

  /**
   * Whether a connection may be opened, or a request sent, by what stands decided: the owner's list, a remembered allowance, or one for this once.
   * @param scope what the URL is to be used for; one of another scheme is not permitted
   */
  permits(world: string, url: string, entity: string, component: string, scope: AccessScope = 'Websocket'): boolean {
    const target = targetOf(url);
    if (target === undefined || scopeOf(target.scheme) !== scope) return false;
    const { scheme, host, port } = target;
    const decided = this.#memory.get(scope, host, port)?.decision;
    if (decided === 'deny' || this.#rules.refuses(scheme, host, port) !== null) return false;
    if (decided === 'allow' || this.#rules.allows(scheme, host, port)) return true;
    return this.#onces.get(onceKey(scope, world, { entity, component, url }), onceFor(scope, url)) !== undefined;
  }

  /**
   * Whether an address near the user may be dialled for a host and port: who allowed it was told, for good or for this once. The
   * owner's list is asked elsewhere. Each scope is allowed on its own.
   */
  addressAllowed(host: string, port: number, scope: AccessScope = 'Websocket'): boolean {
    return this.#isTold(scope, host, port);
  }

  /** A name that was allowed was found to lead near: the next question for it is put with this warning, though it is remembered as allowed. */
  nearFound(host: string, port: number, words: string): void {
    if (this.#found.size >= MOST_KEPT) this.#found.clear();
    this.#found.set(placeOf(host, port), words);
    this.#prompts.changed();
  }

  /** The standing prompts, one for each world, scope, host and port; the oldest 1,000. */
  prompts(): Prompt[] {
    return this.#prompts.list();
  }

  #warning(question: AgentQuestion): string | undefined {
    return this.#ownWarning(question) ?? question.warning;
  }

  /** What this machine itself knows. Only that tells a user where a host lies: what the server says may be anything. */
  #ownWarning({ host, port }: AgentQuestion): string | undefined {
    return this.#found.get(placeOf(host, port)) ?? this.#rules.warning(host);
  }

  #isTold(scope: AccessScope, host: string, port: number): boolean {
    if (this.#onces.isTold({ scope, host, port })) return true;
    const decided = this.#memory.get(scope, host, port);
    // Where the spelling itself tells that it is near, no prompt has ever left that out.
    return decided?.decision === 'allow' && (decided.near === true || this.#rules.warning(host) !== undefined);
  }

  #remember(decision: RememberedDecision & { readonly reason: string }, near: boolean): void {
    const { reason, ...rest } = decision;
    const given = cut(reason);
    this.#memory.remember({ ...rest, ...(given === '' ? {} : { reason: given }), ...(near ? { near: true } : {}) });
    this.#onces.forgetWhere((once) => once.scope === decision.scope && once.host === decision.host && once.port === decision.port);
  }

  /** The reason that was given last is kept with what was decided. */
  #given(before: RememberedDecision, reason: string): void {
    const given = cut(reason);
    if (given !== '' && given !== before.reason) this.#memory.remember({ ...before, reason: given });
  }

  /** Once for each entry: a thousand clients of one host are one line. */
  #tell(key: string, about: object, message: string): void {
    if (this.#told.has(key)) return;
    if (this.#told.size >= MOST_KEPT) this.#told.clear();
    this.#told.add(key);
    this.#log.warn(about, message);
  }
}

function placeOf(host: string, port: number): string {
  return `${host} ${port}`;
}

function cut(reason: string): string {
  const text = reason.trim();
  return text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON)}…` : text;
}

function named(name: string | undefined): { name?: string } {
  return name === undefined ? {} : { name };
}

function whoDecided({ by, name, at }: RememberedDecision): Pick<AccessAnswer, 'by' | 'name' | 'at'> {
  return { by, at, ...named(name) };
}
