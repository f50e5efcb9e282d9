import {
  HOST,
  WorldwireError,
  type AccessEffect,
  type Author,
  type Answer,
  type Input,
  type InputResult,
  type LongQuestion,
  type Question,
  type StepResult,
  type View,
  type WorldDoor,
} from '../../engine/index.ts';
import type { SocketInfo } from '../links/socket-info.ts';
import type { Desk } from './desks.ts';
import { fileDifference } from './file-difference.ts';
import { Gate } from './gate.ts';
import type { HostedWorldOptions } from './hosted-world-options.ts';
import { Inbox } from './inbox.ts';
import { Jobs } from './jobs.ts';
import type { Links } from './links-port.ts';
import type { Log } from '../log/log.ts';
import { lossWords, type Loss } from './loss.ts';
import { Pacer } from './pacer.ts';
import { Ghosts } from './ghosts.ts';
import type { RunStatus, WorldSummary } from './run-status.ts';
import type { FileDifference } from './scene-difference.ts';
import type { Turns } from './paced-copy.ts';
import { Past } from './past.ts';
import { Requests, type Request } from './requests.ts';
import { Saver, type OwnFile, type Saved, type SaveTotals, type Unsaved } from './saver.ts';
import { SpareTime, type Asker } from '../limits/spare-time.ts';
import { Stepping, type Took } from './stepping.ts';
import { writeState } from './take-up.ts';
import { Watchers, type Receiver } from './watchers.ts';
import { WorldLog } from './world-log.ts';
import { WorldRecording } from './world-recording.ts';

/** Characters of a world's title; every page and machine is told of every world. */
const LONGEST_TITLE = 200;
/** A step that threw so many times in a row ends its world. */
const MOST_FAILURES = 10;

/** Runs of worlds in this process. */
let lives = 0;

/** A running world: its door, and all that turns it: pacer, links, access, recorder, saver. */
export class HostedWorld {
  readonly name: string;
  readonly id: string;
  readonly epoch: string;
  readonly tickRate: number;
  readonly links: Links;
  /** Its last minutes, for who wants to go back. */
  readonly past: Past;
  readonly #door: WorldDoor;
  readonly #desk: Desk;
  readonly #log: Log;
  readonly #gate: Gate;
  readonly #jobs: Jobs;
  readonly #pacer: Pacer;
  readonly #inbox = new Inbox();
  readonly #requests = new Requests();
  readonly #watchers = new Watchers();
  readonly #saver: Saver;
  readonly #broken: () => void;
  readonly #recording: WorldRecording;
  readonly #stepping: Stepping;
  readonly #spare: SpareTime;
  readonly #isElsewhere: boolean;
  readonly #takenUp: string | undefined;
  readonly #state: string | undefined;
  readonly #unwatch: () => void;
  #closing: Promise<void> | undefined;
  #settling: Promise<void> | undefined;
  #loss: Loss | undefined;
  readonly #plugins: readonly string[];
  #comparing: Promise<FileDifference> | undefined;

  constructor(options: HostedWorldOptions) {
    this.name = options.name;
    this.id = options.id;
    this.epoch = options.epoch;
    this.tickRate = options.tickRate;
    this.links = options.links;
    this.#plugins = options.plugins ?? [];
    this.#takenUp = options.takenUp;
    this.#state = options.state;
    this.#door = options.door;
    this.#desk = options.desk;
    this.#log = options.log.child({ world: options.name });
    // A world that is closing takes no notes in any more: the server's log alone tells them then.
    const note = (level: 'info' | 'warn' | 'error', message: string): void =>
      void this.submit(HOST, { type: 'note', level, message }).catch(() => this.#log[level](message));
    this.#recording = new WorldRecording({
      file: options.record,
      patience: options.diskPatience,
      door: options.door,
      log: this.#log,
      note,
      about: { world: options.id, name: options.name, epoch: options.epoch, tickRate: options.tickRate },
    });
    this.#broken = options.broken ?? (() => undefined);
    this.#gate = new Gate(options.epoch, {
      link: (effect) => this.links.perform(effect),
      access: (effect, epoch) => this.#access(effect, epoch),
      job: (effect, epoch) => this.#jobs.perform(effect, epoch),
      unknown: (error) => note('error', `${error.message} (${error.code})`),
    });
    this.#jobs = new Jobs({
      world: options.name,
      known: options.jobs ?? new Map(),
      log: this.#log,
      ended: (epoch, job, outcome) => this.#answered(epoch, { type: 'ran', job, outcome }),
    });
    this.#spare = options.spare ?? new SpareTime();
    this.#isElsewhere = options.isElsewhere ?? false;
    this.#pacer = new Pacer({
      tickRate: options.tickRate,
      turn: (mode) => this.#stepping.turn(mode),
      failed: (error) => this.#failed(error),
      ticking: (late) => this.#spare.ticked(late, this.#pacer.period),
    });
    this.#unwatch = this.#isElsewhere ? () => undefined : this.#spare.watch(this.#pacer);
    const turns: Turns = {
      ask: (question) => this.ask(question),
      gap: (least) => this.#pacer.gap(least),
      exclusive: (job) => this.#pacer.exclusive(job),
    };
    this.#saver = new Saver({
      world: options.name,
      life: `${options.epoch}/${++lives}`,
      own: options.own,
      folder: options.folder,
      claims: options.claims,
      interval: options.autosaveInterval ?? 0,
      log: this.#log,
      note,
      ...turns,
    });
    this.past = new Past(
      {
        name: options.name,
        tickRate: options.tickRate,
        log: this.#log,
        ghosts: options.ghosts ?? new Ghosts({ plugins: [] }),
        ...turns,
      },
      options.past,
    );
    this.#stepping = new Stepping({
      door: options.door,
      links: options.links,
      inbox: this.#inbox,
      watchers: this.#watchers,
      gate: this.#gate,
      recording: this.#recording,
      past: this.past,
      log: new WorldLog(this.#log),
      edited: (edit, group) => this.#saver.edited(edit, group),
      pace: () => ({ late: this.#pacer.late, period: this.#pacer.period }),
      looks: () => (this.#watchers.size === 0 ? 0 : this.#spare.looks(this.#pacer.period, this.#pacer)),
      ...(options.now === undefined ? {} : { now: options.now }),
      ...(options.trace === undefined ? {} : { trace: options.trace }),
    });
  }

  /** Opens the recording where one is asked for. Done by `start` unless it was done before; rejects with WW_SAVE_FAILED where it cannot be written. */
  prepare(): Promise<void> {
    return this.#recording.open();
  }

  /** Begins to run, and to record where a file is named. */
  async start(paused = false): Promise<void> {
    await this.prepare();
    const clock = await this.#door.ask({ ask: 'clock' });
    if (this.#takenUp !== undefined) {
      this.#saver.takeUp(clock.edits, clock.savedEdits);
      // In its first step, before anything else that comes in.
      const apart = this.#saver.own?.file.foreign === true ? { unsaved: true as const } : {};
      void this.#inbox.put(HOST, { type: 'takenUp', reason: this.#takenUp, ...apart }).catch(() => undefined);
    }
    this.#stepping.begin(clock);
    this.#pacer.start(paused);
    this.#saver.start();
    if (this.#recording.active) void this.past.begin().catch((error: unknown) => this.#log.warn({ err: error }, 'the last minutes are not kept'));
  }

  /**
   * Puts an input before the world; resolves with what it came to in the step that took it in.
   * @param still gives the author as they stand in that step, or throws what refuses them
   */
  submit(author: Author, input: Input, requestId?: string, still?: () => Author): Promise<InputResult> {
    const result = this.#inbox.put(author, input, requestId, still);
    this.#pacer.poke();
    return result;
  }

  /** Asks what changes nothing. Rejects with a WorldwireError. */
  ask<Q extends Question>(question: Q): Promise<Answer<Q>> {
    if (this.#closing !== undefined) return Promise.reject(new WorldwireError('WW_UNKNOWN_WORLD', `The world ${this.name} is closed.`));
    return this.#door.ask(question);
  }

  /**
   * Asks what may take long, in the time that worlds leave between their ticks: the answer is of several of them. Rejects with a WorldwireError, with
   * WW_RATE_LIMITED where too much waits, and does not settle for one who is gone.
   */
  answer<Q extends LongQuestion>(asker: Asker, question: Q): Promise<Answer<Q>> {
    let work: number | undefined;
    return this.#spare.do<Answer<Q>>(
      asker,
      {
        part: async (milliseconds) => {
          work ??= (await this.ask({ ask: 'begin', question })).work;
          const part = await this.ask({ ask: 'goOn', work, milliseconds });
          return part.done ? { done: part.answer as Answer<Q> } : undefined;
        },
        drop: () => {
          if (work !== undefined) void this.ask({ ask: 'drop', work }).catch(() => undefined);
        },
      },
      this.#isElsewhere ? this.#pacer : undefined,
    );
  }

  /** Counts time that sending views has taken towards the share of the user who looks at them. */
  chargeLooks(who: string, milliseconds: number): void {
    this.#watchers.charge(who, milliseconds);
  }

  /**
   * Opens a view and returns its number, which no other view of this server has. `who` looks: all their views share the time for looks
   * with those of others.
   */
  openView(what: View, receiver: Receiver, who = ''): number {
    const view = this.#watchers.open(what, receiver, who);
    this.#pacer.poke();
    return view;
  }

  changeView(view: number, what: View): void {
    this.#watchers.change(view, what);
    this.#pacer.poke();
  }

  /** Moves the window of a view of rows. */
  scrollView(view: number, offset: number, limit: number): void {
    this.#watchers.scroll(view, offset, limit);
    this.#pacer.poke();
  }

  closeView(view: number): void {
    this.#watchers.close(view);
    this.#pacer.poke();
  }

  /** Calls after each step, when its updates have been handed out. Returns what ends it. */
  onStep(listener: (result: StepResult, took: Took) => void): () => void {
    return this.#stepping.onStep(listener);
  }

  /** How often it has been saved since the start. */
  get saves(): SaveTotals {
    return this.#saver.totals;
  }

  /** The scene file that it is saved to. */
  get file(): string | undefined {
    return this.#saver.file;
  }
  /** That file as it was read or saved last, and the claim on it. */
  get own(): OwnFile | undefined {
    return this.#saver.own;
  }
  /** Edits that are on no disk, as far as their number tells. */
  get unsaved(): Unsaved | undefined {
    return this.#saver.unsaved;
  }
  /** What was lost as it ended; undefined while it runs, and where nothing was. */
  get loss(): Loss | undefined {
    return this.#loss;
  }

  get tick(): number {
    return this.#stepping.tick;
  }
  get paused(): boolean {
    return this.#pacer.paused;
  }
  pause(): void {
    this.#pacer.pause();
  }
  resume(): void {
    this.#pacer.resume();
  }
  get speed(): number {
    return this.#pacer.speed;
  }
  setSpeed(speed: number): void {
    this.#pacer.setSpeed(speed);
  }

  /** Pauses and lets so many ticks pass; resolves with the tick reached. A `request` that arrives again counts once, and gets the answer that it had. */
  step(ticks = 1, request?: Request): Promise<number> {
    return this.#requests.once(request, 'step', async () => {
      await this.#pacer.step(ticks);
      return this.tick;
    });
  }

  /**
   * Saves to the world's file; resolves when it is durable. A `request` that arrives again counts once, as for `step`.
   * Rejects with WW_FILE_CHANGED where another program has changed the file, unless `overwrite` says that this is known.
   */
  save(request?: Request, overwrite = false): Promise<Saved> {
    return this.#requests.once(request, overwrite ? 'overwrite' : 'save', () => this.#saver.save(overwrite));
  }

  /** How its file differs from it. Those who ask at once are told the same. Rejects with WW_SCENE_NOT_FOUND where it came without a file. */
  difference(): Promise<FileDifference> {
    this.#comparing ??= this.#compare().finally(() => {
      this.#comparing = undefined;
    });
    return this.#comparing;
  }

  async #compare(): Promise<FileDifference> {
    const { file } = this;
    if (file === undefined) throw new WorldwireError('WW_SCENE_NOT_FOUND', `The world ${this.name} came without a file.`);
    return fileDifference(file, await this.#saver.text(), this.#plugins);
  }

  /** Saves to another file beside its own, named so; from then on that one is its file. Rejects with WW_FILE_NAME and WW_FILE_EXISTS. */
  saveAs(file: string, request?: Request): Promise<Saved> {
    return this.#requests.once(request, 'saveAs', () => this.#saver.saveAs(file));
  }

  /** What the socket of a connection is like; null where none is open on this machine. */
  async socketInfo(entity: string, component: string): Promise<SocketInfo | null> {
    const { number } = await this.ask({ ask: 'connection', entity, component });
    return number === 0 ? null : (this.links.socketInfo?.(number) ?? null);
  }

  /** How it runs. */
  run(): RunStatus {
    const measured = this.#pacer.measured();
    return {
      world: this.name,
      paused: this.#pacer.paused,
      speed: this.#pacer.speed,
      tick: this.tick,
      rate: measured.rate,
      tickTime: measured.tickTime,
      worstTickTime: measured.worst,
      late: this.#pacer.late,
      messagesIn: this.links.stats.messagesIn,
      messagesOut: this.links.stats.messagesOut,
      recording: this.#recording.active,
      file: this.#saver.status,
      past: this.past.range,
    };
  }

  async summary(): Promise<WorldSummary> {
    const status = await this.ask({ ask: 'status' });
    const { state } = this.#saver.status;
    return {
      name: this.name,
      title: status.name.slice(0, LONGEST_TITLE),
      tick: status.tick,
      tickRate: this.tickRate,
      paused: this.paused,
      unsaved: status.unsaved,
      ...(state === 'same' ? {} : { file: state }),
      entities: status.entities,
      users: status.users.length,
    };
  }

  /**
   * Ends the world: stops its ticks, saves if asked to, ends the recording with the state's hash, closes every socket.
   * @param options.leave its state is left for the next server, where it has a file for that
   */
  close(options: { save?: boolean; grace?: number; leave?: boolean } = {}): Promise<void> {
    this.#closing ??= this.#close(options);
    return this.#closing;
  }

  /**
   * Stops its ticks and takes nothing more in; then saves, if asked to and if it has been edited. What is lost all the same stands in `loss`.
   * @param why what those are told who still want something of it
   */
  settle(save: boolean, why = new WorldwireError('WW_UNKNOWN_WORLD', `The world ${this.name} is closed.`)): Promise<void> {
    this.#settling ??= this.#settle(save, why);
    return this.#settling;
  }

  async #settle(save: boolean, why: WorldwireError): Promise<void> {
    this.#saver.stop();
    this.past.end();
    await this.#pacer.stop();
    this.#unwatch();
    this.#inbox.close(why);
    await this.#attempt('the world could not be saved', async () => {
      const lost = this.unsaved;
      if (lost === undefined || !(await this.#door.ask({ ask: 'status' })).unsaved) return;
      const failed = save ? await this.#saver.saveLast(this.#door) : null;
      if (failed === undefined) return;
      this.#loss = { world: this.name, ...lost, reason: failed?.reason ?? null, beside: failed?.beside ?? null };
      if (failed !== null) this.#log.error({ reason: failed.reason }, lossWords(this.#loss));
    });
  }

  async #close(options: { save?: boolean; grace?: number; leave?: boolean }): Promise<void> {
    await this.settle(options.save === true);
    // Whatever of this fails, what comes after it is done: in the end every socket is closed.
    await this.#attempt('the recording could not be ended', () => this.#recording.end());
    if (options.leave === true) await this.#attempt('the state could not be left for the next server', () => this.#leaveState());
    await this.#attempt('the world could not be ended', async () => this.#gate.perform(this.epoch, await this.#door.end()));
    await this.#saver.release();
    this.#gate.shut();
    this.#jobs.end();
    this.#desk.forgetWorld(this.name);
    await this.links.closeAll(options.grace ?? 2000);
  }

  async #leaveState(): Promise<void> {
    if (this.#state !== undefined) await writeState(this.#state, this.#door);
  }

  async #attempt(failure: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#log.error({ err: error }, failure);
    }
  }

  #access(effect: AccessEffect, epoch: string): void {
    if (effect.type === 'withdraw') this.#desk.withdraw(this.name, effect.ask);
    else this.#desk.ask(this.name, effect.question, (answer) => this.#answered(epoch, { type: 'access', answer }));
  }

  /** What the world asked for outside is answered; to a former life of it nobody waits any more. */
  #answered(epoch: string, input: Input): void {
    if (this.#gate.admits(epoch)) void this.submit(HOST, input).catch(() => undefined);
  }

  #failed(error: unknown): void {
    this.#log.error({ err: error }, 'a step failed');
    this.past.interrupt();
    this.#inbox.fail(new WorldwireError('WW_INTERNAL'));
    if (this.#stepping.failed() < MOST_FAILURES || this.#closing !== undefined) return;
    this.#log.error('the world is closed, since its steps fail one after another');
    this.close()
      .catch((reason: unknown) => this.#log.error({ err: reason }, 'the world could not be closed'))
      .finally(this.#broken);
  }
}
