import { WebsocketClient } from '../components/websocket-client.ts';
import { trafficOf } from '../world/traffic.ts';
import type { World } from '../world/world.ts';
import { NO_EVENTS, type Connection } from './connection.ts';
import { clients } from './settings.ts';
import { utf8Length } from './text-size.ts';

/**
 * Hands out, in a client's turn, the events that wait for it. Whoever listens may change anything, this client included:
 * after each event it is made sure that the client is still there. An event is told for the user for whom it came about, a message for whom the
 * connection stands. What its listeners bring about waits for the next turn.
 */
export function handOut(world: World, connection: Connection): void {
  const { out, row } = connection;
  const end = out.length;
  if (connection.handed === end) return;
  const { columns } = clients(world);
  while (connection.handed < end) {
    const event = out[connection.handed++];
    if (event === undefined) break;
    switch (event.type) {
      case 'message': {
        const { data } = event;
        columns.MessagesReceived.data[row] = (columns.MessagesReceived.data[row] as number) + 1;
        const size = typeof data === 'string' ? utf8Length(data) : data.byteLength;
        columns.BytesReceived.data[row] = (columns.BytesReceived.data[row] as number) + size;
        trafficOf(world)?.message(row, 'in', data, size);
        if (world.acting === connection.acting) world.emit(WebsocketClient, row, 'OnMessage', { data });
        else tellFor(connection.acting, world, row, data);
        break;
      }
      case 'connected':
        world.actFor(event.acting, () => world.emit(WebsocketClient, row, 'OnConnected'));
        break;
      case 'disconnected':
        world.actFor(event.acting, () => world.emit(WebsocketClient, row, 'OnDisconnected', { code: event.code, reason: event.reason }));
        break;
    }
    if (connection.gone) return;
  }
  connection.handed = 0;
  if (out.length === end) {
    connection.out = NO_EVENTS;
    return;
  }
  out.splice(0, end);
  world.wake(WebsocketClient, row);
}

/** In a place of its own, since a function that is made for each message, with what it holds on to, is much of what handing one out takes. */
function tellFor(acting: string, world: World, row: number, data: string | Uint8Array): void {
  world.actFor(acting, () => world.emit(WebsocketClient, row, 'OnMessage', { data }));
}
