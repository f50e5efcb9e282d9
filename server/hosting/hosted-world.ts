import { performance } from 'node:perf_hooks';
import {
  HOST,
  WorldwireError,
  visible,
  type Author,
  type Answer,
  type Input,
  type InputResult,
  type LongQuestion,
  type Question,
  type StepResult,
} from '../../engine/index.ts';
import type { SocketInfo } from '../links/socket-info.ts';
import type { EndOptions } from './ending.ts';
import type { HostedDoor } from '../doors/hosted-door.ts';
import type { HostedWorldOptions } from './hosted-world-options.ts';
import { TOLD_ONCE } from './inbox.ts';
import type { Links } from './links-port.ts';
import type { Log } from '../log/log.ts';
import type { Loss } from '../saving/loss.ts';
import type { RunStatus, Stop, WorldSummary } from './run-status.ts';
import { Stops } from './stops.ts';
import type { FileDifference } from '../saving/scene-difference.ts';
import type { Durability } from '../journal/journal.ts';
import type { WorldJournal } from '../journal/world-journal.ts';
import type { Past } from '../past/past.ts';
import { Requests, type Request } from './requests.ts';
import type { Status } from '../doors/reach.ts';
import type { OwnFile, Saved, SaveTotals } from '../saving/saver.ts';
import type { Asker } from '../limits/errand.ts';
import type { Took } from './stepping.ts';
import type { Unsaved } from '../saving/unsaved-edits.ts';
import type { Watchers } from './watchers.ts';
import { putTogether, type WorldParts } from './world-parts.ts';
import { WorldVersions, type TakeBack, type TakenBack } from './world-versions.ts';

/** Characters of a world's title; every page and machine is told of every world. */
const LONGEST_TITLE = 200;
/** A step that threw so many times in a row ends its world. */
const MOST_FAILURES = 10;

/** Milliseconds for which it is told that a world was taken up. */
const HOUR = 3_600_000;

/** Edits, which people wait to see, are taken in before the next tick where there is time for it. */
const HURRIED: ReadonlySet<Input['type']> = new Set(['operations', 'spawn', 'revert', 'undo', 'redo']);

/** A running world: what may be asked of it, and done to it, by whoever is in it. */
export class HostedWorld {
  readonly name: string;
  readonly id: string;
  readonly epoch: string;
  readonly tickRate: number;
  readonly links: Links;
  /** Its last minutes, for who wants to go back. */
  readonly past: Past;
  /** What people look at in it. */
  readonly views: Watchers;
  /** Versions of its scene. */
  readonly versions: WorldVersions;
  readonly #door: HostedDoor;
  readonly #log: Log;
  readonly #parts: WorldParts;
  readonly #requests = new Requests();
  readonly #stops = new Stops();
  readonly #takenUp: string | undefined;
  readonly #takenUpWords: HostedWorldOptions['takenUpWords'];
  /** Told for an hour. */
  readonly #life: HostedWorldOptions['life'];
  /** What it is a replay of. */
  readonly #replayOf: string | undefined;
  readonly #made = performance.now();
  readonly #broken: () => void;
  /** What the last step that failed said. */
  #failure = '';

  constructor(options: HostedWorldOptions) {
    const { name, id, epoch, tickRate, links, door } = options;
    const log = options.log.child({ world: name });
    this.name = name;
    this.id = id;
    this.epoch = epoch;
    this.tickRate = tickRate;
    this.links = links;
    this.#door = door;
    this.#log = log;
    this.#takenUp = options.takenUp;
    this.#takenUpWords = options.takenUpWords;
    this.#life = options.life;
    this.#replayOf = options.replayOf;
    this.#broken = options.broken ?? (() => undefined);
    this.#parts = putTogether(options, {
      log,
      submit: (input) => this.submit(HOST, input),
      failed: (error) => this.#failed(error),
    });
    this.past = this.#parts.past;
    this.views = this.#parts.views;
    const { versions: kept, saver } = this.#parts;
    this.versions = new WorldVersions({
      name,
      kept,
      plugins: options.plugins,
      text: () => saver.text(),
      submit: (author, input, still) => this.submit(author, input, undefined, still),
    });
  }

  /** Opens the recording where one is asked for. Done by `start` unless it was done before; rejects with WW_SAVE_FAILED where it cannot be written. */
  async prepare(): Promise<void> {
    await this.#parts.recording.open();
  }

  /** Begins to run, and to record where a file is named. */
  async start(paused = false): Promise<void> {
    await this.prepare();
    const clock = await this.#door.ask({ ask: 'clock' });
    await this.#parts.journal?.open(clock.real);
    const history = this.#takenUp === undefined ? [] : (await this.#door.ask({ ask: 'history' })).entries;
    void this.#parts.versions?.open(this.own?.file.state === 'same' ? { path: this.own.file.path, hash: this.own.file.hash } : undefined, history);
    // So that there is something to tell of it, should it never answer again.
    await this.status();
    if (this.#takenUp !== undefined) {
      this.#parts.saver.edits.takeUp(clock.edits, clock.savedEdits);
      // In its first step, before anything else that comes in.
      const apart = this.#parts.saver.own?.file.foreign === true ? { unsaved: true as const } : {};
      void this.#parts.inbox.put(HOST, { type: 'takenUp', reason: this.#takenUp, ...apart }).catch(() => undefined);
      for (const { level, message } of this.#takenUpWords ?? []) void this.#parts.inbox.put(HOST, { type: 'note', level, message }).catch(() => undefined);
    }
    this.#parts.stepping.begin(clock);
    this.#parts.pacer.start(paused);
    this.#parts.saver.start();
    if (this.#parts.recording.active) void this.past.begin().catch((error: unknown) => this.#log.warn({ err: error }, 'the last minutes are not kept'));
  }

  /**
   * Puts an input before the world; resolves with what it came to in the step that took it in.
   * @param still gives the author as they stand in that step, or throws what refuses them
   */
  submit(author: Author, input: Input, requestId?: string, still?: () => Author): Promise<InputResult> {
    const { stuck } = this.#parts.reach;
    if (stuck !== undefined && !TOLD_ONCE.has(input.type)) return Promise.reject(stuck);
    const result = this.#parts.inbox.put(author, input, requestId, still);
    this.#parts.pacer.poke(HURRIED.has(input.type));
    return result;
  }

  /** Does what takes several inputs and is one request. One that arrives again counts once, and gets the answer that it had; what failed is done again. */
  once<T>(request: Request, what: string, body: unknown, act: () => Promise<T>): Promise<T> {
    return this.#requests.once(request, what, body, act, true);
  }

  /** Asks what changes nothing. Rejects with a WorldwireError, with WW_WORLD_STUCK where its thread does not answer. */
  ask<Q extends Question>(question: Q): Promise<Answer<Q>> {
    return this.#parts.reach.ask(question);
  }

  /** Whether it is known that its thread does not answer. */
  get isStuck(): boolean {
    return this.#parts.reach.stuck !== undefined;
  }

  /** What comes of something that the world is to do; rejects with WW_WORLD_STUCK where its thread does not answer meanwhile. */
  orStuck<T>(act: () => Promise<T>): Promise<T> {
    return this.#parts.reach.orStuck(act);
  }

  /** How it stands; undefined where it does not answer within a second. Rejects where it is closed. */
  status(): Promise<Status | undefined> {
    return this.#parts.reach.status();
  }

  /**
   * Asks what may take long, in the time that worlds leave between their ticks: the answer is of several of them. Rejects with a WorldwireError, with
   * WW_RATE_LIMITED where too much waits, and does not settle for one who is gone.
   */
  answer<Q extends LongQuestion>(asker: Asker, question: Q): Promise<Answer<Q>> {
    return this.#parts.timeLeft.answer(asker, question);
  }

  /** Calls after each step, when its updates have been handed out. Returns what ends it. */
  onStep(listener: (result: StepResult, took: Took) => void): () => void {
    return this.#parts.stepping.onStep(listener);
  }

  /** How often it has been saved since the start. */
  get saves(): SaveTotals {
    return this.#parts.saver.totals;
  }

  /** Its journal, for those who watch it; undefined where it has none. */
  get journal(): Pick<WorldJournal, 'state' | 'totals' | 'holdsAll'> | undefined {
    return this.#parts.journal;
  }

  /** The scene file that it is saved to. */
  get file(): string | undefined {
    return this.#parts.saver.file;
  }
  /** That file as it was read or saved last, and the claim on it. */
  get own(): OwnFile | undefined {
    return this.#parts.saver.own;
  }
  /** Edits that are on no disk, as far as their number tells. */
  get unsaved(): Unsaved | undefined {
    return this.#parts.saver.edits.unsaved;
  }
  /** What was lost as it ended; undefined while it runs, and where nothing was. */
  get loss(): Loss | undefined {
    return this.#parts.ending.loss;
  }

  /** Resolves when all that it was given so far outlives a crash of this machine, or with why it does not. */
  durable(): Promise<Durability> {
    const { journal } = this.#parts;
    if (journal === undefined) return Promise.resolve({ durable: false, reason: 'this world has no journal, so only what is saved outlives a crash' });
    return journal.durable().then(
      () => ({ durable: true }),
      (error: Error) => ({ durable: false, reason: `the journal has ended: ${error.message}` }),
    );
  }

  get tick(): number {
    return this.#parts.stepping.tick;
  }
  get paused(): boolean {
    return this.#parts.pacer.paused;
  }
  pause(): void {
    this.#parts.pacer.pause();
  }
  /** The same for whose breakpoint was come to: ticks that were asked for do not pass any more. */
  halt(stop: Stop): void {
    const { userId, name, entity, component, node, condition } = stop;
    this.#stops.add(this.tick, stop);
    this.#parts.pacer.halt();
    const by = condition === undefined ? 'breakpoint' : 'condition';
    this.#log.info({ tick: this.tick, userId, entity, component, node, condition }, `paused by a ${by} of ${visible(name, 80)}`);
  }
  resume(): void {
    this.#stops.clear();
    this.#parts.pacer.resume();
  }
  get speed(): number {
    return this.#parts.pacer.speed;
  }
  setSpeed(speed: number): void {
    this.#parts.pacer.setSpeed(speed);
  }

  /**
   * Pauses and lets so many ticks pass; resolves with the tick reached. A `request` that arrives again counts once, and gets the answer that it had.
   * @param still asked before each tick; throws what refuses whoever asks from then on, with which this rejects. The ticks that are left do not pass.
   */
  step(ticks = 1, request?: Request, still?: () => unknown): Promise<number> {
    return this.orStuck(() =>
      this.#requests.once(request, 'step', ticks, async () => {
        await this.#parts.pacer.step(ticks, still);
        return this.tick;
      }),
    );
  }

  /**
   * Saves to the world's file; resolves when it is durable. A `request` that arrives again counts once, as for `step`.
   * Rejects with WW_FILE_CHANGED where another program has changed the file, unless `overwrite` says that this is known.
   */
  save(request?: Request, overwrite = false): Promise<Saved> {
    return this.orStuck(() => this.#requests.once(request, 'save', overwrite, () => this.#parts.saver.save(overwrite)));
  }

  /** How its file differs from it. Those who ask at once are told the same. Rejects with WW_SCENE_NOT_FOUND where it came without a file. */
  difference(): Promise<FileDifference> {
    return this.orStuck(() => this.#parts.comparison.difference());
  }

  /** Takes back from a version of its scene what is wanted, as one edit. A `request` that arrives again counts once, as for `step`. */
  takeBack(what: TakeBack, request?: Request): Promise<TakenBack> {
    const { version, wanted } = what;
    return this.orStuck(() => this.#requests.once(request, 'takeBack', { version, wanted }, () => this.versions.takeBack(what)));
  }

  /** Saves to another file beside its own, named so; from then on that one is its file. Rejects with WW_FILE_NAME and WW_FILE_EXISTS. */
  saveAs(file: string, request?: Request): Promise<Saved> {
    return this.orStuck(() => this.#requests.once(request, 'saveAs', file, () => this.#parts.saver.saveAs(file)));
  }

  /** What the socket of a connection is like; null where none is open on this machine. */
  async socketInfo(entity: string, component: string): Promise<SocketInfo | null> {
    const { number } = await this.ask({ ask: 'connection', entity, component });
    return number === 0 ? null : (this.links.socketInfo?.(number) ?? null);
  }

  /** How it runs. */
  run(): RunStatus {
    const measured = this.#parts.pacer.measured();
    const { journal } = this.#parts;
    const stops = this.paused ? this.#stops.at(this.tick) : undefined;
    return {
      world: this.name,
      paused: this.paused,
      ...(stops === undefined ? {} : { stops }),
      speed: this.#parts.pacer.speed,
      tick: this.tick,
      rate: measured.rate,
      tickTime: measured.tickTime,
      worstTickTime: measured.worst,
      late: this.#parts.pacer.late,
      messagesIn: this.links.stats.messagesIn,
      messagesOut: this.links.stats.messagesOut,
      recording: this.#parts.recording.active,
      ...(journal === undefined ? {} : { journal: journal.state, reached: journal.reached }),
      ...(this.#life === undefined || performance.now() - this.#made > HOUR ? {} : { takenUp: this.#life }),
      ...(this.#replayOf === undefined ? {} : { replayOf: this.#replayOf }),
      file: this.#parts.saver.status,
      past: this.past.range,
    };
  }

  /** Its scene, as a save would write it now. */
  sceneText(): Promise<string> {
    return this.#parts.saver.text();
  }

  /** What the list of worlds says of it; of one that does not answer within a second, what it told last. */
  async summary(): Promise<WorldSummary> {
    const now = await this.status();
    const status = now ?? this.#parts.reach.known;
    const { state } = this.#parts.saver.status,
      journal = this.#parts.journal?.state;
    return {
      name: this.name,
      title: (status?.name ?? this.name).slice(0, LONGEST_TITLE),
      tick: now?.tick ?? this.tick,
      tickRate: this.tickRate,
      paused: this.paused,
      unsaved: now?.unsaved ?? this.unsaved !== undefined,
      ...(now === undefined ? { stuck: true as const } : {}),
      ...(state === 'same' ? {} : { file: state }),
      ...(journal === undefined || journal.state === 'on' ? {} : { journal: journal.state }),
      entities: status?.entities ?? 0,
      users: status?.users.length ?? 0,
    };
  }

  /** Ends the world: stops its ticks, saves if asked to, ends the recording with the state's hash, closes every socket. */
  close(options: EndOptions = {}): Promise<void> {
    return this.#parts.ending.close(options);
  }

  /**
   * Stops its ticks and takes nothing more in; then saves, if asked to and if it has been edited. What is lost all the same stands in `loss`.
   * @param why what those are told who still want something of it
   */
  settle(save: boolean, why?: WorldwireError): Promise<void> {
    return this.#parts.ending.settle(save, why);
  }

  #failed(error: unknown): void {
    const dead = this.#door.thread?.dead;
    const words = error instanceof Error ? error.message : String(error);
    // The same once: that it fails again with each step says nothing new.
    if (dead === undefined && words !== this.#failure) this.#log.error({ err: error }, 'a step failed');
    this.#failure = words;
    this.past.interrupt();
    this.#parts.inbox.fail(dead ?? (error instanceof WorldwireError ? error : new WorldwireError('WW_INTERNAL')));
    if ((this.#parts.stepping.failed() < MOST_FAILURES && dead === undefined) || this.#parts.ending.isSettling) return;
    if (dead === undefined) this.#log.error('the world is closed, since its steps fail one after another');
    else this.#log.error({ code: dead.code, err: dead.cause }, `the world is closed: ${dead.message}`);
    this.close()
      .catch((reason: unknown) => this.#log.error({ err: reason }, 'the world could not be closed'))
      .finally(this.#broken);
  }
}
