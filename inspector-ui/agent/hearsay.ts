import { targetOf } from '../../agent/address.ts';
import { tabRules } from '../../agent/tab-rules.ts';
import type { AgentAnswer, AgentQuestion } from '../../agent/messages.ts';
import type { ServerToPage } from '../../server/protocol.ts';
import type { TabMemory } from './tab-memory.ts';

type For = Pick<AgentQuestion, 'url' | 'entity' | 'component'>;
interface Told extends For {
  readonly world: string;
}

/** What is kept of it, before all is forgotten. */
const MOST = 10_000;

/**
 * What was allowed for this once in another tab of this browser. All tabs of it are one machine: the server asks them all, takes the first
 * answer, and lets any of them open the connection.
 */
export class Hearsay {
  readonly #channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('worldwire-access') : undefined;
  readonly #asked = new Map<number, For>();
  readonly #allowed = new Set<string>();
  #world = '';

  constructor() {
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!isTold(data)) return;
      if (this.#allowed.size >= MOST) this.#allowed.clear();
      this.#allowed.add(keyOf(data.world, data));
    });
  }

  /** The server asks this tab. */
  asked({ world, asked, withdrawn, whole }: Parameters<ServerToPage['questions']>[0]): void {
    if (whole === true) this.#asked.clear();
    this.#world = world;
    for (const ask of withdrawn) this.#asked.delete(ask);
    for (const { ask, url, entity, component } of asked) this.#asked.set(ask, { url, entity, component });
  }

  /** This tab answers the server. */
  answered({ world, answers }: { readonly world: string; readonly answers: readonly AgentAnswer[] }): void {
    for (const { ask, decision, once } of answers) {
      if (decision === 'waiting') continue;
      const about = this.#asked.get(ask);
      this.#asked.delete(ask);
      if (about !== undefined && decision === 'allow' && once === true) this.#channel?.postMessage({ world, ...about } satisfies Told);
    }
  }

  /** Whether another tab has told that its user allowed this. A remembered refusal counts more. */
  permits(request: For, memory: TabMemory): boolean {
    const target = targetOf(request.url);
    if (target === undefined || !this.#allowed.has(keyOf(this.#world, request))) return false;
    const { scheme, host, port } = target;
    return tabRules.refuses(scheme, host, port) === null && memory.get('Websocket', host, port)?.decision !== 'deny';
  }

  forget(): void {
    this.#asked.clear();
    this.#allowed.clear();
  }
}

function keyOf(world: string, { url, entity, component }: For): string {
  return JSON.stringify([world, url, entity, component]);
}

function isTold(data: unknown): data is Told {
  if (typeof data !== 'object' || data === null) return false;
  const { world, url, entity, component } = data as { [key in keyof Told]?: unknown };
  return [world, url, entity, component].every((each) => typeof each === 'string');
}
