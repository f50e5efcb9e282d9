import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';

/** What the tab of changes can show: how the world differs from what was loaded, the edits one after another, or the versions of its scene. */
export const CHANGES_SHOWN = ['changes', 'history', 'versions'] as const;
export type ChangesShown = (typeof CHANGES_SHOWN)[number];

/** What it shows, from visit to visit. */
export const changesShown = new Cell<ChangesShown>(CHANGES_SHOWN.find((each) => each === recall('changes.shown')) ?? 'changes');
changesShown.subscribe(() => remember('changes.shown', changesShown.value));
