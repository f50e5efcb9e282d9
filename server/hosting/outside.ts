import type { AccessEffect, Input, WorldwireError } from '../../engine/index.ts';
import type { Log } from '../log/log.ts';
import type { Desk } from './desks.ts';
import { Gate } from './gate.ts';
import type { HostedWorldOptions } from './hosted-world-options.ts';
import { Jobs } from './jobs.ts';
import type { Links } from './links-port.ts';

export interface OutsideOptions extends Pick<HostedWorldOptions, 'name' | 'epoch' | 'links' | 'desk' | 'jobs'> {
  readonly log: Log;
  /** Takes in what came of something that the world had asked for. */
  readonly answered: (input: Input) => void;
  /** Told of an effect that nothing here carries out. */
  readonly unknown: (error: WorldwireError) => void;
}

/**
 * What a world has outside of it: its connections, who decides over access, its jobs. What it wants of them leaves by its gate, and what they answer
 * comes in by the same.
 */
export class Outside {
  readonly gate: Gate;
  readonly #name: string;
  readonly #links: Links;
  readonly #desk: Desk;
  readonly #jobs: Jobs;
  readonly #take: (input: Input) => void;

  constructor({ name, epoch, links, desk, jobs = new Map(), log, answered, unknown }: OutsideOptions) {
    this.#name = name;
    this.#links = links;
    this.#desk = desk;
    this.#take = answered;
    this.#jobs = new Jobs({ world: name, known: jobs, log, ended: (from, job, outcome) => this.#answered(from, { type: 'ran', job, outcome }) });
    this.gate = new Gate(epoch, {
      link: (effect) => links.perform(effect),
      access: (effect, from) => this.#access(effect, from),
      job: (effect, from) => this.#jobs.perform(effect, from),
      unknown,
    });
  }

  /** Lets nothing in or out any more; resolves when every socket is closed, or after so many milliseconds by force. */
  async end(grace: number): Promise<void> {
    this.gate.shut();
    this.#jobs.end();
    this.#desk.forgetWorld(this.#name);
    await this.#links.closeAll(grace);
  }

  #access(effect: AccessEffect, epoch: string): void {
    if (effect.type === 'withdraw') this.#desk.withdraw(this.#name, effect.ask);
    else this.#desk.ask(this.#name, effect.question, (answer) => this.#answered(epoch, { type: 'access', answer }));
  }

  /** What was asked for here is answered; to a former life of the world nobody waits any more. */
  #answered(epoch: string, input: Input): void {
    if (this.gate.admits(epoch)) this.#take(input);
  }
}
