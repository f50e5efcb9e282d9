import { createDoor, createRegistry, defineSystem, listen, openWorld, readScene, send, WebsocketClient, type Input } from '../../../engine/index.ts';
import { costOf, tell } from '../clock.ts';
import { idOf, sceneText } from '../flow-scene.ts';
import { connect } from './connected.ts';

/**
 * Ticks of a world with clients that each get a message, read it as a number, compute, and answer in words: by a graph, or with `hand` by a listener that
 * somebody has written. Tells the nanoseconds of a message.
 */
const CLIENTS = 100,
  MESSAGES = 10;
const isByHand = process.argv[2] === 'hand';

const answers = defineSystem({
  name: 'answers',
  over: WebsocketClient,
  on: [
    listen(WebsocketClient, 'OnMessage', (world, { row }, { data }) => {
      const read = typeof data === 'string' ? /^\s*[+-]?[0-9]+\s*$/.test(data) : false;
      let x = read ? Number(data) | 0 : 0;
      x = (x + 7) | 0;
      x = Math.imul(x, 3);
      x = (x - 5) | 0;
      x = Math.max(x, 11);
      send(world, row, `it is ${x}`);
    }),
  ],
});
const graphOf = (entity: string): object => {
  const client = { entity, component: 'WebsocketClient' };
  return {
    nodes: {
      rx: { type: 'WebsocketTextMessageReceiver', refs: { Client: client }, then: { OnReceived: 'go' } },
      go: { type: 'StartAsyncTask', then: { TaskStart: 'tx' } },
      lamp: { type: 'ElementSource<WebsocketClient>', refs: { Source: client } },
      parse: { type: 'Parse_Int', in: { Str: { from: 'rx.Data' } } },
      a: { type: 'ValueAdd<int>', in: { A: { from: 'parse.Value' }, B: 7 } },
      b: { type: 'ValueMul<int>', in: { A: { from: 'a' }, B: 3 } },
      c: { type: 'ValueSub<int>', in: { A: { from: 'b' }, B: 5 } },
      d: { type: 'ValueMax<int>', in: { A: { from: 'c' }, B: 11 } },
      text: { type: 'ToString_Int', in: { V: { from: 'd' } } },
      join: { type: 'ConcatenateMultiString', in: { Inputs: ['it is ', { from: 'text' }] } },
      tx: { type: 'WebsocketTextMessageSender', in: { Client: { from: 'lamp' }, Data: { from: 'join' } } },
    },
  };
};

const registry = createRegistry({ systems: isByHand ? [answers] : [] });
const entities = Array.from({ length: CLIENTS }, (_, at) => ({
  id: idOf(at),
  components: {
    WebsocketClient: { URL: `ws://127.0.0.1:4601/${at}`, HandlingUser: { userId: 'host' } },
    ...(isByHand ? {} : { Flow: { Graph: graphOf(idOf(at)) } }),
  },
}));
const { connections, tick } = connect(createDoor(openWorld({ registry, scene: readScene(sceneText(entities), { registry }).scene })), CLIENTS);
const messages = (value: number): Input[] => [
  {
    type: 'link',
    events: connections.flatMap((connection, at) =>
      Array.from({ length: MESSAGES }, (_, each) => ({ type: 'message' as const, connection, data: String(value + at * MESSAGES + each) })),
    ),
  },
];
const given = Array.from({ length: 8 }, (_, at) => messages(at * 10_000));
let round = 0,
  sent = 0,
  last = '';
const cost = costOf(() => {
  sent = 0;
  for (const effect of tick(given[round++ % given.length] as Input[]))
    if (effect.type === 'send') {
      sent++;
      last = String(effect.data);
    }
});
if (sent !== CLIENTS * MESSAGES) throw new Error(`${sent} of ${CLIENTS * MESSAGES} messages were answered`);
if (last !== `it is ${(((round - 1) % given.length) * 10_000 + CLIENTS * MESSAGES - 1 + 7) * 3 - 5}`) throw new Error(`the last answer was ${last}`);
tell((cost / sent) * 1_000_000);
