import type { World } from '../world/world.ts';
import { NO_CLOSE_FRAME } from './close-codes.ts';
import type { Connection, Ending } from './connection.ts';
import type { Connections } from './connections.ts';
import { arm, dueOf } from './due.ts';
import { advance } from './machine.ts';
import { clients } from './settings.ts';

/** Lets the timers run out that are due by the world's real time: earliest first, and those of one time in order of creation. */
export function runTimers(world: World, net: Connections): void {
  const { timers } = net;
  if (timers.first > world.real) return;
  const due: { readonly at: number; readonly connection: Connection }[] = [];
  while (timers.first <= world.real) {
    const entry = timers.pop();
    const connection = entry?.connection;
    if (entry === undefined || connection === undefined || connection.gone || connection.armed !== entry.due) continue;
    connection.armed = Infinity;
    const at = dueOf(world, connection);
    // Heard of since, or set to another time.
    if (at > world.real) arm(world, net, connection);
    else due.push({ at, connection });
  }
  const { created } = clients(world);
  due.sort((a, b) => a.at - b.at || (created[a.connection.row] as number) - (created[b.connection.row] as number));
  for (const { connection } of due) advance(world, net, connection, 'timeUp', endingOf(world, connection));
}

/** How a connection ends whose time is up; a wait for the next attempt ends nothing. */
function endingOf(world: World, { state, row }: Connection): Ending | undefined {
  const { columns } = clients(world);
  if (state === 'Connecting') {
    const reason = `not open within ${number(columns.ConnectTimeout.data[row])} s`;
    return { code: NO_CLOSE_FRAME, reason, by: 'failure', error: `WW_CONNECT_TIMEOUT: ${reason}` };
  }
  if (state !== 'Open') return undefined;
  const reason = `the server was silent for ${number(columns.IdleTimeout.data[row])} s`;
  return { code: NO_CLOSE_FRAME, reason, by: 'us', error: `WW_IDLE_TIMEOUT: ${reason}` };
}

function number(value: number | undefined): string {
  return String(Number((value ?? 0).toPrecision(6)));
}
