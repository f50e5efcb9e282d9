import { HOST, type JoinedUser } from '../door.ts';
import type { UserRef } from '../schema/field.ts';
import { may } from '../rights.ts';

/** Somebody has come in on a machine (`before`: what was known of that machine), or a machine of theirs has gone. */
export type UsersChange =
  | { readonly type: 'join'; readonly user: JoinedUser; readonly before: JoinedUser | undefined }
  | { readonly type: 'leave'; readonly user: JoinedUser; readonly reason: string };

/** Type of the component that marks a user's entity. */
export const USER_ROOT = 'UserRoot';

const NOBODY: readonly JoinedUser[] = [];
/** Names of people who have left that are kept, the newest. */
const MOST_FORMER = 1000;

/** Who is in a world: each user on each machine, in the order of joining. The host is always there. */
export class Users {
  #list: readonly JoinedUser[] = [];
  readonly #former = new Map<string, string>();
  readonly #byUser = new Map<string, JoinedUser[]>();

  constructor() {
    this.list = [{ userId: HOST.userId, machineId: 'host', name: 'Host', role: 'Admin', kind: 'server' }];
  }

  get list(): readonly JoinedUser[] {
    return this.#list;
  }
  set list(list: readonly JoinedUser[]) {
    this.#list = list;
    this.#byUser.clear();
    for (const user of list) {
      const known = this.#byUser.get(user.userId);
      if (known === undefined) this.#byUser.set(user.userId, [user]);
      else known.push(user);
    }
  }

  /** Ids and names of people who have left, in the order of leaving: what is told of them later names them as it did before. */
  get former(): readonly (readonly [userId: string, name: string])[] {
    return [...this.#former];
  }
  set former(former: readonly (readonly [userId: string, name: string])[]) {
    this.#former.clear();
    for (const [userId, name] of former) this.#former.set(userId, name);
  }

  /** The name of somebody who is here, or was; undefined where nobody of that id ever came, or too long ago. */
  nameOf(userId: string): string | undefined {
    return this.find(userId)?.name ?? this.#former.get(userId);
  }

  present(userId: string): boolean {
    return this.#byUser.has(userId);
  }
  /** A user on each of their machines, the newest last. */
  of(userId: string): readonly JoinedUser[] {
    return this.#byUser.get(userId) ?? NOBODY;
  }
  /** A user as they came in last. */
  find(userId: string): JoinedUser | undefined {
    return this.of(userId).at(-1);
  }
  on(userId: string, machineId: string): JoinedUser | undefined {
    return this.of(userId).find((user) => user.machineId === machineId);
  }
  /** The machine that serves a user: the one that was chosen, else their newest; null where it is not here or opens no sockets. */
  machineFor({ userId, machineId }: UserRef): string | null {
    const found = machineId === null ? this.of(userId).findLast(carries) : this.on(userId, machineId);
    return found !== undefined && carries(found) ? found.machineId : null;
  }

  /**
   * Takes somebody in, or what is new of them. A machine that comes back is the newest of its user; one that is only another by name or
   * role has never been away. Tells what was known of it.
   */
  join(user: JoinedUser): JoinedUser | undefined {
    const before = this.on(user.userId, user.machineId);
    const stays = before !== undefined && before.kind === user.kind && (before.name !== user.name || before.role !== user.role);
    if (stays) this.list = this.list.map((each) => (each === before ? user : each));
    else this.list = [...this.list.filter((each) => each !== before), user];
    this.#former.delete(user.userId);
    return before;
  }

  leave(user: JoinedUser): void {
    this.list = this.list.filter((each) => each !== user);
    if (this.present(user.userId)) return;
    const [oldest] = this.#former.keys();
    if (oldest !== undefined && this.#former.size >= MOST_FORMER) this.#former.delete(oldest);
    this.#former.set(user.userId, user.name);
  }

  /** Everybody who is here, once each, as they came in last. */
  get people(): readonly JoinedUser[] {
    return [...this.#byUser.values()].map((on) => on.at(-1) as JoinedUser);
  }

  /** Id of the entity that stands for a user. */
  entityOf(userId: string): string {
    return `user:${userId}`;
  }
}

/** Whether a machine opens sockets for its user. The server always does for the host. */
export function carries({ userId, role, kind }: JoinedUser): boolean {
  return userId === HOST.userId || (kind !== undefined && may(role, 'carry'));
}
