import { wallOf } from '../world/wall.ts';
import { clientRow, tapsOf } from './taps.ts';
import type { Opener } from './watch.ts';

/** Real milliseconds between two looks, and those after which the trail is told again although nothing has changed, so that "now" stays true. */
const PERIOD = 100,
  AGAIN = 1_000;

/** Which states a connection has been in. */
export const openTrail: Opener<'trail'> = (world, { entity, component }) => {
  let told = '',
    toldAt = -Infinity;
  clientRow(world, entity, component);
  return {
    period: PERIOD,
    concerns: (at) => at.touched.has(entity),
    look(at) {
      const row = clientRow(at, entity, component);
      if (row === undefined) {
        if (told === 'gone') return undefined;
        told = 'gone';
        return { kind: 'gone', entity };
      }
      const steps = tapsOf(at).trails.of(row);
      const newest = steps.at(-1);
      const text = `${row} ${newest?.real} ${newest?.state} ${steps[0]?.real}`;
      if (text === told && at.real - toldAt < AGAIN) return undefined;
      told = text;
      toldAt = at.real;
      return { kind: 'trail', steps, real: at.real, ...wallOf(at) };
    },
  };
};
