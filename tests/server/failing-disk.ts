/**
 * A disk that hangs, fails or loses power, where no real device can be made to: what this process asks of files below a folder goes through here on its
 * way to the system. Which file a handle is of, the system tells (`/proc`), so that this is for Linux alone.
 */
import fs from 'node:fs';
import { mkdtemp, open, readdir, readFile, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEnd } from './running.ts';

type Asked = 'appendFile' | 'datasync' | 'sync';

/** What a folder held when it was flushed last: names, and which file each was. */
type Names = ReadonlyMap<string, number>;

export class FailingDisk {
  readonly #folder: string;
  /** Bytes of files that were flushed, by the file. */
  readonly #flushed = new Map<number, number>();
  readonly #names = new Map<string, Names>();
  #faults: { readonly asked: Asked; readonly file: RegExp; readonly code: string }[] = [];
  #held: Promise<void> | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Stands between this process and what lies below the folder, as long as the test runs. */
  static async below(folder: string): Promise<FailingDisk> {
    const disk = new FailingDisk(folder);
    const some = await open(tmpdir(), 'r');
    const { constructor } = some;
    await some.close();
    const handles = constructor.prototype as Record<Asked, (this: FileHandle, ...given: never[]) => Promise<void>>;
    for (const asked of ['appendFile', 'datasync', 'sync'] as const) {
      const real = handles[asked];
      handles[asked] = async function through(...given) {
        return disk.#ask(asked, this, () => real.apply(this, given));
      };
      atEnd(() => {
        handles[asked] = real;
      });
    }
    const { writeSync } = fs;
    // What is written at once never waits for a disk, and so does not hang with one.
    fs.writeSync = ((fd: number, ...given: never[]) => {
      disk.#refuse('appendFile', pathOf(fd));
      return (writeSync as (fd: number, ...given: never[]) => number)(fd, ...given);
    }) as typeof writeSync;
    atEnd(() => {
      fs.writeSync = writeSync;
    });
    return disk;
  }

  /** From now on this fails for files of such a name, with what the system would say. */
  fail(asked: Asked, file: RegExp, code: 'ENOSPC' | 'EIO'): void {
    this.#faults.push({ asked, file, code });
  }
  heal(): void {
    this.#faults = [];
  }

  /** Takes nothing until what is returned is called. */
  hang(): () => void {
    let goOn: () => void = () => undefined;
    this.#held = new Promise((resolve) => {
      goOn = resolve;
    });
    return () => {
      this.#held = undefined;
      goOn();
    };
  }

  /**
   * What is left of a folder when power is cut now: of each file what was flushed, and of what was only written a share from 0 to 1; under the names that
   * the folder had when it was flushed itself.
   */
  async cut(folder: string, share: number): Promise<string> {
    for (;;) {
      try {
        return await this.#cut(folder, share);
      } catch (error) {
        // A log that was over is packed meanwhile, so that what was copied is of no one moment.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  }

  async #cut(folder: string, share: number): Promise<string> {
    const left = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
    const there = new Map<number, string>();
    for (const name of await readdir(folder)) there.set((await stat(join(folder, name))).ino, name);
    for (const [name, file] of this.#names.get(folder) ?? []) {
      const now = there.get(file);
      if (now === undefined) continue;
      const bytes = await readFile(join(folder, now));
      const flushed = this.#flushed.get(file) ?? 0;
      await writeFile(join(left, name), bytes.subarray(0, flushed + Math.floor((bytes.length - flushed) * share)));
    }
    return left;
  }

  #refuse(asked: Asked, path: string): void {
    const fault = path.startsWith(this.#folder) ? this.#faults.find((each) => each.asked === asked && each.file.test(path)) : undefined;
    if (fault !== undefined) throw Object.assign(new Error(`${fault.code}: as a disk would say, ${asked}`), { code: fault.code });
  }

  async #ask(asked: Asked, handle: FileHandle, real: () => Promise<void>): Promise<void> {
    const path = pathOf(handle.fd);
    if (!path.startsWith(this.#folder)) return real();
    await this.#held;
    this.#refuse(asked, path);
    if (asked === 'appendFile') return real();
    const before = await handle.stat();
    const names = before.isDirectory() ? await namesIn(path) : undefined;
    await real();
    if (names === undefined) this.#flushed.set(before.ino, Math.max(before.size, this.#flushed.get(before.ino) ?? 0));
    else this.#names.set(path, names);
  }
}

/** Which file a handle is of, as the system says. */
function pathOf(fd: number): string {
  try {
    return fs.readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}

async function namesIn(folder: string): Promise<Names> {
  const names = new Map<string, number>();
  for (const name of await readdir(folder)) {
    const about = await stat(join(folder, name)).catch(() => undefined);
    if (about?.isFile() === true) names.set(name, about.ino);
  }
  return names;
}
