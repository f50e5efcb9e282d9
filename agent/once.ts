import type { AccessScope } from '../engine/index.ts';
import type { AgentQuestion } from './messages.ts';

/** An allowance for this once: where to, by whom and when, and whether they were told that it lies near. */
export interface Once {
  readonly world: string;
  /** What it is for, as `onceFor` says. */
  readonly what: string;
  readonly scope: AccessScope;
  readonly host: string;
  readonly port: number;
  readonly by: string;
  readonly at: string;
  readonly near: boolean;
  /** The world was out of reach since: the next question for it is the same one, asked again. */
  resumes: boolean;
}
type Place = Pick<Once, 'scope' | 'host' | 'port'>;

/**
 * What was allowed for this once, by who asked for it. For a connection each asks for one URL at a time, and by asking for another lets go of the one
 * before; requests go to any number of hosts.
 */
export class Onces {
  readonly #all = new Map<string, Once>();
  /** How many of them were told that a place lies near. */
  readonly #near = new Map<string, number>();

  /** What was allowed to who asks. @param what it is for */
  get(key: string, what: string): Once | undefined {
    const once = this.#all.get(key);
    return once?.what === what ? once : undefined;
  }

  set(key: string, once: Once): void {
    this.forget(key);
    this.#all.set(key, once);
    if (once.near) this.#count(once, 1);
  }

  forget(key: string): void {
    const once = this.#all.get(key);
    if (once === undefined) return;
    this.#all.delete(key);
    if (once.near) this.#count(once, -1);
  }

  forgetWhere(which: (once: Once) => boolean): void {
    for (const [key, once] of this.#all) if (which(once)) this.forget(key);
  }

  /** A world is out of reach: what it asks next, it asks again. */
  interrupt(world: string): void {
    for (const once of this.#all.values()) if (once.world === world) once.resumes = true;
  }

  /** Whether somebody who allowed a place once was told that it lies near. */
  isTold(place: Place): boolean {
    return this.#near.has(placeKey(place));
  }

  #count(place: Place, step: number): void {
    const key = placeKey(place);
    const count = (this.#near.get(key) ?? 0) + step;
    if (count > 0) this.#near.set(key, count);
    else this.#near.delete(key);
  }
}

/** Who asks; of requests each scheme, host and port is a matter of its own. */
export function onceKey(scope: AccessScope, world: string, { entity, component, url }: Pick<AgentQuestion, 'entity' | 'component' | 'url'>): string {
  return JSON.stringify([scope, world, entity, component, ...(scope === 'HTTP' ? [onceFor(scope, url)] : [])]);
}
/** What an allowance for this once is for: a URL to connect to, or a scheme, host and port that requests are sent to, whatever their paths. */
export function onceFor(scope: AccessScope, url: string): string {
  return scope === 'HTTP' && URL.canParse(url) ? new URL(url).origin : url;
}

function placeKey({ scope, host, port }: Place): string {
  return `${scope} ${host} ${port}`;
}
