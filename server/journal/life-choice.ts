import type { Life } from './take-up-life.ts';

/** What becomes of a world whose journal is there: `resume` takes it up, `fresh` begins from its file, `choose` looks by which of the two nothing is lost. */
export type WhenChanged = 'choose' | 'resume' | 'fresh';

/**
 * What it begins from: its life, which its file belongs to; its life, where the file holds something else, or is not there any more, which is still to be
 * chosen about; or the file.
 */
export type Choice = 'life' | 'life, beside the file' | 'life, without the file' | 'file';

/**
 * A file that is as the world knew it goes with its life. One that has changed since is what the owner wants, unless the life has edits that no file holds:
 * then it goes on, nothing is written over the file, and the owner is asked.
 * @param scene tells what the file holds now
 */
export function journalChoice(life: Pick<Life, 'knows' | 'unsaved'>, scene: string, begin: WhenChanged = 'choose'): Choice {
  if (begin === 'fresh') return 'file';
  if (life.knows(scene)) return 'life';
  return begin === 'resume' || life.unsaved ? 'life, beside the file' : 'file';
}

/** What is told of a life that a world goes on from. */
export interface TakenUpLife {
  readonly tick: number;
  /** Real time at which it was taken up, in milliseconds since 1970. */
  readonly at: number;
  /** What of it is missing, in words, the first few; and how many more there are. */
  readonly missing: readonly string[];
  readonly more: number;
  /** Its file holds something else, and somebody has to choose. */
  readonly beside: boolean;
}

/** What is told of what is missing, and characters of each. */
const MISSING = 3,
  LONGEST = 300;

/** @param at milliseconds since 1970 */
export function takenUpLife({ tick, missing }: Pick<Life, 'tick' | 'missing'>, choice: Choice, at: number): TakenUpLife {
  const told = missing.slice(0, MISSING).map((words) => words.slice(0, LONGEST));
  return { tick, at, missing: told, more: missing.length - told.length, beside: choice === 'life, beside the file' };
}

/** A line for the logs. */
export interface LifeWords {
  readonly level: 'info' | 'warn';
  readonly message: string;
}

/** The same in words for whoever runs the world, with what of its life is missing. */
export function lifeWords(life: Pick<Life, 'tick' | 'missing'>, file: string, choice: Choice): LifeWords[] {
  const missing = life.missing.map((words) => ({ level: 'warn', message: `of the journal: ${words}` }) as const);
  if (choice === 'file')
    return [
      ...missing,
      {
        level: 'warn',
        message: `${file} was changed since, and all that was edited here is saved, so the world begins from it; --resume goes on at tick ${life.tick} instead`,
      },
    ];
  const taken = {
    level: 'info',
    message: `taken up from the journal at tick ${life.tick}${missing.length === 0 ? ', nothing is missing' : ''} (--fresh begins from ${file})`,
  } as const;
  if (choice === 'life') return [...missing, taken];
  if (choice === 'life, without the file')
    return [
      ...missing,
      taken,
      { level: 'warn', message: `${file} was removed since: it is written anew once you choose so (overwrite), or save under another name` },
    ];
  return [
    ...missing,
    taken,
    {
      level: 'warn',
      message: `${file} was changed since: nothing is written over it until you choose (reload it, save under another name, or overwrite it)`,
    },
  ];
}
