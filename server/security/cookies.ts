import type { IncomingHttpHeaders } from 'node:http';

/**
 * The cookies of a request by name. What is malformed is passed over, never thrown; of several with one name the first counts,
 * as RFC 6265 has the more specific one sent first.
 */
export function parseCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (header ?? '').slice(0, 16_384).split(';')) {
    const cut = part.indexOf('=');
    if (cut <= 0) continue;
    const name = part.slice(0, cut).trim();
    if (name !== '' && !cookies.has(name)) cookies.set(name, part.slice(cut + 1).trim());
  }
  return cookies;
}

/**
 * Name of the session cookie. Browsers keep cookies per host and not per port, so the port is in the name.
 * @param secure behind TLS: one that browsers take from nobody else, be it a page of another port, that is not behind TLS itself
 */
export function cookieName(port: number, secure: boolean): string {
  return `${secure ? '__Host-' : ''}worldwire-${port}`;
}

/** Settings of the session cookie: no script and no other site can use it; 30 days, so that a user is known again. */
export function cookieSettings(secure: boolean): { path: '/'; httpOnly: true; sameSite: 'strict'; maxAge: number; secure: boolean } {
  return { path: '/', httpOnly: true, sameSite: 'strict', maxAge: 2_592_000, secure };
}

/**
 * Whether the browser speaks TLS, with a proxy in front of us. What a request says of it is believed, whoever sends it: it decides about the sender's
 * own cookie and nothing else, and no page can have a browser say it.
 */
export function isBehindTls(headers: IncomingHttpHeaders): boolean {
  const forwarded = headers['x-forwarded-proto'];
  const first = (Array.isArray(forwarded) ? forwarded[0] : forwarded)?.split(',', 1)[0]?.trim().toLowerCase();
  return first === undefined ? /(?:^|;)\s*proto="?https"?\s*(?:;|,|$)/i.test(headers.forwarded?.split(',', 1)[0] ?? '') : first === 'https';
}
