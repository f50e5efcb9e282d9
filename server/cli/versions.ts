import { join } from 'node:path';
import { WorldwireError } from '../../engine/index.ts';
import { isGone, writeFresh, writeWhole, type Fill } from '../files/whole-file.ts';
import { journalFolder } from '../journal/journal-folder.ts';
import { loadRegistry } from '../plugins/registry.ts';
import { sceneAsSaved } from '../saving/as-saved.ts';
import { FileClaim, holderOf } from '../saving/file-claim.ts';
import { SceneFile, Styler } from '../saving/scene-file.ts';
import { SecretHeaders } from '../saving/secret-headers.ts';
import { differenceOf, type VersionDifferenceRow } from '../versions/version-difference.ts';
import { readVersion, versionsFolder, versionsIn, type Version } from '../versions/version-file.ts';
import { Versions } from '../versions/versions.ts';
import { configOf, pluginsOf } from './config-of.ts';
import { OWN_VOICE, type Voice } from './output.ts';
import { restoreAt } from './restore-at.ts';
import { defaultStateFolder } from './state-folder.ts';
import { versionBytes } from './version-bytes.ts';

/** What the command line of `worldwire versions` says. */
export interface VersionsFlags {
  readonly config?: string;
  readonly plugin?: readonly string[];
}
export interface ShowFlags extends VersionsFlags {
  /** The version to compare with; what the file holds without it. */
  readonly with?: number;
  /** A new file for its scene. */
  readonly scene?: string;
}

const WORDS: { readonly [W in Version['why']]: string } = {
  save: 'saved',
  autosave: 'saved by itself',
  state: 'in between',
  before: 'before something took its place',
  file: 'as it stood in the file',
};

/** Tells the versions of a scene, oldest first. Ends with 1 where there are none. */
export async function listVersions(scene: string, flags: VersionsFlags, voice: Voice = OWN_VOICE): Promise<number> {
  const { versions, skipped } = await versionsIn(await folderOf(scene, flags));
  for (const words of skipped) voice.say(`warning: ${words}, so it is left out`);
  if (versions.length === 0) {
    voice.say(`No versions of ${scene} are kept. A server that runs it keeps one with each save (versionsKeep in its configuration).`);
    return 1;
  }
  for (const version of versions) voice.print(...linesOf(version));
  return 0;
}

function linesOf({ number, at, why, tick, authors, edits, changes }: Version): string[] {
  const named = authors.map(({ userId, name, edits: own }) => `${name ?? userId} (${own})`).join(', ');
  const others = edits - authors.reduce((sum, each) => sum + each.edits, 0);
  const who = edits === 0 ? 'nobody' : `${named}${others > 0 ? ` and others (${others})` : ''}`;
  const when = `${at.slice(0, 19).replace('T', ' ')}Z`;
  const head = `${String(number).padStart(5)}  ${when}  ${WORDS[why]}${tick === undefined ? '' : ` at tick ${tick}`}; edited by ${who}`;
  return [
    head,
    ...changes.map((words) => `         ${words}`),
    ...(edits > changes.length && changes.length > 0 ? [`         and ${edits - changes.length} more`] : []),
  ];
}

/** Tells how a version differs from another or from what the file holds, or writes its scene to a new file. */
export async function showVersion(scene: string, number: number, flags: ShowFlags, voice: Voice = OWN_VOICE): Promise<number> {
  const folder = await folderOf(scene, flags);
  const { text } = await readVersion(folder, number);
  if (flags.scene !== undefined) {
    await writeFresh(flags.scene, filling([text], voice, flags.scene));
    voice.say(`wrote version ${number} as ${flags.scene}`);
    return 0;
  }
  const other = flags.with === undefined ? (await SceneFile.read(scene)).bytes.toString('utf8') : (await readVersion(folder, flags.with)).text;
  const registry = await loadRegistry(await pluginsOf(flags));
  const { rows, total, fault, text: lines } = await differenceOf(text, other, (each) => sceneAsSaved(each, `version ${number}`, registry));
  const name = flags.with === undefined ? scene : `version ${flags.with}`;
  if (fault !== undefined) {
    voice.say(`One of them is no scene that can be read, so their lines are compared: ${fault}`);
    voice.print(...lines.lines, ...(lines.more > 0 ? [`… and ${lines.more} more lines`] : []));
    return 0;
  }
  voice.say(
    total === 0
      ? `Version ${number} and ${name} mean the same.`
      : `${total === 1 ? '1 difference' : `${total} differences`}: in version ${number} → in ${name}`,
  );
  voice.print(...rows.map(lineOf), ...(total > rows.length ? [`… and ${total - rows.length} more`] : []));
  return 0;
}

function lineOf({ path, what, before, after }: VersionDifferenceRow): string {
  const place = path.length === 0 ? 'The scene' : path.join(' / ');
  const none = what === '' ? 'not there' : 'its default';
  return `${place}${what === '' ? '' : `  ${what}`}: ${before ?? none} → ${after ?? none}`;
}

/**
 * Puts a scene back to a version. Where a server runs its world, that is an edit there, and the file is left alone; else the file is written, and what it
 * held is kept as a version before.
 */
export async function restoreVersion(scene: string, number: number, flags: VersionsFlags, voice: Voice = OWN_VOICE): Promise<number> {
  const config = await configOf(flags);
  const stateFolder = config.stateFolder ?? defaultStateFolder();
  const folder = await folderOf(scene, flags);
  const { head, text } = await readVersion(folder, number);
  const holder = await holderOf(scene);
  if (holder !== undefined) {
    voice.say(...(await restoreAt(holder, stateFolder, scene, head)));
    return 0;
  }
  const claim = await FileClaim.take(scene, 'worldwire versions restore', join(stateFolder, 'files'));
  try {
    const file = await fileThere(scene);
    const kept = new Versions({ folder, bytes: versionBytes(config.versionsKeep ?? {}), ...NO_WORLD, note: (_level, words) => voice.say(words) });
    await kept.open(file === undefined ? undefined : { path: scene, hash: file.hash });
    const before = (await kept.list()).findLast(({ sha256 }) => file !== undefined && sha256.startsWith(file.hash));
    if (file !== undefined && before === undefined)
      throw new WorldwireError('WW_SAVE_FAILED', `What ${scene} holds could not be kept as a version, so it was left as it is.`);
    const styler = new Styler((file ?? SceneFile.fresh(scene)).style);
    const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
    // What another program writes meanwhile is not written over.
    const unchanged = async (): Promise<void> => {
      if (file !== undefined && (await file.look(true)) !== 'same')
        throw new WorldwireError('WW_FILE_CHANGED', `${scene} was changed by another program just now, so nothing was written.`);
    };
    await claim.confirm();
    await writeWhole(scene, filling([styler.next(plain), styler.end()], voice, scene), undefined, unchanged);
    await kept.end();
    voice.say(
      `${scene} is version ${number} again.${before === undefined ? '' : ` What it held is version ${before.number}.`}`,
      'A server that takes its world up from a journal tells that the file is another, and which of the two it begins from.',
    );
    return 0;
  } finally {
    await claim.release();
  }
}

/** What the versions of a world need that runs, where none does. */
const NO_WORLD = {
  ask: () => Promise.reject(new WorldwireError('WW_UNKNOWN_WORLD')),
  gap: () => Promise.resolve(),
  exclusive: <T>(job: () => Promise<T>) => job(),
  log: { warn: () => undefined },
};

async function fileThere(scene: string): Promise<SceneFile | undefined> {
  try {
    return (await SceneFile.read(scene)).file;
  } catch (error) {
    if (isGone((error as Error).cause ?? error)) return undefined;
    throw error;
  }
}

/** Writes a scene's text, and warns of what looks like secrets in it, as saves do. */
function filling(parts: readonly string[], { say }: Voice, file: string): Fill {
  return async (write) => {
    const secrets = new SecretHeaders();
    for (const part of parts) {
      secrets.look(part);
      await write(part);
    }
    if (secrets.names.length > 0)
      say(
        `warning: ${file} has Headers that look like secrets (${secrets.names.join(', ')}): whoever can read the file can use them; keep it ` +
          'out of what you share',
      );
  };
}

async function folderOf(scene: string, flags: VersionsFlags): Promise<string> {
  const { stateFolder } = await configOf(flags);
  return versionsFolder(await journalFolder(stateFolder ?? defaultStateFolder(), scene));
}
