import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRegistry, defineSystem, FloatValue, hashWorld, HOST, restoreWorld, snapshotWorld, type Operation } from '../../../engine/index.ts';
import { openRig, rigOf, type Rig } from '../world-rig.ts';
import { samples } from '../../samples.ts';
import { between, times, turned, type Quaternion, type Vector } from './rotations.ts';

const rotation = (rig: Rig): Quaternion => rig.value('a', 'Transform', 'Rotation') as Quaternion;
const spinning = (Speed: Vector, Rotation: Quaternion = [0, 0, 0, 1]): Rig =>
  openRig([{ id: 'a', name: 'A', components: { Transform: { Rotation }, Spinner: { Speed } } }]);
/** The same world so many ticks later, with no step between. */
const later = (rig: Rig, ticks: number): Rig => {
  const snapshot = JSON.parse(snapshotWorld(rig.world)) as { tick: number };
  return rigOf(restoreWorld(JSON.stringify({ ...snapshot, tick: snapshot.tick + ticks }), createRegistry()));
};
const HOUR = 60 * 60 * 60;

describe('a Spinner has turned by its speed times the time that has passed, within a hundredth of a degree', () => {
  test.each([
    ['a tick', 1],
    ['a second', 60],
    ['a minute', 3_600],
  ])('after %s', (_, ticks) => {
    for (const Speed of [
      [0, 90, 0],
      [0, 3_600, 0],
      [-12_345, 0, 0],
      [123, -456, 789],
      [0, 0, 0.001],
    ] as Vector[]) {
      const rig = spinning(Speed, [0.5, 0.5, -0.5, 0.5]);
      rig.tick(ticks);
      expect(between(rotation(rig), times(turned(Speed, ticks / 60), [0.5, 0.5, -0.5, 0.5])), String(Speed)).toBeLessThan(0.0001);
    }
  });

  test.each([
    ['an hour', HOUR],
    ['a thousand hours', 1_000 * HOUR],
  ])('after %s', (_, ticks) => {
    // Speeds whose degrees an hour are whole turns, so that what is due needs no arithmetic.
    for (const Speed of [
      [0, 90, 0],
      [3_600, 0, 0],
      [0, 0, 0.5],
      [0, -36_000, 0],
    ] as Vector[]) {
      const rig = later(spinning(Speed, [0, 0.6, 0, 0.8]), ticks - 1);
      rig.tick();
      expect(between(rotation(rig), [0, 0.6, 0, 0.8]), String(Speed)).toBeLessThan(0.0001);
    }
  });
});

test('a Spinner of 3,600 degrees a second turns by 60 degrees in a tick', () => {
  const rig = spinning([0, 3_600, 0]);
  rig.tick();
  expect(between(rotation(rig), [0, 0, 0, 1])).toBeCloseTo(60, 4);
});

test('a rotation that has no length counts as not turned', () => {
  const rig = spinning([0, 90, 0], [0, 0, 0, 0]);
  rig.tick(60);
  expect(rotation(rig)[3]).toBe(1);
});

test('what is put back into a driven rotation is where it turns on from', () => {
  const rig = openRig([{ id: 'a', name: 'A', components: { Transform: {} } }]);
  const anna = { userId: 'anna', role: 'Builder' } as const;
  rig.edited([{ op: 'setField', entity: 'a', component: 'Transform', field: 'Rotation', value: [0, 1, 0, 0] }], anna);
  rig.edited([{ op: 'addComponent', entity: 'a', component: 'Spinner', values: { Speed: [0, 90, 0] } }]);
  rig.tick(20);
  expect(rig.give({ type: 'undo' }, anna)).toMatchObject({ ok: true });
  expect(rotation(rig)).toEqual([0, 0, 0, 1]);
  rig.tick(60);
  expect(between(rotation(rig), turned([0, 90, 0], 1))).toBeLessThan(0.0001);
});

type Move =
  | { readonly kind: 'wait'; readonly ticks: number }
  | { readonly kind: 'speed'; readonly key: 'Spinner' | 'Spinner#2'; readonly value: Vector }
  | { readonly kind: 'enable'; readonly key: 'Spinner' | 'Spinner#2'; readonly value: boolean }
  | { readonly kind: 'active'; readonly value: boolean }
  | { readonly kind: 'second'; readonly value: Vector | undefined }
  | { readonly kind: 'restore' };

const degrees = fc.integer({ min: -4_000, max: 4_000 });
const vector: fc.Arbitrary<Vector> = fc.tuple(degrees, degrees, degrees);
const key = fc.constantFrom('Spinner' as const, 'Spinner#2' as const);
const move: fc.Arbitrary<Move> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('wait' as const), ticks: fc.integer({ min: 1, max: 40 }) }), weight: 3 },
  fc.record({ kind: fc.constant('speed' as const), key, value: vector }),
  fc.record({ kind: fc.constant('enable' as const), key, value: fc.boolean() }),
  fc.record({ kind: fc.constant('active' as const), value: fc.boolean() }),
  fc.record({ kind: fc.constant('second' as const), value: fc.option(vector, { nil: undefined }) }),
  fc.record({ kind: fc.constant('restore' as const) }),
);

test.each([
  ['before its turn', -1, 9, 51],
  ['after its turn', 1, 10, 50],
])('a Speed that a system sets %s in a tick counts from there on', (_, order, before, after) => {
  const setter = defineSystem({
    name: 'setter',
    over: FloatValue,
    update(world) {
      if (world.tick === 10) world.setValue(world.storeOf('Spinner'), world.entities.rowOf('a') as number, 'Speed', [0, 0, 300]);
    },
  });
  const rig = openRig(
    [
      { id: 'a', name: 'A', components: { Transform: {}, Spinner: { Speed: [0, 90, 0] } } },
      { id: 'b', name: 'B', components: { FloatValue: { UpdateOrder: order } } },
    ],
    { components: [], systems: [setter] },
  );
  rig.tick(60);
  expect(between(rotation(rig), times(turned([0, 0, 300], after / 60), turned([0, 90, 0], before / 60)))).toBeLessThan(0.0001);
});

test('whatever is edited in between, it turns on from where it stands, by the speeds of those that run, one after the other', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(move, fc.boolean()), { maxLength: 25 }), (moves) => {
      let rig = spinning([0, 90, 0]);
      const speeds = new Map<string, { value: Vector; enabled: boolean }>([['Spinner', { value: [0, 90, 0], enabled: true }]]);
      let active = true;
      // What it stood at when an edit last changed how it turns, and for how long it has turned so since.
      let base: Quaternion = [0, 0, 0, 1];
      let seconds = 0;
      // Whether the edit comes with a tick or between two.
      let inTick = false;
      const due = (): Quaternion => {
        let turnedTo = base;
        for (const { value, enabled } of speeds.values()) if (enabled) turnedTo = times(turned(value, seconds), turnedTo);
        return turnedTo;
      };
      const edit = (operation: Operation, change: () => void): void => {
        base = due();
        seconds = 0;
        change();
        if (inTick) {
          const input = { type: 'operations', operations: [operation] } as const;
          rig.door.step({ mode: 'tick', real: rig.world.real + 17, inputs: [{ author: HOST, input }] });
          if (active) seconds = 1 / 60;
        } else rig.edited([operation]);
      };
      for (const [each, edited] of moves) {
        inTick = edited;
        const spinner = 'key' in each ? speeds.get(each.key) : undefined;
        const { value: second } = each.kind === 'second' ? each : { value: undefined };
        if (each.kind === 'wait') {
          rig.tick(each.ticks);
          if (active) seconds += each.ticks / 60;
        } else if (each.kind === 'restore') {
          const hash = hashWorld(rig.world);
          rig = rigOf(restoreWorld(snapshotWorld(rig.world), createRegistry()));
          expect(hashWorld(rig.world)).toBe(hash);
        } else if (each.kind === 'active' && each.value !== active) {
          edit({ op: 'updateEntity', entity: 'a', active: each.value }, () => (active = each.value));
        } else if (each.kind === 'second' && second === undefined && speeds.has('Spinner#2')) {
          edit({ op: 'removeComponent', entity: 'a', component: 'Spinner#2' }, () => speeds.delete('Spinner#2'));
        } else if (each.kind === 'second' && second !== undefined && !speeds.has('Spinner#2')) {
          edit({ op: 'addComponent', entity: 'a', component: 'Spinner#2', values: { Speed: second } }, () =>
            speeds.set('Spinner#2', { value: second, enabled: true }),
          );
        } else if (each.kind === 'speed' && spinner !== undefined && spinner.value.join() !== each.value.join()) {
          edit({ op: 'setField', entity: 'a', component: each.key, field: 'Speed', value: each.value }, () => (spinner.value = each.value));
        } else if (each.kind === 'enable' && spinner !== undefined && spinner.enabled !== each.value) {
          edit({ op: 'setField', entity: 'a', component: each.key, field: 'Enabled', value: each.value }, () => (spinner.enabled = each.value));
        }
        expect(between(rotation(rig), due())).toBeLessThan(0.01);
      }
    }),
    samples(100),
  );
});

test('a world that nobody has edited is saved as it was loaded, however long its Spinners and Wigglers have turned', () => {
  const rig = openRig([
    { id: 'a', name: 'A', components: { Transform: { Rotation: [0, 0.6, 0, 0.8] }, Spinner: {} } },
    { id: 'b', name: 'B', components: { Transform: { Rotation: [0.1, 0.2, 0.3, 0.4] }, Wiggler: {}, Spinner: {} } },
    { id: 'c', name: 'C', components: { Transform: {}, Wiggler: { Enabled: false } } },
  ]);
  const loaded = rig.text();
  rig.tick(777);
  expect(rotation(rig)).not.toEqual([0, 0.6, 0, 0.8]);
  expect(rig.text()).toBe(loaded);
  const restored = rigOf(restoreWorld(snapshotWorld(rig.world), createRegistry()));
  restored.tick(10);
  expect(restored.text()).toBe(loaded);
  // What is no longer driven is saved as it stands.
  rig.edited([{ op: 'setField', entity: 'a', component: 'Spinner', field: 'Enabled', value: false }]);
  rig.tick(5);
  const saved = (JSON.parse(rig.text()) as { entities: { components: { Transform: { Rotation: number[] } } }[] }).entities[0]?.components.Transform.Rotation;
  expect(saved).toEqual(rotation(rig));
});
