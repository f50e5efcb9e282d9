/** However many flows of a world come to no end, its ticks have one, and those that take little go on. */
import { afterEach, describe, expect, test } from 'vitest';
import { hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { running } from './graphs.ts';
import { flowing, flowRig, restored, rx, write, type FlowRig } from './rig.ts';

const FLOWS = 60,
  LEAST = 256;
const usual = { ...running };
afterEach(() => void Object.assign(running, usual));

/** Counts its own value up, without end. */
const endless = (entity: string, begins: object) => ({
  rx: rx('go', entity),
  ...begins,
  loop: { type: 'While', in: { Condition: true }, then: { LoopIteration: 'count' } },
  before: { type: 'ValueSource<int>', refs: { Source: { entity, component: 'IntValue', field: 'Value' } } },
  more: { type: 'ValueInc<int>', in: { N: { from: 'before' } } },
  count: write('int', { from: 'more' }, undefined, entity),
});
const SYNC = { go: { type: 'Sequence', then: { Calls: ['loop'] } } };
const ASYNC = { go: { type: 'StartAsyncTask', then: { TaskStart: 'loop' } } };
const modest = flowing({ rx: rx('w', 'modest'), w: write('int', 1, undefined, 'modest') }, 'modest');

function world(begins: object, more: object = {}): FlowRig {
  const entities = Array.from({ length: FLOWS }, (_, at) => flowing({ ...endless(`e${at}`, begins), ...more }, `e${at}`));
  return flowRig([...entities, modest]);
}
const rounds = (rig: FlowRig): number => Array.from({ length: FLOWS }, (_, at) => Number(rig.value(`e${at}`, 'IntValue', 'Value'))).reduce((a, b) => a + b, 0);

describe.each(['compiled', 'interpreted'] as const)('%s', (as) => {
  test('chains that cannot wait have together what a world has, each a part of what is left, and a chain that takes little runs behind them all', () => {
    Object.assign(running, { as, worldFuel: 20_000 });
    const rig = world(SYNC);
    rig.hear('go');
    rig.tick();
    // A round takes at least three units.
    expect(rounds(rig)).toBeGreaterThan(20_000 / 10);
    expect(rounds(rig) * 3).toBeLessThan(20_000 + FLOWS * LEAST);
    expect(rig.value('modest', 'IntValue', 'Value')).toBe(1);
    expect(rig.value('e59', 'Flow', 'LastError')).toMatch(
      /^WW_FLOW_FUEL: a chain was ended in the node "\w+", since all flows of this world together have used up most of their fuel of this tick/,
    );
  });

  test('in the next tick all of it is there again', () => {
    Object.assign(running, { as, worldFuel: 20_000 });
    const rig = world(SYNC);
    rig.hear('go');
    rig.tick();
    const first = rounds(rig);
    rig.hear('go');
    rig.tick();
    expect(rounds(rig)).toBe(2 * first);
  });

  test('chains that can wait go on in the next ticks with as much, also from a snapshot', () => {
    Object.assign(running, { as, worldFuel: 20_000 });
    const rig = world(ASYNC, { loop: { type: 'AsyncWhile', in: { Condition: true }, then: { LoopIteration: 'count' } } });
    rig.hear('go');
    rig.tick();
    const other = restored(snapshotWorld(rig.world));
    for (let tick = 0; tick < 3; tick++) {
      const before = rounds(rig);
      rig.tick();
      other.tick();
      expect(rounds(rig) - before).toBeGreaterThan(20_000 / 10);
      expect((rounds(rig) - before) * 3).toBeLessThan(20_000 + FLOWS * LEAST);
      expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
    }
    expect(rig.value('e59', 'Flow', 'LastError')).toBe('');
  });

  test('a flow alone has as much as ever', () => {
    Object.assign(running, { as });
    const rig = flowRig([flowing(endless('lamp', SYNC))]);
    rig.hear('go');
    rig.tick();
    const alone = Number(rig.value('lamp', 'IntValue', 'Value'));
    running.worldFuel = Infinity;
    const other = flowRig([flowing(endless('lamp', SYNC))]);
    other.hear('go');
    other.tick();
    expect(alone).toBe(other.value('lamp', 'IntValue', 'Value'));
    expect(rig.value('lamp', 'Flow', 'LastError')).toMatch(/came to no end/);
  });
});

test('nodes that do something in each tick take of the same', () => {
  running.worldFuel = 20_000;
  const entities = Array.from({ length: FLOWS }, (_, at) =>
    flowing({ ...endless(`e${at}`, {}), rx: { type: 'Update', then: { OnUpdate: 'loop' } } }, `e${at}`),
  );
  const rig = flowRig([...entities, modest]);
  rig.tick();
  expect(rounds(rig) * 3).toBeLessThan(20_000 + FLOWS * LEAST);
  expect(rounds(rig)).toBeGreaterThan(20_000 / 10);
});
