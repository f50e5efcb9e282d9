import type { TreeWindow } from '../session/tree-window.ts';

/** What takes the place of a row once some are removed: the sibling below, else the one above, else the parent; null for the top of the world. */
export function nextOf(window: Pick<TreeWindow, 'row' | 'rows'>, at: number, removed: ReadonlySet<string>): string | null {
  const row = window.row(at);
  const siblings = window.rows().filter(([, other]) => row !== undefined && other.parent === row.parent && !removed.has(other.id));
  return (siblings.find(([index]) => index > at) ?? siblings.at(-1))?.[1].id ?? row?.parent ?? null;
}
