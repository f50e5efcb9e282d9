import { WorldwireError } from '../../engine/index.ts';
import { thrownWords } from '../doors/thread-calls.ts';
import type { Voice } from './output.ts';

/**
 * Does something with plugins in this process: an error that nothing catches rejects it with WW_WORLD_DIED, and where a plugin ends the process, that
 * is said before.
 * @param what it is, at the beginning of a sentence
 */
export async function unlessBrokenOff<T>(what: string, { say }: Pick<Voice, 'say'>, act: () => Promise<T>): Promise<T> {
  let broke: ((error: unknown) => void) | undefined;
  const broken = new Promise<never>((_resolve, reject) => {
    broke = (error) => reject(new WorldwireError('WW_WORLD_DIED', `${what} broke off: ${thrownWords(error)}; nothing in a plugin catches that.`));
  });
  const uncaught = (error: unknown): void => broke?.(error);
  const exit = (code: number): void => {
    say(`WW_WORLD_DIED ${what} broke off: a plugin ended the process by process.exit(${code}).`);
    if (code === 0) process.exitCode = 1;
  };
  process.on('uncaughtException', uncaught).on('exit', exit);
  try {
    return await Promise.race([act(), broken]);
  } finally {
    process.off('uncaughtException', uncaught).off('exit', exit);
  }
}
