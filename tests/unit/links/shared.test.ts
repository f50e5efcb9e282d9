import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { rig } from './rigs.ts';

/** A real WebSocket server, and its sockets in the order in which they came. */
async function peer(): Promise<{ url: string; sockets: WebSocket[] }> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const sockets: WebSocket[] = [];
  server.on('headers', (lines) => lines.push('X-Served-By: a test', 'Set-Cookie: a=b'));
  server.on('connection', (socket) => sockets.push(socket));
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`, sockets };
}

it('connections share what their servers answered alike, and each shows its own proof of the handshake', async () => {
  const { url } = await peer();
  const links = rig();
  const [first, second] = [links.open(url), links.open(url)];
  await links.told(first, 'opened');
  await links.told(second, 'opened');
  const [one, other] = [first, second].map((connection) => links.links.socketInfo(connection)?.headers ?? []);
  const withoutProof = (headers: typeof one): unknown => headers?.map(([name, value]) => [name, name === 'Sec-WebSocket-Accept' ? value.length : value]);
  expect(withoutProof(one)).toEqual([
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', 28],
    ['X-Served-By', 'a test'],
    ['Set-Cookie', '…'],
  ]);
  expect(withoutProof(other)).toEqual(withoutProof(one));
  expect(other).not.toEqual(one);
});

it('pings of a server are answered, and one that sends more at once than it takes answers to is let go', async () => {
  const { url, sockets } = await peer();
  const links = rig();
  const connection = links.open(url);
  await links.told(connection, 'opened');
  const [socket] = sockets as [WebSocket];
  for (const word of ['a', 'b', 'c']) {
    const answer = once(socket, 'pong');
    socket.ping(word);
    expect(String((await answer)[0])).toBe(word);
  }
  const tcp = (socket as unknown as { _socket: Socket })._socket;
  tcp.cork();
  for (let i = 0; i < 100; i++) socket.ping();
  tcp.uncork();
  expect((await links.told(connection, 'closed')).error?.code).toBe('WW_CONNECTION_LOST');
});
