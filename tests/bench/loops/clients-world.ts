import {
  createDoor,
  createRegistry,
  defineSystem,
  listen,
  openWorld,
  readScene,
  send,
  WebsocketClient,
  type Input,
  type LinkEvent,
} from '../../../engine/index.ts';
import { costOf, tell } from '../clock.ts';
import { PAYLOAD } from '../echo-plan.ts';
import { connect } from './connected.ts';

/** Ticks of a world with 100 clients that each get a message and answer it, among as many idle ones as the first argument says. */
const BUSY = 100;
const idle = Number(process.argv[2] ?? '0');

const echo = defineSystem({
  name: 'echo',
  over: WebsocketClient,
  on: [listen(WebsocketClient, 'OnMessage', (world, { row }, { data }) => send(world, row, data))],
});
const registry = createRegistry({ systems: [echo] });
const entities = [
  ...Array.from({ length: idle }, (_, i) => ({ id: `idle-${i}`, components: { WebsocketClient: {} } })),
  ...Array.from({ length: BUSY }, (_, i) => ({
    id: `busy-${i}`,
    components: { WebsocketClient: { URL: `ws://127.0.0.1:4601/${i}`, HandlingUser: { userId: 'host' } } },
  })),
];
const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Clients', entities });
const { connections, tick } = connect(createDoor(openWorld({ registry, scene: readScene(text, { registry }).scene })), BUSY);
const messages: LinkEvent[] = connections.map((connection) => ({ type: 'message', connection, data: PAYLOAD }));
const traffic: Input[] = [{ type: 'link', events: messages }];
let sent = 0;
const cost = costOf(() => {
  sent = 0;
  for (const effect of tick(traffic)) if (effect.type === 'send') sent += 1;
});
if (sent !== BUSY) throw new Error(`${sent} of ${BUSY} messages were answered`);
tell(cost);
