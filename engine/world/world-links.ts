import type { LinkEvent } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { refuse } from './form.ts';
import type { HeldLinks, Links, Opening } from './links.ts';
import type { Asking, Linked } from './owned.ts';
import { owningOf, type Owned, type OwnersWorld } from './owners.ts';

/** The connections of a world, with what the engine tells it of them. */
export class WorldLinks implements Links {
  last = 0;
  private readonly world: OwnersWorld;
  private readonly owned = new Map<number, Owned<Linked | undefined>>();

  constructor(world: OwnersWorld) {
    this.world = world;
  }

  open(system: string, holder: Linked & Asking, { entity, component, url, protocols, headers, limits }: Opening): number {
    const owning = owningOf(this.world, system);
    if (holder.grant === null) throw new WorldwireError('WW_ACCESS_DENIED', `nothing is granted that ${entity}/${component} could connect by`);
    const { userId, machineId } = holder.grant;
    holder.number = ++this.last;
    this.owned.set(holder.number, { owning, holder });
    this.world.effect({ type: 'open', connection: holder.number, user: { userId, machineId }, entity, component, url, protocols, headers, limits });
    return holder.number;
  }

  send(holder: Linked, data: string | Uint8Array): void {
    this.world.effect({ type: 'send', connection: this.numberOf(holder), data });
  }
  configure(holder: Linked, limits: Opening['limits']): void {
    this.world.effect({ type: 'configure', connection: this.numberOf(holder), limits });
  }
  ping(holder: Linked): void {
    this.world.effect({ type: 'ping', connection: this.numberOf(holder) });
  }
  close(holder: Linked, code: number, reason: string): void {
    this.world.effect({ type: 'close', connection: this.numberOf(holder), code, reason });
  }

  drop(holder: Linked): void {
    const connection = this.numberOf(holder);
    const { owning } = this.owned.get(connection) as Owned<Linked | undefined>;
    this.world.effect({ type: 'drop', connection });
    this.owned.set(connection, { owning, holder: undefined });
    holder.number = 0;
  }

  release(holder: Linked): void {
    if (this.isOf(holder)) this.owned.delete(holder.number);
    holder.number = 0;
  }

  restore(system: string, { last = 0, holders, dropped = [] }: HeldLinks): void {
    const owning = owningOf(this.world, system);
    const take = (number: number, holder: Linked | undefined): void => {
      const other = this.owned.get(number)?.owning.name;
      if (other !== undefined) refuse(`systems/${system}`, 'a number of its own', `a connection of ${other} has the number ${number} already`);
      this.owned.set(number, { owning, holder });
      this.last = Math.max(this.last, number);
    };
    this.last = Math.max(this.last, last);
    for (const holder of holders) if (holder.number !== 0) take(holder.number, holder);
    for (const number of dropped) take(number, undefined);
  }

  /**
   * Hands on what links tell, in order, each to the system whose connection it is. Of a connection that no system has any more it
   * comes too late, and is passed over.
   */
  tell(events: readonly LinkEvent[]): void {
    const { world } = this;
    for (const event of events) {
      const owned = this.owned.get(event.connection);
      if (owned === undefined) continue;
      const { owning, holder } = owned;
      if (holder === undefined && event.type === 'discarded') this.owned.delete(event.connection);
      try {
        owning.owns.told?.(world, holder, event);
      } catch (error) {
        // Of the others' connections nothing is lost by it.
        world.systemFailed(owning, error);
      }
    }
  }

  /**
   * The world goes on in another process: each system is told that the connections it still has are lost. Links are told nothing,
   * since those of this process never had them.
   */
  lose(reason: string): void {
    const error = { code: 'WW_CONNECTION_LOST', message: reason } as const;
    for (const [connection, { holder }] of Array.from(this.owned).sort(([a], [b]) => a - b)) {
      if (holder === undefined) this.tell([{ type: 'discarded', connection, messages: 0 }]);
      else {
        this.tell([{ type: 'closed', connection, code: 1006, reason: '', error }]);
        if (holder.number === connection) this.release(holder);
      }
    }
  }

  private isOf(holder: Linked): boolean {
    return this.owned.get(holder.number)?.holder === holder;
  }

  private numberOf(holder: Linked): number {
    if (!this.isOf(holder)) throw new WorldwireError('WW_NOT_OPEN', 'there is no connection to do this with');
    return holder.number;
  }
}
