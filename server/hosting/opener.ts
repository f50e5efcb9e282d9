import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readScene, utf8Text, WorldwireError, type Json, type Registry } from '../../engine/index.ts';
import type { Desk } from './desks.ts';
import { FileClaim } from '../saving/file-claim.ts';
import type { Ghosts } from '../past/ghosts.ts';
import { HostedWorld } from './hosted-world.ts';
import { journalFolder } from '../journal/journal-folder.ts';
import type { JournalSettings } from '../journal/journal.ts';
import type { WhenChanged } from '../journal/life-choice.ts';
import { takeLeftState, type LeftState } from '../saving/left-state.ts';
import type { DoneJob } from './jobs.ts';
import { NoLinks, NO_DESK } from './no-links.ts';
import type { Links } from './links-port.ts';
import type { Log } from '../log/log.ts';
import type { OwnFile } from '../saving/saver.ts';
import { SceneFile } from '../saving/scene-file.ts';
import { clearLeftovers, targetOf, writeFresh } from '../files/whole-file.ts';
import { isFileOf, RESTARTED, takeUpSnapshot, type TakenUp } from '../recording/take-up.ts';
import { openWorld, type OpenedWorld } from './open-world.ts';
import { takeUpFromJournal, type JournalledLife } from './take-up-journal.ts';
import type { OpenRequest, WorldOpener } from './world-opener.ts';
import { calledAs } from './world-name.ts';
import type { ThreadSource } from '../doors/world-thread.ts';
import type { SpareTime } from '../limits/spare-time.ts';
import type { TraceFile } from './trace-file.ts';
import type { Worlds } from './worlds.ts';
import { versionsFolder } from '../versions/version-file.ts';
import type { VersionsSettings } from '../versions/versions.ts';
import { filesInFolder } from './folder-files.ts';
import { fileInFolder, newInFolder } from './worlds-folder.ts';

/** Worlds that run at once, where requests open further ones. */
const MOST_WORLDS = 100;

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
  /** Bytes of messages that the timeline of each world keeps. */
  readonly trafficKeep: number;
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
  /** What its worlds are a replay of, in words: then nothing goes out of them. Default: they are no replay. */
  readonly replayOf?: string | undefined;
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
  /** The text of a scene. */
  readonly text?: string;
  /** A snapshot, or a recording, whose state the world goes on from; `file` is then where it is saved to. */
  readonly from?: string;
  /**
   * File that the world's state is left in as its server ends, and taken up from by the next one, once. Where there is none, or none that can be
   * read by then, the world begins from its file. Of worlds with a `file` and without `from`.
   */
  readonly state?: string;
  /** The text of a snapshot that it is, without a file. */
  readonly snapshot?: string;
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
  /** Requests that are being opened. */
  #opening = 0;
  constructor(options: OpenerOptions) {
    this.#options = options;
    options.worlds.reopenBy((world) => this.#again(world));
  }

  /** Opens what a request names; a path must lie in the worlds folder. Rejects with WW_LIMIT where as many worlds run as may. */
  async open(request: OpenRequest, still: () => void = () => undefined): Promise<HostedWorld> {
    // Those that are on their way count, so that many requests at once are held to it as well.
    if (this.#options.worlds.list.length + this.#opening >= MOST_WORLDS)
      throw new WorldwireError('WW_LIMIT', `${MOST_WORLDS} worlds run here, and no more are opened by request; close one first.`);
    this.#opening++;
    try {
      const source = await this.#sourceOf(request, still);
      const world = await this.make({ ...source, ...(request.name === undefined ? {} : { name: request.name }) });
      try {
        still();
        await this.start(world, request.paused === true);
      } catch (error) {
        await world.close();
        throw error;
      }
      return world;
    } finally {
      this.#opening--;
    }
  }

  get registry(): Registry {
    return this.#options.registry;
  }

  async files(): ReturnType<WorldOpener['files']> {
    const { worldsFolder, worlds } = this.#options;
    if (worldsFolder === undefined) return { folder: false, files: [], more: false };
    const { files, more } = await filesInFolder(worldsFolder);
    const running = new Map(worlds.list.flatMap(({ name, own }) => (own === undefined ? [] : [[own.claim.file, name]])));
    const root = await realpath(worldsFolder).catch(() => worldsFolder);
    return {
      folder: true,
      files: files.map((file) => {
        const world = running.get(join(root, file.path));
        return { ...file, ...(world === undefined ? {} : { world }) };
      }),
      more,
    };
  }

  /** What a request names, with the new file written that it is to be of. A scene that cannot be opened is told before anything is written. */
  async #sourceOf(request: OpenRequest, still: () => void): Promise<Pick<WorldSource, 'file' | 'scene' | 'text'>> {
    const { worldsFolder, worlds, registry } = this.#options;
    if ('path' in request) return { file: await fileInFolder(worldsFolder, request.path) };
    if (request.file === undefined) return 'text' in request ? { text: request.text } : { scene: request.scene };
    const path = await newInFolder(worldsFolder, request.file);
    const text = 'text' in request ? request.text : `${JSON.stringify(request.scene, null, 2)}\n`;
    readScene(text, { registry, file: request.file });
    const name = request.name ?? (await calledAs({ file: path }));
    if (worlds.has(name)) throw runsAlready(name);
    still();
    await writeFresh(path, async (write) => write(text));
    return { file: path };
  }

  /** Makes a world that does not run yet. Throws as reading its scene does. */
  async make(source: WorldSource): Promise<HostedWorld> {
    const { worlds } = this.#options;
    worlds.refuseAtEnd();
    const name = source.name ?? (await calledAs(source));
    if (worlds.has(name)) throw runsAlready(name);
    if (source.snapshot !== undefined) return this.#host(name, await this.#open(name, { snapshot: source.snapshot }), source);
    if (source.file === undefined)
      return this.#make(name, source.from === undefined ? (source.text ?? JSON.stringify(source.scene)) : await this.#takeUp(source.from), source);
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
    const { journals, log } = this.#options;
    if (journals === undefined || journals.begin === 'fresh' || source.from !== undefined || source.anew === true) return undefined;
    const folder = await journalFolder(journals.stateFolder, source.file);
    // It is lived through where it goes on, so that a world in a thread of its own keeps no other one waiting.
    const taken = await takeUpFromJournal({ folder, file: source.file, begin: journals.begin }, (snapshot) =>
      this.#open(name, { snapshot, file: source.file }),
    );
    if (taken === undefined) return undefined;
    for (const { level, message } of taken.words) log[level]({ world: name }, message);
    if (taken.choice === 'file') return undefined;
    const { tickRate: asked, ...rest } = source;
    const { tickRate } = taken.world;
    if (asked !== undefined && asked !== tickRate)
      log.warn({ world: name }, `it goes on at ${tickRate} ticks a second, as in its journal, and not at ${asked}; --fresh begins from ${source.file}`);
    try {
      return await this.#host(name, taken.world, { ...rest, from: folder }, { file: taken.file, claim }, taken);
    } catch (error) {
      await taken.world.door.end();
      throw error;
    }
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
  async #make(name: string, what: string | TakenUp, source: WorldSource, own?: OwnFile): Promise<HostedWorld> {
    const from = {
      ...(typeof what === 'string' ? { scene: what } : { snapshot: what.snapshot }),
      ...(source.file === undefined ? {} : { file: source.file }),
      ...(source.tickRate === undefined ? {} : { tickRate: source.tickRate }),
    };
    const isRecorded = typeof what !== 'string' && what.began !== undefined;
    const origin = isRecorded ? `${source.from}: the state that the recording ends with cannot be restored` : source.from;
    return this.#host(name, await this.#open(name, from, origin), source, own);
  }

  /** Opens a world where this server has them: in its own thread, or in one of theirs. @param origin the file that what is wrong with a snapshot is about */
  #open(name: string, from: Omit<ThreadSource, 'plugins'>, origin?: string): Promise<OpenedWorld> {
    const { threads, threadPatience, registry, plugins, log, trafficKeep } = this.#options;
    return openWorld(name, { ...from, trafficKeep }, { origin, log, registry, thread: threads ? { plugins, patience: threadPatience } : undefined });
  }

  /** @param life what it goes on from, of which it is told */
  async #host(name: string, { door, id, tickRate }: OpenedWorld, source: WorldSource, own?: OwnFile, life?: JournalledLife): Promise<HostedWorld> {
    const { log, plugins, threads, worlds, worldsFolder, journals, versions, replayOf, trafficKeep: _keep, ...options } = this.#options;
    const world: HostedWorld = new HostedWorld({
      broken: () => worlds.drop(world),
      name,
      id,
      door,
      tickRate,
      links: replayOf === undefined ? options.links(name) : new NoLinks(),
      desk: replayOf === undefined ? options.desk : NO_DESK,
      replayOf,
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
      jobs: replayOf === undefined ? options.jobs : new Map(),
      ...(own === undefined ? {} : { own }),
      ...(source.record === undefined ? {} : { record: source.record }),
      ...(source.from === undefined ? {} : { takenUp: RESTARTED }),
      ...(life === undefined ? {} : { takenUpWords: life.words, life: life.told }),
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
}

function runsAlready(name: string): WorldwireError {
  return new WorldwireError('WW_BAD_REQUEST', `A world called ${name} runs already; name another with \`name\`.`);
}

/** The journal of a scene file's world. */
async function settingsOf({ stateFolder, mode, flush, keep }: JournalsOptions, file: string, after: string | undefined): Promise<JournalSettings> {
  return { folder: await journalFolder(stateFolder, file), mode, flush, keep, ...(after === undefined ? {} : { after }) };
}

/** The versions of a scene file lie with its journal. */
async function versionSettings({ stateFolder, ...kept }: VersionsKept, { file }: OwnFile): Promise<VersionsSettings> {
  return { folder: versionsFolder(await journalFolder(stateFolder, file.path)), ...kept };
}
