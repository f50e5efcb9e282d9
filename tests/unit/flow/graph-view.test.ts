/** What somebody sees of a graph: its nodes, what follows of them, how it does; and what they may do to it by hand. */
import { describe, expect, test } from 'vitest';
import { Flow, hashWorld, snapshotWorld, type Author, type Operation, type View, type ViewUpdate } from '../../../engine/index.ts';
import { flowSystem } from '../../../engine/flow/flow-system.ts';
import type { Flows } from '../../../engine/flow/state/flows.ts';
import { look, open } from '../watch/looking.ts';
import { flowing, flowRig, restored, rx, write, type FlowRig } from './rig.ts';

const GRAPH: View = { kind: 'graph', entity: 'lamp', component: 'Flow' };
type Told = Extract<ViewUpdate, { kind: 'graph' }>;

const told = (updates: readonly ViewUpdate[]): Told | undefined => updates.find((update) => update.kind === 'graph');
/** What is told first. */
const whole = (rig: FlowRig): Told => told(look(rig, [open(1, GRAPH)])) as Told;
const patch = (...steps: readonly object[]): Operation =>
  ({ op: 'patchField', entity: 'lamp', component: 'Flow', field: 'Graph', patch: steps }) as unknown as Operation;
const edited = (rig: FlowRig, ...steps: readonly object[]): Told | undefined =>
  told(look(rig, [], [{ author: ADA, input: { type: 'operations', operations: [patch(...steps)] } }]));
const ADA: Author = { userId: 'ada', role: 'Builder' };
const command = (rig: FlowRig, name: string, args: object): unknown =>
  rig.give({ type: 'command', command: { command: name, entity: 'lamp', component: 'Flow', args: args as never } });

const WAITING = {
  rx: rx('go'),
  go: { type: 'StartAsyncTask', then: { TaskStart: 'wait' } },
  wait: { type: 'DelaySecondsFloat', in: { Duration: 10 }, then: { Next: 'w' } },
  w: write('int', 7),
};

describe('the view of a graph', () => {
  test('tells it whole at first, with what follows of its nodes, and then each edit by the nodes that it has changed', () => {
    const sum = { type: 'ValueAdd', in: { A: { from: 'one' }, B: 1 } };
    const rig = flowRig([flowing({ one: { type: 'ValueInput<int>', refs: { Value: 1 } }, sum, w: write('float', { from: 'sum' }) })]);
    const first = whole(rig);
    expect(first).toMatchObject({ whole: true, order: ['one', 'sum', 'w'], nodes: { sum }, state: { runs: true, error: '', faults: 0, waits: 0 } });
    expect(first.facts).toEqual({ one: { of: 'int' }, sum: { of: 'int' }, w: { of: 'float', casts: { Value: 'float' } } });
    expect(look(rig)).toEqual([]);

    const moved = edited(rig, { op: 'add', path: '/nodes/sum/at', value: [1, 2] });
    expect(moved).toEqual({
      view: 1,
      tick: expect.any(Number) as number,
      kind: 'graph',
      nodes: { sum: { ...sum, at: [1, 2] } },
      ports: { sum: ['at', null] },
      by: 'ada',
    });
    const added = edited(rig, { op: 'add', path: '/nodes/note', value: { type: 'Comment', text: 'so' } });
    expect(added).toMatchObject({ nodes: { note: { type: 'Comment', text: 'so' } } });
    expect(added).not.toHaveProperty('order');
    // Names that are whole numbers come before all others in an object.
    expect(edited(rig, { op: 'add', path: '/nodes/7', value: { type: 'Comment' } })).toMatchObject({ order: ['7', 'one', 'sum', 'w', 'note'] });
    expect(edited(rig, { op: 'remove', path: '/nodes/7' }, { op: 'remove', path: '/nodes/sum' })).toMatchObject({
      nodes: { 7: null, sum: null },
      facts: { w: { faults: [{ inside: 'in/Value', message: expect.stringContaining('no node has this id') as string }] } },
      state: { runs: false, faults: 1, error: expect.stringContaining('WW_FLOW_INVALID') as string },
    });
  });

  test('tells each fault and each warning at its node, in the words of the check', () => {
    const rig = flowRig([
      flowing({
        join: { type: 'ConcatenateString', in: { AA: 'a' } },
        strange: { type: 'Nothing' },
        lost: { type: 'Comment', frame: 'none' },
        near: { type: 'Comment', frame: 'join' },
        outer: { type: 'Frame', frame: 'inner' },
        inner: { type: 'Frame', frame: 'outer' },
      }),
    ]);
    const { facts, state } = whole(rig);
    expect(state).toMatchObject({ runs: false, faults: 2 });
    expect(facts).toMatchObject({
      join: { faults: [{ inside: 'in/AA', expected: 'A, B', message: 'ConcatenateString has no input "AA"; did you mean A?; it has A, B' }] },
      strange: { faults: [{ inside: 'type', message: expect.stringContaining('there is no node "Nothing"') as string }] },
      lost: { faults: [{ inside: 'frame', warning: true, message: 'names the frame "none", and no node has this id' }] },
      near: { faults: [{ inside: 'frame', warning: true, message: 'names the frame "join", which is a "ConcatenateString" and no Frame' }] },
      outer: { faults: [{ inside: 'frame', warning: true, message: 'names the frame "inner", which is in this one itself' }] },
    });
  });

  test('marks what a chain comes to that can wait, and tells those that wait with the ticks that are left, once', () => {
    const rig = flowRig([flowing(WAITING)]);
    const { facts } = whole(rig);
    expect(facts).toMatchObject({ wait: { waits: true }, w: { waits: true } });
    expect(facts?.['go']).toBeUndefined();
    rig.hear('now');
    const waiting = told(look(rig))?.state?.waiting;
    expect(waiting).toEqual([{ chain: expect.any(Number) as number, node: 'wait', acting: 'host', ticks: expect.any(Number) as number }]);
    expect(waiting?.[0]?.ticks).toBeGreaterThan(590);
    // Who looks counts them down.
    for (let tick = 0; tick < 20; tick++) expect(look(rig)).toEqual([]);
  });

  test('tells what chains wait for that no tick sets going: an answer of access, chains that they have set off', () => {
    const rig = flowRig([
      flowing({
        rx: rx('both'),
        both: { type: 'Sequence', then: { Calls: ['go', 'call'] } },
        go: { type: 'StartAsyncTask', then: { TaskStart: 'get' } },
        get: { type: 'GET_String', in: { URL: 'http://a.example/' } },
        call: { type: 'StartAsyncTask', then: { TaskStart: 'trigger' } },
        root: { type: 'RootSlot' },
        trigger: { type: 'AsyncDynamicImpulseTrigger', in: { Tag: 'far', TargetHierarchy: { from: 'root' } } },
        far: { type: 'AsyncDynamicImpulseReceiver', refs: { Tag: 'far' }, then: { OnTriggered: 'wait' } },
        wait: { type: 'DelaySecondsFloat', in: { Duration: 10 } },
      }),
    ]);
    look(rig, [open(1, GRAPH)]);
    rig.hear('now');
    const waiting = told(look(rig))?.state?.waiting.map(({ node, ticks, for: what }) => [node, ticks === null ? what : 'ticks']);
    expect(Object.fromEntries(waiting ?? [])).toEqual({ get: 'access', trigger: 'impulse', wait: 'ticks' });
  });

  test('that is disabled stands still, and one that is gone is told as gone, and whole once it is back', () => {
    const rig = flowRig([flowing(WAITING)]);
    rig.hear('now');
    whole(rig);
    const disable = (Enabled: boolean): Told | undefined =>
      told(
        look(
          rig,
          [],
          [
            {
              author: ADA,
              input: { type: 'operations', operations: [{ op: 'setField', entity: 'lamp', component: 'Flow', field: 'Enabled', value: Enabled }] },
            },
          ],
        ),
      );
    const stood = disable(false)?.state;
    expect(stood).toMatchObject({ runs: false, waits: 1 });
    for (let tick = 0; tick < 5; tick++) expect(look(rig)).toEqual([]);
    expect(disable(true)?.state?.waiting[0]?.ticks).toBe(stood?.waiting[0]?.ticks);
    const operations = (operation: Operation): readonly ViewUpdate[] =>
      look(rig, [], [{ author: ADA, input: { type: 'operations', operations: [operation] } }]);
    expect(operations({ op: 'removeComponent', entity: 'lamp', component: 'Flow' })).toMatchObject([{ kind: 'gone', entity: 'lamp' }]);
    expect(look(rig)).toEqual([]);
    const back = look(rig, [], [{ author: ADA, input: { type: 'undo' } }]);
    expect(back).toMatchObject([{ kind: 'graph', whole: true, order: ['rx', 'go', 'wait', 'w'] }]);
  });

  test('of what is no Flow tells a fault, and of an entity that there is not that it is gone', () => {
    const rig = flowRig([flowing({})]);
    expect(look(rig, [open(1, { ...GRAPH, component: 'IntValue' } as View), open(2, { ...GRAPH, entity: 'none' } as View)])).toMatchObject([
      { view: 1, kind: 'fault', code: 'WW_BAD_REQUEST' },
      { view: 2, kind: 'gone', entity: 'none' },
    ]);
  });

  test('leaves the world as it is', () => {
    const rig = flowRig([flowing(WAITING)]),
      other = flowRig([flowing(WAITING)]);
    whole(rig);
    look(other);
    for (const each of [rig, other]) {
      each.hear('now');
      for (let tick = 0; tick < 50; tick++) look(each);
    }
    expect(hashWorld(rig.world)).toBe(hashWorld(other.world));
  });
});

describe('by hand', () => {
  test('a chain that waits is cancelled by its number, and none that has gone on', () => {
    const rig = flowRig([flowing(WAITING)]);
    rig.hear('now');
    rig.hear('and again');
    const [first, second] = whole(rig).state?.waiting.map(({ chain }) => chain) ?? [];
    expect(command(rig, 'Cancel', { Chain: first })).toMatchObject({ ok: true });
    expect(told(look(rig))?.state?.waiting.map(({ chain }) => chain)).toEqual([second]);
    expect(command(rig, 'Cancel', { Chain: first })).toMatchObject({ ok: false, code: 'WW_REFUSED' });
    // Its number is the same in a snapshot.
    const after = restored(snapshotWorld(rig.world));
    expect(command(after, 'Cancel', { Chain: second })).toMatchObject({ ok: true });
  });

  test('an impulse comes to a node, also to one that waits and that nothing leads to', () => {
    const rig = flowRig([flowing({ ...WAITING, go: { type: 'StartAsyncTask' }, tick: { type: 'OnePerFrame' } })]);
    const value = (): unknown =>
      rig.world
        .storeOf('IntValue')
        .get(rig.world.entities.held(rig.world.entities.rowOf('lamp') as number).find(({ key }) => key === 'IntValue')!.row, 'Value');
    expect(command(rig, 'Impulse', { Node: 'w' })).toMatchObject({ ok: true });
    expect(value()).toBe(0);
    look(rig);
    expect(value()).toBe(7);
    expect(command(rig, 'Impulse', { Node: 'wait' })).toMatchObject({ ok: true });
    look(rig);
    expect(whole(rig).state).toMatchObject({ waits: 1, waiting: [{ node: 'wait' }] });
    for (const [args, words] of [
      [{ Node: 'none' }, 'no node of this graph has the id "none"'],
      [{ Node: 'w', Port: 'Reset' }, '"w" has no impulse input "Reset"; it takes impulses at itself'],
      [{ Node: 'rx' }, 'it takes no impulses'],
    ] as const)
      expect(command(rig, 'Impulse', args)).toMatchObject({ ok: false, code: 'WW_REFUSED', message: expect.stringContaining(words) as string });
  });
});

test('notes and frames do nothing, and what says how a node is drawn is looked at by its form', () => {
  const drawn = { text: 'a note', title: 'Mine', size: [200, 100], color: '#44Aacc', closed: true, frame: 'f', at: [0, 0] };
  const rig = flowRig([flowing({ f: { type: 'Frame' }, c: { type: 'Comment', ...drawn } })]);
  expect(whole(rig)).toMatchObject({ state: { runs: true, faults: 0 }, nodes: { c: drawn } });
  expect(whole(rig).facts).toBeUndefined();
  for (const [key, value, expected] of [
    ['text', 7, 'a text of at most 10000 characters'],
    ['text', 'x'.repeat(10_001), 'a text of at most 10000 characters'],
    ['title', 'x'.repeat(201), 'a text of at most 200 characters'],
    ['size', [1], 'a size, [width, height]'],
    ['at', 'here', 'a place, [x, y]'],
    ['color', 'red; background: url(x)', 'a colour like "#4488cc"'],
    ['closed', 'yes', 'true or false'],
    ['frame', null, 'the id of a Frame'],
  ] as const) {
    const result = rig.edit([patch({ op: 'add', path: `/nodes/c/${key}`, value })]);
    expect(result, key).toMatchObject({ ok: false, code: 'WW_BAD_OPERATION', message: expect.stringContaining(`expected ${expected}`) as string });
  }
});

test('a node that is dragged, or has a note, has nothing looked up anew; all else has', () => {
  const rig = flowRig([flowing({ one: { type: 'ValueInput<int>', refs: { Value: 1 } }, w: write('float', { from: 'one' }) })]);
  whole(rig);
  const facts = (): unknown => (rig.world.stateOf(flowSystem as never) as Flows).byRow.get(rig.world.store(Flow).rows()[0] as number)?.seen?.facts;
  const before = facts();
  expect(edited(rig, { op: 'add', path: '/nodes/w/at', value: [1, 2] })?.nodes).toMatchObject({ w: { at: [1, 2] } });
  expect(edited(rig, { op: 'add', path: '/nodes/w/text', value: 'so' })?.facts).toBeUndefined();
  expect(facts()).toBe(before);
  expect(edited(rig, { op: 'add', path: '/nodes/w/Then', value: 'one' })?.facts).toMatchObject({ w: { faults: [{ inside: 'Then', warning: true }] } });
  expect(edited(rig, { op: 'remove', path: '/nodes/w/Then' })?.facts).toEqual({ w: { of: 'float', casts: { Value: 'float' } } });
  expect(edited(rig, { op: 'add', path: '/nodes/w/frame', value: 'none' })?.facts).toMatchObject({ w: { faults: [{ inside: 'frame' }] } });
  expect(edited(rig, { op: 'replace', path: '/nodes/one/type', value: 'ValueInput<float>' })?.facts).toMatchObject({ one: { of: 'float' } });
});
