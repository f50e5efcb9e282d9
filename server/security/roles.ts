import { WorldwireError, type Role } from '../../engine/index.ts';

/** What one may do, from the least to the most. */
export type Right = 'look' | 'carry' | 'answer' | 'trigger' | 'edit' | 'control' | 'remove' | 'administer';

/** All roles, from the most to the least. */
export const ROLES = ['Admin', 'Moderator', 'Builder', 'Guest', 'Spectator'] as const satisfies readonly Role[];

const RIGHTS: Readonly<Record<Role, readonly Right[]>> = {
  Admin: ['look', 'carry', 'answer', 'trigger', 'edit', 'control', 'remove', 'administer'],
  Moderator: ['look', 'carry', 'trigger', 'edit', 'control', 'remove'],
  Builder: ['look', 'carry', 'trigger', 'edit', 'control'],
  Guest: ['look', 'carry', 'trigger'],
  Spectator: ['look'],
};

/** Whether a role has a right. `carry` is to be an agent, which opens sockets for its own user and answers for them, `answer` is to answer the host's prompts, `trigger` to set off impulses, `administer` to open and close worlds. */
export function may(role: Role, right: Right): boolean {
  return RIGHTS[role].includes(right);
}

/** Refuses with WW_FORBIDDEN what a role does not allow. */
export function demand(role: Role, right: Right): void {
  if (!may(role, right)) throw new WorldwireError('WW_FORBIDDEN', `The role ${role} does not allow this: it takes ${whoMay(right)}.`);
}

function whoMay(right: Right): string {
  const roles = (Object.keys(RIGHTS) as Role[]).filter((role) => may(role, right));
  return roles.length === 1 ? `an ${roles[0] ?? ''}` : `one of ${roles.join(', ')}`;
}

/** The one of two roles that may do less. */
export function lesser(one: Role, other: Role): Role {
  return RIGHTS[one].length <= RIGHTS[other].length ? one : other;
}

/** Whether a role may do more than another. */
export function greater(one: Role, other: Role): boolean {
  return RIGHTS[one].length > RIGHTS[other].length;
}
