import type { Editable } from './editable.ts';
import type { Reversal } from './history-entry.ts';
import type { Links, Part } from './links.ts';
import type { Performed } from './performed.ts';

/**
 * How something is done: by people, whose edits leave marks in instances and go from sources to their instances; by code, of which neither holds but
 * for what it adds and removes; to put something back; to mark what was done; or because something else was done.
 */
export type Way = 'edit' | 'code' | 'back' | 'mark' | 'carried';

/**
 * What the history keeps of something. `own`: the way back and what it touched, as of any edit. `back`: the way back alone, to what a source can not say;
 * who edits the source later stands in nobody's way there. `nothing`: where the source is put back, instances follow.
 */
export type Kept = 'own' | 'back' | 'nothing';

/** What an operation finds, before anything is changed. */
export interface Found {
  /** Of which instance it is a part. */
  readonly part: Part | undefined;
  /** Rows of the sources that it is in. */
  readonly sources: readonly number[];
  /** Ids of all that hangs below it, itself included, where it goes. */
  readonly ids: readonly string[];
  /** Instances among them, with the ids of what they follow. */
  readonly going: readonly (readonly [row: number, source: string])[];
  /** Rows of what the same is in the instances of those sources, where it goes or moves. */
  readonly parts: readonly { readonly source: number; readonly root: number; readonly part: number }[];
}

/** What follows from an operation is carried out by this, each as an operation of its own. */
export interface Instances {
  readonly world: Editable;
  readonly links: Links;
  /** Counts so many entities that are looked at. */
  spend(entities: number): void;
  run(step: Reversal, way: Way): Performed;
  /** The same where it fits. Where it does not, all is as it was. */
  attempt(step: Reversal): boolean;
  /** Adds marks to an instance, and takes others away. @param isOwn whether that is what somebody wants, who wants one that is there already as well */
  mark(root: number, add: readonly string[], drop?: readonly string[], isOwn?: boolean): void;
}

/**
 * What is put back step by step, by people's undo and by reverts: the steps say what is there again in instances, exactly as it was. What they do not
 * say, since an instance came later, is looked after at the end.
 */
export class PuttingBack {
  /** Whether others have changed something since, so that it is their doing. */
  readonly isOthers: (path: string) => boolean;
  /** Whether something in an instance is behind its source, by their paths, so that it is to follow again. */
  readonly isBehind: (path: string, source: string) => boolean;
  /** Ids of instances that are there again. */
  readonly fresh = new Set<string>();
  /** Ids of sources to which something has come. */
  readonly sources = new Set<string>();
  /** Marks that are gone, by id of the instance. */
  readonly unmarked = new Map<string, Set<string>>();
  /** Ids of what went with its source, and `id key` of components that did. */
  readonly #gone = new Set<string>();

  constructor(isOthers: (path: string) => boolean, isBehind: (path: string, source: string) => boolean) {
    this.isOthers = isOthers;
    this.isBehind = isBehind;
  }

  went(step: Reversal, ids: readonly string[]): void {
    if (step.op === 'removeEntity') for (const id of ids) this.#gone.add(id);
    else if (step.op === 'removeComponent' || step.op === 'takeComponent') this.#gone.add(`${step.entity} ${step.component}`);
  }

  /** Whether what a step would take away went with its source already. */
  hasGone(step: Reversal): boolean {
    if (step.op === 'removeEntity') return this.#gone.has(step.entity);
    return (step.op === 'removeComponent' || step.op === 'takeComponent') && this.#gone.has(`${step.entity} ${step.component}`);
  }
}
