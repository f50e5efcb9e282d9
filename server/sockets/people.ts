import { HOST, WorldwireError, type JoinedUser } from '../../engine/index.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';

interface Present {
  user: JoinedUser;
  pages: number;
  leaving: NodeJS.Timeout | undefined;
}

/** A page that is reloaded is back before this many milliseconds, and its user has never left. */
const GRACE = 1500;

/** Who is in which world. A user is in a world as long as one of their pages is. */
export class People {
  readonly #present = new Map<HostedWorld, Map<string, Present>>();
  readonly #maxUsers: number;
  #ended = false;

  /** @param maxUsers most users in a world; 0 is no limit */
  constructor(maxUsers: number) {
    this.#maxUsers = maxUsers;
  }

  /** A page comes in; the first of a user lets them join the world. Rejects with WW_LIMIT where it is full. */
  async enter(world: HostedWorld, user: JoinedUser): Promise<void> {
    const here = this.#present.get(world) ?? new Map<string, Present>();
    this.#present.set(world, here);
    const key = `${user.userId} ${user.machineId}`;
    const before = here.get(key);
    if (before !== undefined) {
      clearTimeout(before.leaving);
      before.leaving = undefined;
      before.pages += 1;
      if (before.user.name !== user.name) {
        before.user = user;
        await world.submit(HOST, { type: 'join', user });
      }
      return;
    }
    const users = new Set([...here.values()].map((present) => present.user.userId));
    if (this.#maxUsers > 0 && !users.has(user.userId) && users.size >= this.#maxUsers)
      throw new WorldwireError('WW_LIMIT', `This world is full: maxUsers in the configuration is ${this.#maxUsers}.`);
    here.set(key, { user, pages: 1, leaving: undefined });
    try {
      const result = await world.submit(HOST, { type: 'join', user });
      if (!result.ok) throw new WorldwireError(result.code, result.message, result.errors);
    } catch (error) {
      here.delete(key);
      throw error;
    }
  }

  /** A page goes; the last of a user lets them leave after a short while. */
  exit(world: HostedWorld, user: JoinedUser, reason: string): void {
    const here = this.#present.get(world);
    const key = `${user.userId} ${user.machineId}`;
    const present = here?.get(key);
    if (here === undefined || present === undefined || --present.pages > 0 || this.#ended) return;
    present.leaving = setTimeout(() => {
      here.delete(key);
      void world.submit(HOST, { type: 'leave', userId: user.userId, machineId: user.machineId, reason }).catch(() => undefined);
    }, GRACE);
    present.leaving.unref();
  }

  /** A world is closed. */
  forget(world: HostedWorld): void {
    for (const present of this.#present.get(world)?.values() ?? []) clearTimeout(present.leaving);
    this.#present.delete(world);
  }

  /** The server ends: nobody leaves any more. */
  end(): void {
    this.#ended = true;
    for (const world of this.#present.keys()) this.forget(world);
  }
}
