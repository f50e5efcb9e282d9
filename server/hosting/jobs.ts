import { WorldwireError, type ErrorCode, type Job, type JobEffect, type JobOutcome, type Json } from '../../engine/index.ts';
import type { Log } from '../log/log.ts';

/** Jobs of a world that are done at once, those of them in one lane, and those that may wait for it. */
const MOST_AT_ONCE = 16,
  MOST_IN_LANE = 6,
  MOST_WAITING = 1_000;
/** Characters of an answer as JSON. */
const LONGEST_ANSWER = 4 << 20;

type Run = Extract<JobEffect, { type: 'run' }>;

/** A job as a server does it. */
export interface DoneJob extends Job {
  /** What it needs and others need as well, as a host that it asks: no more than six at once are done of what needs the same. Default nothing. */
  readonly lane?: (args: Json) => string;
  /** It lasts until something happens, and mostly waits: it is done at once, beside all others, and is never given up. */
  readonly lasts?: true;
}

export interface JobsOptions {
  /** Name of the world. */
  readonly world: string;
  /** Jobs that can be done here, by name. */
  readonly known: ReadonlyMap<string, DoneJob>;
  readonly log: Log;
  /** Told how a job ended that an epoch had asked for. */
  readonly ended: (epoch: string, job: number, outcome: JobOutcome) => void;
}

/** A job that was asked for. */
interface Asked {
  readonly epoch: string;
  readonly effect: Run;
  readonly stop: AbortController;
  readonly lane: string | undefined;
}

/** Does the jobs of one world: so many at once, each within its time, the others in the order in which they were asked for. */
export class Jobs {
  readonly #options: JobsOptions;
  readonly #asked = new Map<number, Asked>();
  readonly #waiting: Asked[] = [];
  readonly #lanes = new Map<string, number>();
  #running = 0;
  #over = false;

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** Jobs that are being done or wait for it. */
  get size(): number {
    return this.#asked.size;
  }

  perform(effect: JobEffect, epoch: string): void {
    if (this.#over) return;
    if (effect.type === 'stop') return this.#stop(effect.job);
    const asked: Asked = { epoch, effect, stop: new AbortController(), lane: this.#laneOf(effect) };
    this.#asked.set(effect.job, asked);
    if (this.#options.known.get(effect.name)?.lasts === true) return void this.#do(asked).then((outcome) => this.#end(asked, outcome));
    if (this.#waiting.length >= MOST_WAITING)
      return this.#end(asked, failed('WW_LIMIT', `${MOST_WAITING} jobs of this world wait already, so ${effect.name} was not begun`));
    this.#waiting.push(asked);
    this.#next();
  }

  /** Does no more, and tells no more. */
  end(): void {
    this.#over = true;
    this.#waiting.length = 0;
    for (const { stop } of this.#asked.values()) stop.abort();
    this.#asked.clear();
  }

  #stop(job: number): void {
    const asked = this.#asked.get(job);
    if (asked === undefined) return;
    this.#asked.delete(job);
    const at = this.#waiting.indexOf(asked);
    if (at >= 0) this.#waiting.splice(at, 1);
    asked.stop.abort();
  }

  #laneOf({ name, args }: Run): string | undefined {
    const lane = this.#options.known.get(name)?.lane?.(args);
    return lane === undefined ? undefined : `${name} ${lane}`;
  }

  /** Begins what there is room for, the oldest first; what waits for its lane holds up nobody else. */
  #next(): void {
    while (this.#running < MOST_AT_ONCE) {
      const at = this.#waiting.findIndex(({ lane }) => lane === undefined || (this.#lanes.get(lane) ?? 0) < MOST_IN_LANE);
      const [asked] = at < 0 ? [] : this.#waiting.splice(at, 1);
      if (asked === undefined) return;
      this.#running += 1;
      this.#count(asked.lane, 1);
      void this.#do(asked).then((outcome) => {
        this.#running -= 1;
        this.#count(asked.lane, -1);
        this.#end(asked, outcome);
        this.#next();
      });
    }
  }

  #count(lane: string | undefined, step: number): void {
    if (lane === undefined) return;
    const count = (this.#lanes.get(lane) ?? 0) + step;
    if (count > 0) this.#lanes.set(lane, count);
    else this.#lanes.delete(lane);
  }

  /** Never rejects: what goes wrong is the outcome. What runs on although it was stopped is waited for no longer, so that others have their turn. */
  async #do({ effect, stop }: Asked): Promise<JobOutcome> {
    const { name, args, user } = effect;
    const job = this.#options.known.get(name);
    if (job === undefined) return failed('WW_UNKNOWN_JOB', `the server of this world knows no job ${name}`);
    let timer: NodeJS.Timeout | undefined;
    const given = new Promise<JobOutcome>((resolve) => {
      stop.signal.addEventListener('abort', () => resolve(failed('WW_JOB_FAILED', `${name} was stopped`)));
      if (job.lasts === true) return;
      timer = setTimeout(() => {
        resolve(failed('WW_JOB_FAILED', `${name} was not done within ${job.timeout} s`));
        stop.abort();
      }, job.timeout * 1000).unref();
    });
    const done = (async (): Promise<JobOutcome> => {
      try {
        return this.#answer(name, await job.run(args, { signal: stop.signal, user, world: this.#options.world }));
      } catch (error) {
        // What has a code is told to the world that asked, in words that were made for it.
        if (error instanceof WorldwireError) return failed(error.code, error.message);
        if (!stop.signal.aborted) this.#options.log.warn({ job: name, err: error }, 'a job failed');
        return failed('WW_JOB_FAILED', `${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    })();
    const outcome = await Promise.race([done, given]);
    clearTimeout(timer);
    return outcome;
  }

  /** What a job has answered, as the world and its recording get it: JSON that is nobody else's. */
  #answer(name: string, value: unknown): JobOutcome {
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined) return failed('WW_JOB_FAILED', `${name} answered with ${typeof value}, which is no JSON`);
    if (text.length > LONGEST_ANSWER)
      return failed('WW_JOB_FAILED', `${name} answered with ${text.length} characters of JSON; at most ${LONGEST_ANSWER} are taken`);
    return { ok: true, answer: JSON.parse(text) as Json };
  }

  #end(asked: Asked, outcome: JobOutcome): void {
    const { job } = asked.effect;
    // One that was stopped, or whose world has ended, is waited for by nobody.
    if (this.#asked.get(job) !== asked) return;
    this.#asked.delete(job);
    this.#options.ended(asked.epoch, job, outcome);
  }
}

function failed(code: ErrorCode, message: string): JobOutcome {
  return { ok: false, code, message };
}
