import { dirname, parse } from 'node:path';
import { utf8Text, WorldwireError, type Json, type Registry } from '../../engine/index.ts';
import type { Desk } from './desks.ts';
import { FileClaim } from '../saving/file-claim.ts';
import type { Ghosts } from '../past/ghosts.ts';
import type { HostedDoor } from '../doors/hosted-door.ts';
import { HostedWorld } from './hosted-world.ts';
import type { HostedWorldOptions } from './hosted-world-options.ts';
import { journalFolder } from '../journal/journal-folder.ts';
import type { JournalSettings } from '../journal/journal.ts';
import { journalChoice, lifeWords, takenUpLife, type TakenUpLife, type WhenChanged } from '../journal/life-choice.ts';
import { takeUpLife } from '../journal/take-up-life.ts';
import { takeLeftState, type LeftState } from '../saving/left-state.ts';
import type { DoneJob } from './jobs.ts';
import type { Links } from './links-port.ts';
import type { Log } from '../log/log.ts';
import { openLocal } from '../doors/open-local.ts';
import type { OwnFile } from '../saving/saver.ts';
import { SceneFile } from '../saving/scene-file.ts';
import { tellWarnings } from './scene-warnings.ts';
import { clearLeftovers, stampOf, targetOf } from '../files/whole-file.ts';
import { isFileOf, RESTARTED, takeUpFile, takeUpSnapshot, type TakenUp } from '../recording/take-up.ts';
import type { OpenRequest, WorldOpener } from './world-opener.ts';
import { openThread, type ThreadSource } from '../doors/world-thread.ts';
import type { SpareTime } from '../limits/spare-time.ts';
import type { TraceFile } from './trace-file.ts';
import type { Worlds } from './worlds.ts';
import { versionsFolder } from '../versions/version-file.ts';
import type { VersionsSettings } from '../versions/versions.ts';
import { fileInFolder } from './worlds-folder.ts';

interface Opened {
  readonly door: HostedDoor;
  readonly id: string;
  readonly tickRate: number;
}

export interface OpenerOptions {
  readonly worlds: Worlds;
  readonly desk: Desk;
  readonly registry: Registry;
  /** Modules that a world in a thread loads itself. */
  readonly plugins: readonly string[];
  /** What carries the connections of a world of this name. */
  readonly links: (world: string) => Links;
  readonly log: Log;
  readonly epoch: string;
  /** Folder that `path` of a request lies in; without one, no path is taken. */
  readonly worldsFolder: string | undefined;
  readonly autosaveInterval: number;
  /** Folder in which files of several names are noted as taken. */
  readonly claims?: string | undefined;
  /** Where worlds are brought back to be looked at. */
  readonly ghosts: Ghosts;
  /** The time that worlds of this thread leave over. */
  readonly spare: SpareTime;
  /** Each world in a thread of its own. */
  readonly threads: boolean;
  /** What worlds may have done outside of them, by name. */
  readonly jobs: ReadonlyMap<string, DoneJob>;
  /** Real time in milliseconds, as worlds count it. Default the machine's. */
  readonly now?: () => number;
  /** Milliseconds that a recorded world waits for a disk that does not keep up. Default 1,000. */
  readonly diskPatience?: number;
  /** Milliseconds after which a world in a thread that does not answer counts as stuck. Default 5,000. */
  readonly threadPatience?: number | undefined;
  /** Where all steps are told one by one. */
  readonly trace?: TraceFile;
  /** The journals of worlds of files. Default: there are none. */
  readonly journals?: JournalsOptions;
  /** Versions of the scenes of files. Default: none are kept. */
  readonly versions?: VersionsKept;
}

/** How versions of scenes are kept. */
export interface VersionsKept {
  /** Folder in which the folders of journals lie, in which they do. */
  readonly stateFolder: string;
  /** Bytes of those of one scene, at most. */
  readonly bytes: number;
  /** Least milliseconds between two states that are kept by themselves. Default a minute. */
  readonly interval?: number;
}

/** How the journals of a server's worlds are kept. */
export interface JournalsOptions extends Omit<JournalSettings, 'folder'> {
  /** Folder that holds a folder for each scene file. */
  readonly stateFolder: string;
  /** What worlds begin from. Default `choose`: their journals, but for one whose file has changed since and that has nothing to lose. */
  readonly begin?: WhenChanged;
}

/** What a world is made from at the start of a server: a file anywhere, or a scene. */
export interface WorldSource {
  readonly file?: string;
  readonly scene?: Json;
  /** A snapshot, or a recording, whose state the world goes on from; `file` is then where it is saved to. */
  readonly from?: string;
  /**
   * File that the world's state is left in as its server ends, and taken up from by the next one, once. Where there is none, or none that can be
   * read by then, the world begins from its file. Of worlds with a `file` and without `from`.
   */
  readonly state?: string;
  readonly name?: string;
  /** Ticks a second, instead of what the scene says. */
  readonly tickRate?: number;
  readonly record?: string;
}

interface FileSource extends WorldSource {
  readonly file: string;
  /** It begins from its file, whatever its journal holds. */
  readonly anew?: true;
}

/** Makes worlds and puts them on the server's list. */
export class Opener implements WorldOpener {
  readonly #options: OpenerOptions;
  /** What worlds that were made here were given besides their file. */
  readonly #given = new WeakMap<HostedWorld, Pick<WorldSource, 'tickRate' | 'state'>>();
  constructor(options: OpenerOptions) {
    this.#options = options;
    options.worlds.reopenBy((world) => this.#again(world));
  }

  /** Opens what a request names; a path must lie in the worlds folder. */
  async open(request: OpenRequest): Promise<HostedWorld> {
    const source = 'path' in request ? { file: await fileInFolder(this.#options.worldsFolder, request.path) } : { scene: request.scene };
    const world = await this.make({ ...source, ...(request.name === undefined ? {} : { name: request.name }) });
    try {
      await this.start(world, request.paused === true);
    } catch (error) {
      await world.close();
      throw error;
    }
    return world;
  }

  /** Makes a world that does not run yet. Throws as reading its scene does. */
  async make(source: WorldSource): Promise<HostedWorld> {
    const { worlds } = this.#options;
    worlds.refuseAtEnd();
    const name = source.name ?? (await calledAs(source));
    if (worlds.has(name)) throw new WorldwireError('WW_BAD_REQUEST', `A world called ${name} runs already; name another with \`name\`.`);
    if (source.file === undefined) return this.#make(name, source.from === undefined ? JSON.stringify(source.scene) : await this.#takeUp(source.from), source);
    const claim = await this.#claim(source.file, name);
    return this.#fromFile(name, { ...source, file: source.file }, claim);
  }

  /** Takes a file for a world, and takes away what killed saves have left beside it. */
  async #claim(path: string, world: string): Promise<FileClaim> {
    const { log, claims } = this.#options;
    const claim = await FileClaim.take(path, world, claims);
    if (!claim.noted)
      log.info({ world }, `${path} lies where nothing can be written, so it cannot be saved there, and no other server is told that this one has it`);
    const cleared = await clearLeftovers(dirname(claim.file));
    if (cleared.length > 0) log.info({ world }, `took away what saves that were killed have left: ${cleared.join(', ')}`);
    return claim;
  }

  /** Makes the world of a file that is claimed, or lets that go. */
  async #fromFile(name: string, source: FileSource, claim: FileClaim): Promise<HostedWorld> {
    try {
      return (await this.#fromState(name, source, claim)) ?? (await this.#fromJournal(name, source, claim)) ?? (await this.#read(name, source, claim));
    } catch (error) {
      await claim.release();
      throw error;
    }
  }

  async #read(name: string, source: FileSource, claim: FileClaim, left?: LeftState): Promise<HostedWorld> {
    const { file, bytes } = await SceneFile.read(source.file);
    if (source.from === undefined) return this.#make(name, utf8Text(bytes, source.file), source, { file, claim });
    const taken = await this.#takeUp(source.from);
    if (left?.knows(file) !== true && !(await isFileOf(bytes, source.file, taken, this.#options.registry))) file.disown();
    return this.#make(name, taken, source, { file, claim });
  }

  /** Makes a world from the state that the server before has left of it; undefined where there is none that can be read. */
  async #fromState(name: string, source: FileSource, claim: FileClaim): Promise<HostedWorld | undefined> {
    const { state, from } = source;
    const left = state === undefined || from !== undefined ? undefined : await takeLeftState(state);
    if (left === undefined) return undefined;
    try {
      return await this.#read(name, { ...source, from: left.file }, claim, left);
    } catch (error) {
      this.#options.log.warn({ world: name, err: error }, 'the state that was left of it cannot be taken up, so this world begins from its file');
      return undefined;
    } finally {
      await left.discard();
    }
  }

  /** Takes the world of a file up where its journal ends; undefined where there is none, or the world is to begin from its file. */
  async #fromJournal(name: string, source: FileSource, claim: FileClaim): Promise<HostedWorld | undefined> {
    const { journals, registry, log } = this.#options;
    if (journals === undefined || journals.begin === 'fresh' || source.from !== undefined || source.anew === true) return undefined;
    const folder = await journalFolder(journals.stateFolder, source.file);
    const life = await takeUpLife(folder, (snapshot) => openLocal({ snapshot }, registry).door);
    if (life === undefined) return undefined;
    const file = await readOrRemoved(source.file);
    const choice = file.state === 'removed' ? 'life, without the file' : journalChoice(life, file.hash, journals.begin);
    const words = lifeWords(life, file.name, choice);
    for (const { level, message } of words) log[level]({ world: name }, message);
    if (choice === 'file') return undefined;
    if (choice === 'life, beside the file') file.disown();
    const { tickRate: asked, ...rest } = source;
    if (asked !== undefined && asked !== life.head.tickRate)
      log.warn({ world: name }, `it goes on at ${life.head.tickRate} ticks a second, as in its journal, and not at ${asked}; --fresh begins from ${file.name}`);
    return this.#make(
      name,
      { snapshot: life.snapshot, began: undefined },
      { ...rest, from: folder },
      { file, claim },
      {
        words,
        after: life.sum,
        told: takenUpLife(life, choice, Date.now()),
      },
    );
  }

  /** A world anew from its file, at the rate that it was given. What was recorded of it ends with it. */
  async #again(world: HostedWorld): Promise<HostedWorld> {
    const { own } = world;
    if (own === undefined) throw new WorldwireError('WW_SCENE_NOT_FOUND');
    const given = this.#given.get(world);
    const file = own.file.path;
    // A link may lead elsewhere by now.
    const claim = (await targetOf(file)) === own.claim.file ? own.claim.share() : await this.#claim(file, world.name);
    return this.#fromFile(world.name, { file, ...given, anew: true }, claim);
  }

  #takeUp(from: string): Promise<TakenUp> {
    return takeUpSnapshot(from, this.#options.registry, this.#options.log);
  }

  /** @param what text of a scene, or what the world is taken up from */
  async #make(
    name: string,
    what: string | TakenUp,
    source: WorldSource,
    own?: OwnFile,
    life?: { readonly words: HostedWorldOptions['takenUpWords']; readonly after: string; readonly told: TakenUpLife },
  ): Promise<HostedWorld> {
    const { log, plugins, threads, worlds, worldsFolder, journals, versions, ...options } = this.#options;
    const from = {
      ...(typeof what === 'string' ? { scene: what } : { snapshot: what.snapshot }),
      ...(source.file === undefined ? {} : { file: source.file }),
      ...(source.tickRate === undefined ? {} : { tickRate: source.tickRate }),
    };
    const isRecorded = typeof what !== 'string' && what.began !== undefined;
    const origin = isRecorded ? `${source.from}: the state that the recording ends with cannot be restored` : source.from;
    const { door, id, tickRate } = threads ? await this.#openThere(name, { ...from, plugins }).catch(ofFile(origin)) : this.#openHere(name, from, origin);
    const world: HostedWorld = new HostedWorld({
      broken: () => worlds.drop(world),
      name,
      id,
      door,
      tickRate,
      links: options.links(name),
      desk: options.desk,
      ghosts: options.ghosts,
      spare: options.spare,
      isElsewhere: threads,
      log,
      epoch: options.epoch,
      autosaveInterval: options.autosaveInterval,
      folder: worldsFolder,
      ...(options.now === undefined ? {} : { now: options.now }),
      ...(options.diskPatience === undefined ? {} : { diskPatience: options.diskPatience }),
      ...(options.trace === undefined ? {} : { trace: options.trace.world(name) }),
      claims: options.claims,
      plugins,
      jobs: options.jobs,
      ...(own === undefined ? {} : { own }),
      ...(source.record === undefined ? {} : { record: source.record }),
      ...(source.from === undefined ? {} : { takenUp: RESTARTED }),
      ...(life === undefined ? {} : { ...(life.words === undefined ? {} : { takenUpWords: life.words }), life: life.told }),
      ...(journals === undefined || source.file === undefined ? {} : { journal: await settingsOf(journals, source.file, life?.after) }),
      ...(versions === undefined || own === undefined ? {} : { versions: await versionSettings(versions, own) }),
      ...(source.state === undefined ? {} : { state: source.state }),
    });
    const { tickRate: rate, state } = source;
    this.#given.set(world, { ...(rate === undefined ? {} : { tickRate: rate }), ...(state === undefined ? {} : { state }) });
    return world;
  }

  /** Puts a world on the list and lets it run. */
  async start(world: HostedWorld, paused = false): Promise<void> {
    this.#options.worlds.add(world);
    try {
      await world.start(paused);
    } catch (error) {
      await this.#options.worlds.remove(world.name);
      throw error;
    }
  }

  #openHere(name: string, from: Omit<ThreadSource, 'plugins'>, file: string | undefined): Opened {
    const opened = naming(file, () => openLocal(from, this.#options.registry));
    tellWarnings(
      this.#options.log,
      name,
      opened.warnings.map((warning) => warning.message),
    );
    return opened;
  }

  async #openThere(name: string, from: ThreadSource): Promise<Opened> {
    const { threadPatience: patience } = this.#options;
    const door = await openThread(from, { name, ...(patience === undefined ? {} : { patience }) });
    tellWarnings(this.#options.log, name, door.warnings);
    return { door, id: door.id, tickRate: door.tickRate };
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

/** The journal of a scene file's world. */
async function settingsOf({ stateFolder, mode, flush, keep }: JournalsOptions, file: string, after: string | undefined): Promise<JournalSettings> {
  return { folder: await journalFolder(stateFolder, file), mode, flush, keep, ...(after === undefined ? {} : { after }) };
}

/** The versions of a scene file lie with its journal. */
async function versionSettings({ stateFolder, ...kept }: VersionsKept, { file }: OwnFile): Promise<VersionsSettings> {
  return { folder: versionsFolder(await journalFolder(stateFolder, file.path)), ...kept };
}

/** Names the file that a snapshot came from, or what of it the snapshot is, in what is wrong with it. */
function ofFile(file: string | undefined): (error: unknown) => never {
  return (error) => {
    if (file !== undefined && error instanceof WorldwireError && error.code === 'WW_SNAPSHOT_INVALID')
      throw new WorldwireError('WW_SNAPSHOT_INVALID', `${file}: ${error.message}`);
    throw error;
  };
}

function naming<T>(file: string | undefined, make: () => T): T {
  try {
    return make();
  } catch (error) {
    return ofFile(file)(error);
  }
}

/** What a world is called that nobody has given a name. */
async function calledAs({ file, from, scene }: WorldSource): Promise<string> {
  if (file !== undefined) return parse(file).name.replace(/\.scene$/, '');
  return from === undefined ? nameOf(scene) : (await takeUpFile(from)).name;
}

/** A name for a world without a file, from its title. */
function nameOf(scene: Json | undefined): string {
  const title: unknown = typeof scene === 'object' && scene !== null && 'name' in scene ? (scene as { name?: unknown }).name : undefined;
  const name =
    typeof title === 'string'
      ? title
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, '-')
          .replace(/^-+|-+$/g, '')
          .slice(0, 100)
      : '';
  return name === '' ? 'world' : name;
}
