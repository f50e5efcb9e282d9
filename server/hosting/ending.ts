import { WorldwireError } from '../../engine/index.ts';
import type { Log } from '../log/log.ts';
import type { HostedDoor } from '../doors/hosted-door.ts';
import type { Inbox } from './inbox.ts';
import type { WorldJournal } from '../journal/world-journal.ts';
import type { Outgoing } from './outgoing.ts';
import { leaveState } from '../saving/left-state.ts';
import { lossWords, type Loss } from '../saving/loss.ts';
import type { Outside } from './outside.ts';
import type { Pacer } from './pacer.ts';
import type { Past } from '../past/past.ts';
import type { Saver } from '../saving/saver.ts';
import { isUnsaved } from '../saving/unsaved-edits.ts';
import type { TimeLeft } from './time-left.ts';
import type { Versions } from '../versions/versions.ts';
import type { WorldRecording } from '../recording/world-recording.ts';

/** A running world, as far as it has something that must end. */
export interface EndingOptions {
  /** What the world is called. */
  readonly name: string;
  readonly log: Log;
  readonly door: HostedDoor;
  readonly pacer: Pacer;
  readonly timeLeft: TimeLeft;
  readonly inbox: Inbox;
  readonly saver: Saver;
  readonly past: Past;
  readonly recording: WorldRecording;
  readonly journal: WorldJournal | undefined;
  readonly versions: Versions | undefined;
  readonly outgoing: Outgoing;
  readonly outside: Outside;
  /** File to leave its state in for the next server. */
  readonly state: string | undefined;
}

/** How a world is to end. */
export interface EndOptions {
  /** Its edits are saved first. Default false. */
  readonly save?: boolean;
  /** Milliseconds after which its sockets are closed by force. Default 2,000. */
  readonly grace?: number;
  /** Its state is left for the next server, where it has a file for that. Default false. */
  readonly leave?: boolean;
}

/** The end of a world: what has to end, in its order, each once and whatever became of that before it. */
export class Ending {
  readonly #options: EndingOptions;
  #closing: Promise<void> | undefined;
  #settling: Promise<void> | undefined;
  #loss: Loss | undefined;
  #why: WorldwireError | undefined;

  constructor(options: EndingOptions) {
    this.#options = options;
  }

  /** Whether the world is being closed, or is closed. */
  get isClosing(): boolean {
    return this.#closing !== undefined;
  }
  /** Whether it takes nothing more in. */
  get isSettling(): boolean {
    return this.#settling !== undefined || this.isClosing;
  }
  /** What was lost; undefined while the world runs, and where nothing was. */
  get loss(): Loss | undefined {
    return this.#loss;
  }

  /** What those are told who want something of a world that is closed. */
  get refusal(): WorldwireError {
    const { door, name } = this.#options;
    const dead = door.thread?.dead;
    // One that ended with its world says nothing that is not known.
    if (dead !== undefined && dead.code !== 'WW_UNKNOWN_WORLD') return dead;
    return this.#why ?? new WorldwireError('WW_UNKNOWN_WORLD', `The world ${name} is closed.`);
  }

  /** Stops its ticks, saves if asked to, ends the recording with the state's hash, closes every socket. */
  close(options: EndOptions = {}): Promise<void> {
    this.#closing ??= this.#close(options);
    return this.#closing;
  }

  /** Stops its ticks and takes nothing more in; then saves, if asked to and if it has been edited. `why`: what those are told who still want something. */
  settle(save: boolean, why?: WorldwireError): Promise<void> {
    this.#why ??= why;
    this.#settling ??= this.#settle(save);
    return this.#settling;
  }

  async #settle(save: boolean): Promise<void> {
    const { saver, past, pacer, timeLeft, inbox } = this.#options;
    saver.stop();
    past.close();
    this.#endStuck();
    await pacer.stop();
    timeLeft.end();
    inbox.close(this.refusal);
    await this.#attempt('the world could not be saved', () => this.#saveLast(save));
  }

  /** From now on a thread that has nothing to say ends nobody's patience but its own: whatever of it is waited for comes, or is rejected. */
  #endStuck(): void {
    const { door, log } = this.#options;
    const { thread } = door;
    if (thread === undefined) return;
    const kill = (why: WorldwireError): void => {
      if (thread.dead !== undefined) return;
      log.error({ code: why.code }, `${why.message} It was ended.`);
      thread.kill(new WorldwireError(why.code, `${why.message} It was ended.`)).catch((error: unknown) => log.error({ err: error }, 'a thread did not end'));
    };
    thread.onTrouble(kill);
    if (thread.stuck !== undefined) kill(thread.stuck);
  }

  async #saveLast(save: boolean): Promise<void> {
    const { name, saver, log, journal } = this.#options;
    const edited = saver.edits.unsaved;
    // What a world keeps by itself is no edit, and is told as lost only where saving it was promised.
    if (edited === undefined && !(save && (await this.#keeps()))) return;
    const lost = edited ?? { edits: 0, since: new Date().toISOString() };
    const failed = await this.#lastSave(save).catch((error: unknown) => ({
      reason: error instanceof Error ? error.message : String(error),
      beside: undefined,
    }));
    if (failed === undefined) return;
    this.#loss = { world: name, ...lost, reason: failed?.reason ?? null, beside: failed?.beside ?? null, journal: journal?.holdsAll === true };
    if (failed !== null) log.error({ reason: failed.reason }, lossWords(this.#loss));
  }

  /** Whether the world keeps something by itself that is on no disk. Of one that does not answer nobody knows. */
  #keeps(): Promise<boolean> {
    return this.#options.door.ask({ ask: 'status' }).then(
      ({ kept }) => kept === true,
      () => false,
    );
  }

  /** Saves what is unsaved, if asked to. Undefined where nothing is lost, null where nobody wanted it saved; else why it was not. */
  async #lastSave(save: boolean): Promise<{ readonly reason: string; readonly beside?: string } | null | undefined> {
    const { door, saver } = this.#options;
    if (!isUnsaved(await door.ask({ ask: 'status' }))) return undefined;
    return save ? saver.saveLast(door) : null;
  }

  async #close({ save = false, grace = 2000, leave = false }: EndOptions): Promise<void> {
    const { door, saver, recording, journal, versions, outgoing, outside, state } = this.#options;
    await this.settle(save);
    // Whatever of this fails, what comes after it is done: in the end every socket is closed.
    await this.#attempt('the recording could not be ended', () => recording.end());
    await this.#attempt('the journal could not be ended', async () => journal?.end());
    if (this.#loss?.journal === true && journal?.holdsAll !== true) this.#loss = { ...this.#loss, journal: false };
    await this.#attempt('the last version could not be kept', async () => versions?.end());
    await outgoing.settled();
    if (leave && state !== undefined) await this.#attempt('the state could not be left for the next server', () => leaveState(state, door, saver.own?.file));
    await this.#attempt('the world could not be ended', async () => outside.gate.perform(outside.gate.epoch, await door.end()));
    await saver.release();
    await outside.end(grace);
  }

  async #attempt(failure: string, act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#options.log.error({ err: error }, failure);
    }
  }
}
