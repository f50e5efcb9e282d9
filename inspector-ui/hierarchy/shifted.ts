import type { TreeRow } from '../../server/protocol.ts';

/**
 * Before which sibling an entity goes that moves by one among them; null is behind the last. Undefined where it cannot, or
 * where the rows that are known do not tell.
 */
export function shiftedBefore(rows: readonly (readonly [number, TreeRow])[], total: number, row: TreeRow, by: -1 | 1): string | null | undefined {
  const siblings = rows.filter(([, other]) => other.parent === row.parent).map(([, other]) => other.id);
  const at = siblings.indexOf(row.id);
  if (at < 0) return undefined;
  if (by === -1) return siblings[at - 1];
  if (siblings[at + 1] === undefined) return undefined;
  const after = siblings[at + 2];
  if (after !== undefined) return after;
  // The next one is the last if the rows go on to where their parent's subtree ends.
  const place = rows.findIndex(([, other]) => other.id === siblings[at + 1]);
  const ends = rows.slice(place + 1).some(([, other]) => other.depth < row.depth) || rows.at(-1)?.[0] === total - 1;
  return ends ? null : undefined;
}
