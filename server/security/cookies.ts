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

/** Name of the session cookie. Browsers keep cookies per host and not per port, so the port is in the name. */
export function cookieName(port: number): string {
  return `worldwire-${port}`;
}

/** Settings of the session cookie: no script and no other site can use it; 30 days, so that a user is known again. */
export const COOKIE_SETTINGS = { path: '/', httpOnly: true, sameSite: 'strict', maxAge: 2_592_000 } as const;
