/**
 * A world whose listeners and hooks set each other off without end, for the same scene and inputs in threads, processes and versions that have
 * stacks of other sizes. Run by itself, or as a worker, it uses what is built in dist and tells what came of it.
 */
import { isMainThread, parentPort } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

/** @typedef {typeof import('../../engine/index.ts')} Engine */
/** @typedef {import('../../engine/index.ts').World} World */
/** @typedef {{ hash: string, calls: number, log: string[] }} Told */

const URL_OF_NOBODY = 'ws://127.0.0.1:9/';

/**
 * @param {Engine} engine
 * @returns {Told}
 */
export function liveNested(engine) {
  const { createDoor, createRegistry, defineSystem, hashWorld, listen, openWorld, readScene, IntValue, WebsocketClient } = engine;
  let calls = 0;
  /** @type {(world: World, source: { row: number }) => void} */
  const answer = (world, { row }) => {
    calls++;
    const { MessagesReceived } = world.store(WebsocketClient).columns;
    MessagesReceived.data[row] = Number(MessagesReceived.data[row]) + 1;
    const rows = world.store(WebsocketClient).rows();
    world.emit(WebsocketClient, rows[(rows.indexOf(row) + 1) % rows.length] ?? row, 'OnConnected', {});
    // What comes after a chain has ended is no new one, else there would be 2^64 of them.
    world.emit(WebsocketClient, row, 'OnConnected', {});
  };
  const listening = ['first', 'second'].map((name) => defineSystem({ name, over: WebsocketClient, on: [listen(WebsocketClient, 'OnConnected', answer)] }));
  const starting = defineSystem({
    name: 'starting',
    over: IntValue,
    begin: (world) => {
      for (const row of world.store(WebsocketClient).rows()) world.emit(WebsocketClient, row, 'OnConnected', {});
    },
    changed: (world, row) => {
      calls++;
      const { Value } = world.store(IntValue).columns;
      world.setValue(world.storeOf('IntValue'), row, 'Value', Number(Value.data[row]) + 1);
    },
  });
  const registry = createRegistry({ systems: [...listening, starting] });
  const entities = [
    ...['a', 'b', 'c'].map((id) => ({ id, components: { WebsocketClient: { URL: URL_OF_NOBODY, HandlingUser: { userId: 'host' } } } })),
    { id: 'count', components: { IntValue: {} } },
  ];
  const scene = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities });
  const world = openWorld({ registry, scene: readScene(scene, { registry }).scene });
  const door = createDoor(world);
  /** @type {string[]} */
  const log = [];
  for (let tick = 0; tick < 3; tick++) {
    /** @type {import('../../engine/index.ts').Operation} */
    const operation = { op: 'setField', entity: 'count', component: 'IntValue', field: 'Value', value: tick * 1000 + 1 };
    const author = /** @type {const} */ ({ userId: 'host', role: 'Admin' });
    const result = door.step({ mode: 'tick', real: tick * 17, inputs: [{ author, input: { type: 'operations', operations: [operation] } }] });
    log.push(...result.log.filter(({ level }) => level === 'error').map(({ entity, message }) => `${entity}: ${message}`));
  }
  return { hash: hashWorld(world), calls, log };
}

if (!isMainThread ? parentPort !== null && process.env['WORLDWIRE_NESTED'] === '1' : process.argv[1] === fileURLToPath(import.meta.url)) {
  const told = liveNested(/** @type {Engine} */ (await import(new URL('../../dist/engine/index.js', import.meta.url).href)));
  if (isMainThread) process.stdout.write(JSON.stringify(told));
  else parentPort?.postMessage(told);
}
