import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { WorldwireError, type Role } from '../../engine/index.ts';
import type { AddressBook } from './addresses.ts';
import { cookieName, isBehindTls, parseCookies } from './cookies.ts';
import type { Identity, Sessions } from './sessions.ts';

/** What stands before every request and every upgrade. It reads headers and never throws anything but a coded refusal. */
export interface Guard {
  /** Refuses with WW_BAD_HOST what was sent to a name that is not ours, or to several. */
  host(request: Pick<IncomingMessage, 'headers'> & Partial<Pick<IncomingMessage, 'headersDistinct'>>): void;
  /** Refuses with WW_BAD_ORIGIN a page of another origin; `needed` also refuses where no origin is given. */
  origin(headers: IncomingHttpHeaders, needed: boolean): void;
  /** Who asks, or undefined. A token wins over a cookie. Refuses with WW_REMOVED who was removed. */
  identify(headers: IncomingHttpHeaders): Identity | undefined;
  /** Who comes to a socket: by what they sent with its handshake, `{token, secret?, machine?}`, or by their cookie. As `identify`. */
  identifySocket(headers: IncomingHttpHeaders, auth: unknown): Identity | undefined;
  /** The role that comes with a request's head, before it is said who asks: a token may be one user's alone. Undefined where nothing in it holds. */
  roleOf(headers: IncomingHttpHeaders): Role | undefined;
  /** Who it is as they stand now. Refuses with WW_UNAUTHENTICATED and WW_REMOVED. */
  renew(identity: Identity): Identity;
  /** The session cookie as it was sent. */
  cookie(headers: IncomingHttpHeaders): string | undefined;
  /** Whether the browser that sent this speaks TLS. */
  secure(headers: IncomingHttpHeaders): boolean;
}

/** @param port gives the port that is listened on, which names the cookie */
export function createGuard(addresses: AddressBook, sessions: Sessions, port: () => number): Guard {
  const secure = (headers: IncomingHttpHeaders): boolean => isBehindTls(headers) || addresses.tls(headers.host);
  const cookie = (headers: IncomingHttpHeaders): string | undefined => {
    const cookies = parseCookies(headers.cookie);
    // A proxy may say of some requests only that they came by TLS. Where it does, the other name could be anybody's.
    return cookies.get(cookieName(port(), true)) ?? (secure(headers) ? undefined : cookies.get(cookieName(port(), false)));
  };
  const identify = (headers: IncomingHttpHeaders): Identity | undefined =>
    headers.authorization === undefined ? sessions.fromCookie(cookie(headers)) : sessions.fromBearer(headers.authorization);
  return {
    cookie,
    secure,
    identify,
    renew: (identity) => sessions.renew(identity),
    roleOf(headers) {
      if (headers.authorization !== undefined) return sessions.roleOfBearer(headers.authorization);
      try {
        return sessions.fromCookie(cookie(headers))?.role;
      } catch {
        // Who was removed is a stranger, and is told why as one whose token is wrong is: by the socket's first answer.
        return undefined;
      }
    },
    host({ headers, headersDistinct }) {
      if (!addresses.host(headers.host) || (headersDistinct?.host?.length ?? 0) > 1) throw new WorldwireError('WW_BAD_HOST');
    },
    origin(headers, needed) {
      const { origin } = headers;
      if (origin === undefined ? needed : typeof origin !== 'string' || !addresses.origin(origin, headers.host)) throw new WorldwireError('WW_BAD_ORIGIN');
    },
    identifySocket(headers, auth) {
      const { token, secret, machine } = (typeof auth === 'object' && auth !== null ? auth : {}) as { readonly [key: string]: unknown };
      if (token === undefined && secret === undefined && machine === undefined) return identify(headers);
      return sessions.fromToken(token, secret, machine);
    },
  };
}
