import type { JobOutcome } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { Json } from '../schema/field.ts';
import type { Job } from '../schema/job.ts';
import { refuse, whole, wrong } from './form.ts';
import type { HeldJobs, Jobs } from './jobs.ts';
import type { Working } from './owned.ts';
import { owningOf, type Owned, type OwnersWorld } from './owners.ts';

/** A number that was given out. */
const given = whole(1);

/** The jobs of a world, with what the engine tells it of them. */
export class WorldJobs implements Jobs {
  /** The number given out last. None is ever used again, so that a late answer is never taken for a newer one's. */
  last = 0;
  private readonly world: OwnersWorld;
  private readonly waiting = new Map<number, Owned<Working>>();

  constructor(world: OwnersWorld) {
    this.world = world;
  }

  run<A, V>(system: string, holder: Working, job: Job<A, V>, args: A): number {
    const { world } = this;
    const owning = owningOf(world, system);
    const { jobs } = world.registry;
    if (jobs.get(job.name) !== (job as unknown as Job)) {
      const known = jobs.size === 0 ? 'there are none' : `expected one of ${[...jobs.keys()].join(', ')}`;
      throw new WorldwireError('WW_UNKNOWN_JOB', `no plugin has brought the job ${job.name}; ${known}`);
    }
    const faults = job.checkArgs(args, '');
    if (faults[0] !== undefined) throw new WorldwireError('WW_BAD_VALUE', `${job.name}: ${faults[0].message}`, faults);
    this.stop(holder);
    holder.job = ++this.last;
    holder.name = job.name;
    holder.user = world.acting;
    this.waiting.set(holder.job, { owning, holder });
    world.effect({ type: 'run', job: holder.job, name: job.name, args: args as Json, user: holder.user });
    return holder.job;
  }

  stop(holder: Working): void {
    if (holder.job === 0 || !this.isOf(holder)) return;
    this.world.effect({ type: 'stop', job: holder.job });
    this.settle(holder);
  }

  restore(system: string, { holders }: HeldJobs): void {
    const owning = owningOf(this.world, system);
    const place = `systems/${system}`;
    for (const holder of holders) {
      if (holder.job === 0) continue;
      given(holder.job, place);
      if (holder.job > this.last) wrong(place, `the number of a job up to ${this.last}, which was given out last`, holder.job);
      const other = this.waiting.get(holder.job)?.owning.name;
      if (other !== undefined) refuse(place, 'a number of its own', `a job of ${other} has the number ${holder.job} already`);
      this.waiting.set(holder.job, { owning, holder });
    }
  }

  /** A job is done, or will not be. Of one that nobody waits for it is late, and passed over. */
  ran(job: number, outcome: JobOutcome): void {
    const owned = this.waiting.get(job);
    if (owned === undefined) return;
    const { owning, holder } = owned;
    this.settle(holder);
    const { world } = this;
    world.actFor(holder.user, () => world.attempt(owning, () => owning.owns.ran?.(world, holder, this.fitting(holder.name, outcome))));
  }

  /** The world goes on in another process: nobody does what was being done for it any more. */
  lose(reason: string): void {
    const outcome = { ok: false, code: 'WW_JOB_LOST', message: reason } as const;
    for (const job of Array.from(this.waiting.keys()).sort((a, b) => a - b)) this.ran(job, outcome);
  }

  /** What does not fit what the job says that it answers is no answer. */
  private fitting(name: string, outcome: JobOutcome): JobOutcome {
    if (!outcome.ok) return outcome;
    const [fault] = this.world.registry.jobs.get(name)?.checkAnswer(outcome.answer, 'answer') ?? [];
    return fault === undefined ? outcome : { ok: false, code: 'WW_JOB_FAILED', message: `${name}: ${fault.message}` };
  }

  private isOf(holder: Working): boolean {
    return this.waiting.get(holder.job)?.holder === holder;
  }

  private settle(holder: Working): void {
    this.waiting.delete(holder.job);
    holder.job = 0;
  }
}
