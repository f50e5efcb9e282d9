import type { World } from '../world/world.ts';
import type { Connection } from './connection.ts';
import { clients, milliseconds } from './settings.ts';

/** Name of the system of the connections, by which what is theirs (timers, numbers, questions) is told from what is others'. */
export const NETWORK = 'network';

/** Sees to it that the timer of its state is looked at when it may be due. */
export function arm(world: World, connection: Connection): void {
  world.timers.arm(NETWORK, connection.row, dueOf(world, connection));
}

/** When the timer of its state runs out, in real ms; Infinity where it has none. */
export function dueOf(world: World, connection: Connection): number {
  const { columns } = clients(world);
  const { row, since, pingedAt } = connection;
  switch (connection.state) {
    case 'Connecting':
      return since + milliseconds(columns.ConnectTimeout.data[row]);
    case 'Open': {
      const patience = connection.pings ? milliseconds(columns.IdleTimeout.data[row]) : 0;
      if (patience <= 0) return Infinity;
      // Half of IdleTimeout until the server is asked for a sign of life, and half for its answer, however late the question was sent.
      if (columns.Keepalive.data[row] === 1) return Math.floor(patience / 2) + (pingedAt === null ? since : pingedAt + (patience % 2));
      return since + patience;
    }
    case 'WaitingToRetry':
      return since + milliseconds(columns.ConnectRetryInterval.data[row]);
    default:
      return Infinity;
  }
}
