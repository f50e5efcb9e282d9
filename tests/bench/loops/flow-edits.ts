import { defineSystem, HOST, WebsocketClient } from '../../../engine/index.ts';
import { tell } from '../clock.ts';
import { FLOWS, graphOf, idOf, NODES_OF_ONE, openOn } from '../flow-scene.ts';

/**
 * Steps in each of which a wire of one graph is edited among as many as many has, of forty nodes each and each of its own structure, and which its client
 * runs again in the same tick. Tells the milliseconds that 95 of 100 such steps take, above a tick in which nothing happens.
 */
const STEPS = 400,
  WARMUP = 100;
let hears = '';
const bell = defineSystem({
  name: 'bell',
  over: WebsocketClient,
  begin: (world) => {
    const row = world.entities.rowOf(hears);
    if (row !== undefined) world.emit(WebsocketClient, row, 'OnMessage', { data: '1' });
  },
});
const { world, tick } = openOn(
  Array.from({ length: FLOWS }, (_, at) => ({ id: idOf(at), components: { WebsocketClient: {}, Flow: { Graph: graphOf(at, true) } } })),
  [bell],
);
tick();
const took: number[] = [];
for (let step = 0; step < STEPS + WARMUP; step++) {
  hears = idOf((step * 97) % FLOWS);
  const path = `/nodes/n${NODES_OF_ONE - 10}/in/A/from`;
  const operations = [
    { op: 'patchField', entity: hears, component: 'Flow', field: 'Graph', patch: [{ op: 'replace', path, value: `n${step % 20}` }] },
  ] as const;
  const began = performance.now();
  const { results } = tick([{ author: HOST, input: { type: 'operations', operations } }]);
  if (step >= WARMUP) took.push(performance.now() - began);
  if (results[0]?.ok !== true) throw new Error(JSON.stringify(results[0]));
  // What the edit has noted for an undo goes by itself; what is still to be done for the message is done by a tick of its own.
  hears = '';
  tick();
}
const errors = world
  .storeOf('Flow')
  .rows()
  .filter((row) => world.storeOf('Flow').get(row, 'LastError') !== '');
if (errors.length > 0) throw new Error(JSON.stringify(world.storeOf('Flow').get(errors[0] as number, 'LastError')));

/** The same by hand: the lines of a graph are written as one function, which is made and called. */
const byHand: number[] = [];
for (let step = 0; step < STEPS + WARMUP; step++) {
  const began = performance.now();
  const lines = Array.from({ length: NODES_OF_ONE }, (_, at) => `const n${at}=(n${(at * step) % (at || 1)}+${at}|0);`.replace('n0+0', 'x'));
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- that is what is measured
  const made = new Function('x', `${lines.join('\n')} return n${NODES_OF_ONE - 1};`) as (x: number) => number;
  if (!Number.isInteger(made(step))) throw new Error('the function by hand gives no number');
  if (step >= WARMUP) byHand.push(performance.now() - began);
}
const at = (list: number[], part: number): number => list.toSorted((a, b) => a - b)[Math.floor(list.length * part)] as number;
tell({ middle: at(took, 0.5), most: at(took, 0.95), worst: Math.max(...took), baseline: at(byHand, 0.95) });
