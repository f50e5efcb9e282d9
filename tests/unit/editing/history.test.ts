import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restoreWorld, snapshotWorld, type Author, type Operation } from '../../../engine/index.ts';
import { ANNA, BEN, openRig, rigOf, type Rig } from '../world-rig.ts';
import { samples } from '../../samples.ts';

const SCENE = [
  { id: 'a', name: 'Lamp', components: { FloatValue: {}, Spinner: {} } },
  { id: 'b', name: 'Bench', components: { FloatValue: {} } },
];
const set = (entity: string, value: number): Operation => ({ op: 'setField', entity, component: 'FloatValue', field: 'Value', value });
const named = (entity: string, name: string): Operation => ({ op: 'updateEntity', entity, name });
const value = (rig: Rig, entity: string): unknown => rig.value(entity, 'FloatValue', 'Value');
const unsaved = (rig: Rig): boolean => rig.world.unsaved.differs;
const steps = (rig: Rig, author: Author): number => rig.world.history.entries.filter((entry) => entry.author === author.userId).length;
const lines = (rig: Rig): string[] =>
  rig.world.logged
    .after(0, 1_000)
    .entries.filter(({ level }) => level === 'edit')
    .map(({ message }) => message);

describe('an edit that changes nothing', () => {
  test.each<readonly [string, Operation]>([
    ['a field that is set to what it is', set('a', 0)],
    ['one that Float32 cannot tell from it', { op: 'setField', entity: 'a', component: 'Spinner', field: 'Speed', value: [0, 90.000000001, 0] }],
    ['a name that is the same', named('a', 'Lamp')],
    ['a place that is the same', { op: 'moveEntity', entity: 'a', parent: null, before: 'b' }],
    ['an order that is the same', { op: 'updateEntity', entity: 'a', orderOffset: 0 }],
    ['a switch that stands so already', { op: 'updateEntity', entity: 'a', active: true }],
  ])('is no step and nothing to be saved: %s', (_what, operation) => {
    const rig = openRig(SCENE.map((each) => ({ ...each, components: { ...each.components, Spinner: { Speed: [0, 90, 0] } } })));
    const before = rig.text();
    expect(rig.edited([operation], ANNA).results).toHaveLength(1);
    expect([steps(rig, ANNA), unsaved(rig), lines(rig), rig.text()]).toEqual([0, false, [], before]);
    // Beside one that does, it is no part of the step.
    rig.edited([operation, named('b', 'Chair')], ANNA);
    expect(rig.world.history.entries[0]?.touched).toEqual(['b/@name']);
  });
});

test('the log tells an undo in the direction in which the value went, and the step of the history keeps its name', () => {
  const rig = openRig(SCENE);
  rig.give({ type: 'operations', operations: [set('a', 1)], label: 'FloatValue.Value 0 → 1' }, ANNA);
  rig.give({ type: 'undo' }, ANNA);
  rig.give({ type: 'redo' }, ANNA);
  expect(lines(rig)).toEqual(['FloatValue.Value 0 → 1', 'undo on Lamp: FloatValue.Value 0 ← 1', 'redo on Lamp: FloatValue.Value 0 → 1']);
  expect(rig.world.history.rows().map(({ label }) => label)).toEqual(['FloatValue.Value 0 → 1']);
});

test('the end of a drag tells the log and the history from what to what it went, also where it changes nothing itself', () => {
  const rig = openRig(SCENE);
  const drag = (value: number, label = 'FloatValue.Value'): unknown =>
    rig.give({ type: 'operations', operations: [set('a', value)], group: 'drag', label }, ANNA);
  drag(1);
  drag(2);
  expect(lines(rig)).toEqual(['FloatValue.Value']);
  drag(2, 'FloatValue.Value 0 → 2');
  drag(2, 'FloatValue.Value 0 → 2');
  expect(lines(rig)).toEqual(['FloatValue.Value', 'FloatValue.Value 0 → 2']);
  expect(rig.world.history.rows().map(({ label }) => label)).toEqual(['FloatValue.Value 0 → 2']);
  rig.give({ type: 'undo' }, ANNA);
  drag(0, 'FloatValue.Value 0 → 3');
  expect(rig.world.history.rows()[0]).toMatchObject({ undone: true, label: 'FloatValue.Value 0 → 2' });
  expect(lines(rig).at(-1)).toBe('undo on Lamp: FloatValue.Value 0 ← 2');
});

describe('what is to be saved', () => {
  test('is what differs from what was saved: what was undone is not, and what was saved and undone is', () => {
    const rig = openRig(SCENE);
    rig.edited([{ op: 'removeEntity', entity: 'b' }], ANNA);
    expect(unsaved(rig)).toBe(true);
    rig.give({ type: 'undo' }, ANNA);
    expect(unsaved(rig)).toBe(false);
    rig.give({ type: 'redo' }, ANNA);
    expect(unsaved(rig)).toBe(true);
    rig.world.unsaved.saved(rig.world.edits);
    expect(unsaved(rig)).toBe(false);
    rig.give({ type: 'undo' }, ANNA);
    expect(unsaved(rig)).toBe(true);
    rig.give({ type: 'redo' }, ANNA);
    expect(unsaved(rig)).toBe(false);
  });

  test('is nothing once all is taken back to how it was loaded, by whomever, until a step of that is undone, or something else was saved', () => {
    const rig = openRig(SCENE);
    const takeAllBack = (): void => void rig.give({ type: 'revert', changes: rig.world.baseline.facts.map(({ change }) => change) }, BEN);
    rig.edited([named('a', 'Desk')], ANNA);
    rig.edited([set('b', 3)], BEN);
    takeAllBack();
    expect(unsaved(rig)).toBe(false);
    rig.give({ type: 'undo' }, BEN);
    expect(unsaved(rig)).toBe(true);
    rig.give({ type: 'redo' }, BEN);
    expect(unsaved(rig)).toBe(false);
    const captured = rig.edited([named('a', 'Chair')], ANNA) && rig.world.edits;
    takeAllBack();
    // What was being written meanwhile is another world than the one that was loaded.
    rig.world.savedEdits = captured;
    rig.world.unsaved.saved(captured);
    expect(unsaved(rig)).toBe(true);
    rig.edited([set('b', 4)], BEN);
    takeAllBack();
    expect(unsaved(rig)).toBe(true);
  });

  test('a step that was saved and went on differs, also once it is undone; and what came while it was being written is still to be saved', () => {
    const rig = openRig(SCENE);
    rig.edited([set('a', 1)], ANNA);
    const captured = rig.world.edits;
    rig.edited([set('a', 2)], ANNA);
    expect(steps(rig, ANNA)).toBe(1);
    rig.world.unsaved.saved(captured);
    expect(unsaved(rig)).toBe(true);
    rig.give({ type: 'undo' }, ANNA);
    expect(value(rig, 'a')).toBe(0);
    expect(unsaved(rig)).toBe(true);
    rig.world.unsaved.saved(rig.world.edits);
    expect(unsaved(rig)).toBe(false);
  });

  test('where it says that nothing is, the scene is the one that was saved, whatever people do', () => {
    const author = fc.constantFrom(ANNA, BEN);
    const act = fc.oneof(
      fc.record({ author, does: fc.constantFrom('undo' as const, 'redo' as const) }),
      fc.record({ author, does: fc.constantFrom('save' as const, 'revert' as const) }),
      fc.record({
        author,
        does: fc.oneof(
          fc.tuple(fc.constantFrom('a', 'b'), fc.nat(3)).map(([entity, number]) => set(entity, number)),
          fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('Lamp', 'Desk')).map(([entity, name]) => named(entity, name)),
          fc.constant<Operation>({ op: 'removeEntity', entity: 'b' }),
        ),
        history: fc.boolean(),
        waits: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        let rig = openRig(SCENE),
          saved = rig.text(),
          captured: readonly [text: string, edits: number] = [saved, 0];
        acts.forEach((each, at) => {
          if (each.does === 'save') {
            // What is written is what it was a while ago.
            [saved] = captured;
            rig.world.savedEdits = Math.max(rig.world.savedEdits, captured[1]);
            rig.world.unsaved.saved(captured[1]);
          } else if (each.does === 'revert') rig.give({ type: 'revert', changes: rig.world.baseline.facts.map(({ change }) => change) }, each.author);
          else if (typeof each.does === 'string') rig.give({ type: each.does }, each.author);
          else {
            if ('waits' in each && each.waits) rig.wait(5_000);
            rig.give({ type: 'operations', operations: [each.does], ...('history' in each && !each.history ? { history: false } : {}) }, each.author);
          }
          if (at % 3 === 0) captured = [rig.text(), rig.world.edits];
          if (at % 7 === 6) rig = rigOf(restoreWorld(snapshotWorld(rig.world), rig.world.registry));
          if (!unsaved(rig)) expect(rig.text()).toBe(saved);
        });
      }),
      samples(60),
    );
  });
});

describe('each author has a history of their own', () => {
  test('a program that makes a thousand edits takes nobody’s undo and writes one line for what it does in a row', () => {
    const rig = openRig(SCENE);
    rig.edited([named('b', 'Chair')], ANNA);
    for (let n = 1; n <= 1_000; n++) rig.edited([set('a', n)], BEN);
    expect([steps(rig, ANNA), steps(rig, BEN)]).toEqual([1, 1]);
    expect(lines(rig)).toHaveLength(2);
    rig.give({ type: 'undo' }, BEN);
    expect(value(rig, 'a')).toBe(0);
    // Not in a row: time has passed, or something else was done between.
    rig.edited([set('a', 1)], BEN);
    rig.wait(5_000);
    rig.edited([set('a', 2)], BEN);
    rig.edited([set('b', 1)], BEN);
    rig.edited([set('a', 3)], BEN);
    expect(steps(rig, BEN)).toBe(4);
    for (let n = 0; n < 1_100; n++) rig.edited([set('a', n), set('b', n)], BEN);
    expect([steps(rig, ANNA), steps(rig, BEN)]).toEqual([1, 1_000]);
    expect(rig.give({ type: 'undo' }, ANNA).ok).toBe(true);
  });

  test('of several that are of one field and in a row the label says where they began and ended', () => {
    const rig = openRig(SCENE);
    for (const n of [1, 2, 3]) rig.give({ type: 'operations', operations: [set('a', n)], label: `Value ${n - 1} → ${n}` }, ANNA);
    expect(rig.world.history.rows().map(({ label }) => label)).toEqual(['Value 0 → 3']);
  });

  test('all together are bounded too, and who has most gives way first', () => {
    const rig = openRig(SCENE);
    rig.edited([named('b', 'Chair')], ANNA);
    for (let who = 0; who < 6; who++)
      for (let n = 0; n < 900; n++) rig.edited([set('a', n + who * 1_000), set('b', n)], { userId: `p${who}`, role: 'Builder' });
    expect(rig.world.history.entries.length).toBe(4_000);
    expect(steps(rig, ANNA)).toBe(1);
    const counts = Array.from({ length: 5 }, (_, who) => steps(rig, { userId: `p${who}`, role: 'Builder' }));
    expect(Math.max(...counts)).toBeLessThan(850);
    // What is large counts for more.
    const large = 'x'.repeat(200_000);
    for (let n = 0; n < 100; n++)
      rig.edited(
        [
          { op: 'updateEntity', entity: 'a', tag: String(n) },
          named('b', `${n}`),
          { op: 'addEntity', entity: { id: `e${n}`, components: { Comment: { Text: large } } } },
        ],
        BEN,
      );
    for (let n = 0; n < 100; n++) rig.edited([{ op: 'removeEntity', entity: `e${n}` }, named('b', `gone ${n}`)], BEN);
    expect(steps(rig, BEN)).toBeLessThan(200);
    expect(steps(rig, ANNA)).toBe(1);
    const again = rigOf(restoreWorld(snapshotWorld(rig.world), rig.world.registry));
    for (const each of [rig, again]) for (let n = 0; n < 50; n++) each.edited([set('a', n + 0.5), set('b', n + 0.5)], ANNA);
    expect(again.world.history.entries).toEqual(rig.world.history.entries);
  });

  test('an edit without history is nobody’s to undo, is to be saved, is listed, and is left alone by the undo of others', () => {
    const rig = openRig(SCENE);
    rig.edited([set('a', 1)], ANNA);
    rig.give({ type: 'operations', operations: [set('a', 5), set('b', 5)], history: false }, BEN);
    expect([steps(rig, BEN), value(rig, 'a'), unsaved(rig)]).toEqual([0, 5, true]);
    expect(rig.give({ type: 'undo' }, BEN)).toMatchObject({ ok: false, code: 'WW_NOTHING_TO_UNDO' });
    for (const each of [rig, rigOf(restoreWorld(snapshotWorld(rig.world), rig.world.registry))]) {
      expect(each.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: false, code: 'WW_UNDO_BLOCKED' });
      expect(value(each, 'a')).toBe(5);
      // What follows is later than theirs.
      each.edited([set('a', 7)], ANNA);
      expect(each.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
      expect(value(each, 'a')).toBe(5);
    }
    expect(lines(rig)).not.toContain(expect.stringContaining('5'));
  });
});

describe('an undo that can do nothing', () => {
  test('says of what and whose, keeps the step for later, and takes back the one before it', () => {
    const rig = openRig(SCENE);
    rig.edited([named('b', 'Chair')], ANNA);
    rig.edited([set('a', 1)], ANNA);
    rig.edited([set('a', 2)], BEN);
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({
      ok: true,
      step: { label: 'change Chair', entity: 'b', name: 'Bench' },
      kept: [{ path: 'a/FloatValue/Value', by: 'ben', entity: 'a', name: 'Lamp', what: 'FloatValue.Value' }],
    });
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({
      ok: false,
      code: 'WW_UNDO_BLOCKED',
      message: 'Nothing was taken back: FloatValue.Value of Lamp has been changed by ben since.',
    });
    expect(value(rig, 'a')).toBe(2);
    rig.give({ type: 'undo' }, BEN);
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true, step: { label: 'Lamp.FloatValue.Value', name: 'Lamp' } });
    expect(value(rig, 'a')).toBe(0);
    expect(lines(rig).at(-1)).toBe('undo on Lamp: Lamp.FloatValue.Value');
  });
});

test('a group that has come to as many operations as a batch may have goes on in a step of its own', () => {
  const rig = openRig();
  const add = (count: number) =>
    rig.give({ type: 'operations', group: 'g', operations: Array.from({ length: count }, (): Operation => ({ op: 'addEntity' })) }, ANNA);
  add(4_000);
  add(6_000);
  expect(steps(rig, ANNA)).toBe(1);
  add(1);
  add(1);
  expect(steps(rig, ANNA)).toBe(2);
  rig.give({ type: 'undo' }, ANNA);
  expect(rig.world.entities.count).toBe(10_000);
  rig.give({ type: 'undo' }, ANNA);
  expect(rig.world.entities.count).toBe(0);
});

describe('an id that looks like the path of something else', () => {
  const odd = 'a/FloatValue/Value';

  test('stands in nobody’s way', () => {
    const rig = openRig(SCENE);
    rig.edited([set('a', 5)], ANNA);
    rig.edited(
      [
        { op: 'addEntity', entity: { id: odd, name: 'Odd' } },
        { op: 'removeEntity', entity: odd },
      ],
      BEN,
    );
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
    expect(value(rig, 'a')).toBe(0);
  });

  test.each(['a/@parent', 'a/@order', 'a/Spinner'])('comes back by undo and redo whatever others do with what it looks like: %s', (id) => {
    const rig = openRig(SCENE);
    const move = (parent: string | null): void => void rig.edited([{ op: 'moveEntity', entity: 'a', parent }], BEN);
    rig.edited([{ op: 'addEntity', entity: { id, name: 'Odd' } }], ANNA);
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
    move('b');
    expect(rig.give({ type: 'redo' }, ANNA)).toMatchObject({ ok: true, step: { entity: id } });
    rig.edited([{ op: 'removeEntity', entity: id }], ANNA);
    move(null);
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true, step: { entity: id } });
    rig.edited([{ op: 'removeComponent', entity: 'a', component: 'Spinner' }], BEN);
    expect(rig.give({ type: 'redo' }, ANNA)).toMatchObject({ ok: true });
    expect(rig.give({ type: 'undo' }, BEN)).toMatchObject({ ok: true });
  });

  test('is told of as what it is, and what others change of it is still in the way', () => {
    const rig = openRig([...SCENE, { id: odd, name: 'Odd' }, { id: 'c~1d', name: 'Tilde', components: { FloatValue: {} } }]);
    rig.edited([named(odd, 'Odder')], ANNA);
    rig.edited([named(odd, 'Oddest')], BEN);
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ code: 'WW_UNDO_BLOCKED', message: expect.stringContaining('name of Oddest has been changed by') });
    rig.edited([set('c~1d', 5)], ANNA);
    expect(rig.world.logged.after(0, 1_000).entries.findLast(({ level }) => level === 'edit')).toMatchObject({ entity: 'c~1d' });
    rig.give({ type: 'operations', operations: [set('c~1d', 6)], history: false }, BEN);
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ code: 'WW_UNDO_BLOCKED', message: expect.stringContaining('Tilde') });
    expect(rig.world.history.rows().map(({ entity }) => entity)).toEqual([odd, odd, 'c~1d']);
  });
});
