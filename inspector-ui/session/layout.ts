import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';

/** Sizes of the panes in pixels, and which are folded away. */
export interface Layout {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly folded: readonly PaneName[];
}
export type PaneName = 'left' | 'right' | 'bottom';

const FIRST: Layout = { left: 330, right: 500, bottom: 168, folded: [] };
const kept = recall('layout') as Partial<Layout> | undefined;
export const layout = new Cell<Layout>({ ...FIRST, ...(typeof kept === 'object' && kept !== null ? kept : {}) });
layout.subscribe(() => remember('layout', { ...layout.value }));

export function resizePane(name: PaneName, size: number): void {
  layout.value = { ...layout.value, [name]: size, folded: layout.value.folded.filter((folded) => folded !== name) };
}
export function foldPane(name: PaneName): void {
  const { folded } = layout.value;
  layout.value = { ...layout.value, folded: folded.includes(name) ? folded.filter((other) => other !== name) : [...folded, name] };
}
/** Makes sure that a pane can be seen. */
export function showPane(name: PaneName): void {
  if (layout.value.folded.includes(name)) foldPane(name);
}
/** All panes as they were at the first visit. */
export function resetLayout(): void {
  layout.value = FIRST;
}
