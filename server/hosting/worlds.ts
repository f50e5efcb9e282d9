import { HOST, WorldwireError } from '../../engine/index.ts';
import type { WorldSummary } from '../protocol.ts';
import type { AccessDesk } from './access-desk.ts';
import type { HostedWorld } from './hosted-world.ts';

/** The worlds that run at a server, by name. */
export class Worlds {
  readonly #worlds = new Map<string, HostedWorld>();
  readonly #listeners = new Set<(change: { opened?: HostedWorld; closed?: HostedWorld }) => void>();

  /** Decisions of the desk reach every world. */
  constructor(desk: AccessDesk) {
    desk.onDecision((scope, host, port) => {
      for (const world of this.#worlds.values())
        void world.submit(HOST, { type: 'accessChanged', userId: HOST.userId, scope, host, port }).catch(() => undefined);
    });
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

  /** Adds a world that has been started. */
  add(world: HostedWorld): void {
    if (this.#worlds.has(world.name)) throw new WorldwireError('WW_BAD_REQUEST', `A world called ${world.name} runs already.`);
    this.#worlds.set(world.name, world);
    this.#tell({ opened: world });
  }

  /** Closes a world and takes it off the list. */
  async remove(name: string, options: { save?: boolean } = {}): Promise<void> {
    const world = this.get(name);
    this.drop(world);
    await world.close(options);
  }

  /** Takes a world off the list that has ended by itself. */
  drop(world: HostedWorld): void {
    if (this.#worlds.get(world.name) !== world) return;
    this.#worlds.delete(world.name);
    this.#tell({ closed: world });
  }

  /** Puts a world back to its file: closes it without saving, and opens it anew under its name. */
  async reload(world: HostedWorld): Promise<void> {
    throw new WorldwireError('WW_BAD_REQUEST', `The world ${world.name} cannot be put back yet.`);
  }

  /** Closes all, side by side. */
  async closeAll(options: { save?: boolean; grace?: number } = {}): Promise<void> {
    await Promise.all(this.list.map((world) => world.close(options)));
  }

  async summaries(): Promise<WorldSummary[]> {
    const answers = await Promise.allSettled(this.list.map((world) => world.summary()));
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  }

  /** Calls when a world was opened or closed. */
  onChange(listener: (change: { opened?: HostedWorld; closed?: HostedWorld }) => void): void {
    this.#listeners.add(listener);
  }

  #tell(change: { opened?: HostedWorld; closed?: HostedWorld }): void {
    for (const listener of this.#listeners) listener(change);
  }
}
