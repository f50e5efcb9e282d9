import type { UserRef } from '../../engine/index.ts';
import type { ConnectedAgent } from './connected-agent.ts';

/** The agents that have joined, in the order of their coming. */
export class Agents {
  readonly #agents = new Set<ConnectedAgent>();

  add(agent: ConnectedAgent): void {
    this.#agents.add(agent);
  }

  /** An agent has gone, or is in another world: what it carried has ended. */
  remove(agent: ConnectedAgent, reason: string): void {
    if (this.#agents.delete(agent)) agent.lost(reason);
  }

  /** Agents of a user's machine in a world, the newest first. */
  of(world: string, user: UserRef): ConnectedAgent[] {
    return [...this.#agents].filter((agent) => agent.world === world && agent.serves(user)).reverse();
  }
}
