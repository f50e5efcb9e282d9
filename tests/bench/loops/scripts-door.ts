import { createDoor, createRegistry, defineSystem, listen, openWorld, readScene, send, WebsocketClient, type Input } from '../../../engine/index.ts';
import { quickJs } from '../../../sandbox/quickjs.ts';
import { costOf, tell } from '../clock.ts';
import { idOf, sceneText } from '../flow-scene.ts';
import { connect } from './connected.ts';

/**
 * Ticks of a world with clients that each hear ten messages and say them back: by a script each, or with `hand` by a listener. Tells the microseconds of a
 * message.
 */
const CLIENTS = 20,
  MESSAGES = 10;
const isByHand = process.argv[2] === 'hand';
const SOURCE = 'const client = entity.get("WebsocketClient"); client.on("OnMessage", ({ data }) => client.command("Send", { Data: data }));';

const echo = defineSystem({
  name: 'echo',
  over: WebsocketClient,
  on: [listen(WebsocketClient, 'OnMessage', (world, { row }, { data }) => void send(world, row, data))],
});
const registry = createRegistry({ systems: isByHand ? [echo] : [], sandbox: quickJs });
const entities = Array.from({ length: CLIENTS }, (_, at) => ({
  id: idOf(at),
  components: {
    WebsocketClient: { URL: `ws://127.0.0.1:4601/${at}`, HandlingUser: { userId: 'host' } },
    ...(isByHand ? {} : { Script: { Source: SOURCE } }),
  },
}));
const { connections, tick } = connect(createDoor(openWorld({ registry, scene: readScene(sceneText(entities), { registry }).scene })), CLIENTS);
const inputs: Input[] = [
  {
    type: 'link',
    events: connections.flatMap((connection) =>
      Array.from({ length: MESSAGES }, (_, each) => ({ type: 'message' as const, connection, data: `message ${each}` })),
    ),
  },
];
let sent = 0;
const cost = costOf(() => {
  sent = 0;
  for (const effect of tick(inputs)) if (effect.type === 'send') sent++;
});
if (sent !== CLIENTS * MESSAGES) throw new Error(`${sent} of ${CLIENTS * MESSAGES} messages were said back`);
tell((cost / sent) * 1000);
