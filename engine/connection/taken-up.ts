import type { World } from '../world/world.ts';
import { NO_CLOSE_FRAME } from './close-codes.ts';
import type { Connection, Ending } from './connection.ts';
import type { Connections } from './connections.ts';
import { logDiscarded } from './link-events.ts';
import { advance } from './machine.ts';
import { clients } from './settings.ts';

/**
 * The world goes on in another process. No link knows its connections, so they are lost, and begin anew as after any loss; nobody has its
 * questions before them, so they are asked again. What was allowed in the former process is asked for again, too (the world has taken its grants
 * away): its server may have had other hosts on its list, and it alone remembered what was allowed for once.
 */
export function takenUp(world: World, net: Connections, reason: string): void {
  const { created } = clients(world);
  const all = [...net.byRow.values()].sort((a, b) => (created[a.row] as number) - (created[b.row] as number));
  const ending: Ending = { code: NO_CLOSE_FRAME, reason, by: 'failure', error: `WW_CONNECTION_LOST: ${reason}` };
  for (const connection of all) lose(world, net, connection, ending);
  for (const { entity, source, messages } of net.dropped.values()) logDiscarded(world, { entity, source }, messages);
  net.dropped.clear();
}

function lose(world: World, net: Connections, connection: Connection, ending: Ending): void {
  switch (connection.state) {
    case 'Connecting':
    case 'Open':
      advance(world, net, connection, 'lost', ending);
      return;
    case 'Closing':
      advance(world, net, connection, 'lost');
      return;
    case 'AwaitingAccess':
    case 'Denied':
      // In its turn it begins once more, if its user is still here.
      advance(world, net, connection, 'renew');
      return;
    case 'Idle':
    case 'WaitingToRetry':
  }
}
