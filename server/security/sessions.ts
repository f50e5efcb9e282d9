import { randomBytes } from 'node:crypto';
import { greater, ROLES, WorldwireError, type Role } from '../../engine/index.ts';
import type { Standing } from './standing.ts';
import { keyOf, nameOf, sameSecret, sign } from './token.ts';
import type { KnownToken, Tokens } from './tokens.ts';

/** Who asks, as far as their token or cookie tells. */
export interface Identity {
  readonly userId: string;
  readonly machineId: string;
  readonly role: Role;
  /** By cookie, that a browser sends by itself, or by token, that somebody sent on purpose. */
  readonly by: 'cookie' | 'token';
  /** Id of the token that they came with, and the role that it gives. */
  readonly token: Pick<KnownToken, 'id' | 'role' | 'digest' | 'program'>;
  /** What proves who they are, from which their user id derives. Absent where all who have the token are one user. */
  readonly secret?: string;
}

const SECRET = /^[A-Za-z0-9_-]{32,64}$/;

/**
 * Knows who asks. A browser exchanges the token for a cookie `SECRET.KEY.SIGNATURE`: the secret is the browser's own and its user id derives
 * from it, so that nobody joins as another; the key derives from the token, so that it ends with it; the signature is the server's, so that
 * nobody makes themselves further users without the token, and nobody gives a browser a secret that they know: a page of another port of this
 * host can set the cookie. Nothing of it but the key of the signature needs to be kept on the server. A program sends the token itself, and
 * the secrets of its user and of its machine if it wants to be known by them.
 */
export class Sessions {
  readonly #tokens: Tokens;
  readonly #standing: Standing;
  readonly #key: string;

  /** @param key with which cookies are signed; those that are signed otherwise are none of ours */
  constructor(tokens: Tokens, standing: Standing, key: string) {
    this.#tokens = tokens;
    this.#standing = standing;
    this.#key = key;
  }

  /**
   * Exchanges a token for a cookie's value; undefined where the token is wrong. A browser that was here before stays the same user, unless it comes
   * with more than it had: a page of another port may have put a cookie of its own there, and whoever has a lesser token is to be nobody's greater self.
   */
  exchange(token: string, oldCookie: string | undefined): string | undefined {
    const key = keyOf(token);
    const known = this.#tokens.find(key);
    if (known === undefined) return undefined;
    const old = this.#partsOf(oldCookie);
    const secret = old === undefined || greater(known.role, old.role) ? randomBytes(24).toString('base64url') : old.secret;
    return this.#known(known, secret) ? `${secret}.${key}.${this.#sign(secret, key, known.role)}` : undefined;
  }

  /** Who a cookie's value stands for, or undefined. Throws WW_REMOVED. */
  fromCookie(value: string | undefined): Identity | undefined {
    const parts = this.#partsOf(value);
    const token = parts === undefined ? undefined : this.#tokens.find(parts.key);
    return parts === undefined || token === undefined ? undefined : this.#of(token, parts.secret, parts.secret, 'cookie');
  }

  /** What a cookie's value holds, where this server has signed it, be it in an earlier start. */
  #partsOf(value: string | undefined): { secret: string; key: string; role: Role } | undefined {
    if (value === undefined || value.length > 256) return undefined;
    const [secret = '', key = '', signature = '', ...rest] = value.split('.');
    if (rest.length > 0 || !SECRET.test(secret)) return undefined;
    const role = ROLES.find((each) => sameSecret(this.#sign(secret, key, each), signature));
    return role === undefined ? undefined : { secret, key, role };
  }

  /** @param role that the token gave when the cookie was given out */
  #sign(secret: string, key: string, role: Role): string {
    return sign(this.#key, `worldwire cookie ${secret}.${key} ${role}`);
  }

  /** Who an `Authorization` header stands for, or undefined. Programs with one role share an author. Throws WW_REMOVED. */
  fromBearer(header: string | undefined): Identity | undefined {
    const given = /^Bearer +([^\s]{1,512})$/i.exec(header ?? '')?.[1];
    return given === undefined ? undefined : this.fromToken(given);
  }

  /** The role that a token gives, whoever it may be for; undefined where it is wrong. */
  roleOfToken(token: string): Role | undefined {
    return this.#tokens.find(keyOf(token))?.role;
  }

  /** The role that an `Authorization` header gives, whoever its token may be for; undefined where the token is wrong. */
  roleOfBearer(header: string | undefined): Role | undefined {
    const given = /^Bearer +([^\s]{1,512})$/i.exec(header ?? '')?.[1];
    return given === undefined ? undefined : this.roleOfToken(given);
  }

  /** Who a token stands for, with the secrets of a user and of a machine or without; undefined where any of it is wrong. Throws WW_REMOVED. */
  fromToken(given: unknown, secret?: unknown, machine?: unknown): Identity | undefined {
    if (typeof given !== 'string' || given.length > 512) return undefined;
    const token = this.#tokens.find(keyOf(given));
    if (token === undefined) return undefined;
    if (secret !== undefined || machine !== undefined) {
      const proven = typeof secret === 'string' && SECRET.test(secret) && typeof machine === 'string' && SECRET.test(machine);
      return proven ? this.#of(token, secret, machine, 'token') : undefined;
    }
    if (token.user !== undefined) return undefined;
    const userId = token.role === 'Admin' ? 'api' : `api-${token.role.toLowerCase()}`;
    this.#standing.admit(userId);
    return { userId, machineId: 'api', role: this.#standing.roleOf(userId, token.role), by: 'token', token };
  }

  /** Who it is as they stand now. Throws WW_UNAUTHENTICATED where their token has been taken back since, and WW_REMOVED. */
  renew(identity: Identity): Identity {
    const { userId, role, token } = identity;
    if (!this.#tokens.stands(token)) throw new WorldwireError('WW_UNAUTHENTICATED', 'The token that you came with has been taken back.');
    this.#standing.admit(userId);
    const now = this.#standing.roleOf(userId, token.role);
    return now === role ? identity : { ...identity, role: now };
  }

  #of(token: KnownToken, secret: string, machine: string, by: Identity['by']): Identity | undefined {
    if (!this.#known(token, secret)) return undefined;
    const userId = nameOf('u-', secret);
    this.#standing.admit(userId);
    return { userId, machineId: nameOf('m-', machine), role: this.#standing.roleOf(userId, token.role), by, token, secret };
  }

  /** Whether a token lets in the user with this secret. */
  #known(token: KnownToken, secret: string): boolean {
    return token.user === undefined || token.user === nameOf('u-', secret);
  }
}
