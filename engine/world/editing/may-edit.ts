import type { Role } from '../../door.ts';
import { WorldwireError } from '../../errors.ts';

const EDITORS: ReadonlySet<Role> = new Set(['Admin', 'Moderator', 'Builder']);

/** Throws WW_FORBIDDEN where a role may not edit. */
export function mayEdit(role: Role): void {
  if (!EDITORS.has(role)) throw new WorldwireError('WW_FORBIDDEN', `a ${role} may not edit this world`);
}

/** Throws WW_FORBIDDEN where a role may not set off impulses. */
export function mayTrigger(role: Role): void {
  if (role !== 'Guest' && !EDITORS.has(role)) throw new WorldwireError('WW_FORBIDDEN', `a ${role} may not trigger impulses in this world`);
}
