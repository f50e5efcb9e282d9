import type { LinkEffect } from '../door.ts';
import type { Asking, Linked } from './owned.ts';

/** What a link is to open; the number and whose machine opens it come from the world. */
export type Opening = Omit<Extract<LinkEffect, { type: 'open' }>, 'type' | 'connection' | 'user'>;

/** What a world is to listen for. */
export type Listening = Omit<Extract<LinkEffect, { type: 'listen' }>, 'type' | 'connection'>;

/** What a system's saved state says of its connections. */
export interface HeldLinks {
  /** The number given out last in the world, where the state tells it. */
  readonly last?: number;
  readonly holders: Iterable<Linked>;
  /** Numbers that it has dropped, of which it has not heard yet how much went with them. */
  readonly dropped?: Iterable<number>;
}

/**
 * The connections of a world: each has a number by which its link knows it, and a system whose it is. A system says what it wants of its own, and
 * hears of them in its `owns`; of those of another system it does neither. Systems keep what they know of a connection themselves (`holder`), and save it.
 */
export interface Links {
  /** The number given out last. None is ever used again, so that what an old socket still says is never taken for the new one's. */
  readonly last: number;
  /**
   * Lets a link open a connection on the machine that the holder's grant names, under a new number, which it returns.
   * Throws WW_ACCESS_DENIED where nothing is granted: nothing is opened without.
   */
  open(system: string, holder: Linked & Asking, opening: Opening): number;
  /** Listens, under a new number, which it returns. Whether it may is for the host to say, which tells of it as of any connection. */
  listen(system: string, holder: Linked, listening: Listening): number;
  /** Whom the holder's listener lets in from now on. */
  admit(listener: Linked, settings: Listening['settings']): void;
  /** Stops listening: the holder has no listener any more, and nothing is told of its number. */
  unlisten(listener: Linked): void;
  /** Takes somebody whom a listener of the system has let in as a connection of its own, under a new number, which it returns. */
  take(system: string, holder: Linked, listener: Linked, guest: number, limits: Opening['limits']): number;
  /** Throws WW_NOT_OPEN, as the others do, where the holder has no connection of its own. Bytes are not copied, and must not be changed afterwards. */
  send(holder: Linked, data: string | Uint8Array): void;
  configure(holder: Linked, limits: Opening['limits']): void;
  /** Asks the remote for a sign of life. */
  ping(holder: Linked): void;
  /** Receives nothing more: what was received before is handed over, then `drained` is told. */
  close(holder: Linked, code: number, reason: string): void;
  /** Closes it and forgets what was received: the holder has no connection any more, and `discarded` is told of the number. */
  drop(holder: Linked): void;
  /** It has ended, and its system has taken that in: the holder has no connection any more. */
  release(holder: Linked): void;
  /** For the `load` of a system's state: its connections are known again. Throws WW_SNAPSHOT_INVALID where another has one of the numbers. */
  restore(system: string, held: HeldLinks): void;
}
