import type { Answers, View } from '../door.ts';
import { isUnfoldedAtFirst } from '../hierarchy-top.ts';
import type { InParts } from '../world/in-parts.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import type { Pool } from './pool.ts';
import { TreeView, type TreeWindow } from './tree-view.ts';
import { Patience } from '../world/in-parts.ts';

type TreeWhat = Extract<View, { kind: 'tree' }>;

const NOBODY: ReadonlySet<string> = new Set();

/**
 * What a view of the hierarchy would tell first, without one being opened. With `unfoldTops` those entities at the top of the window that have
 * a few children are unfolded as well, as for somebody who sees the world for the first time, and named in `unfolded`.
 */
export function* firstRows(world: LiveWorld, what: TreeWhat, unfoldTops: boolean, pool: Pool): InParts<Answers['firstRows']> {
  const folded = yield* rowsOf(world, what, pool);
  const tops = unfoldTops ? folded.rows.filter((row) => !row.expanded && isUnfoldedAtFirst(row)) : [];
  const unfolded = tops.map(({ id }) => id);
  const shown = unfolded.length === 0 ? folded : yield* rowsOf(world, { ...what, expanded: [...what.expanded, ...unfolded] }, pool);
  return { tick: world.tick, ...shown, unfolded };
}

function* rowsOf(world: LiveWorld, what: TreeWhat, pool: Pool): InParts<TreeWindow> {
  const view = new TreeView(world, what, pool);
  yield* view.settling(world);
  const window = view.look(world, { log: [], whole: false, touched: NOBODY, author: () => undefined, patience: new Patience(undefined, Infinity) });
  return window ?? { total: 0, offset: 0, rows: [] };
}
