import { createDoor, createRegistry, defineSystem, Flow, HOST, openWorld, readScene, WebsocketClient } from '../../../engine/index.ts';
import { costOf, tell } from '../clock.ts';
import { LIMIT, ROUNDS, STEPS } from '../flow-plan.ts';

/** The same as `flow-by-hand`, as a graph in a whole tick: a message sets off a loop, which asks for the chain's value in each round. */
const bell = defineSystem({
  name: 'bell',
  over: WebsocketClient,
  inputs: {
    impulse: (world) => {
      for (const row of world.store(WebsocketClient).rows()) world.emit(WebsocketClient, row, 'OnMessage', { data: 'go' });
      return 1;
    },
  },
});
const NAMES = { '*': 'ValueMul<float>', '+': 'ValueAdd<float>', '-': 'ValueSub<float>' } as const;
const nodes = {
  rx: { type: 'WebsocketTextMessageReceiver', refs: { Client: { entity: 'lamp', component: 'WebsocketClient' } }, then: { OnReceived: 'loop' } },
  loop: { type: 'For', in: { Count: ROUNDS }, then: { LoopIteration: 'ask' } },
  ...Object.fromEntries(
    STEPS.map(({ sign, by }, at) => [`n${at}`, { type: NAMES[sign], in: { A: { from: at === 0 ? 'loop.Iteration' : `n${at - 1}` }, B: by } }]),
  ),
  over: { type: 'ValueGreaterThan<float>', in: { A: { from: `n${STEPS.length - 1}` }, B: LIMIT } },
  ask: { type: 'If', in: { Condition: { from: 'over' } } },
};
const registry = createRegistry({ systems: [bell] });
const entities = [{ id: 'lamp', components: { WebsocketClient: {}, Flow: { Graph: { nodes } } } }];
const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Flow', entities });
const world = openWorld({ registry, scene: readScene(text, { registry }).scene });
const door = createDoor(world);
let real = 0;
const cost = costOf(() => {
  real += 16;
  door.step({
    mode: 'tick',
    real,
    inputs: [{ author: HOST, input: { type: 'impulse', tag: 'bell', value: 'go' } }],
  });
});
const flow = world.store(Flow).columns.LastError.data[0];
if (flow !== '') throw new Error(String(flow));
tell(cost);
