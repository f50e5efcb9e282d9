import type { JobOutcome } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { World } from '../world/world.ts';
import { namedFiles, pathOf } from './file-paths.ts';
import { MOST_FILES, MOST_TEXT, SCRIPT_FILES, type FilesAnswer } from './files-job.ts';
import { Script } from './script.ts';
import { happened, isFull } from './sockets.ts';
import { SCRIPTS, type SceneFile, type SceneFiles, type Scripts, type ScriptState } from './state.ts';

/** Notes who uses a file. */
export function addUser({ usedBy }: SceneFiles, script: ScriptState, path: string): void {
  const users = usedBy.get(path);
  if (users === undefined) usedBy.set(path, new Set([script]));
  else users.add(script);
}

/** A script uses a file, which is asked for where nobody uses it yet. Throws WW_LIMIT. */
export function useFile({ files }: Scripts, script: ScriptState, path: string): void {
  if (!files.usedBy.has(path)) {
    if (files.usedBy.size >= MOST_FILES) throw new WorldwireError('WW_LIMIT', `scripts of this world use ${MOST_FILES} files already, which is the most`);
    files.stale = true;
  }
  script.uses.add(path);
  addUser(files, script, path);
}

/** A script uses these files and no others. */
export function keepFiles(scripts: Scripts, script: ScriptState, kept: ReadonlySet<string>): void {
  const { files } = scripts;
  for (const path of script.uses) {
    if (kept.has(path)) continue;
    script.uses.delete(path);
    const users = files.usedBy.get(path);
    users?.delete(script);
    if (users?.size !== 0) continue;
    files.usedBy.delete(path);
    files.known.delete(path);
    files.stale = true;
  }
}
const NONE: ReadonlySet<string> = new Set();
export function leaveFiles(scripts: Scripts, script: ScriptState): void {
  script.loading = false;
  script.awaited.clear();
  keepFiles(scripts, script, NONE);
}

/**
 * Uses a program's files: itself, if it is one, and those that it names, and those that these name. Returns their paths. Whether all are known is told by
 * `isKnown`: where not, the script is to wait.
 */
export function useFilesOf(scripts: Scripts, script: ScriptState, source: string, root: string | undefined): ReadonlySet<string> {
  const found = new Set<string>(root === undefined ? namedFiles(source, '') : [root]);
  for (const path of found) {
    useFile(scripts, script, path);
    for (const each of namedIn(scripts.files.known.get(path), path)) found.add(each);
  }
  return found;
}

/** What each file names, which is looked for once, however many scripts use it. */
const NAMED = new WeakMap<SceneFile, readonly string[]>();
function namedIn(file: SceneFile | undefined, path: string): readonly string[] {
  if (file === undefined || file.text === null) return [];
  let named = NAMED.get(file);
  if (named === undefined) NAMED.set(file, (named = namedFiles(file.text, path)));
  return named;
}

export function areKnown({ files }: Scripts, paths: ReadonlySet<string>): boolean {
  return [...paths].every((path) => files.known.has(path));
}

/** The text of a file that a script asks for while it runs. Throws WW_SCRIPT_FILE where there is none, and where it has to be read first. */
export function fileText(scripts: Scripts, script: ScriptState, path: string): string {
  const file = scripts.files.known.get(path);
  if (file === undefined || !script.uses.has(path)) useFile(scripts, script, path);
  if (file === undefined) {
    script.missing = true;
    throw new WorldwireError(
      'WW_SCRIPT_FILE',
      `${path} was not read before the script began, since the program does not name it as it stands; it is read now: ask again, or wait for it by ` +
        'Script.include(path, callback)',
    );
  }
  if (file.text === null) throw new WorldwireError('WW_SCRIPT_FILE', file.error.startsWith(`${path}:`) ? file.error : `${path}: ${file.error}`);
  return file.text;
}

/** A script waits for a file, and is told when it is there. Returns whether it is already, be it only that it cannot be read. */
export function awaitFile(scripts: Scripts, script: ScriptState, path: string): boolean {
  useFile(scripts, script, path);
  if (scripts.files.known.has(path)) return true;
  script.awaited.add(path);
  return false;
}

/** Asks the host for what is used, once a turn. */
export function askForFiles(world: World, { files }: Scripts): void {
  if (!files.stale) return;
  files.stale = false;
  if (files.usedBy.size === 0) return world.jobs.stop(files);
  const wanted = [...files.usedBy.keys()].sort().map((path) => ({ path, version: files.known.get(path)?.version ?? '' }));
  world.jobs.run(SCRIPTS, files, SCRIPT_FILES, { files: wanted });
}

/** The host has told of files, or will not. */
export function toldOfFiles(world: World, scripts: Scripts, outcome: JobOutcome): void {
  const { files } = scripts;
  if (outcome.ok) {
    for (const { path, ...file } of (outcome.answer as unknown as FilesAnswer).files) if (files.usedBy.has(path)) note(world, scripts, path, file);
    files.stale = true;
  } else if (outcome.code === 'WW_JOB_LOST') files.stale = true;
  else
    for (const path of files.usedBy.keys())
      if (!files.known.has(path)) note(world, scripts, path, { version: '', text: null, error: `it cannot be read: ${outcome.message}` });
  askForFiles(world, scripts);
}

function note(world: World, scripts: Scripts, path: string, told: SceneFile): void {
  const { files } = scripts;
  const before = files.known.get(path);
  let held = told.text?.length ?? 0;
  for (const [each, { text }] of files.known) if (each !== path) held += text?.length ?? 0;
  const file = held <= MOST_TEXT ? told : { ...told, text: null, error: `with it, files of this world's scripts would have more than ${MOST_TEXT} characters` };
  files.known.set(path, file);
  if (before !== undefined && before.text === file.text && before.error === file.error) return;
  for (const script of files.usedBy.get(path) ?? []) {
    if (script.awaited.delete(path) && !isFull(world, script, path)) happened(world, script, { kind: 'file', args: [path], acting: world.acting });
    // What is first read while it runs is for what has asked for it; what is read anew makes another program of it.
    if (before === undefined && !script.loading) continue;
    script.fresh = true;
    world.wake(Script, script.row);
  }
}

/** What the `File` of a script names; undefined where it names none. Throws WW_SCRIPT_FILE. */
export function rootFile(world: World, { row }: ScriptState): string | undefined {
  const file = (world.store(Script).columns.File.data[row] ?? '').trim();
  return file === '' ? undefined : pathOf(file);
}
