import type { Right } from '../../engine/index.ts';
import type { ControlAction } from '../protocol.ts';

/**
 * The right that each action on a world as a whole takes, by HTTP and at a page alike. Undo and redo are edits of the world; all else
 * decides how it runs and what its file holds.
 */
export const ACTION_RIGHTS: Readonly<Record<ControlAction, Right>> = {
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
};
