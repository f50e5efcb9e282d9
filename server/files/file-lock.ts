import { randomBytes } from 'node:crypto';
import { link, open, readFile, stat, unlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { visible, WorldwireError } from '../../engine/index.ts';
import { isRunning, ownName, type ProcessName } from './own-name.ts';
import { systemWords } from './whole-file.ts';

/** Who holds a lock. */
interface Holder extends ProcessName {
  /** Another for each time that a lock is taken. */
  readonly id: string;
}

/** How long a lock of another is waited for, in milliseconds. */
export interface LockTimes {
  /** In all: then it is told who holds it. Default 6,000. */
  readonly patience?: number;
  /**
   * For one whose holder cannot be asked about (it belongs to another machine, or says nothing), and that stays the same meanwhile: then it was left
   * behind. Default 3,000. It is measured by this process's own count, so that no wall clock that is wrong makes it longer.
   */
  readonly silence?: number;
}

/** Milliseconds between two tries to get it. */
const TRY_AGAIN = 20;

/** What is seen of a lock: the same as long as it is the same file. */
interface Seen {
  readonly stamp: string;
  readonly holder: Holder | undefined;
}

/**
 * Does something with a file while no other process does it: who holds the lock stands in it, so that one that a process left behind when it ended
 * keeps nobody waiting. Rejects with WW_SAVE_FAILED, which says who holds it, where another has it for longer than the patience, and where it
 * cannot be made.
 * @param file whose lock it is: `file`.lock
 * @param job is given what rejects where another has taken the lock for left behind, to be asked before the file is replaced
 */
export async function locked(file: string, job: (confirm: () => Promise<void>) => Promise<void>, times: LockTimes = {}): Promise<void> {
  const { patience = 6000, silence = 3000 } = times;
  const lock = `${file}.lock`;
  const own: Holder = { ...ownName(), id: randomBytes(8).toString('hex') };
  const begun = performance.now();
  let stands: { readonly stamp: string; readonly since: number } | undefined;
  while (!(await take(lock, own))) {
    const seen = await look(lock);
    const now = performance.now();
    if (seen !== undefined) {
      if (stands?.stamp !== seen.stamp) stands = { stamp: seen.stamp, since: now };
      const runs = seen.holder === undefined ? 'unsure' : isRunning(seen.holder);
      const isLeft = runs === 'no' || (runs === 'unsure' && now - stands.since >= silence);
      if (isLeft && (await cleared(lock, seen))) continue;
    }
    if (now - begun >= patience) throw held(file, seen?.holder, patience);
    await wait(TRY_AGAIN);
  }
  const confirm = async (): Promise<void> => {
    if ((await look(lock))?.holder?.id !== own.id)
      throw new WorldwireError('WW_SAVE_FAILED', `${basename(file)} could not be saved and is as it was: another process took its lock meanwhile.`);
  };
  try {
    await job(confirm);
  } finally {
    if ((await look(lock).catch(() => undefined))?.holder?.id === own.id) await unlink(lock).catch(() => undefined);
  }
}

/** Makes the lock, whole at once. Gives whether it is ours; rejects where no lock can be made. */
async function take(lock: string, own: Holder): Promise<boolean> {
  if (await there(lock)) return false;
  const beside = `${lock}.${own.id}`;
  try {
    await write(beside, own);
    try {
      await link(beside, lock);
      return true;
    } catch (error) {
      if (isTaken(error)) return false;
      // A file system without links: for a moment it stands there without its holder.
      await write(lock, own);
      return true;
    } finally {
      await unlink(beside).catch(() => undefined);
    }
  } catch (error) {
    if (isTaken(error)) return false;
    throw new WorldwireError('WW_SAVE_FAILED', `${basename(lock, '.lock')} could not be saved and is as it was: ${systemWords(error as Error)}`);
  }
}

/** Writes a file that must not be there yet; where it cannot be written whole, it is taken away again. */
async function write(file: string, own: Holder): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(JSON.stringify(own));
  } catch (error) {
    await unlink(file).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EEXIST';
}

async function look(lock: string): Promise<Seen | undefined> {
  const found = await stat(lock, { bigint: true }).catch(() => undefined);
  if (found === undefined) return undefined;
  const text = await readFile(lock, 'utf8').catch(() => '');
  return { stamp: `${found.dev} ${found.ino} ${found.mtimeNs} ${text}`, holder: holderIn(text) };
}

function holderIn(text: string): Holder | undefined {
  try {
    const { pid, started, boot, space, host, id } = JSON.parse(text) as { readonly [K in keyof Holder]?: unknown };
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0 || typeof host !== 'string' || typeof id !== 'string') return undefined;
    return { pid, started: textOf(started), boot: textOf(boot), space: textOf(space), host, id };
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Takes a lock away that was left behind, unless it is another by now. Gives whether it is gone. */
async function cleared(lock: string, seen: Seen): Promise<boolean> {
  if ((await look(lock))?.stamp !== seen.stamp) return true;
  return unlink(lock).then(
    () => true,
    () => false,
  );
}

function there(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function held(file: string, holder: Holder | undefined, after: number): WorldwireError {
  const own = ownName();
  const name = basename(file);
  const who =
    holder === undefined
      ? 'another process'
      : `process ${holder.pid}${holder.host === own.host && holder.space === own.space ? '' : ` on ${visible(holder.host, 100)}`}`;
  return new WorldwireError(
    'WW_SAVE_FAILED',
    `${name} could not be saved and is as it was: ${who} has held its lock for more than ${after / 1000} s. ` +
      `If that process hangs, end it; if there is none, take ${file}.lock away.`,
  );
}
