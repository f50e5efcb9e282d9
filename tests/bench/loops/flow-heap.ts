import { setTimeout as wait } from 'node:timers/promises';
import { defineComponent, defineSystem, json, Type, WebsocketClient, type Component } from '../../../engine/index.ts';
import { createDoor, createRegistry, openWorld, readScene } from '../../../engine/index.ts';
import { tell } from '../clock.ts';
import { graphOf, idOf, sceneText } from '../flow-scene.ts';

/**
 * Bytes of heap that a graph of forty nodes takes in a world with many of them, its data in the scene's form included.
 * Arguments: `own` or `alike`; `flow`, or `held` where nobody runs it, but it lies in another component; `run` where each has heard a message.
 */
const MANY = 4_000;
const [kind = 'own', as = 'flow', then = ''] = process.argv.slice(2);

const Held: Component = defineComponent('Held', {
  doc: 'Holds a graph that nobody runs.',
  category: 'Bench',
  fields: { Graph: json(Type.Unknown(), 'anything', { default: {}, doc: 'The graph.' }) },
});
let isRinging = false;
const bell = defineSystem({
  name: 'bell',
  over: WebsocketClient,
  begin: (world) => {
    if (isRinging) for (const row of world.store(WebsocketClient).rows()) world.emit(WebsocketClient, row, 'OnMessage', { data: '1' });
  },
});
const registry = createRegistry({ components: [Held], systems: [bell] });

function open(count: number): { step(): void } {
  const entities = Array.from({ length: count }, (_, at) => ({
    id: idOf(at),
    components: { WebsocketClient: {}, [as === 'held' ? 'Held' : 'Flow']: { Graph: graphOf(at, kind === 'own') } },
  }));
  const door = createDoor(openWorld({ registry, scene: readScene(sceneText(entities), { registry }).scene }));
  let real = 0;
  return { step: () => void door.step({ mode: 'tick', real: (real += 16), inputs: [] }) };
}
/** What is in use once all that nobody has is let go, and what was to be kept until the end of a turn of the process. */
async function held(): Promise<number> {
  await wait(10);
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
function ring(world: { step(): void }): void {
  isRinging = then === 'run';
  world.step();
  isRinging = false;
  world.step();
}

const few = open(50);
ring(few);
const before = await held();
const many = open(MANY);
ring(many);
const after = await held();
ring(few);
tell((after - before) / MANY);
many.step();
