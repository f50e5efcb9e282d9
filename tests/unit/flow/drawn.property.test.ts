/** Edits that change how a graph is drawn, and nothing that runs: what runs stays as it is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOST, snapshotWorld, type Envelope, type Operation } from '../../../engine/index.ts';
import { SEED } from '../../samples.ts';
import { look, open } from '../watch/looking.ts';
import { readable, worldOf } from './any-world.ts';
import { flowing, flowRig, restored, rx, write, type FlowRig } from './rig.ts';

const TOGETHER = 10,
  RUNS = 12,
  TICKS = 8;
const DRAWN = ['at', 'size', 'title', 'text', 'color', 'closed', 'frame'] as const;
const VALUES: Readonly<Record<(typeof DRAWN)[number], unknown>> = {
  at: [10, 20],
  size: [200, 100],
  title: 'A title',
  text: 'A note',
  color: '#4488cc',
  closed: true,
  frame: 'around',
};
type Nodes = Record<string, Record<string, unknown>>;
type Edit = { readonly flow: number; readonly node: number; readonly key: (typeof DRAWN)[number] | 'note' | 'frame around' | 'whole' };

const graphField = (entity: string, patch: readonly object[]): Operation =>
  ({ op: 'patchField', entity, component: 'Flow', field: 'Graph', patch }) as unknown as Operation;

/** Of what it is told some waits, and some is ended. */
const GRAPH = {
  rx: rx('go'),
  go: { type: 'StartAsyncTask', then: { TaskStart: 'wait', OnStarted: 'endless' } },
  wait: { type: 'DelayUpdates', in: { Updates: 5 }, then: { Next: 'w' } },
  w: write('int', 1),
  endless: { type: 'While', in: { Condition: true } },
};

/** One edit of how a graph is drawn. */
function operationOf(rig: FlowRig, { flow, node, key }: Edit, seeds: readonly number[], count: number): Operation {
  const entity = `f${flow % seeds.length}`;
  const { nodes } = rig.value(entity, 'Flow', 'Graph') as { nodes: Nodes };
  if (key === 'note' || key === 'frame around') {
    const value = key === 'note' ? { type: 'Comment', text: 'said' } : { type: 'Frame', title: 'around', size: [100, 100] };
    return graphField(entity, [{ op: 'add', path: `/nodes/new-${count}`, value }]);
  }
  if (key === 'whole') return { op: 'setField', entity, component: 'Flow', field: 'Graph', value: structuredClone({ nodes }) } as unknown as Operation;
  const ids = Object.keys(nodes);
  const id = (ids[node % ids.length] ?? '').replaceAll('~', '~0').replaceAll('/', '~1');
  return graphField(entity, [{ op: 'add', path: `/nodes/${id}/${key}`, value: VALUES[key] }]);
}

/** All of a world that may not depend on such edits: without what is drawn, and without what is told of edits. */
function runsBy(rig: FlowRig): unknown {
  const known = new Set<string>(DRAWN);
  const state = JSON.parse(snapshotWorld(rig.world)) as Record<string, unknown> & { entities: { components?: { values?: Record<string, unknown> }[] }[] };
  for (const each of ['history', 'unsaved', 'savedEdits', 'answered', 'baseline', 'logSeq', 'walls']) delete state[each];
  (state['counters'] as Record<string, unknown>)['edits'] = 0;
  for (const { components = [] } of state.entities)
    for (const { values = {} } of components) {
      const graph = values['Graph'] as { nodes: Nodes } | undefined;
      if (graph === undefined) continue;
      const nodes = Object.entries(graph.nodes).filter(([, { type }]) => type !== 'Comment' && type !== 'Frame');
      values['Graph'] = nodes.map(([id, node]) => [id, Object.fromEntries(Object.entries(node).filter(([key]) => !known.has(key)))]);
    }
  return state;
}

function step(rig: FlowRig, text: string | undefined, operations: readonly Operation[] = []): void {
  const inputs: Envelope[] = operations.map((operation) => ({ author: HOST, input: { type: 'operations', operations: [operation] } }));
  if (text !== undefined) inputs.push({ author: HOST, input: { type: 'impulse', tag: 'bell', value: text } });
  const { results } = rig.door.step({ mode: 'tick', real: rig.world.real + 500, inputs });
  for (const result of results.slice(0, operations.length)) expect(result).toMatchObject({ ok: true });
}

test('any graphs run to the same state with edits of how they are drawn and without, also in a world that was restored', () => {
  let [waited, failed] = [0, 0];
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 2 ** 31 - 1 }), { minLength: TOGETHER, maxLength: TOGETHER, size: 'max' }),
      fc.array(
        fc.array(
          fc.record({
            flow: fc.nat(TOGETHER - 1),
            node: fc.nat(100),
            key: fc.constantFrom(...DRAWN, 'note' as const, 'frame around' as const, 'whole' as const),
          }),
          {
            maxLength: 4,
          },
        ),
        { minLength: TICKS, maxLength: TICKS },
      ),
      fc.nat(TICKS - 1),
      (drawn, edits, moves) => {
        const seeds = readable(drawn);
        const plain = worldOf(seeds);
        let edited = worldOf(seeds);
        for (const rig of [plain, edited]) rig.edited([{ op: 'setField', entity: 'f0', component: 'Flow', field: 'Graph', value: { nodes: GRAPH } as never }]);
        for (const [tick, each] of edits.entries()) {
          const text = tick % 2 === 0 ? `message ${tick}` : undefined;
          step(plain, text);
          const operations = each.map((edit, at) => operationOf(edited, edit, seeds, 10 * tick + at));
          step(edited, text, operations);
          if (tick === moves) edited = restored(snapshotWorld(edited.world));
          expect(runsBy(edited)).toEqual(runsBy(plain));
          if (plain.value('f0', 'Flow', 'Waiting') !== 0) waited++;
          if (plain.value('f0', 'Flow', 'LastError') !== '') failed++;
        }
      },
    ),
    { numRuns: RUNS, seed: SEED },
  );
  // There was something to lose.
  expect(waited).toBeGreaterThan(0);
  expect(failed).toBeGreaterThan(0);
});

describe('a node that is moved', () => {
  const moved = graphField('lamp', [{ op: 'add', path: '/nodes/w/at', value: [4, 4] }]);
  const error = (rig: FlowRig): unknown => rig.value('lamp', 'Flow', 'LastError');

  test('leaves what was said last, what waits and what was counted as they are', () => {
    const rig = flowRig([flowing(GRAPH)]);
    look(rig, [open(1, { kind: 'graph', entity: 'lamp', component: 'Flow' })]);
    rig.hear('go');
    const said = error(rig);
    expect(said).toContain('WW_FLOW_FUEL');
    expect(rig.value('lamp', 'Flow', 'Waiting')).toBe(1);
    expect(rig.edit([moved])).toMatchObject({ ok: true });
    const [told] = look(rig);
    expect([error(rig), rig.value('lamp', 'Flow', 'Waiting')]).toEqual([said, 1]);
    // Nothing of what was counted begins anew.
    expect(told).not.toMatchObject({ run: { anew: true } });
    rig.tick(6);
    expect([error(rig), rig.value('lamp', 'Flow', 'Waiting'), rig.value('lamp', 'IntValue', 'Value')]).toEqual([said, 0, 1]);
  });

  test('is told from one whose literal is another', () => {
    const rig = flowRig([flowing({ ...GRAPH, f: write('float', 0) })]);
    rig.hear('go');
    expect(error(rig)).not.toBe('');
    rig.edit([graphField('lamp', [{ op: 'replace', path: '/nodes/f/in/Value', value: 1 }])]);
    expect(error(rig)).toBe('');
  });
});
