import { io, type Socket } from 'socket.io-client';

/** Connects to the server, again and again. A file of its own, which is fetched behind the first rows: nothing that a first frame shows needs it. */
export function openSocket(): Socket {
  // Only the WebSocket transport: one connection, one handshake, and the same Origin and Host checks as any request.
  return io({ transports: ['websocket'], reconnectionDelay: 300, reconnectionDelayMax: 2_000, randomizationFactor: 0.2, timeout: 5_000 });
}
