import { may, type Role } from '../../engine/index.ts';
import { Bucket } from '../limits/bucket.ts';

/** Bytes of text a second, and at once, of one user who may not edit, and of all of them together: what they look at is named in some hundreds. */
const EACH = { perSecond: 250_000, most: 4_000_000 },
  ALL = { perSecond: 2_000_000, most: 32_000_000 };
/** Bytes of messages that have not come whole, as many as are held of one user who may not edit, and of all of them. */
const HELD = { each: 16_000_000, all: 128_000_000 };
/** Users whose share is known; past it the one who has not spoken for longest is forgotten. */
const MOST_USERS = 5000;

/**
 * What the pages of those who may not edit send as text, which is parsed before anybody looks at it, and what they leave unfinished: so much of one
 * user, and of all.
 */
export class Texts {
  readonly #users = new Map<string, Bucket>();
  readonly #all = new Bucket(ALL.perSecond, ALL.most);
  readonly #held = new Map<string, number>();
  #heldOfAll = 0;

  /** Counts it. Gives the milliseconds for which the sender is not to be read from. */
  charge({ userId, role }: { readonly userId: string; readonly role: Role }, bytes: number): number {
    if (may(role, 'edit')) return 0;
    const share = this.#users.get(userId) ?? new Bucket(EACH.perSecond, EACH.most);
    this.#users.delete(userId);
    this.#users.set(userId, share);
    const [first] = this.#users.keys();
    if (this.#users.size > MOST_USERS && first !== undefined) this.#users.delete(first);
    return Math.max(share.draw(bytes), this.#all.draw(bytes));
  }

  /** Counts what is held of unfinished messages. False where it is too much: then whoever has just sent some must go. */
  hold({ userId, role }: { readonly userId: string; readonly role: Role }, change: number): boolean {
    const held = (this.#held.get(userId) ?? 0) + change;
    if (held > 0) this.#held.set(userId, held);
    else this.#held.delete(userId);
    this.#heldOfAll += change;
    return change <= 0 || may(role, 'edit') || (held <= HELD.each && this.#heldOfAll <= HELD.all);
  }
}
