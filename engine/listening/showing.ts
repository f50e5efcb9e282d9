import { hostPortText } from '../access/host.ts';
import { LISTENING_STATES } from '../components/websocket-server.ts';
import type { World } from '../world/world.ts';
import { retryAt } from './due.ts';
import { obstacleOf } from './obstacle.ts';
import type { Server } from './server.ts';
import { serverStore } from './servers.ts';

/** Writes what the columns show of a server. */
export function show(world: World, server: Server): void {
  const { row, state, at } = server;
  const { columns } = serverStore(world);
  columns.State.data[row] = LISTENING_STATES.indexOf(state);
  columns.IsListening.data[row] = state === 'Listening' ? 1 : 0;
  columns.URL.data[row] = at === null ? '' : `ws://${hostPortText(at)}${columns.Path.data[row] ?? ''}`;
  columns.RetryAt.data[row] = state === 'WaitingToRetry' ? retryAt(world, server) / 1000 : 0;
  columns.StateReason.data[row] = reasonOf(world, server);
  showClients(world, server);
}

function reasonOf(world: World, server: Server): string {
  switch (server.state) {
    case 'Starting':
      return 'about to listen';
    case 'Listening':
      return '';
    case 'WaitingToRetry':
      return `waiting to try again: ${server.failure}`;
    case 'Idle':
      return obstacleOf(world, server) ?? 'about to listen';
  }
}

/** Writes how many clients there are, and what waits for them. */
export function showClients(world: World, { row, open, buffered }: Server): void {
  const { columns } = serverStore(world);
  columns.ClientCount.data[row] = open;
  columns.BufferedAmount.data[row] = buffered;
}
