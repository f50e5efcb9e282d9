import { WebSocket } from 'ws';
import { tell } from '../clock.ts';
import { holding, PAYLOAD, perConnection, PLAN } from '../echo-plan.ts';
import { Stretches } from './stretches.ts';

/**
 * A bare client loop: as many sockets, each keeps so many messages in flight and answers each one with the next. Asked for `holding`, it tells what
 * they hold.
 */
const [url = '', what] = process.argv.slice(2);
const before = await holding();
const sockets: WebSocket[] = [];
const stretches = new Stretches();

async function connect(): Promise<void> {
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 1 << 20 });
  sockets.push(socket);
  await new Promise((done, failed) => socket.once('open', done).once('error', failed));
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    if (stretches.came()) socket.send(text);
  });
}

for (let made = 0; made < PLAN.connections; made += PLAN.atOnce) await Promise.all(Array.from({ length: PLAN.atOnce }, connect));
if (what === 'holding') {
  tell(perConnection(before, await holding()));
  process.exit(0);
}
await stretches.run({
  go(inFlight) {
    for (const socket of sockets) for (let i = 0; i < inFlight; i++) socket.send(PAYLOAD);
  },
  rest() {},
  ticks: () => 0,
});
