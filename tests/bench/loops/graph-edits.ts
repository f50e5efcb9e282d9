import { createDoor, createRegistry, HOST, openWorld, readScene } from '../../../engine/index.ts';
import { tell } from '../clock.ts';
import { graphScene, gridGraph } from '../graph-scene.ts';

/** Milliseconds that edits of one node of a large graph take beyond a tick without one, while nobody looks and while somebody does. */
const NODES = 7_500,
  TIMES = 20;
const registry = createRegistry();
const nodes = { ...gridGraph(NODES), up: { type: 'Comment' } };
const world = openWorld({ registry, scene: readScene(JSON.stringify(graphScene(nodes)), { registry }).scene });
const door = createDoor(world);

let real = 0;
/** The time of a tick with a patch, or without one. */
function tick(patch?: readonly object[]): number {
  real += 100;
  const operations = [{ op: 'patchField', entity: 'lamp', component: 'Flow', field: 'Graph', patch: patch as never }] as const;
  const inputs = patch === undefined ? [] : [{ author: HOST, input: { type: 'operations', operations } } as const];
  const began = performance.now();
  const { results } = door.step({ mode: 'tick', real, inputs });
  const took = performance.now() - began;
  if (results.some(({ ok }) => !ok)) throw new Error(JSON.stringify(results));
  return took;
}
function least(one: (at: number) => number): number {
  let best = Infinity;
  for (let at = 0; at < TIMES; at++) {
    best = Math.min(best, one(at));
    tick();
  }
  return best;
}
let edit = 0;
const move = (): number => tick([{ op: 'replace', path: `/nodes/n${++edit * 7}/at`, value: [edit, edit] }]);
const wire = (): number => tick([{ op: 'replace', path: `/nodes/n${3 * ++edit + 1}/then/OnWritten`, value: `n${3 * edit + 3}` }]);

const nothing = least(() => tick());
const moved = least(move) - nothing,
  wired = least(wire) - nothing;
real += 100;
door.step({ mode: 'tick', real, inputs: [], views: [{ type: 'open', view: 1, what: { kind: 'graph', entity: 'lamp', component: 'Flow' } }] });
const idle = least(() => tick());
const seen = least(move) - idle;
/** The same by hand: all nodes by their ids once more, of which one is another. */
let all: { readonly [id: string]: unknown } = JSON.parse(JSON.stringify(nodes)) as typeof nodes;
const baseline = least((at) => {
  const began = performance.now();
  all = { ...all, [`n${at * 7}`]: { at: [at, at] } };
  return performance.now() - began;
});
tell({ moved, wired, seen, baseline });
