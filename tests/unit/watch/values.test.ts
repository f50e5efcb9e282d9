/** Fields that are watched: what is told of each tick, and when a condition comes to be. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ConditionMet, Operation, ViewUpdate, WatchCondition, WatchedValue } from '../../../engine/index.ts';
import { samples } from '../../samples.ts';
import { openRig, type Rig } from '../world-rig.ts';
import { edit, open, write } from './looking.ts';

type Values = Extract<ViewUpdate, { kind: 'values' }>;
const VALUE: WatchedValue = { entity: 'a', component: 'FloatValue', field: 'Value' };
const rigOf = (): Rig => openRig([{ id: 'a', name: 'A', components: { FloatValue: { Value: 1 }, Transform: { Position: [1, 2, 3] }, StringValue: {} } }]);

/** One tick after which some milliseconds have passed: what is told, and what the holders of views have waited for. */
function tick(rig: Rig, wait = 1, ...more: readonly Operation[]): { readonly told: Values | undefined; readonly met: readonly ConditionMet[] } {
  const inputs = more.length === 0 ? [] : [edit(...more)];
  const { updates, halted = [] } = rig.door.step({ mode: 'tick', real: rig.world.real + wait, inputs });
  return { told: updates.find((update): update is Values => update.kind === 'values'), met: halted.flatMap(({ met = [] }) => met) };
}
function watch(rig: Rig, ...fields: readonly WatchedValue[]): Values {
  const { updates } = rig.door.step({ mode: 'tick', real: rig.world.real + 1, inputs: [], views: [open(1, { kind: 'values', fields })] });
  return updates[0] as Values;
}
const waits = (when: WatchCondition): WatchedValue => ({ ...VALUE, when: { ...when, pause: true } });

test('each value of each tick is told, in the order in which they came, also those that were gone before anybody looked', () => {
  const rig = rigOf();
  expect(watch(rig, VALUE).samples).toEqual({ 0: [[0, expect.any(Number), 1]] });
  for (const value of [2, 2, 7, 3]) {
    write(rig, 'a', 'FloatValue', 'Value', value);
    tick(rig);
  }
  const { told } = tick(rig, 100);
  expect(told?.samples['0']?.map(([, , value]) => value)).toEqual([2, 7, 3]);
  const ticks = told?.samples['0']?.map(([at]) => at) ?? [];
  expect(ticks).toEqual([ticks[0] ?? 0, (ticks[0] ?? 0) + 2, (ticks[0] ?? 0) + 3]);
  expect(tick(rig, 100).told).toBeUndefined();
});

test('a part of a vector is watched by its letter; what is not there is null, and has its value again when it is back', () => {
  const rig = rigOf();
  const position = { entity: 'a', component: 'Transform', field: 'Position' };
  const none = { entity: 'b', component: 'FloatValue', field: 'Value' };
  const { samples: first } = watch(rig, { ...position, part: 'y' }, position, { ...position, part: 'q' }, none, { ...VALUE, field: 'Nothing' });
  expect(Object.values(first).map(([one]) => one?.[2])).toEqual([2, [1, 2, 3], null, null, null]);
  const { told } = tick(rig, 1, { op: 'addEntity', entity: { id: 'b', components: { FloatValue: { Value: 5 } } } });
  expect(told?.samples['3']).toEqual([[expect.any(Number), expect.any(Number), 5]]);
  expect(tick(rig, 1, { op: 'removeEntity', entity: 'b' }).told?.samples['3']?.[0]?.[2]).toBeNull();
});

test('a condition is told as it comes to be, and not for as long as it holds', () => {
  const rig = rigOf();
  watch(rig, { ...VALUE, when: { is: '>', value: 10, log: true } });
  const set = (value: number) => {
    write(rig, 'a', 'FloatValue', 'Value', value);
    return tick(rig).met.map(({ value: by }) => by);
  };
  expect([5, 11, 12, 10, 11].map(set)).toEqual([[], [11], [], [], [11]]);
  expect(tick(rig, 100).told).toMatchObject({ met: [{ value: 11 }, { value: 11 }], holds: [0] });
});

test('what the world is to pause for is told in its own tick', () => {
  const rig = rigOf();
  watch(rig, waits({ is: '>', value: 10 }));
  write(rig, 'a', 'FloatValue', 'Value', 11);
  expect(tick(rig)).toMatchObject({ told: { met: [{ value: 11 }], holds: [0] }, met: [{ value: 11 }] });
});

test('what holds already when somebody begins to watch is shown as such, and is no news', () => {
  const rig = rigOf();
  expect(watch(rig, waits({ is: '<', value: 10 })).holds).toEqual([0]);
  expect(tick(rig).met).toEqual([]);
});

test('silence counts the time of the world since the last change, and is over with the next', () => {
  const rig = rigOf();
  watch(rig, waits({ is: 'silent', value: 5 / rig.world.tickRate }));
  const silent = (): boolean => tick(rig).met.length > 0;
  const first = [1, 2, 3, 4, 5, 6].map(silent);
  expect(first.filter(Boolean)).toHaveLength(1);
  write(rig, 'a', 'FloatValue', 'Value', 9);
  expect([1, 2, 3, 4, 5, 6, 7].map(silent)).toEqual([false, false, false, false, false, true, false]);
});

test('texts are compared as texts, and a condition of a number is never met by one', () => {
  const rig = rigOf();
  const text: WatchedValue = { entity: 'a', component: 'StringValue', field: 'Value' };
  watch(rig, { ...text, when: { is: '=', value: 'on', pause: true } }, { ...text, when: { is: '>', value: 0, pause: true } });
  write(rig, 'a', 'StringValue', 'Value', '12');
  expect(tick(rig).met).toEqual([]);
  write(rig, 'a', 'StringValue', 'Value', 'on');
  expect(tick(rig).met).toMatchObject([{ at: 0, value: 'on' }]);
});

test('whoever only has conditions marked has nothing done for them', () => {
  const rig = rigOf();
  watch(rig, { ...VALUE, when: { is: 'changed' } });
  write(rig, 'a', 'FloatValue', 'Value', 2);
  expect(tick(rig).met).toEqual([]);
  expect(tick(rig, 100).told).toMatchObject({ met: [{ at: 0, value: 2 }], holds: [] });
});

test('what is told, put together, is what the field was in each tick, however often somebody looked', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3), fc.boolean()), { maxLength: 60 }), (steps) => {
      const rig = rigOf();
      const told = [...(watch(rig, VALUE).samples['0'] ?? [])];
      const was: [number, number][] = [];
      for (const [value, looks] of steps) {
        write(rig, 'a', 'FloatValue', 'Value', value);
        told.push(...(tick(rig, looks ? 100 : 1).told?.samples['0'] ?? []));
        was.push([rig.world.tick, value]);
      }
      told.push(...(tick(rig, 100).told?.samples['0'] ?? []));
      for (const [at, value] of was) expect(told.findLast(([from]) => from <= at)?.[2]).toBe(value);
    }),
    samples(100),
  );
});
