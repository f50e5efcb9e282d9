import { WebsocketServer } from '../components/websocket-server.ts';
import { utf8Length } from '../connection/text-size.ts';
import { closeWords, trafficOf } from '../world/traffic.ts';
import { MOST_COUNT } from '../world/form.ts';
import type { World } from '../world/world.ts';
import type { Pending, Server } from './server.ts';
import { serverStore } from './servers.ts';

/**
 * Hands out, in a server's turn, the events that wait for it, in the order in which they came about. Whoever listens may change anything, this server
 * included. What listeners bring about waits for the next turn.
 */
export function handOut(world: World, server: Server): void {
  const { out, row } = server;
  const end = out.length;
  if (server.handed === end) return;
  world.actFor(server.acting, () => {
    while (server.handed < end && !server.gone) {
      const event = out[server.handed++];
      if (event !== undefined) tell(world, server, event);
    }
  });
  if (server.gone) return;
  server.handed = 0;
  out.splice(0, end);
  if (out.length > 0) world.wake(WebsocketServer, row);
}

function tell(world: World, server: Server, event: Pending): void {
  const { row, clients } = server;
  const client = clients.get(event.client);
  if (client === undefined) return;
  switch (event.type) {
    case 'connected': {
      const { id, path, protocol, address } = client;
      trafficOf(world)?.came(id, { type: WebsocketServer.name, row, id }, `${path} from ${address}${protocol === '' ? '' : `, ${protocol}`}`);
      world.emit(WebsocketServer, row, 'OnClientConnected', { client: id, path, protocol, address });
      return;
    }
    case 'message': {
      const { data } = event;
      const { columns } = serverStore(world);
      const size = typeof data === 'string' ? utf8Length(data) : data.byteLength;
      client.messagesIn = Math.min(client.messagesIn + 1, MOST_COUNT);
      client.bytesIn = Math.min(client.bytesIn + size, MOST_COUNT);
      columns.MessagesReceived.data[row] = (columns.MessagesReceived.data[row] as number) + 1;
      columns.BytesReceived.data[row] = (columns.BytesReceived.data[row] as number) + size;
      trafficOf(world)?.accepted(client.id, 'in', data, size);
      world.emit(WebsocketServer, row, 'OnMessage', { client: client.id, data });
      return;
    }
    case 'disconnected':
      clients.delete(client.id);
      trafficOf(world)?.left(client.id, closeWords(event.code, event.reason));
      world.emit(WebsocketServer, row, 'OnClientDisconnected', { client: client.id, code: event.code, reason: event.reason });
      return;
  }
}
