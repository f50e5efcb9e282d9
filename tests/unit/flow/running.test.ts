/** What graphs do, compiled and interpreted. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { running } from '../../../engine/flow/code/limits.ts';
import { ANNA } from '../world-rig.ts';
import { flowing, flowRig, restored, rx, valueOf, write } from './rig.ts';

/** Writes 1 a tenth of a second after it has heard something. */
const WAITING = {
  rx: rx('task'),
  task: { type: 'StartAsyncTask', then: { TaskStart: 'wait' } },
  wait: { type: 'DelaySecondsFloat', in: { Duration: 0.1 }, then: { Next: 'done' } },
  done: write('int', 1),
};

describe.each(['compiled', 'interpreted'] as const)('%s', (as) => {
  beforeEach(() => {
    running.as = as;
  });
  afterEach(() => {
    running.as = 'compiled';
  });

  test('a write is seen at once, and a loop looks at its condition anew', () => {
    const { hear, value } = flowRig([
      flowing({
        rx: rx('loop'),
        n: valueOf('int'),
        less: { type: 'ValueLessThan<int>', in: { A: { from: 'n' }, B: 7 } },
        loop: { type: 'While', in: { Condition: { from: 'less' } }, then: { LoopIteration: 'up', LoopEnd: 'done' } },
        next: { type: 'ValueAdd<int>', in: { A: { from: 'n' }, B: 1 } },
        up: write('int', { from: 'next' }),
        done: write('bool', true),
      }),
    ]);
    hear('go');
    expect(value('lamp', 'IntValue', 'Value')).toBe(7);
    expect(value('lamp', 'BoolValue', 'Value')).toBe(true);
  });

  test('For counts up, or down from the last, and its body comes before its end', () => {
    const { hear, value } = flowRig([
      flowing({
        rx: rx('loop'),
        loop: { type: 'For', in: { Count: 4, Reverse: true }, then: { LoopIteration: 'note', LoopEnd: 'end' } },
        digit: { type: 'ToString_Int', in: { V: { from: 'loop.Iteration' } } },
        text: valueOf('string'),
        more: { type: 'ConcatenateString', in: { A: { from: 'text' }, B: { from: 'digit' } } },
        note: write('string', { from: 'more' }),
        last: { type: 'ConcatenateString', in: { A: { from: 'text' }, B: '!' } },
        end: write('string', { from: 'last' }),
      }),
    ]);
    hear('go');
    expect(value('lamp', 'StringValue', 'Value')).toBe('3210!');
  });

  test('a task begins with the values as they are, runs to its first wait, and then the chain goes on', () => {
    const append = (by: string) => ({ type: 'ConcatenateString', in: { A: { from: 'text' }, B: by } });
    const { hear, value, tick } = flowRig([
      flowing({
        rx: rx('task'),
        task: { type: 'StartAsyncTask', then: { TaskStart: 'first', OnStarted: 'second', OnFailed: 'never' } },
        text: valueOf('string'),
        a: append('a'),
        b: append('b'),
        d: { type: 'ConcatenateMultiString', in: { Inputs: [{ from: 'text' }, { from: 'rx.Data' }] } },
        first: write('string', { from: 'a' }, 'wait'),
        wait: { type: 'DelaySecondsFloat', in: { Duration: 0.1 }, then: { Next: 'third' } },
        second: write('string', { from: 'b' }),
        third: write('string', { from: 'd' }),
        never: write('string', 'never'),
      }),
    ]);
    hear('X');
    expect(value('lamp', 'StringValue', 'Value')).toBe('ab');
    expect(value('lamp', 'Flow', 'Waiting')).toBe(1);
    hear('Y');
    expect(value('lamp', 'StringValue', 'Value')).toBe('abab');
    tick(5);
    expect(value('lamp', 'StringValue', 'Value'), 'a tenth of a second is six ticks').toBe('abab');
    tick();
    expect(value('lamp', 'StringValue', 'Value')).toBe('ababXY');
    expect(value('lamp', 'Flow', 'Waiting')).toBe(0);
  });

  test('OnFailed comes only where TaskStart leads nowhere', () => {
    const { hear, value } = flowRig([
      flowing({
        rx: rx('task'),
        task: { type: 'StartAsyncTask', then: { OnStarted: 'started', OnFailed: 'failed' } },
        started: write('int', 1),
        failed: write('int', 2),
      }),
    ]);
    hear('go');
    expect(value('lamp', 'IntValue', 'Value')).toBe(2);
  });

  test('a sequence does one call after another, and in a chain that can wait each may', () => {
    const text = valueOf('string');
    const append = (by: string) => ({ type: 'ConcatenateString', in: { A: { from: 'text' }, B: by } });
    const nodes = {
      text,
      a: append('a'),
      b: append('b'),
      c: append('c'),
      first: write('string', { from: 'a' }),
      second: write('string', { from: 'b' }),
      third: write('string', { from: 'c' }),
      wait: { type: 'DelayUpdates', in: { Updates: 3 }, then: { Next: 'second' } },
    };
    const plain = flowRig([flowing({ ...nodes, rx: rx('all'), all: { type: 'Sequence', then: { Calls: ['first', 'second', 'third'] } } })]);
    plain.hear('go');
    expect(plain.value('lamp', 'StringValue', 'Value')).toBe('abc');
    const { hear, value, tick } = flowRig([
      flowing({
        ...nodes,
        rx: rx('task'),
        task: { type: 'StartAsyncTask', then: { TaskStart: 'all' } },
        all: { type: 'Sequence', then: { Calls: ['first', 'wait', 'third'] } },
      }),
    ]);
    hear('go');
    expect(value('lamp', 'StringValue', 'Value')).toBe('a');
    tick(3);
    expect(value('lamp', 'StringValue', 'Value')).toBe('abc');
  });

  test('an impulse is led on by its number, and a node of several outputs gives each', () => {
    const { hear, value } = flowRig([
      flowing({
        rx: rx('which'),
        number: { type: 'Parse_Int', in: { Str: { from: 'rx.Data' } } },
        which: { type: 'ImpulseMultiplexer', in: { Index: { from: 'number.Value' } }, then: { Impulses: ['zero', 'one'] } },
        zero: write('int', 10),
        one: write('int', 11),
      }),
    ]);
    hear('1');
    expect(value('lamp', 'IntValue', 'Value')).toBe(11);
    hear('0');
    expect(value('lamp', 'IntValue', 'Value')).toBe(10);
    hear('7');
    expect(value('lamp', 'IntValue', 'Value')).toBe(10);
  });

  test('a delay with a value hands on what it was when the wait began', () => {
    const { hear, value, tick } = flowRig([
      flowing({
        rx: rx('task'),
        task: { type: 'StartAsyncTask', then: { TaskStart: 'wait' } },
        text: valueOf('string'),
        wait: { type: 'DelayWithObjectSecondsFloat<string>', in: { Duration: 0.05, Value: { from: 'text' } }, then: { Next: 'done', OnTriggered: 'now' } },
        now: write('string', 'after'),
        joined: { type: 'ConcatenateString', in: { A: { from: 'text' }, B: { from: 'wait.DelayedValue' } } },
        done: write('string', { from: 'joined' }),
      }),
    ]);
    hear('go');
    tick(3);
    expect(value('lamp', 'StringValue', 'Value')).toBe('after');
    hear('go');
    tick(3);
    expect(value('lamp', 'StringValue', 'Value')).toBe('afterafter');
  });

  test.each([
    ['ticks that pass first', 'DelayUpdatesOrSecondsFloat', { Updates: 2, Duration: 1 }, 2],
    ['seconds that pass first', 'DelayUpdatesOrSecondsFloat', { Updates: 60, Duration: 0.05 }, 3],
    ['whole seconds', 'DelayUpdatesOrSecondsInt', { Updates: 100, Duration: 1 }, 60],
    ['no time at all', 'DelayUpdatesOrTimeWithValueSecondsInt<int>', { Updates: 5, Duration: 0 }, 1],
    ['no ticks at all', 'DelayUpdatesOrTimeWithObjectSecondsFloat<string>', { Updates: -1, Duration: 9 }, 1],
  ])('a delay of ticks or seconds waits for what passes first: %s', (_words, type, given, ticks) => {
    const { hear, value, tick } = flowRig([
      flowing({
        rx: rx('task'),
        task: { type: 'StartAsyncTask', then: { TaskStart: 'wait' } },
        wait: { type, in: given, then: { Next: 'done' } },
        done: write('int', 1),
      }),
    ]);
    hear('go');
    tick(ticks - 1);
    expect(value('lamp', 'IntValue', 'Value')).toBe(0);
    tick();
    expect(value('lamp', 'IntValue', 'Value')).toBe(1);
  });

  test('what is picked by chance is the same in each run of a world, and goes on from a snapshot', () => {
    const { hear, value, world } = flowRig([
      flowing({
        rx: rx('note'),
        pick: { type: 'PickRandomValue<int>', in: { Operands: [1, 2, 3, 4, 5, 6, 7, 8, 9] } },
        digit: { type: 'ToString_Int', in: { V: { from: 'pick' } } },
        text: valueOf('string'),
        all: { type: 'ConcatenateString', in: { A: { from: 'text' }, B: { from: 'digit' } } },
        note: write('string', { from: 'all' }),
      }),
    ]);
    for (let i = 0; i < 8; i++) hear('go');
    const other = restored(snapshotWorld(world));
    for (let i = 0; i < 8; i++) {
      hear('go');
      other.hear('go');
    }
    const picked = String(value('lamp', 'StringValue', 'Value'));
    expect(picked).toMatch(/^[1-9]{16}$/);
    expect(new Set(picked).size).toBeGreaterThan(3);
    expect(other.value('lamp', 'StringValue', 'Value')).toBe(picked);
  });

  test('a chain without an end is ended, it alone, and the node is named', () => {
    const { hear, value } = flowRig([
      flowing({ rx: rx('loop'), loop: { type: 'While', in: { Condition: true } } }),
      flowing({ rx: rx('ok', 'well'), ok: write('int', 5, undefined, 'well') }, 'well'),
    ]);
    hear('go');
    expect(value('lamp', 'Flow', 'LastError')).toMatch(/^WW_FLOW_FUEL: .*"loop"/);
    expect(value('well', 'IntValue', 'Value')).toBe(5);
    expect(value('well', 'Flow', 'LastError')).toBe('');
  });

  test('a loop without an end that may wait has its share of each tick and goes on in the next', () => {
    const { hear, value, tick } = flowRig([
      flowing({
        rx: rx('task'),
        task: { type: 'StartAsyncTask', then: { TaskStart: 'loop' } },
        n: valueOf('int'),
        next: { type: 'ValueAdd<int>', in: { A: { from: 'n' }, B: 1 } },
        up: write('int', { from: 'next' }),
        loop: { type: 'AsyncWhile', in: { Condition: true }, then: { LoopIteration: 'up' } },
      }),
    ]);
    hear('go');
    const first = value('lamp', 'IntValue', 'Value') as number;
    tick();
    const second = value('lamp', 'IntValue', 'Value') as number;
    expect(first).toBeGreaterThan(1000);
    expect(second).toBeGreaterThan(first + 1000);
    expect(value('lamp', 'Flow', 'LastError')).toBe('');
  });

  test('impulses that lead back to where they came from are ended, with the node', () => {
    const { hear, value } = flowRig([
      flowing({ rx: rx('a'), a: { type: 'CallRelay', then: { OnTriggered: 'b' } }, b: { type: 'CallRelay', then: { OnTriggered: 'a' } } }),
    ]);
    hear('go');
    expect(value('lamp', 'Flow', 'LastError')).toMatch(/^WW_FLOW_TOO_DEEP: .*"[ab]"/);
  });

  test('what waits stands still while the flow is disabled, or its entity inactive, and nothing of it runs', () => {
    const { hear, value, tick, edited } = flowRig([flowing(WAITING)]);
    const enable = (on: boolean) => edited([{ op: 'setField', entity: 'lamp', component: 'Flow', field: 'Enabled', value: on }]);
    hear('go');
    tick(3);
    enable(false);
    tick(60);
    hear('go');
    expect(value('lamp', 'Flow', 'Waiting')).toBe(1);
    edited([{ op: 'updateEntity', entity: 'lamp', active: false }]);
    enable(true);
    tick(60);
    edited([{ op: 'updateEntity', entity: 'lamp', active: true }]);
    tick(2);
    expect(value('lamp', 'IntValue', 'Value')).toBe(0);
    tick(2);
    expect(value('lamp', 'IntValue', 'Value')).toBe(1);
  });

  test('edited while a chain waits, the chain goes on in the graph as it is now; in a node that is gone it ends', () => {
    const nodes = WAITING;
    const { hear, value, tick, edited, world } = flowRig([flowing(nodes)]);
    const patch = (path: string, next: unknown) =>
      edited([{ op: 'patchField', entity: 'lamp', component: 'Flow', field: 'Graph', patch: [{ op: 'replace', path, value: next as never }] }], ANNA);
    hear('go');
    patch('/nodes', { first: write('int', 9), ...nodes, done: write('int', 7) });
    tick(7);
    expect(value('lamp', 'IntValue', 'Value')).toBe(7);
    hear('go');
    const { wait: _gone, ...rest } = nodes;
    patch('/nodes', { ...rest, task: { type: 'StartAsyncTask' } });
    expect(value('lamp', 'Flow', 'Waiting')).toBe(0);
    tick(20);
    expect(value('lamp', 'IntValue', 'Value')).toBe(7);
    expect(world.entities.count).toBe(1);
  });

  test('a graph with a fault does not run, and what waited goes on once the fault is mended', () => {
    const nodes = WAITING;
    const { hear, value, tick, edited, world } = flowRig([flowing(nodes)]);
    const set = (next: object) => edited([{ op: 'setField', entity: 'lamp', component: 'Flow', field: 'Graph', value: { nodes: next } as never }], ANNA);
    hear('go');
    set({ ...nodes, odd: { type: 'Unheard' } });
    expect(value('lamp', 'Flow', 'LastError')).toBe('WW_FLOW_INVALID: nodes/odd/type: there is no node "Unheard"');
    tick(20);
    hear('go');
    expect(value('lamp', 'IntValue', 'Value')).toBe(0);
    const other = restored(snapshotWorld(world));
    expect(hashWorld(other.world)).toBe(hashWorld(world));
    other.edited([{ op: 'setField', entity: 'lamp', component: 'Flow', field: 'Graph', value: { nodes } as never }], ANNA);
    set(nodes);
    expect(value('lamp', 'Flow', 'LastError')).toBe('');
    tick();
    other.tick();
    expect(value('lamp', 'IntValue', 'Value')).toBe(1);
    expect(hashWorld(other.world)).toBe(hashWorld(world));
  });

  test('removed, its chains end with it; undone, it hears again', () => {
    const { hear, value, tick, edited, give } = flowRig([flowing(WAITING)]);
    hear('go');
    edited([{ op: 'removeComponent', entity: 'lamp', component: 'Flow' }], ANNA);
    tick(20);
    expect(value('lamp', 'IntValue', 'Value')).toBe(0);
    expect(give({ type: 'undo' } as never, ANNA).ok).toBe(true);
    hear('go');
    tick(10);
    expect(value('lamp', 'IntValue', 'Value')).toBe(1);
  });

  test('flows hear in the order in which they came to be, whichever was edited last, before and after a snapshot', () => {
    const appending = (id: string) => {
      const text = valueOf('string', 'lamp');
      return { rx: rx('note', 'lamp'), text, more: { type: 'ConcatenateString', in: { A: { from: 'text' }, B: id } }, note: write('string', { from: 'more' }) };
    };
    const rig = flowRig([flowing(appending('1')), flowing(appending('2'), 'two'), flowing(appending('3'), 'three')]);
    rig.edited(
      [{ op: 'patchField', entity: 'lamp', component: 'Flow', field: 'Graph', patch: [{ op: 'replace', path: '/nodes/more/in/B', value: 'x' }] }],
      ANNA,
    );
    const other = restored(snapshotWorld(rig.world));
    for (const each of [rig, other]) {
      each.hear('go');
      expect(each.value('lamp', 'StringValue', 'Value')).toBe('x23');
    }
  });
});
