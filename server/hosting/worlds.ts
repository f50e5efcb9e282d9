import { HOST, WorldwireError, type AccessScope } from '../../engine/index.ts';
import type { WorldSummary } from './run-status.ts';
import type { HostedWorld } from './hosted-world.ts';
import type { Loss } from '../saving/loss.ts';
import { Requests, type Request } from './requests.ts';

/** What has changed in the list; both where one took the place of the other. */
export type WorldsChange = { readonly opened?: HostedWorld; readonly closed?: HostedWorld; readonly by?: string };

/** The worlds that run at a server, by name. */
export class Worlds {
  readonly #worlds = new Map<string, HostedWorld>();
  readonly #requests = new Requests();
  /** What was lost with worlds that have ended by themselves. */
  readonly #lost: Loss[] = [];
  /** Worlds that are off the list and still being closed. */
  readonly #closing = new Set<Promise<void>>();
  readonly #reloading = new Map<string, Promise<HostedWorld>>();
  #reopen: ((world: HostedWorld) => Promise<HostedWorld>) | undefined;
  readonly #listeners = new Set<(change: WorldsChange) => void>();
  #isEnding = false;

  /** Tells all worlds that a user has decided anew of a host and port. */
  accessChanged(userId: string, scope: AccessScope, host: string, port: number): void {
    for (const world of this.#worlds.values()) void world.submit(HOST, { type: 'accessChanged', userId, scope, host, port }).catch(() => undefined);
  }

  get list(): readonly HostedWorld[] {
    return [...this.#worlds.values()];
  }

  has(name: string): boolean {
    return this.#worlds.has(name);
  }

  /** The world of this name; throws WW_UNKNOWN_WORLD. */
  get(name: string): HostedWorld {
    const world = this.#worlds.get(name);
    if (world === undefined)
      throw new WorldwireError('WW_UNKNOWN_WORLD', `No world is called ${JSON.stringify(name.slice(0, 100))}; GET /api/worlds lists them.`);
    return world;
  }

  /** Refuses another world where the server ends: WW_STOPPED. Asked before one is made, which takes its time, and again as it is put on the list. */
  refuseAtEnd(): void {
    if (this.#isEnding) throw new WorldwireError('WW_STOPPED', 'The server is being stopped, so no world is opened.');
  }

  /** Adds a world that has been started. */
  add(world: HostedWorld): void {
    this.refuseAtEnd();
    if (this.#worlds.has(world.name)) throw new WorldwireError('WW_BAD_REQUEST', `A world called ${world.name} runs already.`);
    this.#worlds.set(world.name, world);
    this.#tell({ opened: world });
  }

  /** Closes a world and takes it off the list. */
  async remove(name: string, options: { save?: boolean } = {}): Promise<void> {
    const world = this.get(name);
    this.#takeOff(world);
    const closing = world.close(options).finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
    await closing;
  }

  /** Takes a world off the list that has ended by itself; what was lost with it is told as the server ends. */
  drop(world: HostedWorld): void {
    if (world.loss !== undefined) this.#lost.push(world.loss);
    this.#takeOff(world);
  }

  #takeOff(world: HostedWorld): void {
    if (this.#worlds.get(world.name) !== world) return;
    this.#worlds.delete(world.name);
    this.#tell({ closed: world });
  }

  /** What was lost with worlds that have ended by themselves. */
  get lost(): readonly Loss[] {
    return this.#lost;
  }

  /** Says how a world is made anew from where it came, without being started. */
  reopenBy(reopen: (world: HostedWorld) => Promise<HostedWorld>): void {
    this.#reopen = reopen;
  }

  /**
   * Puts a world back to its file: reads that, then closes the world without saving and runs the new one under its name, as fast as it ran
   * and paused if it was. Rejects as reading a scene does, and the world then goes on as it was. Those who ask meanwhile wait for the same.
   * @param by who wants it, for those who are in it
   * @param request one that arrives again counts once
   */
  reload(world: HostedWorld, by?: string, request?: Request): Promise<HostedWorld> {
    return this.#requests.once(request, 'reload', world.name, () => this.#reloadOnce(world, by));
  }

  #reloadOnce(world: HostedWorld, by: string | undefined): Promise<HostedWorld> {
    let reloading = this.#reloading.get(world.name);
    if (reloading === undefined) {
      reloading = this.#reload(world, by).finally(() => this.#reloading.delete(world.name));
      this.#reloading.set(world.name, reloading);
    }
    return reloading;
  }

  async #reload(world: HostedWorld, by: string | undefined): Promise<HostedWorld> {
    this.refuseAtEnd();
    if (this.#worlds.get(world.name) !== world) throw new WorldwireError('WW_UNKNOWN_WORLD', `The world ${world.name} is closed.`);
    if (world.file === undefined || this.#reopen === undefined)
      throw new WorldwireError('WW_SCENE_NOT_FOUND', `The world ${world.name} came without a file, so there is nothing to put it back to.`);
    // What is left for the file stays as a version.
    await world.versions.keepBefore();
    const next = await this.#reopen(world);
    const { paused, speed } = world;
    if (this.#isEnding || this.#worlds.get(world.name) !== world) {
      await next.close();
      this.refuseAtEnd();
      throw new WorldwireError('WW_UNKNOWN_WORLD', `The world ${world.name} is closed.`);
    }
    this.#worlds.set(next.name, next);
    this.#tell({ opened: next, closed: world, ...(by === undefined ? {} : { by }) });
    // The sockets of the one are closed before the other dials.
    await world.close();
    try {
      await next.start(paused);
    } catch (error) {
      await this.remove(next.name);
      throw error;
    }
    next.setSpeed(speed);
    return next;
  }

  /** Stops all and saves them, if asked to, side by side; gives what is lost all the same. Those who still want something are told that the server ends. */
  async settleAll(save: boolean): Promise<Loss[]> {
    this.#isEnding = true;
    const why = new WorldwireError('WW_STOPPED', 'The server is being stopped, so nothing was changed.');
    const all = this.list;
    await Promise.all(all.map((world) => world.settle(save, why)));
    // One that was ending by itself meanwhile is among both.
    return [...new Set([...this.#lost, ...all.flatMap(({ loss }) => (loss === undefined ? [] : [loss]))])];
  }

  /** Closes all, side by side. */
  async closeAll(options: { save?: boolean; grace?: number; leave?: boolean } = {}): Promise<void> {
    await Promise.all([...this.list.map((world) => world.close(options)), ...Array.from(this.#closing, (closing) => closing.catch(() => undefined))]);
  }

  async summaries(): Promise<WorldSummary[]> {
    const answers = await Promise.allSettled(this.list.map((world) => world.summary()));
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  }

  /** Calls when a world was opened or closed. Returns what ends it. */
  onChange(listener: (change: WorldsChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(change: WorldsChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
