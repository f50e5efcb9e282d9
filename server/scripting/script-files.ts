import { dirname, join } from 'node:path';
import { SCRIPT_FILES, scriptPathOf, WorldwireError, type FilesAnswer, type FilesArgs, type Job } from '../../engine/index.ts';
import { lookAt, readScript, type Found, type Look } from './read-script.ts';

/** Milliseconds between two looks at the files of a world. */
const LOOK = 500;
/** Milliseconds for which a file that has changed is left alone, so that whoever is writing it has ended. */
const STILL = 50;
/** Characters of JSON that are told at once. What is left is told when the world asks anew. */
const MOST_AT_ONCE = 2_000_000;

/** Characters of files that are kept, so that they are not read again: twice as many as a world may use. */
const MOST_KEPT = 16_000_000;

export interface ScriptFilesOptions {
  /** The file of a world's scene; undefined where it has none, or no such world runs. */
  readonly fileOf: (world: string) => string | undefined;
  /** Takes the types out of a text in TypeScript. Throws WorldwireError where it is none. */
  readonly strip: (text: string, name: string) => string;
}

/** Reads the files of scripts, and watches them: each time it is asked it answers once one of them is another than the world knows. */
export function scriptFilesJob({ fileOf, strip }: ScriptFilesOptions): Job & { readonly lasts: true } {
  const kept = new KeptFiles();
  const run = async ({ files }: FilesArgs, signal: AbortSignal, world: string): Promise<FilesAnswer> => {
    const seen = new Map<string, Look>();
    for (;;) {
      const found: Found[] = [];
      let told = 0;
      for (const { path, version } of files) {
        if (signal.aborted) throw new WorldwireError('WW_JOB_FAILED', 'nobody waits for the files any more');
        const file = fileOf(world);
        const next = file === undefined ? unsaved(path) : await another(dirname(file), path, seen, version !== '');
        if (next === undefined || next.version === version) continue;
        const size = JSON.stringify(next).length;
        if (size > MOST_AT_ONCE) found.push({ ...next, text: null, error: 'it has more characters than can be told a world' });
        else if (told + size <= MOST_AT_ONCE) found.push(next);
        else seen.delete(path);
        told += size;
      }
      if (found.length > 0) return { files: found };
      await passed(LOOK, signal);
    }
  };
  /** A file where it looks otherwise than it did; undefined where it does not. @param isKnown the world knows it as it was once */
  const another = async (folder: string, path: string, seen: Map<string, Look>, isKnown: boolean): Promise<Found | undefined> => {
    let look = await lookAt(folder, path);
    if (look === seen.get(path)) return undefined;
    // What changes while a world looks on may be half written.
    for (let left = 20; isKnown && left > 0; left--) {
      await passed(STILL);
      const again = await lookAt(folder, path);
      if (again === look) break;
      look = again;
    }
    seen.set(path, look);
    const key = join(folder, path);
    const known = kept.get(key, look);
    if (known !== undefined) return known;
    const found = await readScript(folder, scriptPathOf(path), strip);
    kept.put(key, look, found);
    return found;
  };
  return { ...(SCRIPT_FILES as unknown as Job), lasts: true, run: (args, { signal, world }) => run(args as FilesArgs, signal, world) };
}

/**
 * Files as they were read last. A script that asks for another file has all of them asked for anew, as often as it likes: to read them each time, and to take
 * their types out, would keep the server from all else.
 */
class KeptFiles {
  readonly #files = new Map<string, { readonly look: Look; readonly found: Found }>();
  #characters = 0;

  /** A file that looks as it did. */
  get(key: string, look: Look): Found | undefined {
    const kept = this.#files.get(key);
    if (kept?.look !== look) return undefined;
    // Those that were asked for last are kept longest.
    this.#files.delete(key);
    this.#files.set(key, kept);
    return kept.found;
  }

  put(key: string, look: Look, found: Found): void {
    this.#drop(key);
    this.#files.set(key, { look, found });
    this.#characters += sizeOf(found);
    for (const oldest of this.#files.keys()) {
      if (this.#characters <= MOST_KEPT) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const kept = this.#files.get(key);
    if (kept === undefined) return;
    this.#files.delete(key);
    this.#characters -= sizeOf(kept.found);
  }
}

/** Characters that are kept of a file, with some for what else is. */
function sizeOf({ text }: Found): number {
  return (text?.length ?? 0) + 1000;
}

function unsaved(path: string): Found {
  return { path, version: 'unsaved', text: null, error: 'the world has no file yet, and so no folder in which files of scripts could lie: save it first' };
}

function passed(time: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, time);
    timer.unref();
    signal?.addEventListener('abort', done);
  });
}
