/** What a graph refers to and its world lacks is told at its node while that is so, in the words of `worldwire check`. */
import { expect, test } from 'vitest';
import { createRegistry, HOST, readScene, type NodeFault, type Operation, type View, type ViewUpdate } from '../../../engine/index.ts';
import { look, open } from '../watch/looking.ts';
import { flowing, flowRig, rx, write } from './rig.ts';

const GRAPH: View = { kind: 'graph', entity: 'lamp', component: 'Flow' };
const to = (field: object): object => ({ type: 'ValueWrite<int>', refs: { Variable: field }, in: { Value: 1 } });
const NODES = {
  rx: rx('w', 'box'),
  w: to({ entity: 'box', component: 'IntValue', field: 'Value' }),
  never: to({ entity: 'nobody', component: 'IntValue', field: 'Value' }),
  there: write('int', 1),
};
const BOX = { id: 'box', name: 'Box', components: { WebsocketClient: {}, IntValue: {} } };
/** Faults by their nodes, as far as they were told; null where a node has none any more. */
function told(updates: readonly ViewUpdate[]): Readonly<Record<string, readonly NodeFault[] | null>> {
  const facts = updates.flatMap((update) => (update.kind === 'graph' ? Object.entries(update.facts ?? {}) : []));
  return Object.fromEntries(facts.flatMap(([id, each]) => (each?.faults === undefined && id === 'there' ? [] : [[id, each?.faults ?? null]])));
}
const message = (faults: readonly NodeFault[] | null | undefined): readonly string[] =>
  (faults ?? []).map(({ inside, message: words }) => `${inside}: ${words}`);

test('an entity, a component or a field that is not there is told at its reference, as the world changes', () => {
  const rig = flowRig([flowing(NODES), BOX]);
  const first = told(look(rig, [open(1, GRAPH)]));
  expect(message(first['never'])).toEqual(['refs/Variable: refers to "nobody", and no entity of this scene has this id']);
  // The graph runs all the same.
  expect(first['never']).toMatchObject([{ warning: true }]);
  expect([first['w'] ?? null, first['there'] ?? null]).toEqual([null, null]);

  rig.edited([{ op: 'removeComponent', entity: 'box', component: 'IntValue' }]);
  expect(message(told(look(rig))['w'])).toEqual(['refs/Variable: refers to "IntValue" on "box", which has no such component; it has WebsocketClient']);
  rig.give({ type: 'undo' });
  expect(told(look(rig))).toMatchObject({ w: null });

  rig.edited([{ op: 'removeEntity', entity: 'box' }]);
  const without = told(look(rig));
  expect(message(without['w'])).toEqual(['refs/Variable: refers to "box", and no entity of this scene has this id']);
  expect(message(without['rx'])).toEqual(['refs/Client: refers to "box", and no entity of this scene has this id']);
  rig.give({ type: 'undo' });
  expect(told(look(rig))).toMatchObject({ w: null, rx: null });

  const patch = [{ op: 'replace', path: '/nodes/w/refs/Variable/field', value: 'Valu' }];
  const operation = { op: 'patchField', entity: 'lamp', component: 'Flow', field: 'Graph', patch } as unknown as Operation;
  const patched = look(rig, [], [{ author: HOST, input: { type: 'operations', operations: [operation] } }]);
  expect(message(told(patched)['w'])).toEqual(['refs/Variable: refers to "Valu" of "IntValue" on "box", and there is no such field; did you mean Value?']);
});

test('it is the sentence of check', () => {
  const entities = [flowing(NODES)];
  const { warnings } = readScene(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities }), { registry: createRegistry({}) });
  const faults = Object.values(told(look(flowRig(entities), [open(1, GRAPH)]))).flatMap((each) => each ?? []);
  expect(faults.map((each) => each.message).sort()).toEqual(warnings.map((each) => each.message.replace(/^.*\/refs\/\w+: /, '')).sort());
  expect(faults).toHaveLength(3);
});

test('what happens to the world otherwise is told nobody', () => {
  const rig = flowRig([flowing(NODES), BOX, { id: 'other', name: 'Other', components: { IntValue: {} } }]);
  look(rig, [open(1, GRAPH)]);
  rig.edited([{ op: 'removeEntity', entity: 'other' }]);
  rig.hear('now');
  expect(told(look(rig))).toEqual({});
});
