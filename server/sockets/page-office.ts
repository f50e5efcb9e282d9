import { WorldwireError, type JoinedUser } from '../../engine/index.ts';
import { demand } from '../security/roles.ts';
import type { PageContext } from './page-session.ts';
import type { Handlers } from './reception.ts';

/** What an Admin's page asks about users and what the host has decided; `known` is who is at the page. */
export function officeHandlers(
  context: PageContext,
  known: () => JoinedUser,
): Pick<Handlers, 'decisions' | 'decide' | 'role' | 'remove' | 'carried' | 'joinCommand'> {
  const notYet = (): never => {
    throw new WorldwireError('WW_NOT_FOUND');
  };
  return {
    decisions: () => {
      demand(known().role, 'administer');
      return { ok: true, decisions: context.desks.host.remembered };
    },
    decide: notYet,
    role: notYet,
    remove: notYet,
    carried: notYet,
    joinCommand: notYet,
  };
}
