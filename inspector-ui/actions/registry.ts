import { Cell } from '../cells/cell.ts';

/** Something that a person can do at the page, with its key: what the palette lists, the keys overlay shows and the keyboard sets off. */
export interface Action {
  /** Names it once and for all: `entity.duplicate`. */
  readonly id: string;
  readonly label: string;
  /** Under which heading it is listed. */
  readonly group: 'World' | 'Entity' | 'Hierarchy' | 'Connection' | 'View' | 'Time' | 'People';
  /** As written for people: `Ctrl-D`, `F2`, `Alt-ArrowUp`. `Ctrl` stands for Cmd on a Mac as well. */
  readonly keys?: readonly string[];
  /** Where its key counts. `page` everywhere but in text being typed; the others list it only, since their element listens itself. Default `page`. */
  readonly where?: 'page' | 'tree' | 'field' | 'viewport' | 'table' | 'past';
  /** Whether it can be done now. Default yes. */
  readonly enabled?: () => boolean;
  /** Whether its key counts now, where that is not the same: what the page hears of some ticks late must not swallow a key. Default `enabled`. */
  readonly keyCounts?: () => boolean;
  /** Whether it takes away what others may have made: it is then listed last, and never picked before somebody picks it. Default no. */
  readonly destroys?: boolean;
  /** Whether holding its key down does it again and again. Default no. */
  readonly repeats?: boolean;
  readonly run: () => void | Promise<void>;
}

/** All that can be done, in order of registration. */
export const actions = new Cell<readonly Action[]>([]);

/** Adds actions; one of the same id takes the place of the one before. */
export function registerActions(added: readonly Action[]): void {
  const ids = new Set(added.map((action) => action.id));
  actions.value = [...actions.value.filter((action) => !ids.has(action.id)), ...added];
}

export function actionOf(id: string): Action | undefined {
  return actions.value.find((action) => action.id === id);
}
