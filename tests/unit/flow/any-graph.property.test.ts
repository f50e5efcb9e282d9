/** Graphs of any nodes that there are, each through parse, check, compile and run: none escapes, none does other things compiled than interpreted. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { running } from '../../../engine/flow/code/limits.ts';
import { INPUTS_AT_A_DOOR, IS_FUZZ, SEED } from '../../samples.ts';
import { errorsOf, readable, worldOf } from './any-world.ts';
import { restored, type FlowRig } from './rig.ts';

/** Graphs of one world, and of all: a million in `npm run fuzz`. */
const TOGETHER = 20,
  GRAPHS = IS_FUZZ ? INPUTS_AT_A_DOOR : 400;
const TICKS = 6;
const usual = { ...running };
beforeEach(() => {
  // So that chains without an end are soon ended, and copies of copies too.
  Object.assign(running, { syncFuel: 1_000, asyncFuel: 300, changesFuel: 3_000 });
});
afterEach(() => {
  Object.assign(running, usual);
});

test('any graph is read, checked and run, and does the same compiled, interpreted and from a snapshot', () => {
  let whole = 0,
    all = 0;
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 2 ** 31 - 1 }), { minLength: TOGETHER, maxLength: TOGETHER, size: 'max' }),
      fc.nat(TICKS - 1),
      (drawn, at) => {
        running.as = 'compiled';
        const seeds = readable(drawn);
        const one = worldOf(seeds);
        running.as = 'interpreted';
        const two = worldOf(seeds);
        let three: FlowRig | undefined;
        for (let i = 0; i < TICKS; i++) {
          for (const [rig, as] of [
            [one, 'compiled'],
            [two, 'interpreted'],
            [three, 'compiled'],
          ] as const) {
            running.as = as;
            if (i % 2 === 0) rig?.hear(i === 0 ? '{"a":[1,{"b":"x"}]}' : `message ${i}`);
            rig?.tick();
          }
          expect(errorsOf(two, seeds)).toEqual(errorsOf(one, seeds));
          expect(hashWorld(two.world)).toBe(hashWorld(one.world));
          if (three !== undefined) expect(hashWorld(three.world)).toBe(hashWorld(one.world));
          if (i === at) three = restored(snapshotWorld(one.world));
        }
        const errors = errorsOf(one, seeds);
        all += drawn.length;
        whole += errors.filter((error) => typeof error === 'string' && !error.startsWith('WW_FLOW_INVALID')).length;
        expect(errors.filter((error) => typeof error === 'string' && error.startsWith('WW_INTERNAL'))).toEqual([]);
        // One that throws out of its turn takes the turns of all flows behind it.
        const { entries } = one.world.logged.after(0, 10_000);
        expect(entries.filter(({ message }) => message.includes('WW_SYSTEM_FAILED') || message.includes('WW_INTERNAL'))).toEqual([]);
        expect(Object.hasOwn(globalThis, 'escaped')).toBe(false);
        expect(Object.keys(Object.prototype)).toEqual([]);
      },
    ),
    { numRuns: Math.ceil(GRAPHS / TOGETHER), seed: SEED },
  );
  // Faults are not all that is tried.
  expect(whole / all).toBeGreaterThan(0.3);
});
