import type { JoinedUser } from '../door.ts';
import { USER_ROOT } from '../world/users.ts';
import type { Editable } from './editable.ts';
import { OperationFault } from './lookups.ts';

/** The user who is here and whose entity this is. */
function userOf(world: Editable, row: number): JoinedUser | undefined {
  const { users, entities } = world;
  const id = entities.id.get(row);
  return id.startsWith(users.entityOf('')) ? users.find(id.slice(users.entityOf('').length)) : undefined;
}

/** Throws where an entity stands for somebody who is here, or holds one that does: it goes when they leave, and not before. */
export function refuseRemoval(world: Editable, row: number): void {
  const { entities, users } = world;
  const name = entities.name.get(row);
  const own = userOf(world, row);
  if (own !== undefined) throw here('entity', `${name} stands for ${own.name}, who is here`);
  if ((entities.children.get(row) ?? []).length === 0) return;
  for (const user of users.people) {
    const at = entities.rowOf(users.entityOf(user.userId));
    if (at !== undefined && entities.isWithin(at, row)) throw here('entity', `${name} holds the entity of ${user.name}, who is here`);
  }
}

/** Throws where the UserRoot of somebody who is here would be taken away or made another's. */
export function refuseRootChange(world: Editable, row: number, component: string, path: 'component' | 'field'): void {
  const user = component === USER_ROOT ? userOf(world, row) : undefined;
  if (user !== undefined) throw here(path, `this UserRoot says that the entity stands for ${user.name}, who is here`);
}

/** Throws where the entity of somebody who is here would be saved. */
export function refuseSaving(world: Editable, row: number): void {
  const user = userOf(world, row);
  if (user !== undefined) throw here('persistent', `${user.name} is here only as long as they are, so their entity is not saved`);
}

/** Throws where the entity of somebody who is here would get a name that is not theirs: whoever looks at it takes it for who it says. */
export function refuseRenaming(world: Editable, row: number): void {
  const user = userOf(world, row);
  if (user !== undefined) throw here('name', `this entity stands for ${user.name}, who is here, and has their name`);
}

function here(path: string, message: string): OperationFault {
  return new OperationFault('WW_USER_HERE', path, message, 'something that stands for nobody who is here');
}
