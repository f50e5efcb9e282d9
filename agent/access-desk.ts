import type { AccessAnswer, AccessQuestion, AccessScope, AgentQuestion, Prompt, RememberedDecision } from '../server/protocol.ts';

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

/** Entries that were told and are remembered, so that each is told once. */
const MOST_TOLD = 10_000;

interface Standing {
  readonly world: string;
  readonly question: AgentQuestion;
  readonly answer: (answer: AccessAnswer) => void;
}

export interface AccessDeskOptions {
  /** Id of the user whose desk it is. */
  readonly userId: string;
  readonly rules: DeskRules;
  readonly memory: DeskMemory;
  readonly log: DeskLog;
  /** What StateReason and the log say of one that waits, by the entry that would allow it. */
  readonly waiting: (entry: string) => string;
  /** What was decided of a host and port for good has changed: all worlds are told. */
  readonly changed?: (scope: AccessScope, host: string, port: number) => void;
}

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
  readonly #listeners = new Set<() => void>();
  readonly #told = new Set<string>();
  /** Allowed for this once. */
  readonly #once = new Set<string>();
  #changed: (scope: AccessScope, host: string, port: number) => void;
  #standing: Standing[] = [];

  constructor(options: AccessDeskOptions) {
    this.#userId = options.userId;
    this.#rules = options.rules;
    this.#memory = options.memory;
    this.#log = options.log;
    this.#waiting = options.waiting;
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
  ask(world: string, question: AgentQuestion, answer: (answer: AccessAnswer) => void): void {
    const { scope, host, port } = question;
    const entry = this.#rules.entry(host, port);
    const scheme = schemeOf(question.url);
    const stamp = (): { ask: number; by: string; at: string } => ({ ask: question.ask, by: this.#userId, at: new Date().toISOString() });
    const refusal = this.#rules.refuses(scheme, host, port);
    const before = this.#memory.get(scope, host, port);
    if (before?.decision === 'deny') answer({ ask: question.ask, decision: 'deny', by: before.by, at: before.at });
    else if (refusal !== null) {
      this.#tell(`refused ${entry}`, { code: 'WW_ADDRESS_REFUSED', url: question.url, entry }, `${refusal} The entry is ${JSON.stringify(entry)}.`);
      answer({ ...stamp(), decision: 'deny', note: refusal });
    } else if (this.#rules.allows(scheme, host, port)) answer({ ...stamp(), decision: 'allow' });
    else if (before?.decision === 'allow') answer({ ask: question.ask, decision: 'allow', by: before.by, at: before.at });
    else if (question.standing === true) answer({ ...stamp(), decision: 'waiting' });
    else {
      this.#standing.push({ world, question, answer });
      this.#tell(`waits ${entry}`, { code: 'WW_ACCESS_WAITING', world, entity: question.entity, url: question.url, entry }, this.#waiting(entry));
      answer({
        ...stamp(),
        decision: 'waiting',
        note: this.#waiting(entry),
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
    if (forAll) this.#memory.remember({ scope: asked.scope, host: asked.host, port: asked.port, decision: decision === 'deny' ? 'deny' : 'allow', by, at });
    for (const { question, world: where, answer } of concerned) {
      if (decision === 'once') this.#once.add(onceKey(where, question.url, question.entity, question.component));
      const once = decision === 'once' ? { once: true as const } : {};
      answer({ ask: question.ask, decision: decision === 'once' || decision === 'always' ? 'allow' : decision, by, at, ...once });
    }
    if (forAll) this.#changed(asked.scope, asked.host, asked.port);
    this.#told.delete(`waits ${this.#rules.entry(asked.host, asked.port)}`);
    return true;
  }

  /** What is remembered of a host and port was changed elsewhere: who waits for it is answered, and all worlds are told. */
  reconsider(scope: AccessScope, host: string, port: number): void {
    const decided = this.#memory.get(scope, host, port);
    if (decided !== undefined) {
      const { decision, by, at } = decided;
      for (const entry of this.#leave(({ question }) => question.scope === scope && question.host === host && question.port === port))
        entry.answer({ ask: entry.question.ask, decision, by, at });
    }
    this.#changed(scope, host, port);
  }

  /** All that was decided for good. */
  get remembered(): readonly RememberedDecision[] {
    return this.#memory.list;
  }

  /** Whether a connection may be opened by what stands decided: the owner's list, a remembered allowance, or one for this once. */
  permits(world: string, url: string, entity: string, component: string): boolean {
    const target = hostPortOf(url);
    if (target === undefined) return false;
    const { scheme, host, port } = target;
    const decided = this.#memory.get('Websocket', host, port)?.decision;
    if (decided === 'deny' || this.#rules.refuses(scheme, host, port) !== null) return false;
    return decided === 'allow' || this.#rules.allows(scheme, host, port) || this.#once.has(onceKey(world, url, entity, component));
  }

  /** Takes a remembered decision back; who stands denied by it asks anew. Says whether there was one. */
  forget(scope: AccessScope, host: string, port: number): boolean {
    const had = this.#memory.forget(scope, host, port);
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
    if (this.#told.has(key)) return;
    if (this.#told.size >= MOST_TOLD) this.#told.clear();
    this.#told.add(key);
    this.#log.warn(about, message);
  }
}

/** `ws:`, `wss:`, … */
function schemeOf(url: string): string {
  return url.slice(0, url.indexOf(':') + 1).toLowerCase();
}

function sameTarget(a: AccessQuestion, b: AccessQuestion): boolean {
  return a.scope === b.scope && a.host === b.host && a.port === b.port;
}

function onceKey(world: string, url: string, entity: string, component: string): string {
  return JSON.stringify([world, url, entity, component]);
}

/** Scheme, host and port of an address as the world's own text has it, which is normal already. */
function hostPortOf(url: string): { scheme: string; host: string; port: number } | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'ws:' && protocol !== 'wss:') return undefined;
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return { scheme: protocol, host, port: port === '' ? (protocol === 'wss:' ? 443 : 80) : Number(port) };
}
