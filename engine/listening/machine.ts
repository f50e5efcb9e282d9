import { WebsocketServer } from '../components/websocket-server.ts';
import { HOST } from '../door.ts';
import type { World } from '../world/world.ts';
import { dropClients, farewell } from './clients.ts';
import { arm } from './due.ts';
import { obstacleOf } from './obstacle.ts';
import type { Server } from './server.ts';
import { LISTENING, serverStore, settingsOf, sourceOf, type Servers } from './servers.ts';
import { show } from './showing.ts';
import { STATE_TABLE, type Cell, type ServerAction, type ServerEvent } from './state-table.ts';

/**
 * Moves a server by one event, as the state table says. Returns whether the table has a cell for it. An event that a user has set off makes them its
 * acting user; one that time or the host brings is done for the acting user that it has. `why` is told to clients that it ends.
 */
export function advance(world: World, servers: Servers, server: Server, event: ServerEvent, why: string = ''): boolean {
  const cell = STATE_TABLE[server.state][event];
  if (cell === undefined) return false;
  if (world.acting !== HOST.userId) server.acting = world.acting;
  world.actFor(server.acting, () => move(world, servers, server, cell, why));
  return true;
}

function move(world: World, servers: Servers, server: Server, [next, ...actions]: Cell, why: string): void {
  server.state = next;
  if (next !== 'Listening') server.at = null;
  for (const action of actions) act(world, servers, server, action, why);
  // In the batch in which it was removed the row may have been given to a new component.
  if (!server.gone) show(world, server);
}

function act(world: World, servers: Servers, server: Server, action: ServerAction, why: string): void {
  const { row } = server;
  switch (action) {
    case 'listen':
      return listen(world, server);
    case 'unlisten':
      return world.links.unlisten(server);
    case 'farewell':
      return farewell(world, server, why);
    case 'drop':
      return dropClients(world, servers, server);
    case 'retryTimer':
      server.since = world.real;
      return arm(world, server);
    case 'settle':
      if ((serverStore(world).columns.RetryInterval.data[row] as number) > 0) advance(world, servers, server, 'retry');
      else server.held = true;
      return;
    case 'again':
      return lookAgain(world, server);
  }
}

function listen(world: World, server: Server): void {
  const { entity, source } = sourceOf(world, server.row);
  world.links.listen(LISTENING, server, { entity, component: source, settings: settingsOf(serverStore(world), server.row) });
}

/** Lets the server's turn look whether it is to begin. */
export function lookAgain(world: World, server: Server): void {
  if (world.acting !== HOST.userId || !server.fresh) server.acting = world.acting;
  server.fresh = true;
  world.wake(WebsocketServer, server.row);
}

/** In a server's turn: begins to listen where nothing keeps it from that. */
export function begin(world: World, servers: Servers, server: Server): void {
  if (!server.fresh) return;
  server.fresh = false;
  if (server.state === 'Idle' && obstacleOf(world, server) === null) world.actFor(server.acting, () => advance(world, servers, server, 'go'));
  else show(world, server);
}

/** Something about a server has changed: it stops where it may no longer listen, else its turn looks whether it begins. */
export function reconsider(world: World, servers: Servers, server: Server): void {
  const obstacle = obstacleOf(world, server);
  if (obstacle === null) lookAgain(world, server);
  else if (!advance(world, servers, server, 'stop', obstacle)) show(world, server);
}
