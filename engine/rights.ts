/** All roles, from the one that may most to the one that may least: each may what the ones after it may. */
export const ROLES = ['Admin', 'Moderator', 'Builder', 'Guest', 'Spectator'] as const;
export type Role = (typeof ROLES)[number];

/** Every right, with the least role that has it. */
const LEAST = {
  look: 'Spectator',
  /** To be an agent, which opens sockets for its own user and answers for them. */
  carry: 'Guest',
  /** To set off impulses. */
  trigger: 'Guest',
  /** To change what is in a world, and to undo and redo that. */
  edit: 'Builder',
  /** To pause a world, step it, set its speed, keep its last minutes, save it and put it back to its file. */
  control: 'Builder',
  /** To put users out, and let them in again. */
  remove: 'Moderator',
  /** To answer the host's prompts. */
  answer: 'Admin',
  /** To open and close worlds, give roles, and decide for the host. */
  administer: 'Admin',
} as const satisfies Readonly<Record<string, Role>>;
export type Right = keyof typeof LEAST;

/** All rights. */
export const RIGHTS = Object.keys(LEAST) as readonly Right[];

/** Whether a role has a right. */
export function may(role: Role, right: Right): boolean {
  return !greater(LEAST[right], role);
}

/** The roles that have a right, from the one that may most. */
export function rolesThatMay(right: Right): readonly Role[] {
  return ROLES.filter((role) => may(role, right));
}

/** The one of two roles that may do less. */
export function lesser(one: Role, other: Role): Role {
  return greater(one, other) ? other : one;
}

/** Whether a role may do more than another. */
export function greater(one: Role, other: Role): boolean {
  return placeOf(one) < placeOf(other);
}

/** Counted from the one that may most. What is no role, as foreign data could name one, may nothing. */
function placeOf(role: Role): number {
  const at = ROLES.indexOf(role);
  return at < 0 ? ROLES.length : at;
}
