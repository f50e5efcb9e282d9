import { stampOf } from '../files/whole-file.ts';
import { journalChoice, lifeWords, takenUpLife, type Choice, type LifeWords, type TakenUpLife, type WhenChanged } from '../journal/life-choice.ts';
import { takeUpLife, type Restored } from '../journal/take-up-life.ts';
import { SceneFile } from '../saving/scene-file.ts';

/** What is told of the life that a world goes on from. */
export interface JournalledLife {
  readonly words: readonly LifeWords[];
  /** Checksum of its last line, which the next life goes on from. */
  readonly after: string;
  readonly told: TakenUpLife;
}

/** A world that was lived up to where its journal ends, and what it was decided to begin from; only where that is its life, its door is still open. */
export interface TakenFromJournal<World extends Restored> extends JournalledLife {
  readonly world: World;
  readonly choice: Choice;
  /** Its scene file as it is now; one that somebody has to choose about belongs to nobody. */
  readonly file: SceneFile;
}

export interface JournalSource {
  readonly folder: string;
  /** Path of the scene file. */
  readonly file: string;
  readonly begin?: WhenChanged | undefined;
}

/** Lives a world up to where its journal ends, and looks whether it goes on from there. Undefined where there is no life. Rejects as `takeUpLife` does. */
export async function takeUpFromJournal<World extends Restored>(
  { folder, file: path, begin }: JournalSource,
  restore: (snapshot: string) => World | Promise<World>,
): Promise<TakenFromJournal<World> | undefined> {
  const life = await takeUpLife(folder, restore);
  if (life === undefined) return undefined;
  const { world } = life;
  try {
    const file = await readOrRemoved(path);
    const choice = file.state === 'removed' ? 'life, without the file' : journalChoice(life, file.hash, begin);
    if (choice === 'file') await world.door.end();
    if (choice === 'life, beside the file') file.disown();
    return { world, choice, file, words: lifeWords(life, file.name, choice), after: life.sum, told: takenUpLife(life, choice, Date.now()) };
  } catch (error) {
    await world.door.end();
    throw error;
  }
}

/** The file of a life, which somebody may have removed since it was lived. */
async function readOrRemoved(path: string): Promise<SceneFile> {
  try {
    return (await SceneFile.read(path)).file;
  } catch (error) {
    if ((await stampOf(path).catch(() => null)) !== undefined) throw error;
    return SceneFile.removed(path);
  }
}
