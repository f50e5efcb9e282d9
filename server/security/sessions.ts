import { randomBytes } from 'node:crypto';
import type { Role } from '../../engine/index.ts';
import { nameOf, sameSecret, sign } from './token.ts';

/** Who asks, as far as their token or cookie tells. */
export interface Identity {
  readonly userId: string;
  readonly machineId: string;
  readonly role: Role;
  /** By cookie, that a browser sends by itself, or by token, that somebody sent on purpose. */
  readonly by: 'cookie' | 'token';
}

/** A token and the role that it gives. */
export interface TokenRole {
  readonly token: string;
  readonly role: Role;
}

const SECRET = /^[A-Za-z0-9_-]{32,64}$/;

/**
 * Knows who asks. A browser exchanges the token for a cookie `SECRET.SIGNATURE`: the secret is the browser's own and its
 * user id derives from it, so that nobody joins as another; the signature is made with the token, so that a new token ends
 * all sessions of the old one, and nothing needs to be kept on the server.
 */
export class Sessions {
  readonly #tokens: readonly TokenRole[];
  constructor(tokens: readonly TokenRole[]) {
    this.#tokens = tokens;
  }

  /** The role of a token, or undefined. All tokens are compared, so that time does not tell which one was near. */
  roleOf(token: string): Role | undefined {
    let role: Role | undefined;
    for (const entry of this.#tokens) if (sameSecret(entry.token, token)) role ??= entry.role;
    return role;
  }

  /** Exchanges a token for a cookie's value; undefined where the token is wrong. A browser that was here before stays the same user. */
  exchange(token: string, oldCookie: string | undefined): string | undefined {
    const known = this.#tokens.find((entry) => sameSecret(entry.token, token));
    if (known === undefined) return undefined;
    const before = oldCookie?.split('.')[0] ?? '';
    const secret = SECRET.test(before) ? before : randomBytes(24).toString('base64url');
    return `${secret}.${sign(known.token, secret)}`;
  }

  /** Who a cookie's value stands for, or undefined. */
  fromCookie(value: string | undefined): Identity | undefined {
    if (value === undefined || value.length > 256) return undefined;
    const [secret = '', signature = '', ...rest] = value.split('.');
    if (rest.length > 0 || !SECRET.test(secret)) return undefined;
    let found: TokenRole | undefined;
    for (const entry of this.#tokens) if (sameSecret(sign(entry.token, secret), signature)) found ??= entry;
    return found === undefined ? undefined : { userId: nameOf('u-', secret), machineId: nameOf('m-', secret), role: found.role, by: 'cookie' };
  }

  /** Who an `Authorization` header stands for, or undefined. Programs with one role share an author. */
  fromBearer(header: string | undefined): Identity | undefined {
    const token = /^Bearer +([^\s]{1,512})$/i.exec(header ?? '')?.[1];
    const role = token === undefined ? undefined : this.roleOf(token);
    return role === undefined ? undefined : { userId: role === 'Admin' ? 'api' : `api-${role.toLowerCase()}`, machineId: 'api', role, by: 'token' };
  }
}
