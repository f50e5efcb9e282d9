import { visible } from '../../engine/index.ts';
import { STATUS_CODES } from 'node:http';

/** An answer in HTTP where an upgrade was asked for. */
export interface Answer {
  readonly status: number;
  /** The words behind the status, as they came. */
  readonly statusText: string;
  /** The header Location, as it came. */
  readonly location?: string | undefined;
}

/** What to do about an answer; of those that are not listed the class decides. */
const NEXT: { readonly [status: number]: string } = {
  400: 'it does not take this handshake; look at the path, Protocols and Headers',
  401: 'it wants to know who you are; put what it asks for into Headers (often Authorization)',
  403: 'it does not let this connection in; look at Headers (Authorization, Origin), or ask its owner',
  404: 'it has nothing at this path; look at the path of the URL',
  405: 'it takes no WebSocket at this path; look at the path of the URL',
  407: 'a proxy in between wants user and password; `proxy` in the configuration names one',
  408: 'it waited in vain for the rest of the handshake; the way to it may be slow',
  410: 'what was at this path is gone; look at the path of the URL',
  426: 'it wants another protocol, or another version of WebSocket, than 13',
  429: 'it has had too many connections; wait, or raise ConnectRetryInterval',
  500: 'it failed itself, and its log says why',
  501: 'it does not know WebSocket',
  502: 'a proxy before it cannot reach it; look whether the server behind it runs',
  503: 'it takes no connections now',
  504: 'a proxy before it waits for it in vain; look whether the server behind it runs',
};

/** An answer in words: what came, whose fault that is, and what to do. */
export function answerWords({ status, statusText, location }: Answer, url: URL, protocols: readonly string[]): string {
  const said = statusText === '' ? (STATUS_CODES[status] ?? '') : visible(statusText, 100);
  return `the server answered ${`${status} ${said}`.trimEnd()} instead of an upgrade: ${next(status, location, url, protocols)}`;
}

function next(status: number, location: string | undefined, url: URL, protocols: readonly string[]): string {
  if (status >= 300 && status < 400) return redirect(location, url);
  const characters = url.pathname.length + url.search.length;
  if (status === 414 || (status === 431 && characters > 4000)) return `the URL is too long for it, with ${characters} characters behind the host`;
  if (status === 431) return 'Headers, or the URL, are larger than it takes';
  if (status === 400 && protocols.length > 0)
    return `it does not take this handshake; look at the path, Headers, and Protocols (${visible(protocols.join(', '), 200)})`;
  if (status >= 200 && status < 300) return 'it answers in HTTP there, but not as a WebSocket; look at the path of the URL';
  return NEXT[status] ?? (status >= 500 ? 'it failed itself, or what stands before it did' : 'look at the path, Protocols and Headers');
}

/** Where a redirect leads: told and not followed, since nobody has allowed that place. */
function redirect(location: string | undefined, url: URL): string {
  if (location === undefined || location === '') return 'it redirects without saying where to (no Location)';
  if (!URL.canParse(location, url.href)) return `it redirects to ${visible(location, 300)}, which is not an address`;
  const target = new URL(location, url.href);
  target.username = target.password = '';
  // Of the same connection written as a page has it.
  if (target.protocol === 'http:' || target.protocol === 'https:') target.href = target.href.replace(/^http/, 'ws');
  return `it redirects to ${visible(target.href, 300)}, and redirects are not followed; set URL to that if it is meant`;
}
