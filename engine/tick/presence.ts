import { HOST, type Input, type JoinedUser, type Operation } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { ROLES } from '../rights.ts';
import { visible } from '../visible.ts';
import { USERS } from '../hierarchy-top.ts';
import { USER_ROOT, type UsersChange } from '../world/users.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { Transaction } from '../editing/transaction.ts';

/**
 * A user comes in on a machine, is back on it, or is another by name, role or kind.
 * @throws WorldwireError WW_BAD_VALUE for a role that there is not: it would be written into the log and every snapshot, and none of these loads again
 */
export function join(world: LiveWorld, user: JoinedUser): void {
  refuseUnknownRole(user.role);
  refuseHost(user.userId, user.machineId);
  // First, since what stands for somebody who is here is not to be changed.
  const entity = standFor(world, user);
  const before = world.users.join(user);
  const words =
    before === undefined
      ? `${user.name} joined as ${user.role}`
      : before.name !== user.name
        ? `${before.name} is now called ${user.name}`
        : before.role !== user.role
          ? `${user.name} is now ${user.role}`
          : `${user.name} is back`;
  world.log('info', words, { source: user.userId, entity });
  changed(world, user.userId, { type: 'join', user, before });
}

export function leave(world: LiveWorld, { userId, machineId, reason }: Extract<Input, { type: 'leave' }>): void {
  const { users, entities } = world;
  if (userId === HOST.userId) throw new WorldwireError('WW_BAD_REQUEST', 'the host is always there, and does not leave');
  const user = users.on(userId, machineId);
  if (user === undefined) return;
  users.leave(user);
  const id = users.entityOf(userId);
  if (!users.present(userId) && entities.rowOf(id) !== undefined) world.apply(HOST, [{ op: 'removeEntity', entity: id }]);
  world.log('info', users.present(userId) ? `${user.name} left on one machine: ${reason}` : `${user.name} left: ${reason}`, { source: userId });
  changed(world, userId, { type: 'leave', user, reason });
}

/** Nobody is here any more but the host; whoever comes back joins. */
export function leaveAll(world: LiveWorld, reason: string): void {
  for (const { userId, machineId } of world.users.list) if (userId !== HOST.userId) leave(world, { type: 'leave', userId, machineId, reason });
}

/** A program that embeds a world is not held to the type. */
function refuseUnknownRole(role: string): void {
  if ((ROLES as readonly string[]).includes(role)) return;
  const expected = `one of ${ROLES.join(', ')}`;
  const message = `there is no role ${visible(JSON.stringify(role) ?? String(role))}; expected ${expected}`;
  throw new WorldwireError('WW_BAD_VALUE', message, [{ path: 'user/role', expected, message }]);
}

/** The host has one machine, the server. */
function refuseHost(userId: string, machineId: string): void {
  if (userId === HOST.userId && machineId !== 'host') throw new WorldwireError('WW_FORBIDDEN', 'nobody joins as the host: it is the server itself');
}

/** Sees to it that a user's entity, with its UserRoot, stands under Users and has their name; none of it is saved. Tells its id. */
function standFor(world: LiveWorld, { userId, name }: JoinedUser): string {
  const { users, entities } = world;
  const id = users.entityOf(userId);
  const row = entities.rowOf(id);
  const User = { userId };
  if (row === undefined) {
    if (entities.rowOf(USERS) === undefined) world.apply(HOST, [{ op: 'addEntity', entity: { id: USERS, name: 'Users', persistent: false } }]);
    world.apply(HOST, [{ op: 'addEntity', parent: USERS, entity: { id, name, persistent: false, components: { [USER_ROOT]: { User } } } }]);
    return id;
  }
  const mend: Operation[] = [];
  if (entities.name.get(row) !== name) {
    // No operation gives it another name while somebody is here, this one included, who is about to be called otherwise.
    const transaction = new Transaction(world);
    transaction.setName(row, name);
    transaction.commit();
  }
  if (entities.persistent[row] === 1) mend.push({ op: 'updateEntity', entity: id, persistent: false });
  // An entity that a scene or an edit gave this id before its user came.
  const root = entities.held(row).find(({ component }) => component.name === USER_ROOT);
  if (root === undefined) mend.push({ op: 'addComponent', entity: id, component: USER_ROOT, values: { User } });
  else if ((world.storeOf(USER_ROOT).get(root.row, 'User') as { readonly userId: string } | null)?.userId !== userId)
    mend.push({ op: 'setField', entity: id, component: USER_ROOT, field: 'User', value: User });
  if (mend.length > 0) world.apply(HOST, mend);
  return id;
}

function changed(world: LiveWorld, userId: string, change: UsersChange): void {
  // Whoever comes or goes does so, whatever a system makes of it.
  world.actFor(userId, () => {
    for (const system of world.registry.systems) world.attempt(system, () => system.usersChanged?.(world, userId, change));
  });
}
