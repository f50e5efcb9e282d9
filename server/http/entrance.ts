import type { IncomingHttpHeaders } from 'node:http';
import { greater, type Role } from '../../engine/index.ts';
import type { Identity, Sessions } from '../security/sessions.ts';

/**
 * How somebody has come to `/?token=…`. `purpose`: typed, opened by a program, or by a link of our own page. `elsewhere`: by a link of another page,
 * on which a browser leaves our cookie out, so that nothing can be said yet. `link`: the same, asked again by a page of ours, with the cookie.
 */
export type Way = 'purpose' | 'elsewhere' | 'link';

/** What becomes of who comes by `/?token=…`. */
export type Entrance =
  | { readonly outcome: 'again' }
  | { readonly outcome: 'refused'; readonly here: Role | undefined }
  | { readonly outcome: 'stays' }
  | { readonly outcome: 'asked'; readonly here: Role; readonly offered: Role }
  | { readonly outcome: 'entered'; readonly cookie: string };

/** What of a request tells how its sender has come. */
export interface Coming {
  readonly headers: IncomingHttpHeaders;
  /** The address says that it is asked again. */
  readonly marked: boolean;
  /** A session cookie came along. */
  readonly cookieSeen: boolean;
  /** The cookie that was given out for this moment came along: so would a session cookie, if there were one. */
  readonly wayCookieSeen: boolean;
}

export function wayOf({ headers, marked, cookieSeen, wayCookieSeen }: Coming): Way {
  const site = headers['sec-fetch-site'];
  // Over HTTP from another machine browsers do not say where a request comes from, but for the page that a link was on.
  const onPurpose = site === undefined ? fromOwnPage(headers) : site === 'none' || site === 'same-origin';
  if (onPurpose) return marked ? 'link' : 'purpose';
  if (cookieSeen || (marked && wayCookieSeen)) return 'link';
  // A program has no cookies that somebody could take from it.
  return site !== undefined || headers.accept?.includes('text/html') === true ? 'elsewhere' : 'purpose';
}

/** A page of another origin can leave out where it is, and cannot say that it is ours. */
function fromOwnPage({ referer, host }: IncomingHttpHeaders): boolean {
  return referer !== undefined && host !== undefined && URL.canParse(referer) && new URL(referer).host === host.toLowerCase();
}

/**
 * Takes a token for a cookie. A link that somebody else has made never takes a role away: where it would give less than the visitor has, they are
 * asked, and where it would give the same, or nothing, they stay who they are.
 */
export function entranceOf(sessions: Sessions, token: string, cookie: string | undefined, way: Way): Entrance {
  const here = known(sessions, cookie);
  const offered = sessions.roleOfToken(token);
  const refused = { outcome: 'refused', here: here?.role } as const;
  if (offered === undefined) return refused;
  if (way === 'elsewhere') return { outcome: 'again' };
  if (way === 'link' && here !== undefined && !greater(offered, here.role))
    return greater(here.role, offered) ? { outcome: 'asked', here: here.role, offered } : { outcome: 'stays' };
  const value = sessions.exchange(token, cookie);
  return value === undefined ? refused : { outcome: 'entered', cookie: value };
}

function known(sessions: Sessions, cookie: string | undefined): Identity | undefined {
  try {
    return sessions.fromCookie(cookie);
  } catch {
    // Who was removed has nothing here that could be taken from them.
    return undefined;
  }
}
