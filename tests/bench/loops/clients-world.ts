import {
  createDoor,
  createRegistry,
  defineSystem,
  listen,
  HOST,
  openWorld,
  readScene,
  send,
  WebsocketClient,
  type Effect,
  type Input,
  type LinkEvent,
} from '../../../engine/index.ts';
import { costOf, tell } from '../clock.ts';
import { PAYLOAD } from '../echo-plan.ts';

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
const door = createDoor(openWorld({ registry, scene: readScene(text, { registry }).scene }));

let real = 0;
/** One tick with these inputs from the host. */
function tick(inputs: readonly Input[]): readonly Effect[] {
  real += 16;
  return door.step({ mode: 'tick', real, inputs: inputs.map((input) => ({ author: HOST, input })) }).effects;
}

const connections: number[] = [];
let inputs: Input[] = [{ type: 'join', user: { userId: 'host', machineId: 'host', name: 'Host', role: 'Admin' } }];
for (let round = 0; round < 20; round++) {
  const next: Input[] = [];
  const events: LinkEvent[] = [];
  for (const effect of tick(inputs)) {
    if (effect.type === 'ask')
      next.push({ type: 'access', answer: { ask: effect.question.ask, decision: 'allow', by: 'host', at: '2026-01-01T00:00:00.000Z' } });
    else if (effect.type === 'open') {
      connections.push(effect.connection);
      events.push({ type: 'opened', connection: effect.connection, protocol: '', extensions: '' });
    }
  }
  if (events.length > 0) next.push({ type: 'link', events });
  inputs = next;
}
if (connections.length !== BUSY) throw new Error(`${connections.length} of ${BUSY} clients connected`);

const messages: LinkEvent[] = connections.map((connection) => ({ type: 'message', connection, data: PAYLOAD }));
const traffic: Input[] = [{ type: 'link', events: messages }];
let sent = 0;
const cost = costOf(() => {
  sent = 0;
  for (const effect of tick(traffic)) if (effect.type === 'send') sent += 1;
});
if (sent !== BUSY) throw new Error(`${sent} of ${BUSY} messages were answered`);
tell(cost);
