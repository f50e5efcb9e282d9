import type { World } from '../world/world.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { clients, milliseconds } from './settings.ts';

/** Sees to it that the timer of its state is looked at when it may be due. An entry that is early is put off, never missed. */
export function arm(world: World, net: Connections, connection: Connection): void {
  const due = dueOf(world, connection);
  if (due < connection.armed) {
    connection.armed = due;
    net.timers.push(due, { due, connection });
  }
}

/** When the timer of its state runs out, in real ms; Infinity where it has none. */
export function dueOf(world: World, connection: Connection): number {
  const { columns } = clients(world);
  const { row, since } = connection;
  switch (connection.state) {
    case 'Connecting':
      return since + milliseconds(columns.ConnectTimeout.data[row]);
    case 'Open':
      return connection.pings && (columns.IdleTimeout.data[row] as number) > 0 ? since + milliseconds(columns.IdleTimeout.data[row]) : Infinity;
    case 'WaitingToRetry':
      return since + milliseconds(columns.ConnectRetryInterval.data[row]);
    default:
      return Infinity;
  }
}
