import { FRAME, type GraphData, type NodeData } from '../node/graph.ts';

/** What of a node decides what runs. The rest of it is for those who look: where it is drawn, its note, its title, its frame. */
const RUNS = ['type', 'in', 'then', 'refs'] as const;
type Key = keyof NodeData;

/**
 * In what two graphs differ that are the same for whoever runs them: `drawn` where the same nodes stand in the same order, `notes` where there are other
 * comments or frames besides. Undefined where another thing may run.
 */
export function drawnDifference(before: GraphData, now: GraphData): 'drawn' | 'notes' | undefined {
  if (isOnlyDrawn(Object.entries(before.nodes), Object.entries(now.nodes), RUNS)) return 'drawn';
  return isOnlyDrawn(withoutNotes(before), withoutNotes(now), RUNS) ? 'notes' : undefined;
}

/** Whether two graphs have the same nodes in the same order, which have these keys alike. */
export function isOnlyDrawn(before: Iterable<readonly [string, NodeData]>, now: Iterable<readonly [string, NodeData]>, keys: readonly Key[]): boolean {
  const old = [...before];
  let at = 0;
  for (const [id, node] of now) {
    const was = old[at++];
    if (was?.[0] !== id || (was[1] !== node && keys.some((key) => !isSame(was[1][key], node[key])))) return false;
  }
  return at === old.length;
}

/** Whether two values are the same in each number: what tells 0 from -0 runs otherwise. What was not edited is mostly the same object. */
function isSame(was: unknown, is: unknown): boolean {
  if (Object.is(was, is)) return true;
  if (typeof was !== 'object' || typeof is !== 'object' || was === null || is === null || Array.isArray(was) !== Array.isArray(is)) return false;
  const old = Object.entries(was),
    now = Object.entries(is);
  return old.length === now.length && old.every(([key, value], at) => now[at]?.[0] === key && isSame(value, now[at][1]));
}

function withoutNotes({ nodes }: GraphData): readonly (readonly [string, NodeData])[] {
  return Object.entries(nodes).filter(([, { type }]) => type !== 'Comment' && type !== FRAME);
}
