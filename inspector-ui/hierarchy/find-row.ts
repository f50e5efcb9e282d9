import { expanded, root, setExpanded } from '../session/place.ts';
import { session } from '../session/session.ts';
import { rowsOf } from './peek.ts';

/**
 * The row of an entity in the unfolded hierarchy, or -1; what is above it is unfolded first, and where it lies outside of the root shown, the whole
 * world is.
 */
export async function find(id: string): Promise<number> {
  const [row] = await rowsOf([id]);
  if (row === undefined) return -1;
  const path = (row.path ?? []).map((step) => step.id);
  if (root.value !== null && !path.includes(root.value)) root.value = null;
  const above = path.slice(root.value === null ? 0 : path.indexOf(root.value) + 1).filter((step) => !expanded.value.has(step));
  if (above.length > 0) setExpanded(above, true);
  const answer = await session.locate({ kind: 'tree', expanded: [...expanded.value], offset: 0, limit: 0, root: root.value }, { entity: id });
  return answer.ok ? (answer.index ?? -1) : -1;
}
