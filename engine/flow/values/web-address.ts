import { ACCESS_SCOPES, type AccessScope } from '../../access-scopes.ts';
import { hostPortOf } from '../../access/host.ts';
import { LONGEST_URL } from './fetch-job.ts';

/** A place that access is asked for, or a request goes to: an address, with the host and port that it leads to. */
export interface WebPlace {
  readonly scope: AccessScope;
  readonly host: string;
  readonly port: number;
  /** Without a #fragment. */
  readonly url: string;
}

/** What access may be asked for, by the original's names. */
export const HOST_ACCESS_SCOPES: readonly string[] = ['Everything', ...ACCESS_SCOPES];

/** Where a request goes to; or what is wrong with the address, in words. */
export function requestPlace(text: string | null): WebPlace | string {
  if (text === null || text.trim() === '') return 'there is no URL';
  if (text.length > LONGEST_URL) return `the URL has ${text.length} characters; at most ${LONGEST_URL} are taken`;
  if (!URL.canParse(text)) return 'the URL cannot be read as an address; expected one like https://example.com/path';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `the URL begins with ${url.protocol}; requests go to http:// and https:// alone`;
  if (url.username !== '' || url.password !== '') return 'the URL holds a user or password, which are not sent';
  if (url.href.length > LONGEST_URL) return `the URL has ${url.href.length} characters as it is sent; at most ${LONGEST_URL} are taken`;
  return placeOf(url, 'HTTP') ?? 'the URL names no host and port that a request could go to';
}

/**
 * The places that a scope means: of `Everything` one for each. Empty where the host is none.
 * @param text a host, with a scheme and port or without; what the scheme says of the kind of connection counts for nothing, as in the original
 * @param port 0 or less: the one in the text, else the own one of its scheme, and 443 where it has none
 */
export function accessPlaces(text: string | null, port: number, scope: string): readonly WebPlace[] {
  if (text === null || text.length > LONGEST_URL || port > 65_535) return [];
  const [, scheme, behind] = /^\s*([a-z][a-z\d+.-]*):\/\/(.*)$/is.exec(text) ?? [];
  const rest = (behind ?? text).trim();
  const isSecure = scheme === undefined ? port <= 0 || port === 443 : /^(?:https|wss)$/i.test(scheme);
  // An IPv6 address without its brackets.
  const host = scheme === undefined && /^[\da-f:.]*:[\da-f:.]*:[\da-f:.]*$/i.test(rest) ? `[${rest}]` : rest;
  const written = `${isSecure ? 'https' : 'http'}://${host}`;
  if (!URL.canParse(written)) return [];
  const url = new URL(written);
  if (url.username !== '' || url.password !== '' || url.href.length > LONGEST_URL - 4) return [];
  if (port > 0) url.port = String(port);
  return ACCESS_SCOPES.filter((each) => scope === each || scope === 'Everything').flatMap((each) => placeOf(url, each) ?? []);
}

function placeOf(url: URL, scope: AccessScope): WebPlace | undefined {
  const target = hostPortOf(url);
  if (target === undefined || target.port === 0) return undefined;
  const plain = new URL(url);
  plain.hash = '';
  return { scope, ...target, url: scope === 'Websocket' ? plain.href.replace(/^http/, 'ws') : plain.href };
}
