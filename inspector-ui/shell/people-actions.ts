import type { JoinedUser, Role } from '../../server/protocol.ts';
import { session } from '../session/session.ts';
import { confirmed } from './confirm.ts';
import { openMenu } from './menu.ts';
import { tell, toldIfRefused } from './notices.ts';

/** Roles from the most to the least, and what each lets one do. */
export const ROLES: readonly { readonly role: Role; readonly may: string }[] = [
  { role: 'Admin', may: 'everything' },
  { role: 'Moderator', may: 'edit, remove people' },
  { role: 'Builder', may: 'edit' },
  { role: 'Guest', may: 'trigger, carry' },
  { role: 'Spectator', may: 'look' },
];

/** May whoever is at this page give others another role? */
export function mayGiveRoles(): boolean {
  return session.me.value?.role === 'Admin';
}

/** May whoever is at this page remove people, and let them back in? */
export function mayRemove(): boolean {
  const role = session.me.value?.role;
  return role === 'Admin' || role === 'Moderator';
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
  return `${role === 'Admin' ? 'an' : 'a'} ${role}`;
}
