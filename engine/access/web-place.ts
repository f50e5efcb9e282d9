import type { AccessScope } from '../door.ts';
import { LONGEST_URL } from './fetch-job.ts';
import { hostPortOf } from './host.ts';

/** A place that access is asked for, or a request goes to: an address, with the host and port that it leads to. */
export interface WebPlace {
  readonly scope: AccessScope;
  readonly host: string;
  readonly port: number;
  /** Without a #fragment. */
  readonly url: string;
}

/** Where a request goes to; or what is wrong with the address, in words. */
export function requestPlace(text: string | null): WebPlace | string {
  if (text === null || text.trim() === '') return 'there is no URL';
  if (text.length > LONGEST_URL) return `the URL has ${text.length} characters; at most ${LONGEST_URL} are taken`;
  if (!URL.canParse(text)) return 'the URL cannot be read as an address; expected one like https://example.com/path';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `the URL begins with ${url.protocol}; requests go to http:// and https:// alone`;
  if (url.username !== '' || url.password !== '') return 'the URL holds a user or password, which are not sent';
  if (url.href.length > LONGEST_URL) return `the URL has ${url.href.length} characters as it is sent; at most ${LONGEST_URL} are taken`;
  return webPlaceOf(url, 'HTTP') ?? 'the URL names no host and port that a request could go to';
}

/** Undefined where the address names no host and port. */
export function webPlaceOf(url: URL, scope: AccessScope): WebPlace | undefined {
  const target = hostPortOf(url);
  if (target === undefined || target.port === 0) return undefined;
  const plain = new URL(url);
  plain.hash = '';
  return { scope, ...target, url: scope === 'Websocket' ? plain.href.replace(/^http/, 'ws') : plain.href };
}
