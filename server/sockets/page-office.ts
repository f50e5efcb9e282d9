import { lesser, hostPortText, parseAllowEntry, withoutUser, WorldwireError, type JoinedUser } from '../../engine/index.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import type { Reply } from '../protocol.ts';
import { demand } from '../security/roles.ts';
import type { Identity } from '../security/sessions.ts';
import { carriedBy } from './carried.ts';
import { joinCommand } from './join-command.ts';
import { onDisk, written } from './on-disk.ts';
import type { PageContext } from './page-context.ts';
import type { Handlers } from './reception.ts';

/** Who asks. */
export interface Asker {
  identity(): Identity;
  /** Who is at the page; throws where nobody has said hello. */
  known(): JoinedUser;
  /** The world that the page is in; throws where it is in none. */
  world(): HostedWorld;
  /** Asks what costs a world time, within what the user may ask. */
  costly<T>(ask: () => Promise<T>): Promise<T>;
  /** Origin by which the page was reached. */
  origin(): string;
}

const OK: Reply<object> = { ok: true };

/** What a page asks about users and what the host has decided. */
export function officeHandlers(
  context: () => PageContext,
  asker: Asker,
): Pick<Handlers, 'decisions' | 'decide' | 'role' | 'remove' | 'carried' | 'joinCommand'> {
  return {
    decisions: () => {
      demand(asker.known().role, 'administer');
      const { desks, decisions } = context();
      return { ok: true, decisions: desks.host.remembered, ...onDisk(decisions) };
    },
    decide: async ({ scope, host, port, decision }) => {
      const { role, userId, name } = asker.known();
      demand(role, 'administer');
      const desk = context().desks.host;
      const read = parseAllowEntry(hostPortText({ host, port }));
      if ('expected' in read) throw new WorldwireError('WW_BAD_REQUEST', `${JSON.stringify(withoutUser(host))} is not the name or address of a host.`);
      if (decision === 'forget') {
        if (!desk.forget(scope, read.host, port)) throw new WorldwireError('WW_NOT_FOUND', 'Nothing is remembered of this host and port any more.');
      } else {
        const useless = desk.settle(scope, read.host, port, decision, userId, false, name);
        if (useless !== null) throw new WorldwireError('WW_ADDRESS_REFUSED', useless);
      }
      return { ok: true, ...(await written(context().decisions)) };
    },
    role: ({ userId, role }) => {
      context().office.role(asker.known(), userId, role);
      return OK;
    },
    remove: ({ userId, back }) => {
      const { office } = context();
      if (back) office.back(asker.known(), userId);
      else office.remove(asker.known(), userId);
      return OK;
    },
    carried: ({ userId, machineId }) => asker.costly(async () => ({ ok: true, ...(await carriedBy(asker.world(), userId, machineId)) })),
    joinCommand: async () => {
      const { name, role } = asker.known();
      const identity = asker.identity();
      demand(role, 'carry');
      if (identity.secret === undefined)
        throw new WorldwireError(
          'WW_FORBIDDEN',
          'Whoever comes with a token alone is no user of their own, so there is nobody who could join from another machine.',
        );
      const { userId } = identity;
      const token = await context().tokens.ofUser(userId, lesser(role, identity.token.role), `${name}'s other machine`, identity.token.digest);
      return { ok: true, command: joinCommand(asker.origin(), name, token, identity.secret) };
    },
  };
}
