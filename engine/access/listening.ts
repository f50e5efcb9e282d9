import ipaddr from 'ipaddr.js';
import type { Objection } from '../schema/field.ts';
import { normalHost } from './host.ts';

/** The address that `localhost` stands for where a world listens: always the same one, whatever the machine's hosts file says. */
const LOCALHOST = '127.0.0.1';

/**
 * The address that a world is to listen at, in its one spelling: an IP address in full, or `localhost`. Undefined for all else: a name would be another
 * address on another machine. `0.0.0.0` and `::` stand for all of a machine's.
 */
export function listenAddress(host: string): string | undefined {
  const bare = normalHost(host.trim());
  if (bare === 'localhost') return LOCALHOST;
  return (bare.includes(':') && !bare.includes('%') && ipaddr.IPv6.isValid(bare)) || ipaddr.IPv4.isValidFourPartDecimal(bare) ? bare : undefined;
}

export function listenHostFault(host: string): Objection | null {
  if (listenAddress(host) !== undefined) return null;
  return { expected: 'an IP address of the machine, or localhost', message: `${JSON.stringify(host.slice(0, 200))} is no IP address` };
}

/** A path as the first line of a request holds it: what a URL would write otherwise, no client asks for. */
export function listenPathFault(path: string): Objection | null {
  if (path === '') return null;
  if (path.startsWith('/') && !/[?#]/.test(path) && new URL(path.replace(/^\/+/, '/'), 'ws://host').pathname === path) return null;
  const expected = 'a path as it stands in a URL, beginning with / and without ? and #, or nothing for any path';
  return { expected, message: `${JSON.stringify(path.slice(0, 200))} is no such path` };
}

/** All that is wrong with a list of origins: each is `*`, `null`, or scheme, host and port as a browser writes them. */
export function originsFaults(origins: readonly string[]): Objection[] {
  const faults: Objection[] = [];
  for (const [index, origin] of origins.entries()) {
    if (origin === '*' || origin === 'null' || isOrigin(origin)) continue;
    const message = `${JSON.stringify(origin.slice(0, 200))} is no origin; write it as a browser does, as https://example.com or http://localhost:3000`;
    faults.push({ inside: String(index), expected: 'an origin, as https://example.com, or *', message });
  }
  return faults;
}

function isOrigin(text: string): boolean {
  const scheme = /^([a-z][a-z\d+.-]*):\/\/[^/?#@\s]+$/.exec(text)?.[1];
  if (scheme === undefined || !URL.canParse(text)) return false;
  // Origins of other schemes, as those of a browser's extensions, are opaque to URL and taken as they stand.
  return scheme !== 'http' && scheme !== 'https' ? true : new URL(text).origin === text;
}
