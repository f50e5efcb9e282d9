import { randomBytes } from 'node:crypto';
import type { Role } from '../../engine/index.ts';
import { digestOf, makeToken, sameDigest, traceOf } from './token.ts';
import { TokenFile, type KeptToken } from './token-file.ts';

/** A token and the role that it gives. */
export interface TokenRole {
  readonly token: string;
  readonly role: Role;
}

/** What is known of a token: never the token itself. */
export type KnownToken = KeptToken;

/** A token that was just made; it is shown once. */
export interface MadeToken extends KnownToken {
  readonly token: string;
}

/** The tokens that open a server: those that it was started with, and those that were made since, which are kept in a file. */
export class Tokens {
  readonly #given: readonly KnownToken[];
  readonly #file: TokenFile;
  readonly #ofUsers = new Map<string, Promise<MadeToken>>();

  /** @param given of the command line and the configuration; they hold as long as the server runs */
  constructor(given: readonly TokenRole[], file: TokenFile = TokenFile.none()) {
    this.#given = given.map(({ token, role }, index) => ({ id: `given-${index}`, ...traceOf(token), role, name: '', at: '' }));
    this.#file = file;
  }

  /** The token with this key, or undefined. All are compared, so that time does not tell which one was near. */
  find(key: string): KnownToken | undefined {
    const digest = digestOf(key);
    let found: KnownToken | undefined;
    for (const list of [this.#given, this.#file.list]) for (const known of list) if (sameDigest(known.digest, digest)) found ??= known;
    return found !== undefined && this.#stands(found) ? found : undefined;
  }

  /** Whether the token stands by which the user of this one came. */
  #stands({ of }: KnownToken, steps = 10): boolean {
    if (of === undefined) return true;
    if (steps === 0) return false;
    const before = this.#given.find(({ digest }) => digest === of) ?? this.#file.list.find(({ digest }) => digest === of);
    return before !== undefined && this.#stands(before, steps - 1);
  }

  /** Whether a token that was found before is still what it was. */
  stands({ id, digest, role }: Pick<KnownToken, 'id' | 'digest' | 'role'>): boolean {
    const now = this.#given.find((known) => known.id === id) ?? this.#file.get(id);
    return now?.digest === digest && now.role === role && this.#stands(now);
  }

  holds(id: string): boolean {
    return this.#given.some((known) => known.id === id) || this.#file.list.some((known) => known.id === id && this.#stands(known));
  }

  /** Makes a token. Rejects with WW_SAVE_FAILED where it cannot be kept. */
  make(role: Role, name: string): Promise<MadeToken> {
    return makeKept(this.#file, { role, name });
  }

  /**
   * The token by which one user joins from their other machines: the same as long as the server runs, the role stays, and it is not taken back.
   * @param of digest of the token by which they came, with which it ends
   */
  async ofUser(user: string, role: Role, name: string, of: string): Promise<string> {
    const before = this.#ofUsers.get(user) ?? Promise.resolve(undefined);
    const make = (): Promise<MadeToken> => makeKept(this.#file, { role, name, user, of }, (token) => this.#stands(token));
    const standing = before.catch(() => undefined).then((made) => (made?.role === role && this.holds(made.id) ? made : make()));
    this.#ofUsers.set(user, standing);
    return (await standing).token;
  }

  /** Calls with the ids of tokens that are taken back. Returns what ends it. */
  watch(ended: (ids: readonly string[]) => void): () => void {
    return this.#file.watch(ended);
  }
}

/**
 * Makes a token and keeps what it is known by.
 * @param of what it is to be; with `user` it lets in that user alone
 * @param holds whether one that is kept still opens anything
 */
export async function makeKept(
  file: TokenFile,
  of: Pick<KeptToken, 'role' | 'name' | 'program' | 'user' | 'of'>,
  holds?: (token: KeptToken) => boolean,
): Promise<MadeToken> {
  const token = makeToken();
  const kept: KeptToken = {
    id: randomBytes(4).toString('hex'),
    ...traceOf(token),
    ...of,
    name: of.name.slice(0, 100),
    at: new Date().toISOString(),
  };
  await file.add(kept, holds);
  return { ...kept, token };
}
