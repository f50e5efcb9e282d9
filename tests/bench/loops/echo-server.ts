import { WebSocketServer } from 'ws';
import { tell } from '../clock.ts';

/** The other end of the echo figures: sends back what it gets. Ends when its input does. */
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false, backlog: 4096 });
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  socket.on('error', () => socket.terminate());
});
server.on('listening', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  tell({ port: address.port });
});
process.stdin.on('end', () => process.exit(0)).resume();
