import { ROLES as ALL_ROLES } from '../../engine/rights.ts';
import type { JoinedUser, Role } from '../../server/protocol.ts';
import { session } from '../session/session.ts';
import { confirmed } from '../controls/confirm.ts';
import { openMenu } from '../controls/menu.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';

const WORDS: Readonly<Record<Role, string>> = {
  Admin: 'everything',
  Moderator: 'edit, remove people',
  Builder: 'edit',
  Guest: 'trigger, carry',
  Spectator: 'look',
};

/** Roles from the most to the least, and what each lets one do. */
export const ROLES: readonly { readonly role: Role; readonly may: string }[] = ALL_ROLES.map((role) => ({ role, may: WORDS[role] }));

/** May whoever is at this page give others another role? */
export function mayGiveRoles(): boolean {
  return session.may('administer');
}

/** May whoever is at this page remove people, and let them back in? */
export function mayRemove(): boolean {
  return session.may('remove');
}

/** Offers the roles below the button that shows somebody's. */
export function chooseRole(event: Event, user: JoinedUser): void {
  openMenu(
    event,
    ROLES.map(({ role, may }) => ({
      label: role,
      hint: may,
      on: role === user.role,
      run: () => {
        if (role !== user.role) void session.role(user.userId, role).then((answer) => toldIfRefused(answer) && tell(`${user.name} is ${a(role)} now.`));
      },
    })),
  );
}

/** Asks, and puts somebody out. */
export async function removeSomebody(user: JoinedUser): Promise<void> {
  const sure = await confirmed(
    `Remove ${user.name}?`,
    [
      'They leave at once, on all their machines, and what those carry closes.',
      'They stay out until somebody lets them back in, or the server ends.',
      'Whoever has a token can come in again as somebody new: take that back too, by worldwire token revoke.',
    ],
    'Remove',
  );
  if (sure && toldIfRefused(await session.remove(user.userId))) tell(`${user.name} has been removed.`);
}

export async function letBack(userId: string, name: string): Promise<void> {
  if (toldIfRefused(await session.remove(userId, true))) tell(`${name} may come back in.`);
}

function a(role: Role): string {
  return `${role.startsWith('A') ? 'an' : 'a'} ${role}`;
}
