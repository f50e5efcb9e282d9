import { ACCESS_SCOPES } from '../../access-scopes.ts';
import { LONGEST_URL } from '../../access/fetch-job.ts';
import { webPlaceOf, type WebPlace } from '../../access/web-place.ts';

/** What access may be asked for, by the original's names. */
export const HOST_ACCESS_SCOPES: readonly string[] = ['Everything', ...ACCESS_SCOPES];

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
  return ACCESS_SCOPES.filter((each) => scope === each || scope === 'Everything').flatMap((each) => webPlaceOf(url, each) ?? []);
}
