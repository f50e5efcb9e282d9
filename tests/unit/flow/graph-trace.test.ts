/** Breakpoints: the world is to pause where an impulse has come to a node, and the steps of that tick are told. */
import { describe, expect, test } from 'vitest';
import type { Author, Operation, StepResult, TraceBreak, View, ViewRequest, ViewUpdate } from '../../../engine/index.ts';
import { readCondition } from '../../../engine/flow/seen/condition.ts';
import { flowSystem } from '../../../engine/flow/flow-system.ts';
import type { Flows } from '../../../engine/flow/state/flows.ts';
import { look, open } from '../watch/looking.ts';
import { flowing, flowRig, rx, valueOf, write, type FlowRig } from './rig.ts';

const BEN: Author = { userId: 'ben', role: 'Builder' };
const traceView = (...breaks: readonly (TraceBreak | string)[]): View => ({
  kind: 'trace',
  entity: 'lamp',
  component: 'Flow',
  breaks: breaks.map((each) => (typeof each === 'string' ? { node: each } : each)),
});
type Traced = Extract<ViewUpdate, { kind: 'trace' }>;
const traced = (updates: readonly ViewUpdate[], view = 1): Traced | undefined =>
  updates.find((update): update is Traced => update.kind === 'trace' && update.view === view);
/** Every client hears a text: what the step came to, and the views that have the world pause, with the nodes. */
function hear(
  rig: FlowRig,
  value: string,
  author: Author = BEN,
): Omit<StepResult, 'halted'> & { readonly halted: readonly number[] | undefined; readonly at?: readonly string[] } {
  const { halted, ...result } = rig.door.step({
    mode: 'tick',
    real: rig.world.real + 16,
    inputs: [{ author, input: { type: 'impulse', tag: 'bell', value } }],
  });
  return { ...result, halted: halted?.map(({ view }) => view), ...(halted === undefined ? {} : { at: halted.map(({ node = '' }) => node) }) };
}
/** A step of a world that stands. */
const pass = (rig: FlowRig, ...views: readonly ViewRequest[]): readonly ViewUpdate[] =>
  rig.door.step({ mode: 'pass', real: rig.world.real + 50, inputs: [], views }).updates;
/** The node that was waited for, of a view. */
function hitIn(updates: readonly ViewUpdate[], view: number): string | undefined {
  const told = traced(updates, view);
  return told?.steps[told.hit]?.node;
}

const COUNT = {
  rx: rx('if'),
  count: valueOf('int'),
  sum: { type: 'ValueAdd<int>', in: { A: { from: 'count' }, B: 1 } },
  if: { type: 'If', in: { Condition: true }, then: { OnTrue: 'for' } },
  for: { type: 'For', in: { Count: 2 }, then: { LoopIteration: 'w', LoopEnd: 'done' } },
  w: write('int', { from: 'sum' }),
  done: write('string', { from: 'rx.Data' }),
};

describe('the view of a trace', () => {
  test('has the world pause where an impulse comes to the node, and tells what the whole tick did: wires, inputs, outputs, values, depth', () => {
    const rig = flowRig([flowing(COUNT)]);
    look(rig, [open(1, traceView('w'))]);
    const { halted, updates } = hear(rig, 'hello');
    expect(halted).toEqual([1]);
    const told = traced(updates) as Traced;
    expect(told.at).toBe(rig.world.tick);
    expect(told.steps.map(({ node, entrance, depth }) => [node, entrance, depth])).toEqual([
      ['if', '*', 0],
      ['for', '*', 0],
      ['for', '', 0],
      ['w', '*', 1],
      ['for', '', 0],
      ['w', '*', 1],
      ['for', '', 0],
      ['done', '*', 0],
    ]);
    expect(told.hit).toBe(3);
    const [first, loop, , w, again] = told.steps;
    expect(first).toEqual({ node: 'if', entrance: '*', chain: 1, depth: 0, by: { node: 'rx', exit: 'OnReceived' }, in: { Condition: true }, acting: 'ben' });
    expect(loop).toMatchObject({ by: { node: 'if', exit: 'OnTrue' }, in: { Count: 2 } });
    expect(w).toMatchObject({ by: { node: 'for', exit: 'LoopIteration' }, in: { Value: 1 }, pulled: { count: 0, sum: 1 } });
    expect(again?.out).toEqual({ Iteration: 1 });
    expect(told.steps.at(-1)).toMatchObject({ by: { node: 'for', exit: 'LoopEnd' }, in: { Value: 'hello' } });
    // It is told once, and so is the next.
    expect(hear(rig, 'again')).toMatchObject({ halted: [1] });
    expect(rig.door.step({ mode: 'tick', real: rig.world.real + 2_000, inputs: [] })).toMatchObject({ updates: [] });
  });

  test('where a node is given what is waited for, and nowhere else', () => {
    const rig = flowRig([flowing(COUNT)]);
    look(rig, [open(1, traceView({ node: 'w', when: 'Value >= 4' })), open(2, traceView({ node: 'done', when: 'Value == "stop" || Value == "halt"' }))]);
    expect(hear(rig, 'go').halted).toBeUndefined();
    const second = hear(rig, 'stop');
    expect([second.halted, traced(second.updates)?.steps[traced(second.updates)?.hit ?? 0]?.in]).toEqual([[1, 2], { Value: 4 }]);
    expect(traced(second.updates, 2)?.steps[traced(second.updates, 2)?.hit ?? 0]?.node).toBe('done');
  });

  test('knows tasks that were started, and chains that go on after a wait', () => {
    const rig = flowRig([
      flowing({
        rx: rx('go'),
        go: { type: 'StartAsyncTask', then: { TaskStart: 'wait', OnStarted: 'w' } },
        wait: { type: 'DelayUpdates', in: { Updates: 2 }, then: { Next: 'w' } },
        w: write('int', 1),
      }),
    ]);
    look(rig, [open(1, traceView('w'))]);
    const now = traced(hear(rig, 'x').updates)?.steps;
    expect(now?.map(({ node, entrance, chain, depth, by }) => [node, entrance, chain, depth, by?.exit])).toEqual([
      ['go', '*', 1, 0, 'OnReceived'],
      ['wait', '*', 2, 1, 'TaskStart'],
      ['wait', '', 2, 1, undefined],
      ['w', '*', 1, 0, 'OnStarted'],
    ]);
    const later: Traced[] = [];
    for (let tick = 0; tick < 3; tick++) later.push(...look(rig).filter((update): update is Traced => update.kind === 'trace'));
    expect(later.map(({ steps }) => steps.map(({ node, by, acting }) => [node, by?.exit, acting]))).toEqual([
      [
        ['wait', undefined, 'ben'],
        ['w', 'Next', 'ben'],
      ],
    ]);
  });

  test('of a tick that does much tells what lies around the step, within a bound', () => {
    const rig = flowRig([
      flowing({
        rx: rx('for'),
        for: { type: 'For', in: { Count: 5_000 }, then: { LoopIteration: 'w' } },
        w: write('int', { from: 'for.Iteration' }),
      }),
    ]);
    look(rig, [open(1, traceView({ node: 'w', when: 'Value == 3000' }))]);
    const told = traced(hear(rig, 'x').updates) as Traced;
    expect(told.steps.length).toBeLessThan(1_001);
    expect(told.steps[told.hit]?.in).toEqual({ Value: 3000 });
    expect(told.hit).toBeGreaterThan(100);
    expect(told.steps.length - told.hit).toBeGreaterThan(100);
    expect((told.left ?? 0) + told.steps.length).toBe(10_002);
    expect(JSON.stringify(told).length).toBeLessThan(300_000);
  });

  test('of a graph that is edited, disabled, or gone stops nothing that is not there', () => {
    const rig = flowRig([flowing(COUNT)]);
    look(rig, [open(1, traceView('w', 'none'))]);
    const patch = (steps: readonly object[]): Operation =>
      ({ op: 'patchField', entity: 'lamp', component: 'Flow', field: 'Graph', patch: steps }) as unknown as Operation;
    rig.edited([patch([{ op: 'replace', path: '/nodes/if/in/Condition', value: false }])], BEN);
    expect(hear(rig, 'x').halted).toBeUndefined();
    rig.edited(
      [
        patch([
          { op: 'replace', path: '/nodes/if/in/Condition', value: true },
          { op: 'add', path: '/nodes/none', value: write('int', 9) },
          { op: 'replace', path: '/nodes/for/then/LoopIteration', value: 'none' },
        ]),
      ],
      BEN,
    );
    const after = hear(rig, 'x');
    expect([after.halted, traced(after.updates)?.steps[traced(after.updates)?.hit ?? 0]?.node]).toEqual([[1], 'none']);
    rig.edited([{ op: 'setField', entity: 'lamp', component: 'Flow', field: 'Enabled', value: false } as Operation], BEN);
    expect(hear(rig, 'x').halted).toBeUndefined();
    expect(
      look(rig, [], [{ author: BEN, input: { type: 'operations', operations: [{ op: 'removeComponent', entity: 'lamp', component: 'Flow' } as Operation] } }]),
    ).toEqual([expect.objectContaining({ kind: 'gone' })]);
    // Back again it is another component, of which the condition's node may lack the input.
    look(rig, [open(1, traceView({ node: 'w', when: 'Value == 1' }))]);
    const flow = { op: 'addComponent', entity: 'lamp', component: 'Flow', values: { Graph: { nodes: { w: { type: 'Sequence' } } } } };
    expect(rig.edit([flow as unknown as Operation], BEN)).toMatchObject({ ok: true });
    expect(look(rig)).toEqual([]);
  });

  test('is refused where a condition cannot be read, or names no input', () => {
    const rig = flowRig([flowing(COUNT)]);
    const refused = (when: string): unknown => look(rig, [open(1, traceView({ node: 'w', when }))])[0];
    expect(refused('Value >')).toMatchObject({ kind: 'fault', code: 'WW_BAD_REQUEST', message: expect.stringContaining('at character 8') as string });
    expect(refused('Valu == 1')).toMatchObject({ code: 'WW_BAD_REQUEST', message: 'the condition at "w" names "Valu", which is no input of it; it has Value' });
  });
});

describe('while the world stands at a breakpoint', () => {
  const other = flowing({ rx: rx('w', 'box'), w: write('int', 5, undefined, 'box') }, 'box');
  const box = (...nodes: readonly string[]): View => ({ kind: 'trace', entity: 'box', component: 'Flow', breaks: nodes.map((node) => ({ node })) });

  test('whoever opens the trace of that graph is told it, also when who set it has gone, and nobody once the world has gone on', () => {
    const rig = flowRig([flowing(COUNT), other]);
    look(rig, [open(1, traceView('done'))]);
    expect(hear(rig, 'x')).toMatchObject({ halted: [1], at: ['done'] });
    // The page comes anew, with the same breakpoint; another with none, and one with others.
    const updates = pass(
      rig,
      { type: 'close', view: 1 },
      open(2, traceView('done')),
      open(3, traceView()),
      open(4, traceView({ node: 'w', when: 'Value == 77' })),
    );
    expect([2, 3, 4].map((view) => hitIn(updates, view))).toEqual(['done', 'done', 'done']);
    expect(traced(updates, 3)?.at).toBe(rig.world.tick);
    // All of those leave, and a last one comes.
    expect(hitIn(pass(rig, ...[2, 3, 4].map((view) => ({ type: 'close', view }) as const), open(5, traceView())), 5)).toBe('done');
    // It is told once, and not of another graph.
    expect(pass(rig, open(6, box()))).toEqual([]);
    // To have been told it has nobody pause again.
    expect(rig.door.step({ mode: 'tick', real: rig.world.real + 16, inputs: [] }).halted).toBeUndefined();
    expect(pass(rig, open(7, traceView('done')), open(8, traceView()))).toEqual([]);
    const flows = rig.world.stateOf(flowSystem as never) as Flows;
    expect([flows.stopped.size, ...Array.from(flows.byRow.values(), ({ hits }) => hits)]).toEqual([0, undefined, undefined]);
  });

  test('of several each is told their own, in the same graph and in others, and who has none the first', () => {
    const rig = flowRig([flowing(COUNT), other]);
    look(rig, [open(1, traceView('done')), open(2, traceView('for')), open(3, box('w'))]);
    expect(hear(rig, 'x')).toMatchObject({ halted: [1, 2, 3], at: ['done', 'for', 'w'] });
    const updates = pass(rig, open(11, traceView('done')), open(12, traceView('for')), open(13, traceView()), open(14, box()));
    expect([11, 12, 13, 14].map((view) => hitIn(updates, view))).toEqual(['done', 'for', 'for', 'w']);
    // What it did goes on where it was: the tick is whole.
    expect(traced(updates, 14)?.steps).toHaveLength(1);
  });

  test('of one who may not have it pause nothing is told to others', () => {
    const rig = flowRig([flowing(COUNT)]);
    look(rig, [open(1, traceView('for')), open(2, traceView('done'))]);
    expect(hear(rig, 'x').halted).toEqual([1, 2]);
    expect(hitIn(pass(rig, { type: 'close', view: 1, refused: true }, open(3, traceView())), 3)).toBe('done');
    expect(pass(rig, { type: 'close', view: 2, refused: true }, open(4, traceView()))).toEqual([]);
  });

  test('who is come to long after the other is stopped all the same', () => {
    const rig = flowRig([
      flowing({
        rx: rx('for'),
        for: { type: 'For', in: { Count: 3_000 }, then: { LoopIteration: 'w', LoopEnd: 'last' } },
        w: write('int', 3),
        last: write('int', 4),
      }),
    ]);
    look(rig, [open(1, traceView('w')), open(2, traceView('last'))]);
    const { halted, updates } = hear(rig, 'x');
    expect([halted, hitIn(updates, 1), hitIn(updates, 2)]).toEqual([[1, 2], 'w', 'last']);
  });
});

describe('a condition that could not be looked at', () => {
  test('is told at its node, with the tick, and no more once there was time for it', () => {
    const when = Array.from({ length: 16 }, () => 'Value == 9').join('||');
    const loop = {
      rx: rx('for'),
      for: { type: 'For', in: { Count: 20_000 }, then: { LoopIteration: 'w', LoopEnd: 'done' } },
      w: write('int', 1),
      done: write('int', 2),
    };
    const rig = flowRig([flowing(loop)]);
    look(rig, [open(1, traceView(...Array.from({ length: 90 }, () => ({ node: 'w', when })), { node: 'for', when: 'Count == 1' }))]);
    const { updates, tick } = hear(rig, 'go');
    expect(updates).toEqual([{ view: 1, tick, kind: 'unchecked', nodes: { w: tick } }]);
    // Once a second is enough.
    expect(hear(rig, 'go').updates).toEqual([]);
    expect(rig.door.step({ mode: 'tick', real: rig.world.real + 2_000, inputs: [] }).updates).toMatchObject([{ kind: 'unchecked', nodes: { w: tick + 1 } }]);
    expect(rig.door.step({ mode: 'tick', real: rig.world.real + 2_000, inputs: [] }).updates).toEqual([]);
  });

  test('is told too where so much was done in the tick that values are known no more', () => {
    const nodes = { rx: rx('for'), for: { type: 'For', in: { Count: 60_000 }, then: { LoopIteration: 'w' } }, w: write('int', 1) };
    const rig = flowRig([flowing(nodes)]);
    look(rig, [open(1, traceView({ node: 'w', when: 'Value == 2' }))]);
    const { updates, tick } = hear(rig, 'go');
    expect(updates).toMatchObject([{ kind: 'unchecked', nodes: { w: tick } }]);
  });
});

describe('long ticks', () => {
  const loop = (count: number, then: object): object => ({
    rx: rx('for'),
    for: { type: 'For', in: { Count: count }, then: { LoopIteration: 'w', ...then } },
    sum: { type: 'ValueAdd<int>', in: { A: 1, B: 1 } },
    w: write('int', { from: 'sum' }),
  });

  test('conditions are looked at as far as a tick may take: a loop with hundreds of them holds up nobody', () => {
    const when = Array.from({ length: 16 }, () => 'Value == 9').join('||');
    const rig = flowRig([flowing(loop(20_000, {}))]);
    look(rig, [open(1, traceView(...Array.from({ length: 100 }, () => ({ node: 'w', when }))))]);
    const begun = performance.now();
    expect(hear(rig, 'go').halted).toBeUndefined();
    // All of them would be 100 million words.
    expect(performance.now() - begun).toBeLessThan(3_000);
    // In the next tick there is as much again.
    look(rig, [open(1, traceView({ node: 'w', when: 'Value == 2' }))]);
    expect(hear(rig, 'go').halted).toEqual([1]);
  });

  test('a step that all it has set off has pushed out is told all the same, where it is known only as it ends', () => {
    const rig = flowRig([
      flowing({
        ...loop(30_000, { LoopEnd: 'call' }),
        root: { type: 'RootSlot' },
        call: { type: 'DynamicImpulseTrigger', in: { Tag: 'x', TargetHierarchy: { from: 'root' } } },
        heard: { type: 'DynamicImpulseReceiver', refs: { Tag: 'x' }, then: { OnTriggered: 'again' } },
        again: { type: 'For', in: { Count: 3_000 }, then: { LoopIteration: 'other' } },
        other: write('int', 7),
      }),
    ]);
    look(rig, [open(1, traceView('call'))]);
    const { halted, updates } = hear(rig, 'go');
    const told = traced(updates) as Traced;
    expect([halted, told.steps[told.hit]?.node]).toEqual([[1], 'call']);
  });
});

describe('a condition', () => {
  const inputs: Readonly<Record<string, unknown>> = {
    Value: 7,
    Data: 'x"y',
    Flag: true,
    None: null,
    Big: 9007199254740993n,
    NaN: Number.NaN,
    List: [1, 2],
    'Inputs.1': 'second',
  };
  const holds = (text: string): boolean => readCondition(text).holds((name) => inputs[name] as never);

  test.each([
    ['Value > 5', true],
    ['Value > 7', false],
    ['Value >= 7 && Value <= 7', true],
    ['Value == 7.0', true],
    ['Value != 7', false],
    ['Data == "x\\"y"', true],
    ['Data < "y"', true],
    ['Flag', true],
    ['!Flag || Value == 7', true],
    ['!(Flag && Value == 7)', false],
    ['None == null', true],
    ['Unknown == null', false],
    ['Unknown', false],
    ['Big > 9007199254740992', true],
    ['Big == 9007199254740992', false],
    ['NaN == NaN', false],
    ['NaN < 1', false],
    ['Data > 5', false],
    ['Inputs.1 == "second"', true],
    ['false || false && true', false],
    ['(((((Value == 7)))))', true],
    ['  Value==-7e0||Value==7  ', true],
  ])('%s', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  test.each([
    ['', 1],
    ['Value >', 8],
    ['Value = 5', 7],
    ['Value > 5)', 10],
    ['(Value > 5', 11],
    ['Value ~ 5', 7],
    ['"open', 1],
    ['1 2', 3],
    ['Value.constructor', 6],
    ['a[0]', 2],
    ['globalThis()', 11],
    [`${'('.repeat(17)}1${')'.repeat(17)}`, 18],
    [`${'!'.repeat(30)}1`, 18],
    ['"\\x"', 1],
    ['x'.repeat(201), 201],
  ])('that is none is told with its place: %s', (text, place) => {
    expect(() => readCondition(text)).toThrow(new RegExp(`at character ${place}:`));
  });
});
