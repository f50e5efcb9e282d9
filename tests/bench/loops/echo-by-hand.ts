import { WebSocket } from 'ws';
import { tell } from '../clock.ts';
import { holding, PAYLOAD, perConnection, PLAN } from '../echo-plan.ts';

/**
 * A bare client loop: as many sockets, each keeps so many messages in flight and answers each one with the next. With none in flight it tells what
 * they hold.
 */
const [url = '', inFlight = '1'] = process.argv.slice(2);
const before = await holding();
const sockets: WebSocket[] = [];
let received = 0;

async function connect(): Promise<void> {
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 1 << 20 });
  sockets.push(socket);
  await new Promise((done, failed) => socket.once('open', done).once('error', failed));
  socket.on('message', (data: Buffer) => {
    received += 1;
    socket.send(data.toString());
  });
}

for (let made = 0; made < PLAN.connections; made += PLAN.atOnce) await Promise.all(Array.from({ length: PLAN.atOnce }, connect));
const after = await holding();
if (inFlight === '0') {
  tell(perConnection(before, after));
  process.exit(0);
}
for (const socket of sockets) for (let i = 0; i < Number(inFlight); i++) socket.send(PAYLOAD);

await new Promise((done) => setTimeout(done, PLAN.warmup));
const from = received;
const started = performance.now();
await new Promise((done) => setTimeout(done, PLAN.measured));
tell({ rate: ((received - from) / (performance.now() - started)) * 1000 });
process.exit(0);
