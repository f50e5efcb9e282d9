import { may, HOST, WorldwireError, type Author, type ErrorCode, type JoinedUser, type Role } from '../../engine/index.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import type { CarriedConnection } from '../links/relay.ts';
import { demand } from '../security/roles.ts';
import { removedBy, type RemovedUser, type Standing } from '../security/standing.ts';
import type { People } from './people.ts';

/** A page, or a command line, as the office sees it. */
export interface Seat {
  readonly userId: string;
  /** Id of the token that it came with. */
  readonly token: string;
  /** The role of its user, also before it has said hello. */
  readonly role: Role;
  /** Undefined before it has said hello. */
  readonly user: JoinedUser | undefined;
  readonly world: HostedWorld | undefined;
  /** Whether it looks at the past or is on its way there; `rests` while a world of the past waits for it to return. */
  readonly looksBack: 'no' | 'rests' | 'yes';
  readonly carried: readonly CarriedConnection[];
  /** Its user has this role from now on. */
  renew(role: Role): void;
  /** Nothing of the past waits for it any more. */
  forgetPast(): void;
  /** Tells it why, and ends it; `why` is for the others. */
  dismiss(code: ErrorCode, message: string, why: string): void;
}

export interface OfficeOptions {
  readonly standing: Standing;
  readonly people: People;
  /** The worlds of the server, in which somebody may have begun what goes on without them. */
  readonly worlds: { readonly list: readonly Pick<HostedWorld, 'submit'>[] };
}

/** Who asks the office for something. */
export type Caller = Author & { readonly name: string };

/** Keeps order among the users of a server: gives roles, puts people out, and lets them in again. */
export class Office {
  readonly seats = new Set<Seat>();
  readonly #options: OfficeOptions;
  readonly #listeners = new Set<() => void>();

  constructor(options: OfficeOptions) {
    this.#options = options;
  }

  get removed(): readonly RemovedUser[] {
    return this.#options.standing.removed;
  }

  /** Calls when somebody was removed or let back in. */
  onRemoved(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** The name that a user has at their page; where they are at none, their id. */
  nameOf(userId: string): string {
    return (
      this.of(userId).findLast((seat) => seat.user !== undefined)?.user?.name ??
      this.#options.people.find(userId)?.name ??
      (/^api(-|$)/.test(userId) ? 'A program' : userId)
    );
  }

  /** Pages of a user. */
  of(userId: string): Seat[] {
    return [...this.seats].filter((seat) => seat.userId === userId);
  }

  /** Gives a user another role, on all their machines, for as long as the server runs. Throws WW_FORBIDDEN and WW_UNKNOWN_USER. */
  role(caller: Author, userId: string, role: Role): void {
    demand(caller.role, 'administer');
    if (userId === caller.userId) throw new WorldwireError('WW_FORBIDDEN', 'Nobody changes their own role: another Admin can.');
    if (userId === HOST.userId) throw new WorldwireError('WW_FORBIDDEN', 'The host is the server itself, and its role does not change.');
    this.#known(userId);
    this.#options.standing.give(userId, role);
    for (const seat of this.of(userId)) seat.renew(role);
    if (!may(role, 'edit')) this.#endSends(userId);
  }

  /** Puts a user out and keeps them out. Throws WW_FORBIDDEN and WW_UNKNOWN_USER. */
  remove(caller: Caller, userId: string): void {
    demand(caller.role, 'remove');
    if (userId === caller.userId) throw new WorldwireError('WW_FORBIDDEN', 'Nobody removes themselves: close the page instead.');
    if (userId === HOST.userId) throw new WorldwireError('WW_FORBIDDEN', 'The host is the server itself: stop it, or close the world.');
    this.#known(userId);
    const seats = this.of(userId);
    const name = this.nameOf(userId);
    if (!may(caller.role, 'administer') && this.#isAdmin(userId))
      throw new WorldwireError('WW_FORBIDDEN', `${name} is an Admin: only another Admin removes them.`);
    const removal: RemovedUser = { userId, name, by: caller.name, at: new Date().toISOString() };
    this.#options.standing.remove(removal);
    const { code, message } = removedBy(removal);
    const why = `removed by ${caller.name}`;
    this.#options.people.expel(userId, why);
    for (const seat of seats) seat.dismiss(code, message, why);
    this.#endSends(userId);
    this.#tell();
  }

  /** Lets a removed user in again. Throws WW_FORBIDDEN and WW_UNKNOWN_USER. */
  back(caller: Author, userId: string): void {
    demand(caller.role, 'remove');
    if (!this.#options.standing.back(userId)) throw new WorldwireError('WW_UNKNOWN_USER', 'This user is not kept out.');
    this.#tell();
  }

  /** Tokens were taken back: whoever came with one of them is put out. */
  revoked(tokens: readonly string[]): void {
    for (const seat of this.seats)
      if (tokens.includes(seat.token)) {
        this.#endSends(seat.userId);
        seat.dismiss(
          'WW_UNAUTHENTICATED',
          'The token that you came with has been taken back. Ask whoever runs the server for another.',
          'its token was taken back',
        );
      }
  }

  /** What somebody has begun to say to many goes on without them, but not without their right to it. */
  #endSends(userId: string): void {
    for (const world of this.#options.worlds.list) void world.submit(HOST, { type: 'stopSends', acting: userId }).catch(() => undefined);
  }

  #isAdmin(userId: string): boolean {
    const role = this.#options.people.find(userId)?.role;
    return (role !== undefined && may(role, 'administer')) || this.of(userId).some((seat) => may(seat.role, 'administer'));
  }

  #known(userId: string): void {
    if (this.of(userId).length === 0 && this.#options.people.find(userId) === undefined) throw new WorldwireError('WW_UNKNOWN_USER');
  }

  #tell(): void {
    for (const tell of this.#listeners) tell();
  }
}
