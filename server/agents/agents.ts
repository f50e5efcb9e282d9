import type { UserRef } from '../../engine/index.ts';
import type { ConnectedAgent } from './connected-agent.ts';

/** The agents that have joined, in the order of their coming. */
export class Agents {
  /** By world and user, and by world, user and machine; the newest last. */
  readonly #agents = new Map<string, ConnectedAgent[]>();

  add(agent: ConnectedAgent): void {
    for (const key of keysOf(agent)) {
      const known = this.#agents.get(key);
      if (known === undefined) this.#agents.set(key, [agent]);
      else if (!known.includes(agent)) known.push(agent);
    }
  }

  /** An agent has gone, or is in another world: what it carried has ended. */
  remove(agent: ConnectedAgent, reason: string): void {
    let had = false;
    for (const key of keysOf(agent)) {
      const known = this.#agents.get(key) ?? [];
      const left = known.filter((each) => each !== agent);
      had ||= left.length < known.length;
      if (left.length === 0) this.#agents.delete(key);
      else this.#agents.set(key, left);
    }
    if (had) agent.lost(reason);
  }

  /** How many are there now, in all worlds. */
  get count(): number {
    return new Set([...this.#agents.values()].flat().filter((agent) => !agent.isGone)).size;
  }

  /** Agents of a user's machine in a world, the newest first; of any machine where none is named. */
  of(world: string, user: UserRef): ConnectedAgent[] {
    return this.#known(world, user)
      .filter((agent) => !agent.isGone)
      .toReversed();
  }

  /** The newest of them. One that was put out counts no more, even while its line has not ended. */
  newest(world: string, user: UserRef): ConnectedAgent | undefined {
    return this.#known(world, user).findLast((agent) => !agent.isGone);
  }

  #known(world: string, { userId, machineId }: UserRef): readonly ConnectedAgent[] {
    return this.#agents.get(keyOf(world, userId, machineId)) ?? [];
  }
}

function keysOf({ world, user }: ConnectedAgent): readonly string[] {
  return [keyOf(world, user.userId, null), keyOf(world, user.userId, user.machineId)];
}

/** None of the ids holds a space; the name of a world comes last, since it may. */
function keyOf(world: string, userId: string, machineId: string | null): string {
  return `${userId} ${machineId ?? ''} ${world}`;
}
