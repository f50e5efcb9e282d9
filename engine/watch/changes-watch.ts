import type { ChangeRow } from '../door.ts';
import { differencesOf } from '../editing/differences.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { periodOf, type Opener } from './watch.ts';

const USUAL = 1_000;
/** Looks a second: values that were edited may go on by themselves. */
const LOOKS_PER_SECOND = 2;
/** Above so many an edit is told at the next of those looks, and not at once: each look goes over all of them. */
const MOST_AT_ONCE = 500;
/** Of more than that, values that go on by themselves are looked at so often only, in milliseconds. */
const MANY_EVERY = 5_000;

/** The differences of a world, as often as it stands where it stood; all who look share them. */
interface Found {
  readonly at: string;
  readonly rows: readonly ChangeRow[];
}
const found = new WeakMap<LiveWorld, Found>();

function rowsOf(world: LiveWorld): readonly ChangeRow[] {
  const { baseline, structure, tick, real } = world;
  const changing = baseline.count > MOST_AT_ONCE ? Math.floor(real / MANY_EVERY) : `${tick} ${real}`;
  const at = baseline.isSteady ? `${baseline.version} ${structure}` : `${baseline.version} ${structure} ${changing}`;
  const before = found.get(world);
  if (before?.at === at) return before.rows;
  const rows = differencesOf(world).map(({ row }) => row);
  found.set(world, { at, rows });
  return rows;
}

/** The differences from the world as it was loaded, the newest last; `total` counts all, also those that are not kept. */
export function changesOf(world: LiveWorld, limit: number): { readonly rows: readonly ChangeRow[]; readonly total: number } {
  const rows = rowsOf(world);
  return { rows: rows.slice(-limit), total: rows.length + world.baseline.missed };
}

/** Told again whenever one of them comes, goes or shows another value. */
export const openChanges: Opener<'changes'> = (_world, what) => {
  const limit = Math.max(what.limit ?? USUAL, 1);
  let told = '';
  let looked: readonly ChangeRow[] | undefined;
  let missed = 0;
  return {
    isHeavy: true,
    period: periodOf(undefined, LOOKS_PER_SECOND),
    concerns: (world) => world.touched.size > 0 && world.baseline.count <= MOST_AT_ONCE,
    look(world) {
      const rows = rowsOf(world);
      if (rows === looked && missed === world.baseline.missed) return undefined;
      looked = rows;
      missed = world.baseline.missed;
      const changes = changesOf(world, limit);
      const text = JSON.stringify(changes);
      if (text === told) return undefined;
      told = text;
      return { kind: 'changes', ...changes };
    },
  };
};
