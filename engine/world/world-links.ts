import { ByNumber } from '../by-number.ts';
import type { LinkEvent } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { count, refuse, whole } from './form.ts';
import type { HeldLinks, Links, Listening, Opening } from './links.ts';
import type { Asking, Linked } from './owned.ts';
import { owningOf, type OwnersWorld, type Owning } from './owners.ts';

/** The connections of one system, by number: whose each is, and those that it has dropped and of which it has yet to hear. */
interface Possessions {
  readonly owning: Owning;
  readonly holders: ByNumber<Linked>;
  readonly dropped: Set<number>;
}

/** A number that was given out. */
const given = whole(1);

/** The connections of a world, with what the engine tells it of them. */
export class WorldLinks implements Links {
  last = 0;
  private readonly world: OwnersWorld;
  private readonly owners: Possessions[] = [];

  constructor(world: OwnersWorld) {
    this.world = world;
  }

  open(system: string, holder: Linked & Asking, { entity, component, url, protocols, headers, limits }: Opening): number {
    if (holder.grant === null) throw new WorldwireError('WW_ACCESS_DENIED', `nothing is granted that ${entity}/${component} could connect by`);
    const { userId, machineId } = holder.grant;
    this.number(system, holder);
    this.world.effect({ type: 'open', connection: holder.number, user: { userId, machineId }, entity, component, url, protocols, headers, limits });
    return holder.number;
  }

  listen(system: string, holder: Linked, { entity, component, settings }: Listening): number {
    this.number(system, holder);
    this.world.effect({ type: 'listen', connection: holder.number, entity, component, settings });
    return holder.number;
  }
  admit(listener: Linked, settings: Listening['settings']): void {
    this.world.effect({ type: 'admit', connection: this.numberOf(listener), settings });
  }
  unlisten(listener: Linked): void {
    this.world.effect({ type: 'unlisten', connection: this.numberOf(listener) });
    this.release(listener);
  }
  take(system: string, holder: Linked, listener: Linked, guest: number, limits: Opening['limits']): number {
    const from = this.numberOf(listener);
    this.number(system, holder);
    this.world.effect({ type: 'take', connection: holder.number, listener: from, guest, limits });
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
    const { holders, dropped } = this.ownerOf(connection) as Possessions;
    this.world.effect({ type: 'drop', connection });
    holders.delete(connection);
    dropped.add(connection);
    holder.number = 0;
  }

  release(holder: Linked): void {
    if (this.isOf(holder)) this.ownerOf(holder.number)?.holders.delete(holder.number);
    holder.number = 0;
  }

  restore(system: string, { last = 0, holders, dropped = [] }: HeldLinks): void {
    const owning = owningOf(this.world, system);
    const possessions = this.possessionsOf(owning);
    const take = (number: number): void => {
      given(number, `systems/${system}`);
      const other = this.ownerOf(number)?.owning.name;
      if (other !== undefined) refuse(`systems/${system}`, 'a number of its own', `a connection of ${other} has the number ${number} already`);
      this.last = Math.max(this.last, number);
    };
    count(last, `systems/${system}`);
    this.last = Math.max(this.last, last);
    for (const holder of holders) {
      if (holder.number === 0) continue;
      take(holder.number);
      possessions.holders.set(holder.number, holder);
    }
    for (const number of dropped) {
      take(number);
      possessions.dropped.add(number);
    }
  }

  /**
   * Hands on what links tell, in order, each to the system whose connection it is. Of a connection that no system has any more it
   * comes too late, and is passed over.
   */
  tell(events: readonly LinkEvent[]): void {
    const { world } = this;
    for (const event of events) {
      const { connection } = event;
      const owner = this.ownerOf(connection);
      if (owner === undefined) continue;
      const { owning } = owner;
      const holder = owner.holders.get(connection);
      if (holder === undefined && event.type === 'discarded') owner.dropped.delete(connection);
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
    const all = this.owners.flatMap(({ holders, dropped }) => [
      ...holders.entries(),
      ...Array.from(dropped, (connection): readonly [number, undefined] => [connection, undefined]),
    ]);
    for (const [connection, holder] of all.sort(([a], [b]) => a - b)) {
      if (holder === undefined) this.tell([{ type: 'discarded', connection, messages: 0 }]);
      else {
        this.tell([{ type: 'closed', connection, code: 1006, reason: '', error }]);
        if (holder.number === connection) this.release(holder);
      }
    }
  }

  /** Gives a holder of a system the next number. */
  private number(system: string, holder: Linked): void {
    const owning = owningOf(this.world, system);
    holder.number = ++this.last;
    this.possessionsOf(owning).holders.set(holder.number, holder);
  }

  private isOf(holder: Linked): boolean {
    for (const { holders } of this.owners) if (holders.get(holder.number) === holder) return true;
    return false;
  }

  private possessionsOf(owning: Owning): Possessions {
    let possessions = this.owners.find((each) => each.owning === owning);
    if (possessions === undefined) this.owners.push((possessions = { owning, holders: new ByNumber(), dropped: new Set() }));
    return possessions;
  }

  private ownerOf(connection: number): Possessions | undefined {
    for (const owner of this.owners) if (owner.holders.get(connection) !== undefined || owner.dropped.has(connection)) return owner;
    return undefined;
  }

  private numberOf(holder: Linked): number {
    if (!this.isOf(holder)) throw new WorldwireError('WW_NOT_OPEN', 'there is no connection to do this with');
    return holder.number;
  }
}
