import { descentOf } from '../../descent.ts';
import { FRAME, type GraphData, type NodeData } from '../node/graph.ts';
import { own } from './own.ts';

/** What of a node decides what runs. The rest of it is for those who look: where it is drawn, its note, its title, its frame. */
const RUNS = ['type', 'in', 'then', 'refs'] as const;
type Key = keyof NodeData;

/**
 * In what two graphs differ that are the same for whoever runs them: `drawn` where the same nodes stand in the same order, `notes` where there are other
 * comments or frames besides. Undefined where another thing may run.
 */
export function drawnDifference(before: GraphData, now: GraphData): 'drawn' | 'notes' | undefined {
  const descent = descentOf(now.nodes, before.nodes);
  if (descent !== undefined) {
    const isNote = (id: string): boolean => isNoteOrNone(own(before.nodes, id)) && isNoteOrNone(own(now.nodes, id));
    const isAlike = (id: string): boolean => !descent.others.has(id) && isNodeOnlyDrawn(before, now, id);
    const areAlike = [...descent.names].every((id) => isNote(id) || isAlike(id));
    if (descent.others.size === 0) return areAlike ? ([...descent.names].every(isAlike) ? 'drawn' : 'notes') : undefined;
    // What has gone and come again may stand where it was.
    if (areAlike && [...descent.others].some((id) => Object.hasOwn(before.nodes, id) !== Object.hasOwn(now.nodes, id))) return 'notes';
  }
  if (isOnlyDrawn(Object.entries(before.nodes), Object.entries(now.nodes), RUNS)) return 'drawn';
  return isOnlyDrawn(withoutNotes(before), withoutNotes(now), RUNS) ? 'notes' : undefined;
}

function isNodeOnlyDrawn(before: GraphData, now: GraphData, id: string): boolean {
  return isSameIn(before.nodes[id] as NodeData, now.nodes[id] as NodeData, RUNS);
}

/** Whether two nodes have these keys alike. */
export function isSameIn(was: NodeData, is: NodeData, keys: readonly Key[]): boolean {
  return was === is || keys.every((key) => isSame(was[key], is[key]));
}

/** Whether two graphs have the same nodes in the same order, which have these keys alike. */
export function isOnlyDrawn(before: Iterable<readonly [string, NodeData]>, now: Iterable<readonly [string, NodeData]>, keys: readonly Key[]): boolean {
  const old = [...before];
  let at = 0;
  for (const [id, node] of now) {
    const was = old[at++];
    if (was?.[0] !== id || !isSameIn(was[1], node, keys)) return false;
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
  return Object.entries(nodes).filter(([, node]) => !isNoteOrNone(node));
}

function isNoteOrNone(node: NodeData | undefined): boolean {
  return node === undefined || node.type === 'Comment' || node.type === FRAME;
}
