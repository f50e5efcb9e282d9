import { UserRoot } from '../../components/user-root.ts';
import { HOST } from '../../door.ts';
import type { World } from '../../world/world.ts';
import type { Value } from '../values/data-type.ts';
import { Flow } from '../flow.ts';

/** For whom nodes of one user act: that user, else who wears the Flow's entity, else the host. */
export function actingUser(world: World, row: number, given: Value): string {
  if (typeof given === 'string' && (given === HOST.userId || world.users.present(given))) return given;
  const roots = world.store(UserRoot),
    users = roots.columns.User;
  const path = world.entities.pathOf(world.store(Flow).owner[row] as number);
  for (const entity of path.toReversed()) {
    const held = world.entities.held(entity).find(({ component }) => component === (UserRoot as object));
    const user = held === undefined ? null : (users.data[held.row] as { readonly userId: string } | null);
    if (user?.userId !== undefined && world.users.present(user.userId)) return user.userId;
  }
  return HOST.userId;
}
