import Type from 'typebox';
import { may, ROLES, rolesThatMay, WorldwireError, type Right, type Role } from '../../engine/index.ts';

/** A role, wherever one comes from outside. */
export const RoleSchema = Type.Enum([...ROLES]);

/** Refuses with WW_FORBIDDEN what a role does not allow. */
export function demand(role: Role, right: Right): void {
  if (!may(role, right)) throw new WorldwireError('WW_FORBIDDEN', `The role ${role} does not allow this: it takes ${whoMay(right)}.`);
}

function whoMay(right: Right): string {
  const roles = rolesThatMay(right);
  return roles.length === 1 ? `an ${roles[0] ?? ''}` : `one of ${roles.join(', ')}`;
}
