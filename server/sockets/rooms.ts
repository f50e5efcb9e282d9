import { may, type Role } from '../../engine/index.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import type { PageContext } from './page-context.ts';
import type { PageSocket } from './reception.ts';

/** Rooms of pages: what is told to one is told to all who are in it. */
export const ROOMS = {
  /** Everybody who has said hello. */
  all: 'pages',
  /** Those who are asked whether a world may connect from the host. */
  prompted: 'admins',
  /** Those who see who was removed. */
  keepers: 'keepers',
} as const;

/** The room of those who are in a world. */
export function roomOf(world: HostedWorld): string {
  return `world ${world.name}`;
}

/** Seats a page where its role lets it, and takes it out of where it does not any more; tells it what is told there. */
export function seatByRole(socket: PageSocket, role: Role, { desks, office }: Pick<PageContext, 'desks' | 'office'>): void {
  if (may(role, 'answer')) {
    void socket.join(ROOMS.prompted);
    socket.emit('prompts', { prompts: desks.host.prompts() });
  } else if (socket.rooms.has(ROOMS.prompted)) {
    void socket.leave(ROOMS.prompted);
    socket.emit('prompts', { prompts: [] });
  }
  if (may(role, 'remove')) {
    void socket.join(ROOMS.keepers);
    socket.emit('removed', { removed: office.removed });
  } else if (socket.rooms.has(ROOMS.keepers)) {
    void socket.leave(ROOMS.keepers);
    socket.emit('removed', { removed: [] });
  }
}
