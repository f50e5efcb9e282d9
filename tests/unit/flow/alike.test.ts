/** Graphs that differ in literals and in what they refer to alone have one plan; each acts by what is its own. */
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../engine/flow/node/node-types.ts';
import { linkGraph } from '../../../engine/flow/linking/link-graph.ts';
import { LIBRARY } from '../../../engine/flow/nodes.ts';
import { running } from './graphs.ts';
import { flowing, flowRig, restored, rx, write } from './rig.ts';
import { snapshotWorld } from '../../../engine/index.ts';

function planOf(nodes: object): Plan {
  const linked = linkGraph({ nodes } as never, LIBRARY);
  if (!linked.ok) throw new Error(JSON.stringify(linked.faults));
  return linked.graph.plan;
}

/** Adds a number to its own value, and tells it in words of its own. */
const graph = (entity: string, by: number, word: string) => ({
  rx: rx('go', entity),
  go: { type: 'Sequence', then: { Calls: ['sum', 'tell'] } },
  before: { type: 'ValueSource<int>', refs: { Source: { entity, component: 'IntValue', field: 'Value' } } },
  more: { type: 'ValueAdd<int>', in: { A: { from: 'before' }, B: by } },
  sum: write('int', { from: 'more' }, undefined, entity),
  text: { type: 'ToString_Int', in: { V: { from: 'before' } } },
  join: { type: 'ConcatenateMultiString', in: { Inputs: [word, { from: 'text' }] } },
  tell: write('string', { from: 'join' }, undefined, entity),
});

test('literals and entities tell no plans apart', () => {
  expect(planOf(graph('lamp', 1, 'one '))).toBe(planOf(graph('other', 2.0, 'two ')));
});

describe('what tells plans apart', () => {
  const base = graph('lamp', 1, 'one ');
  const others: [string, object][] = [
    ['another wire', { ...base, text: { type: 'ToString_Int', in: { V: { from: 'more' } } } }],
    ['a wire where a literal was', { ...base, more: { type: 'ValueAdd<int>', in: { A: { from: 'before' }, B: { from: 'before' } } } }],
    ['nothing where a literal was', { ...base, more: { type: 'ValueAdd<int>', in: { A: { from: 'before' } } } }],
    ['another node', { ...base, more: { type: 'ValueSub<int>', in: { A: { from: 'before' }, B: 1 } } }],
    ['another place that it leads to', { ...base, go: { type: 'Sequence', then: { Calls: ['tell', 'sum'] } } }],
    ['a place fewer that it leads to', { ...base, go: { type: 'Sequence', then: { Calls: ['sum'] } } }],
    ['a list that is longer', { ...base, join: { type: 'ConcatenateMultiString', in: { Inputs: ['one ', { from: 'text' }, '!'] } } }],
    ['null where a text was', { ...base, join: { type: 'ConcatenateMultiString', in: { Inputs: [null, { from: 'text' }] } } }],
    ['another id', Object.fromEntries(Object.entries(base).map(([id, node]) => [id === 'more' ? 'mehr' : id, node])) as never],
    ['another order', Object.fromEntries(Object.entries(base).toReversed())],
  ];
  delete (others.find(([name]) => name === 'another id') as [string, { sum?: object }])[1].sum;
  test.each(others)('%s', (_name, nodes) => {
    const linked = linkGraph({ nodes } as never, LIBRARY);
    if (linked.ok) expect(linked.graph.plan).not.toBe(planOf(base));
    else expect(linked.faults.length).toBeGreaterThan(0);
  });
  test('a component of another type, by which a node tells what it is for', () => {
    const source = (component: string) => ({ one: { type: 'ElementSource', refs: { Source: { entity: 'lamp', component } } } });
    expect(planOf(source('WebsocketClient')).nodes[0]?.type).toBe('WebsocketClient');
    expect(planOf(source('WebsocketServer')).nodes[0]?.type).toBe('WebsocketServer');
  });
  test('a number where a text was, by which a node tells what it is for', () => {
    const given = (A: unknown) => ({ one: { type: 'ValueAdd', in: { A } } });
    expect(planOf(given(1)).nodes[0]?.type).toBe('float');
    expect(linkGraph({ nodes: given(true) } as never, LIBRARY).ok).toBe(false);
  });
});

test('what is wrong in a graph is told where another one like it is not wrong', () => {
  planOf(graph('lamp', 1, 'one '));
  const wrong = graph('lamp', 1.5, 'one ');
  const linked = linkGraph({ nodes: wrong } as never, LIBRARY);
  expect(linked).toMatchObject({ ok: false, faults: [{ inside: 'nodes/more/in/B' }], count: 1 });
  const lost = { ...graph('lamp', 1, 'one '), before: { type: 'ValueSource<int>', refs: { Source: { entity: 'lamp' } } } };
  expect(linkGraph({ nodes: lost } as never, LIBRARY)).toMatchObject({ ok: false, faults: [{ inside: 'nodes/before/refs/Source' }] });
});

test.each(['compiled', 'interpreted'] as const)('%s, each acts by its own literals, on its own entity, also from a snapshot', (as) => {
  running.as = as;
  try {
    const rig = flowRig(Array.from({ length: 5 }, (_, at) => flowing(graph(`lamp${at}`, at + 1, `${at}: `), `lamp${at}`)));
    rig.hear('go');
    rig.tick();
    const other = restored(snapshotWorld(rig.world));
    for (const each of [rig, other]) {
      each.hear('go');
      each.tick();
      expect(Array.from({ length: 5 }, (_, at) => [each.value(`lamp${at}`, 'IntValue', 'Value'), each.value(`lamp${at}`, 'StringValue', 'Value')])).toEqual(
        Array.from({ length: 5 }, (_, at) => [2 * (at + 1), `${at}: ${2 * (at + 1)}`]),
      );
    }
  } finally {
    running.as = 'compiled';
  }
});

test('one of those that are alike is edited, and the others are as they were', () => {
  const rig = flowRig([flowing(graph('lamp0', 1, 'a'), 'lamp0'), flowing(graph('lamp1', 1, 'b'), 'lamp1')]);
  const patch = [{ op: 'replace', path: '/nodes/more/in/B', value: 10 }] as const;
  rig.edited([{ op: 'patchField', entity: 'lamp0', component: 'Flow', field: 'Graph', patch }]);
  rig.edited([
    { op: 'patchField', entity: 'lamp1', component: 'Flow', field: 'Graph', patch: [{ op: 'replace', path: '/nodes/more/type', value: 'ValueSub<int>' }] },
  ]);
  rig.hear('go');
  rig.tick();
  expect([rig.value('lamp0', 'IntValue', 'Value'), rig.value('lamp1', 'IntValue', 'Value')]).toEqual([10, -1]);
});
