import { WorldwireError, type Role } from '../../engine/index.ts';

/** Somebody who was removed and stays out. */
export interface RemovedUser {
  readonly userId: string;
  readonly name: string;
  /** Name of who removed them, and when (ISO 8601). */
  readonly by: string;
  readonly at: string;
}

/** How users stand with this server for as long as it runs: whom an Admin gave another role than their token does, and who was removed. */
export class Standing {
  readonly #roles = new Map<string, Role>();
  readonly #removed = new Map<string, RemovedUser>();

  /** The role that a user has, whose token gives this one. */
  roleOf(userId: string, byToken: Role): Role {
    return this.#roles.get(userId) ?? byToken;
  }

  give(userId: string, role: Role): void {
    this.#roles.set(userId, role);
  }

  remove(user: RemovedUser): void {
    this.#removed.set(user.userId, user);
  }

  /** Lets somebody in again. Says whether they were kept out. */
  back(userId: string): boolean {
    return this.#removed.delete(userId);
  }

  get removed(): readonly RemovedUser[] {
    return [...this.#removed.values()];
  }

  /** Refuses with WW_REMOVED a user who is kept out. */
  admit(userId: string): void {
    const removal = this.#removed.get(userId);
    if (removal !== undefined) throw removedBy(removal);
  }
}

/** What one is told who was removed. */
export function removedBy({ by }: RemovedUser): WorldwireError {
  return new WorldwireError('WW_REMOVED', `${by} has removed you from this server. Ask an Admin or a Moderator to let you back in.`);
}
