import { describe, expect, test } from 'vitest';
import type { Author, Input, Operation } from '../../../engine/index.ts';
import { ANNA, BEN, openRig, type Rig } from '../world-rig.ts';

const SCENE = [
  { id: 'a', name: 'Lamp', components: { FloatValue: {}, Spinner: { Speed: [0, 90, 0] } } },
  { id: 'b', name: 'Bench' },
  { id: 'c', name: 'Chair' },
];
const set = (value: number): Operation => ({ op: 'setField', entity: 'a', component: 'FloatValue', field: 'Value', value });
const spin = (y: number): Operation => ({ op: 'setField', entity: 'a', component: 'Spinner', field: 'Speed', value: [0, y, 0] });
const value = (rig: Rig): unknown => rig.value('a', 'FloatValue', 'Value');
const errors = (rig: Rig): string[] =>
  rig.world.logged
    .after(0, 1_000)
    .entries.filter(({ level }) => level === 'error')
    .map(({ message }) => message);

describe('an undo beside the removal of what an edit was about', () => {
  test('takes back the rest, also where the edit had set an order offset', () => {
    const rig = openRig(SCENE);
    rig.edited([{ op: 'updateEntity', entity: 'b', orderOffset: 3 }, set(55)], ANNA);
    rig.edited([{ op: 'removeEntity', entity: 'b' }], BEN);
    rig.world.unsaved.saved(rig.world.edits);
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true, kept: expect.arrayContaining([expect.objectContaining({ by: 'ben', entity: 'b' })]) });
    expect([value(rig), rig.world.unsaved.differs]).toEqual([0, true]);
    expect(rig.give({ type: 'redo' }, ANNA)).toMatchObject({ ok: true });
    expect(value(rig)).toBe(55);
  });

  test.each<readonly [string, Author, Author, readonly Input['type'][]]>([
    ['a move that was undone and done again', ANNA, BEN, ['undo', 'redo']],
    ['of the same author', ANNA, ANNA, []],
  ])('is refused as blocked, or done, and ends in no fault of ours: %s', (_what, mover, remover, between) => {
    const rig = openRig(SCENE);
    rig.edited([set(1)], mover);
    rig.edited([{ op: 'moveEntity', entity: 'b', parent: 'a' }], mover);
    for (const type of between) rig.give({ type } as Input, mover);
    rig.edited([{ op: 'removeEntity', entity: 'b' }], remover);
    for (let n = 0; n < 3; n++) expect(rig.give({ type: 'undo' }, mover)).not.toMatchObject({ code: 'WW_INTERNAL' });
    expect([value(rig), errors(rig)]).toEqual([0, []]);
  });

  test('an order offset alone is one way back, which sets nothing besides', () => {
    const rig = openRig(SCENE);
    rig.edited([{ op: 'updateEntity', entity: 'b', orderOffset: 3 }], ANNA);
    expect(rig.world.history.entries[0]?.back.map(({ op }) => op)).toEqual(['updateEntity', 'moveEntity']);
  });
});

describe('a defect of ours in the midst of an undo', () => {
  /** Has everything fail that asks for the values of spinners. */
  function breakSpinners(rig: Rig): () => void {
    const { world } = rig;
    const storeOf = world.storeOf.bind(world);
    world.storeOf = (name: string) => {
      if (name === 'Spinner') throw new TypeError('a defect');
      return storeOf(name);
    };
    return () => void (world.storeOf = storeOf);
  }

  test('leaves what it is about alone, takes the rest back as an edit that is to be saved, and tells both', () => {
    const rig = openRig(SCENE);
    rig.edited([set(55), spin(7), { op: 'updateEntity', entity: 'c', name: 'Stool' }], ANNA);
    rig.world.unsaved.saved(rig.world.edits);
    const { edits } = rig.world;
    const mend = breakSpinners(rig);
    const answer = rig.give({ type: 'undo' }, ANNA);
    expect(answer).toMatchObject({ ok: true, edit: edits + 1, kept: [{ by: 'WW_INTERNAL', entity: 'a', what: 'Spinner.Speed' }] });
    mend();
    expect([value(rig), rig.world.unsaved.differs, rig.value('a', 'Spinner', 'Speed')]).toEqual([0, true, [0, 7, 0]]);
    expect(errors(rig)).toEqual(['undo failed in part and left something alone: a defect (WW_INTERNAL)']);
    // What was taken back can be done again.
    expect(rig.give({ type: 'redo' }, ANNA)).toMatchObject({ ok: true });
    expect(value(rig)).toBe(55);
  });

  test('in all of a step changes nothing and keeps the step; the steps before it can be taken back all the same', () => {
    const rig = openRig(SCENE);
    rig.edited([set(55)], ANNA);
    rig.edited([spin(7)], ANNA);
    rig.world.unsaved.saved(rig.world.edits);
    const mend = breakSpinners(rig);
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true, step: { seq: 1 }, kept: [{ by: 'WW_INTERNAL' }] });
    const { edits } = rig.world;
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: false, code: 'WW_INTERNAL' });
    expect([value(rig), rig.world.edits]).toEqual([0, edits]);
    mend();
    expect(rig.give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true, step: { seq: 2 } });
    expect(rig.value('a', 'Spinner', 'Speed')).toEqual([0, 90, 0]);
  });

  test('in a revert takes all of it back', () => {
    const rig = openRig(SCENE);
    rig.edited([{ op: 'updateEntity', entity: 'c', name: 'Stool' }, spin(7)], ANNA);
    rig.world.unsaved.saved(rig.world.edits);
    const before = rig.text();
    const changes = rig.world.baseline.facts.map(({ change }) => change);
    const { edits } = rig.world;
    const { columnOf } = rig.world.storeOf('Spinner');
    rig.world.storeOf('Spinner').columnOf = (field: string) => {
      const column = columnOf.call(rig.world.storeOf('Spinner'), field);
      return Object.assign(Object.create(column) as typeof column, {
        set: () => {
          throw new TypeError('a defect');
        },
      });
    };
    expect(rig.give({ type: 'revert', changes }, BEN)).toMatchObject({ ok: false, code: 'WW_INTERNAL' });
    rig.world.storeOf('Spinner').columnOf = columnOf;
    expect([rig.text(), rig.world.edits, rig.world.unsaved.differs, rig.world.history.entries.length]).toEqual([before, edits, false, 1]);
  });
});
