import type { DeskMemory } from '../../agent/access-desk.ts';
import type { RememberedDecision } from '../../agent/messages.ts';
import type { AccessScope } from '../../server/protocol.ts';
import { nextTask } from './next-task.ts';

/** Not among what the page's own settings forget. */
const KEY = 'worldwire-access';
/** Decisions that are kept; the oldest go first. */
const MOST = 5_000;

type Changed = (decision: Pick<RememberedDecision, 'scope' | 'host' | 'port'>) => void;

/** What this browser's user has decided for good of what may be dialled, kept for this origin, and shared by its tabs. */
export class TabMemory implements DeskMemory {
  #decisions = new Map<string, RememberedDecision>();
  #isKept = true;
  #writing = false;

  /** @param changed another tab has changed what is remembered of a host and port */
  constructor(changed: Changed) {
    this.#decisions = this.#read() ?? this.#decisions;
    // A tab tells its own changes to the others only.
    addEventListener('storage', ({ key, storageArea }) => {
      if (storageArea === localStorage && (key === KEY || key === null)) this.#heed(changed);
    });
  }

  /** Whether what is decided outlives the tab. False where the browser lets a page keep nothing. */
  get isKept(): boolean {
    return this.#isKept;
  }
  get list(): readonly RememberedDecision[] {
    return [...this.#decisions.values()];
  }

  get(scope: AccessScope, host: string, port: number): RememberedDecision | undefined {
    return this.#decisions.get(keyOf({ scope, host, port }));
  }

  remember(decision: RememberedDecision): void {
    this.#decisions.delete(keyOf(decision));
    this.#decisions.set(keyOf(decision), decision);
    for (const key of this.#decisions.keys()) {
      if (this.#decisions.size <= MOST) break;
      this.#decisions.delete(key);
    }
    this.#writeSoon();
  }

  forget(scope: AccessScope, host: string, port: number): boolean {
    const had = this.#decisions.delete(keyOf({ scope, host, port }));
    if (had) this.#writeSoon();
    return had;
  }

  #heed(changed: Changed): void {
    const before = this.#decisions;
    this.#decisions = this.#read() ?? new Map<string, RememberedDecision>();
    for (const key of new Set([...before.keys(), ...this.#decisions.keys()])) {
      const old = before.get(key),
        now = this.#decisions.get(key);
      const decision = now ?? old;
      if (decision !== undefined && (old?.decision !== now?.decision || old?.near !== now?.near)) changed(decision);
    }
  }

  /** Undefined where the browser lets a page keep nothing. What does not hold is passed over: anybody at this machine may have written it. */
  #read(): Map<string, RememberedDecision> | undefined {
    let text: string | null;
    try {
      text = localStorage.getItem(KEY);
    } catch {
      this.#isKept = false;
      return undefined;
    }
    const list = text === null ? [] : parsed(text);
    const decisions = (Array.isArray(list) ? list : []).filter(isDecision).slice(-MOST);
    return new Map(decisions.map((decision) => [keyOf(decision), decision]));
  }

  /** The changes of one task are written once. */
  #writeSoon(): void {
    if (this.#writing) return;
    this.#writing = true;
    nextTask(() => {
      this.#writing = false;
      try {
        localStorage.setItem(KEY, JSON.stringify(this.list));
        this.#isKept = true;
      } catch {
        this.#isKept = false;
      }
    });
  }
}

function keyOf({ scope, host, port }: Pick<RememberedDecision, 'scope' | 'host' | 'port'>): string {
  return `${scope} ${host} ${port}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isDecision(value: unknown): value is RememberedDecision {
  if (typeof value !== 'object' || value === null) return false;
  const { scope, host, port, decision, by, at, reason, near } = value as { [key in keyof RememberedDecision]?: unknown };
  return (
    (scope === 'Websocket' || scope === 'HTTP') &&
    isText(host, 253) &&
    Number.isInteger(port) &&
    (port as number) >= 1 &&
    (port as number) <= 65_535 &&
    (decision === 'allow' || decision === 'deny') &&
    isText(by, 200) &&
    isText(at, 40) &&
    !Number.isNaN(Date.parse(at)) &&
    (reason === undefined || isText(reason, 2000)) &&
    (near === undefined || near === true)
  );
}

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= most;
}
