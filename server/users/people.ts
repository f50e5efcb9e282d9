import { HOST, WorldwireError, type JoinedUser } from '../../engine/index.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';

/** A machine of a user in a world, and the pages by which it is there. */
interface Present {
  /** As the world knows them. */
  user: JoinedUser;
  /** Who they are by each page, the newest last; a command line is a page, too. */
  readonly pages: Map<object, JoinedUser>;
  leaving: NodeJS.Timeout | undefined;
}

/** A page that is reloaded is back before this many milliseconds, and its user has never left. */
const GRACE = 1500;

/** Who is in which world. A machine of a user is in a world as long as one of its pages is. */
export class People {
  readonly #present = new Map<HostedWorld, Map<string, Present>>();
  readonly #maxUsers: number;
  #ended = false;

  /** @param maxUsers most users in a world; 0 is no limit */
  constructor(maxUsers: number) {
    this.#maxUsers = maxUsers;
  }

  /**
   * A page comes in; the first of a machine lets it join the world, and the first that opens sockets lets it join again, since what it carried
   * before has ended. Rejects with WW_LIMIT where the world is full.
   */
  async enter(world: HostedWorld, page: object, user: JoinedUser): Promise<void> {
    const here = this.#present.get(world) ?? new Map<string, Present>();
    this.#present.set(world, here);
    const key = keyOf(user);
    const before = here.get(key);
    if (before !== undefined) {
      clearTimeout(before.leaving);
      before.leaving = undefined;
      const agentIsBack = user.kind !== undefined && !hasAgent(before);
      before.pages.set(page, user);
      await this.#renew(world, before, agentIsBack);
      return;
    }
    const users = new Set([...here.values()].map((present) => present.user.userId));
    if (this.#maxUsers > 0 && !users.has(user.userId) && users.size >= this.#maxUsers)
      throw new WorldwireError('WW_LIMIT', `This world is full: maxUsers in the configuration is ${this.#maxUsers}.`);
    here.set(key, { user, pages: new Map([[page, user]]), leaving: undefined });
    try {
      const result = await world.submit(HOST, { type: 'join', user });
      if (!result.ok) throw new WorldwireError(result.code, result.message, result.errors);
    } catch (error) {
      here.delete(key);
      throw error;
    }
  }

  /** Somebody at a page that is in a world has another role now, or opens sockets no more: the world learns it. */
  async changed(world: HostedWorld, page: object, user: JoinedUser): Promise<void> {
    const present = this.#present.get(world)?.get(keyOf(user));
    if (present?.pages.has(page) !== true) return;
    present.pages.set(page, user);
    await this.#renew(world, present, false);
  }

  /** A page goes; the last of a machine lets it leave after a short while. */
  exit(world: HostedWorld, page: object, user: JoinedUser, reason: string): void {
    const here = this.#present.get(world);
    const key = keyOf(user);
    const present = here?.get(key);
    if (here === undefined || present?.pages.delete(page) !== true || this.#ended) return;
    if (present.pages.size > 0) {
      void this.#renew(world, present, false).catch(() => undefined);
      return;
    }
    present.leaving = setTimeout(() => this.#leave(world, here, key, present, reason), GRACE);
    present.leaving.unref();
  }

  /** What a page of a machine carried has ended, while others of it are there: the world begins that anew with those. */
  again(world: HostedWorld, user: JoinedUser): void {
    const present = this.#present.get(world)?.get(keyOf(user));
    if (present !== undefined && !this.#ended) void this.#renew(world, present, true).catch(() => undefined);
  }

  /** A user is put out of every world, at once. */
  expel(userId: string, reason: string): void {
    for (const [world, here] of this.#present)
      for (const [key, present] of here) {
        if (present.user.userId !== userId) continue;
        clearTimeout(present.leaving);
        this.#leave(world, here, key, present, reason);
      }
  }

  /** A user who is in any world, as that one knows them. */
  find(userId: string): JoinedUser | undefined {
    for (const here of this.#present.values()) for (const { user } of here.values()) if (user.userId === userId) return user;
    return undefined;
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

  /** Tells the world what is another than it knows: a name and a role are those of the newest page, and one that opens sockets is enough. */
  async #renew(world: HostedWorld, present: Present, again: boolean): Promise<void> {
    const { kind: _kind, ...newest } = [...present.pages.values()].at(-1) ?? present.user;
    const kind = [...present.pages.values()].findLast((user) => user.kind !== undefined)?.kind;
    const user: JoinedUser = { ...newest, ...(kind === undefined ? {} : { kind }) };
    const { user: before } = present;
    if (!again && before.name === user.name && before.role === user.role && before.kind === user.kind) return;
    present.user = user;
    await world.submit(HOST, { type: 'join', user });
  }

  #leave(world: HostedWorld, here: Map<string, Present>, key: string, present: Present, reason: string): void {
    if (here.get(key) === present) here.delete(key);
    const { userId, machineId } = present.user;
    void world.submit(HOST, { type: 'leave', userId, machineId, reason }).catch(() => undefined);
  }
}

function keyOf({ userId, machineId }: JoinedUser): string {
  return `${userId} ${machineId}`;
}

function hasAgent({ pages }: Present): boolean {
  return [...pages.values()].some(({ kind }) => kind !== undefined);
}
