/** Edits of a few nodes of a large graph: what they take goes by those nodes, and what comes of them is what comes of looking at all of it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { descentOf } from '../../../engine/descent.ts';
import { snapshotWorld, type Author, type Input, type InputResult, type ViewUpdate } from '../../../engine/index.ts';
import { SEED } from '../../samples.ts';
import { look, open } from '../watch/looking.ts';
import { ANNA, BEN } from '../world-rig.ts';
import { flowing, flowRig, restored, write, type FlowRig } from './rig.ts';

const NODES = 60,
  RUNS = 3;
const VIEW = { kind: 'graph', entity: 'lamp', component: 'Flow' } as const;
type Nodes = Readonly<Record<string, unknown>>;
type Told = Extract<ViewUpdate, { kind: 'graph' }>;

const large = (): Nodes => ({
  up: { type: 'Update', then: { OnUpdate: 'n0' }, in: {}, at: [0, 0] },
  ...Object.fromEntries(Array.from({ length: NODES }, (_, at) => [`n${at}`, { ...write('int', at, `n${(at + 1) % NODES}`), at: [at, 0] }])),
  go: { type: 'StartAsyncTask', then: { TaskStart: 'wait' }, in: {} },
  wait: { type: 'DelayUpdates', in: { Updates: 3 }, then: {} },
});
const DRIVE = { type: 'ValueFieldDrive<int>', in: { Value: 7 }, refs: { Drive: { entity: 'lamp', component: 'IntValue', field: 'Value' } } };

const node = fc.oneof(
  fc.integer({ min: 0, max: NODES - 1 }).map((at) => `n${at}`),
  fc.constantFrom('new', 'other', '7', '12', 'up'),
);
const VALUES = [
  { type: 'Comment', text: 'said' },
  { type: 'Frame', title: 'around', size: [100, 100] },
  { ...write('int', 5, 'n3'), at: [1, 1] },
  { type: 'NoSuchNode' },
  { type: 7 },
  { type: 'If', in: { Condition: true }, then: {}, at: ['here', 2] },
  DRIVE,
] as const;
const one = fc.oneof(
  node.map((id) => ({ op: 'add', path: `/nodes/${id}/at`, value: [3, 4] })),
  fc.tuple(node, fc.constantFrom<unknown>(1, 2, 1.5, 'text', { from: 'n1' })).map(([id, value]) => ({ op: 'add', path: `/nodes/${id}/in/Value`, value })),
  fc.tuple(node, node).map(([id, to]) => ({ op: 'add', path: `/nodes/${id}/then/OnWritten`, value: to })),
  fc.tuple(node, fc.constantFrom<unknown>(...VALUES)).map(([id, value]) => ({ op: 'add', path: `/nodes/${id}`, value })),
  node.map((id) => ({ op: 'remove', path: `/nodes/${id}` })),
  fc.tuple(node, node).map(([from, to]) => ({ op: 'move', from: `/nodes/${from}`, path: `/nodes/${to}` })),
  fc.constantFrom<unknown>('n', { deep: [[[[1]]]] }).map((value) => ({ op: 'add', path: '/rest', value })),
);
const input = fc.oneof(
  { weight: 6, arbitrary: fc.array(one, { minLength: 1, maxLength: 3 }).map((patch): Input => patched(patch)) },
  { weight: 3, arbitrary: fc.constantFrom<Input>({ type: 'undo' }, { type: 'redo' }) },
);
function patched(patch: readonly object[]): Input {
  return {
    type: 'operations',
    operations: [{ op: 'patchField', entity: 'lamp', component: 'Flow', field: 'Graph', patch: patch as never }],
    history: true,
  } as Input;
}

/** What a page has of a graph by what it was told. */
class Page {
  readonly nodes = new Map<string, unknown>();
  order: readonly string[] = [];
  facts: Record<string, unknown> = {};

  hear(updates: readonly ViewUpdate[]): void {
    for (const update of updates) if (update.kind === 'graph') this.#take(update);
  }
  #take({ nodes = {}, facts = {}, order }: Told): void {
    for (const [id, each] of Object.entries(nodes)) {
      if (each === null) this.nodes.delete(id);
      else this.nodes.set(id, each);
      if (each === null) delete this.facts[id];
    }
    for (const [id, each] of Object.entries(facts)) {
      if (each === null) delete this.facts[id];
      else this.facts[id] = each;
    }
    this.order = order ?? [...this.order.filter((id) => this.nodes.has(id)), ...[...this.nodes.keys()].filter((id) => !this.order.includes(id))];
  }
}

const nodesOf = (rig: FlowRig): Nodes => (rig.value('lamp', 'Flow', 'Graph') as { readonly nodes: Nodes }).nodes;
/** All but what it took until here, which who was restored has not seen. */
function stateOf(rig: FlowRig): unknown {
  const state = JSON.parse(snapshotWorld(rig.world)) as Record<string, unknown>;
  for (const each of ['walls']) delete state[each];
  return state;
}

test('any edits of a large graph come to what they come to where nothing is known of what it was, for the world and for those who look', () => {
  let [known, refused, undone] = [0, 0, 0];
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom<Author>(ANNA, BEN), input), { minLength: 6, maxLength: 10 }), (inputs) => {
      const rig = flowRig([flowing(large())]);
      let forgetful = restored(snapshotWorld(rig.world));
      const page = new Page();
      const seen = (updates: readonly ViewUpdate[]): readonly ViewUpdate[] => {
        page.hear(updates.filter(({ view }) => view === 1));
        return updates;
      };
      seen(look(rig, [open(1, VIEW)]));
      look(forgetful);
      for (const [author, each] of inputs) {
        const before = nodesOf(rig);
        // Whoever was read from a text has no object of before.
        forgetful = restored(snapshotWorld(forgetful.world));
        const results = [rig, forgetful].map(({ door, world }): InputResult => {
          const step = door.step({ mode: 'tick', real: world.real + 100, inputs: [{ author, input: each }] });
          seen(step.updates);
          return step.results[0] as InputResult;
        });
        expect(results[0]).toEqual(results[1]);
        if (!results[0]?.ok) refused++;
        else if (each.type !== 'operations') undone++;
        if (nodesOf(rig) !== before && descentOf(nodesOf(rig), before) !== undefined) known++;
        seen(look(rig));
        look(forgetful);
        expect(stateOf(rig)).toEqual(stateOf(forgetful));
        const nodes = nodesOf(rig);
        expect(JSON.stringify(Object.keys(nodes))).toBe(JSON.stringify(Object.keys(nodesOf(forgetful))));
        expect(Object.fromEntries(page.nodes)).toEqual(nodes);
        expect(page.order).toEqual(Object.keys(nodes));
        const fresh = new Page();
        fresh.hear(seen(look(rig, [open(2, VIEW)], [], 0)).filter(({ view }) => view === 2));
        seen(look(rig, [{ type: 'close', view: 2 }], [], 0));
        look(forgetful, [], [], 0);
        look(forgetful, [], [], 0);
        expect(page.facts).toEqual(fresh.facts);
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
  // There was something to be told apart.
  for (const each of [known, refused, undone]) expect(each).toBeGreaterThan(0);
});
