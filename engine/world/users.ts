import { HOST, type JoinedUser } from '../door.ts';

/** Who is in a world: each user on each machine, in the order of joining. The host is always there. */
export class Users {
  list: JoinedUser[] = [{ userId: HOST.userId, machineId: 'host', name: 'Host', role: 'Admin', kind: 'server' }];

  present(userId: string): boolean {
    return this.list.some((user) => user.userId === userId);
  }
  /** Machines of a user, the newest last. */
  machines(userId: string): string[] {
    return this.list.filter((user) => user.userId === userId).map((user) => user.machineId);
  }
  find(userId: string): JoinedUser | undefined {
    return this.list.find((user) => user.userId === userId);
  }
  /** Id of the entity that stands for a user. */
  entityOf(userId: string): string {
    return `user:${userId}`;
  }
}
