import ipaddr from 'ipaddr.js';
import { may, WorldwireError, type Role } from '../../engine/index.ts';
import { Bucket } from '../limits/bucket.ts';

/** How many connections a server holds. */
export interface PlaceLimits {
  /** Of those who are known. */
  readonly known: number;
  /** Besides, of those who may remove others: no crowd keeps out who could end it. */
  readonly keepers: number;
  /** Of one user. */
  readonly each: number;
  /** Of those who have not said yet who they are: in all, and from one address. */
  readonly strangers: number;
  readonly strangersEach: number;
}

export const PLACES: PlaceLimits = { known: 1000, keepers: 100, each: 200, strangers: 250, strangersEach: 100 };

/** Strangers that may come in a second and at once, from one address and in all. */
const COMING_EACH = { perSecond: 30, most: 100 },
  COMING = { perSecond: 100, most: 300 };
/** Addresses of which is known how many came; past it the ones that came first are forgotten. */
const MOST_ADDRESSES = 10_000;

/** A connection's place. */
export interface Place {
  /** Its token or cookie came with it, or it has said since who it is. */
  readonly known: boolean;
  /** It has said who it is. Throws WW_LIMIT where those who are known have no place left. */
  settle(userId: string, role: Role): void;
  /** Gives the place back; more than once does nothing. */
  leave(): void;
}

/**
 * Who may hold a connection. Strangers have places of their own, so that however many come they take none from those who are known, and those who
 * are known by the head of their request need none of a stranger's.
 */
export class Places {
  readonly #limits: PlaceLimits;
  readonly #strangers = new Map<string, number>();
  readonly #users = new Map<string, number>();
  readonly #coming = new Map<string, Bucket>();
  readonly #all = new Bucket(COMING.perSecond, COMING.most);
  #strange = 0;
  #known = 0;

  constructor(limits: PlaceLimits = PLACES) {
    this.#limits = limits;
  }

  /** Throws WW_LIMIT or WW_RATE_LIMITED where `take` would, and takes nothing. */
  look(address: string, role: Role | undefined): void {
    if (role !== undefined) this.#roomFor(role);
    else if (this.#strange >= this.#limits.strangers || (this.#strangers.get(networkOf(address)) ?? 0) >= this.#limits.strangersEach)
      throw new WorldwireError(
        'WW_LIMIT',
        'This server holds as many connections as it takes of those who have not said who they are. Send the token with the request itself ' +
          '(Authorization: Bearer …).',
      );
  }

  /**
   * Takes a place. @param role of the token or cookie that came with the request; undefined where none did, or none that holds
   * @throws WorldwireError WW_LIMIT, and WW_RATE_LIMITED where strangers come too fast
   */
  take(address: string, role: Role | undefined): Place {
    this.look(address, role);
    const network = networkOf(address);
    if (role === undefined) {
      if (!this.#bucketOf(network).take() || !this.#all.take()) throw new WorldwireError('WW_RATE_LIMITED');
      this.#strange += 1;
      count(this.#strangers, network, 1);
    } else this.#known += 1;
    let known = role !== undefined;
    let user: string | undefined;
    let gone = false;
    const leave = (): void => {
      if (gone) return;
      gone = true;
      if (known) this.#known -= 1;
      else this.#forgetStranger(network);
      if (user !== undefined) count(this.#users, user, -1);
    };
    const settle = (userId: string, as: Role): void => {
      if (gone || user !== undefined) return;
      if ((this.#users.get(userId) ?? 0) >= this.#limits.each)
        throw new WorldwireError('WW_LIMIT', `${this.#limits.each} pages of yours are open at this server, as many as one user may have.`);
      if (!known) {
        this.#roomFor(as);
        known = true;
        this.#forgetStranger(network);
        this.#known += 1;
      }
      user = userId;
      count(this.#users, userId, 1);
    };
    return {
      get known() {
        return known;
      },
      settle,
      leave,
    };
  }

  #roomFor(role: Role): void {
    const { known, keepers } = this.#limits;
    if (this.#known >= known + (may(role, 'remove') ? keepers : 0)) throw new WorldwireError('WW_LIMIT', `This server takes ${known} pages.`);
  }

  #forgetStranger(network: string): void {
    this.#strange -= 1;
    count(this.#strangers, network, -1);
  }

  #bucketOf(network: string): Bucket {
    const bucket = this.#coming.get(network) ?? new Bucket(COMING_EACH.perSecond, COMING_EACH.most);
    // Last in order, so that whoever has not come for longest is forgotten first.
    this.#coming.delete(network);
    this.#coming.set(network, bucket);
    const [first] = this.#coming.keys();
    if (this.#coming.size > MOST_ADDRESSES && first !== undefined) this.#coming.delete(first);
    return bucket;
  }
}

function count(map: Map<string, number>, key: string, by: number): void {
  const now = (map.get(key) ?? 0) + by;
  if (now <= 0) map.delete(key);
  else map.set(key, now);
}

/** An address as it is counted: of IPv6 the first half, since whoever has one of those has all that begin alike. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const read = ipaddr.process(address);
  return read.kind() === 'ipv4' ? read.toString() : ipaddr.IPv6.networkAddressFromCIDR(`${read.toString()}/64`).toString();
}
