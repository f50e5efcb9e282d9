import type { Role } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { may } from '../rights.ts';

/** Throws WW_FORBIDDEN where a role may not edit. */
export function mayEdit(role: Role): void {
  if (!may(role, 'edit')) throw new WorldwireError('WW_FORBIDDEN', `a ${role} may not edit this world`);
}

/** Throws WW_FORBIDDEN where a role may not set off impulses. */
export function mayTrigger(role: Role): void {
  if (!may(role, 'trigger')) throw new WorldwireError('WW_FORBIDDEN', `a ${role} may not trigger impulses in this world`);
}
