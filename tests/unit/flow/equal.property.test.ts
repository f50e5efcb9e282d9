/** The interpreter is what the compiled code is held against: any graph does the same by both, and a snapshot at any tick goes on to the same. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { running } from '../../../engine/flow/code/limits.ts';
import { samples } from '../../samples.ts';
import { flowing, flowRig, restored, type FlowRig, rx, valueOf, write } from './rig.ts';

const usual = { ...running };
beforeEach(() => {
  // So that chains without an end are soon ended.
  Object.assign(running, { syncFuel: 2_000, asyncFuel: 300 });
});
afterEach(() => {
  Object.assign(running, usual);
});

/** Wires of small graphs, some of which lead nowhere or to what does not fit. */
const STEPS = ['s0', 's1', 's2', 's3', 's4', 's5'];
const ints = fc.oneof({ weight: 2, arbitrary: fc.integer({ min: -3, max: 9 }) }, fc.constantFrom(...['i0', 'i1', 'i2', 'n'].map((from) => ({ from }))));
const bools = fc.oneof(fc.boolean(), fc.constant({ from: 'b0' }));
const texts = fc.oneof(
  fc.constantFrom('a', '', '$' + '{x}', '`', "'", '\u2028', '__proto__', null),
  fc.constantFrom(...['t0', 't1', 'rx.Data', 'text'].map((from) => ({ from }))),
);
/** Steps that never wait, and those that may: an impulse that leads from the former to the latter is a fault, and comes seldom. */
const SYNC = STEPS.slice(0, 4),
  WAITING = STEPS.slice(4);
type Exits = readonly (readonly [name: string, waits: boolean])[];
const exits = (...names: Exits) =>
  fc
    .tuple(
      ...names.map(([, waits]) => {
        const inside = fc.constantFrom(...(waits ? STEPS : SYNC));
        return fc.option(fc.oneof({ weight: 30, arbitrary: inside }, { weight: 1, arbitrary: fc.constantFrom(...WAITING, 'nowhere') }), {
          nil: undefined,
          freq: 3,
        });
      }),
    )
    .map((targets) => Object.fromEntries(names.flatMap(([name], at) => (targets[at] === undefined ? [] : [[name, targets[at]]]))));

/** @param waits whether it stands where nodes may wait */
const stepsOf = (waits: boolean) =>
  fc.oneof(
    fc.record({ Condition: bools, then: exits(['OnTrue', waits], ['OnFalse', waits]) }).map(({ then, ...given }) => ({ type: 'If', in: given, then })),
    fc
      .record({ Count: ints, Reverse: bools, then: exits(['LoopStart', waits], ['LoopIteration', waits], ['LoopEnd', waits]) })
      .map(({ then, ...given }) => ({ type: waits ? 'AsyncFor' : 'For', in: given, then })),
    fc
      .record({ Condition: bools, then: exits(['LoopIteration', waits], ['LoopEnd', waits]) })
      .map(({ then, ...given }) => ({ type: waits ? 'AsyncWhile' : 'While', in: given, then })),
    exits(['OnTriggered', waits]).map((then) => ({ type: 'CallRelay', then })),
    fc
      .record({ calls: fc.array(fc.constantFrom(...(waits ? STEPS : SYNC)), { maxLength: 3 }), Index: fc.option(ints, { nil: undefined }) })
      .map(({ calls, Index }) =>
        Index === undefined
          ? { type: waits ? 'AsyncSequence' : 'Sequence', then: { Calls: calls } }
          : { type: 'ImpulseMultiplexer', in: { Index }, then: { Impulses: calls } },
      ),
    exits(['TaskStart', true], ['OnStarted', waits], ['OnFailed', waits]).map((then) => ({ type: 'StartAsyncTask', then })),
    fc.record({ value: ints, then: exits(['OnWritten', waits], ['OnFail', waits]) }).map(({ value, then }) => ({ ...write('int', value), then })),
    fc.record({ value: texts, then: exits(['OnWritten', waits], ['OnFail', waits]) }).map(({ value, then }) => ({ ...write('string', value), then })),
  );
const step = stepsOf(false),
  waiting = fc.oneof(
    stepsOf(true),
    fc
      .record({ Duration: fc.constantFrom(0, 0.02, 0.05, -1, 1e30), then: exits(['Next', true], ['OnTriggered', true]) })
      .map(({ then, Duration }) => ({ type: 'DelaySecondsFloat', in: { Duration }, then })),
  );
const number = fc
  .record({ type: fc.constantFrom('ValueAdd<int>', 'ValueSub<int>', 'ValueMul<int>'), A: ints, B: ints })
  .map(({ type, ...given }) => ({ type, in: given }));
const text = fc.record({ Inputs: fc.array(texts, { maxLength: 3 }) }).map((given) => ({ type: 'ConcatenateMultiString', in: given }));
const graph = fc
  .record({
    steps: fc.tuple(...SYNC.map(() => step), ...WAITING.map(() => waiting)),
    numbers: fc.tuple(number, number, number),
    texts: fc.tuple(text, text),
    b: fc.record({ A: ints, B: ints }),
    start: fc.constantFrom(...SYNC),
  })
  .map(({ steps, numbers, texts: joined, b, start }) => ({
    rx: rx(start),
    n: valueOf('int'),
    text: valueOf('string'),
    ...Object.fromEntries(steps.map((each, at) => [`s${at}`, each])),
    ...Object.fromEntries(numbers.map((each, at) => [`i${at}`, each])),
    ...Object.fromEntries(joined.map((each, at) => [`t${at}`, each])),
    b0: { type: 'ValueLessThan<int>', in: b },
  }));

/** Worlds alike: by the compiler, by the interpreter, and by the compiler from a snapshot of the one before. */
test('any graph does the same compiled and interpreted, and goes on the same from a snapshot at any tick', () => {
  let ran = 0;
  fc.assert(
    fc.property(graph, fc.integer({ min: 0, max: 8 }), (nodes, at) => {
      running.as = 'compiled';
      const one = flowRig([flowing(nodes)]);
      running.as = 'interpreted';
      const two = flowRig([flowing(nodes)]);
      let three: FlowRig | undefined;
      for (let i = 0; i < 12; i++) {
        for (const [rig, as] of [
          [one, 'compiled'],
          [two, 'interpreted'],
          [three, 'compiled'],
        ] as const) {
          running.as = as;
          if (i % 4 === 0) rig?.hear(`m${i}`);
          rig?.tick();
        }
        expect(hashWorld(two.world)).toBe(hashWorld(one.world));
        if (three !== undefined) expect(hashWorld(three.world)).toBe(hashWorld(one.world));
        if (i === at) three = restored(snapshotWorld(one.world));
      }
      if (one.value('lamp', 'Flow', 'LastError') === '') ran++;
    }),
    samples(2_000),
  );
  expect(ran, 'graphs that ran to their end').toBeGreaterThan(5);
});
