import { may, type JoinedUser, type Role } from '../../engine/index.ts';
import type { AgentFeatures } from '../../agent/messages.ts';
import type { Identity } from '../security/sessions.ts';

/* Who a page is to the worlds that it is in. */

/**
 * The user of a page, by the name that they give and with what their role lets their machine do.
 * @param kind of its machine; undefined where it opens no sockets
 */
export function pageUser({ userId, machineId, secret }: Identity, role: Role, kind: AgentFeatures['kind'] | undefined, name: string): JoinedUser {
  return {
    userId,
    machineId,
    role,
    name: name === '' ? `${role} ${userId.slice(-4)}` : name,
    // Who has a token and no secret is whoever has that token: nobody whom a world could ask.
    ...(kind === undefined || secret === undefined || !may(role, 'carry') ? {} : { kind }),
  };
}

/** Why a page went, for the world's log. */
export function leftInWords(reason: string, kind: AgentFeatures['kind'] | undefined): string {
  if (reason === 'client namespace disconnect') return kind === 'terminal' ? 'ended the command' : 'closed the page';
  if (reason === 'ping timeout') return 'gave no sign of life any more';
  return reason.startsWith('server') ? 'put out by the server' : 'the connection was lost';
}
