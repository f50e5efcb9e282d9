import { Cell } from '../session/cell.ts';
import { recall, remember } from '../session/memory.ts';

/** Sizes of the panes in pixels, and which are folded away. */
export interface Layout {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly folded: readonly PaneName[];
}
export type PaneName = 'left' | 'right' | 'bottom';

const kept = recall('layout') as Partial<Layout> | undefined;
export const layout = new Cell<Layout>({ left: 330, right: 480, bottom: 168, folded: [], ...(typeof kept === 'object' && kept !== null ? kept : {}) });
layout.subscribe(() => remember('layout', { ...layout.value }));

export function resizePane(name: PaneName, size: number): void {
  layout.value = { ...layout.value, [name]: size, folded: layout.value.folded.filter((folded) => folded !== name) };
}
export function foldPane(name: PaneName): void {
  const { folded } = layout.value;
  layout.value = { ...layout.value, folded: folded.includes(name) ? folded.filter((other) => other !== name) : [...folded, name] };
}
