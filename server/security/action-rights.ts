import type { Right } from '../../engine/index.ts';

/** What can be done with a world as a whole. */
export type ControlAction = keyof typeof ACTION_RIGHTS;

/**
 * The right that each action on a world as a whole takes, by HTTP and at a page alike. Undo and redo are edits of the world; all else
 * decides how it runs and what its file holds.
 */
export const ACTION_RIGHTS = {
  undo: 'edit',
  redo: 'edit',
  pause: 'control',
  resume: 'control',
  step: 'control',
  speed: 'control',
  save: 'control',
  saveAs: 'control',
  reload: 'control',
  record: 'control',
  stopRecording: 'control',
} as const satisfies Readonly<Record<string, Right>>;

/** How a world and its file differ is told to those who may then save over the file, or take what it holds. */
export const DIFFERENCE_RIGHT: Right = ACTION_RIGHTS.save;

/** So are the versions of its scene, which hold what may have been taken out of it since. */
export const VERSIONS_RIGHT: Right = ACTION_RIGHTS.save;
