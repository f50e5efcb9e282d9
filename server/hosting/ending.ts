import { WorldwireError, type WorldDoor } from '../../engine/index.ts';
import type { Log } from '../log/log.ts';
import type { Inbox } from './inbox.ts';
import { leaveState } from './left-state.ts';
import { lossWords, type Loss } from './loss.ts';
import type { Outside } from './outside.ts';
import type { Pacer } from './pacer.ts';
import type { Past } from './past.ts';
import type { Saver } from './saver.ts';
import type { TimeLeft } from './time-left.ts';
import type { WorldRecording } from './world-recording.ts';

/** A running world, as far as it has something that must end. */
export interface EndingOptions {
  /** What the world is called. */
  readonly name: string;
  readonly log: Log;
  readonly door: WorldDoor;
  readonly pacer: Pacer;
  readonly timeLeft: TimeLeft;
  readonly inbox: Inbox;
  readonly saver: Saver;
  readonly past: Past;
  readonly recording: WorldRecording;
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

  constructor(options: EndingOptions) {
    this.#options = options;
  }

  /** Whether the world is being closed, or is closed. */
  get isClosing(): boolean {
    return this.#closing !== undefined;
  }
  /** What was lost; undefined while the world runs, and where nothing was. */
  get loss(): Loss | undefined {
    return this.#loss;
  }

  /** What those are told who want something of a world that is closed. */
  get refusal(): WorldwireError {
    return new WorldwireError('WW_UNKNOWN_WORLD', `The world ${this.#options.name} is closed.`);
  }

  /** Stops its ticks, saves if asked to, ends the recording with the state's hash, closes every socket. */
  close(options: EndOptions = {}): Promise<void> {
    this.#closing ??= this.#close(options);
    return this.#closing;
  }

  /** Stops its ticks and takes nothing more in; then saves, if asked to and if it has been edited. `why`: what those are told who still want something. */
  settle(save: boolean, why = this.refusal): Promise<void> {
    this.#settling ??= this.#settle(save, why);
    return this.#settling;
  }

  async #settle(save: boolean, why: WorldwireError): Promise<void> {
    const { saver, past, pacer, timeLeft, inbox } = this.#options;
    saver.stop();
    past.end();
    await pacer.stop();
    timeLeft.end();
    inbox.close(why);
    await this.#attempt('the world could not be saved', () => this.#saveLast(save));
  }

  async #saveLast(save: boolean): Promise<void> {
    const { name, door, saver, log } = this.#options;
    const lost = saver.edits.unsaved;
    if (lost === undefined || !(await door.ask({ ask: 'status' })).unsaved) return;
    const failed = save ? await saver.saveLast(door) : null;
    if (failed === undefined) return;
    this.#loss = { world: name, ...lost, reason: failed?.reason ?? null, beside: failed?.beside ?? null };
    if (failed !== null) log.error({ reason: failed.reason }, lossWords(this.#loss));
  }

  async #close({ save = false, grace = 2000, leave = false }: EndOptions): Promise<void> {
    const { door, saver, recording, outside, state } = this.#options;
    await this.settle(save);
    // Whatever of this fails, what comes after it is done: in the end every socket is closed.
    await this.#attempt('the recording could not be ended', () => recording.end());
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
