import { hostPortText } from '../access/host.ts';
import { CONNECTION_STATES } from '../components/websocket-client.ts';
import type { World } from '../world/world.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { dueOf } from './due.ts';
import { endingWords, obstacleOf, secondsText } from './reasons.ts';
import { clients } from './settings.ts';

/** Writes what the columns show of a connection. */
export function show(world: World, connection: Connection): void {
  const { row, state } = connection;
  const { columns } = clients(world);
  columns.State.data[row] = CONNECTION_STATES.indexOf(state);
  columns.IsConnected.data[row] = state === 'Open' ? 1 : 0;
  showMachine(world, row, connection);
  columns.RetryAt.data[row] = state === 'WaitingToRetry' ? dueOf(world, connection) / 1000 : 0;
  if (state !== 'Idle') columns.StateReason.data[row] = stateWords(connection);
  else {
    const obstacle = obstacleOf(world, clients(world), row, connection);
    columns.StateReason.data[row] = obstacle?.words ?? 'about to connect';
    if (obstacle?.error !== undefined) columns.LastError.data[row] = obstacle.error;
  }
}

/** Says which machine serves the handling user now, or would. */
export function showMachine(world: World, row: number, connection: Connection | undefined): void {
  const { columns } = clients(world);
  const user = columns.HandlingUser.data[row] ?? null;
  const at = connection === undefined ? null : (connection.carrier ?? (connection.state === 'AwaitingAccess' ? connection.asked : null));
  const stands = user !== null && at !== null && at.userId === user.userId && (user.machineId === null || user.machineId === at.machineId);
  const serving = user === null ? null : ((stands ? world.users.machineFor(at) : null) ?? world.users.machineFor(user));
  columns.HandlingMachine.data[row] = serving ?? '';
}

/** Says why a client is at rest. */
export function showIdle(world: World, row: number, connection: Connection | undefined, words: string, error: string | undefined): void {
  const { columns } = clients(world);
  showMachine(world, row, connection);
  columns.StateReason.data[row] = words;
  if (error !== undefined) columns.LastError.data[row] = error;
}

function stateWords(connection: Connection): string {
  const { asked, ending, words } = connection;
  switch (connection.state) {
    case 'AwaitingAccess':
      return words === '' ? `waiting for access${asked === null ? '' : ` to ${hostPortText(asked)}`}` : `waiting for access: ${words}`;
    case 'Denied':
      return ending === null ? 'denied' : ending.reason;
    case 'Connecting':
      return 'connecting';
    case 'Closing':
      return ending === null ? 'closing' : `closing: ${ending.reason}`;
    case 'WaitingToRetry':
      return ending === null ? 'waiting to retry' : `waiting to retry: ${endingWords(ending)}`;
    default:
      return '';
  }
}

/** What comes after an end, for the log. */
export function nextWords(world: World, net: Connections, connection: Connection): string {
  switch (connection.state) {
    case 'WaitingToRetry':
      // No time is named: as a rule the user leaves along with the machine, and the retry would find nobody.
      if (connection.ending?.error?.startsWith('WW_AGENT_LOST') === true) return 'begins anew when a machine of theirs is back';
      return `retry in ${secondsText(dueOf(world, connection) - world.real)}`;
    case 'Denied':
      return 'not retried until that is taken back';
    case 'Idle':
      return net.fresh.has(connection.row) ? 'connecting anew' : connection.hold === 'failed' ? 'not retried' : '';
    default:
      return '';
  }
}
