import { hostPortOf, withoutUser, type HostPort } from './host.ts';
import type { ErrorCode, Fault } from '../errors.ts';

/** An address that can be dialled. `href` is its normalised text. */
export interface WebsocketAddress extends HostPort {
  readonly href: string;
  readonly scheme: 'ws:' | 'wss:';
}

/** What is wrong with a part of a list or map, or with all of it. */
export interface PartFault {
  readonly inside?: string;
  readonly expected: string;
  readonly message: string;
  readonly code: ErrorCode;
}

/** What a name of a header or a method may be made of, and what a header's value may hold (RFC 9110, sections 5.5 and 5.6.2). */
export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
export const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Headers that are the connection's own, or would change how it is read (RFC 6455, section 4.1; RFC 9110, section 7.6.1). */
export const OF_CONNECTION = new Set([
  'host',
  'connection',
  'upgrade',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'content-length',
  'expect',
  'http2-settings',
]);
/** Bytes of all headers that are sent along. */
export const MOST_HEADER_BYTES = 16_384;

/** What is wrong with a URL for a WebSocket, or null: only ws: and wss:, no #fragment, no user:password@. */
export function urlFault(url: string): Fault | null {
  const read = readUrl(url);
  return 'expected' in read ? read : null;
}

/** What was read last: a client that begins has its URL looked at several times in a row. */
let lastText: string | undefined;
let lastRead: WebsocketAddress | Fault | undefined;

/** Reads a WebSocket URL as WHATWG URL does; gives the fault where it cannot be used. */
export function readUrl(text: string): WebsocketAddress | Fault {
  if (lastRead === undefined || text !== lastText) {
    lastRead = read(text);
    lastText = text;
  }
  return lastRead;
}

function read(text: string): WebsocketAddress | Fault {
  if (!URL.canParse(text)) return urlFaultOf(text, 'cannot be read as an address');
  const url = new URL(text);
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') return urlFaultOf(text, `begins with ${url.protocol}`);
  if (text.includes('#')) return urlFaultOf(text, 'has a #fragment, which a WebSocket address cannot have');
  if (url.username !== '' || url.password !== '' || /^[a-z]+:[\\/]*[^\\/?]*@/i.test(text.trim()))
    return urlFaultOf(text, 'holds a user or password; send an Authorization header instead');
  const target = hostPortOf(url);
  if (target === undefined || target.port === 0) return urlFaultOf(text, 'names no host and port that can be dialled');
  return { ...target, href: url.href, scheme: url.protocol };
}

/** All that is wrong with a list of subprotocols: tokens of RFC 9110, each once. */
export function protocolsFaults(protocols: readonly string[]): PartFault[] {
  const faults: PartFault[] = [];
  for (const [index, protocol] of protocols.entries()) {
    const at = String(index);
    if (!TOKEN.test(protocol)) faults.push(partFault(at, 'a subprotocol of token characters', `${JSON.stringify(protocol)} is not a subprotocol`));
    else if (protocols.indexOf(protocol) !== index) faults.push(partFault(at, 'each subprotocol once', `${protocol} is offered twice`));
  }
  return faults;
}

/** All that is wrong with handshake headers: token names, no line breaks, none of the handshake's own. */
export function headersFaults(headers: { readonly [name: string]: string }): PartFault[] {
  const faults: PartFault[] = [],
    seen = new Set<string>();
  let bytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (!TOKEN.test(name)) faults.push(partFault(name, 'a header name of token characters', `${JSON.stringify(name)} is not a header name`));
    else if (OF_CONNECTION.has(lower) || lower.startsWith('sec-websocket-'))
      faults.push(partFault(name, "a header that is not the handshake's own", `${name} belongs to the handshake itself`));
    else if (seen.has(lower)) faults.push(partFault(name, 'each header once', `${name} is there twice`));
    else if (!HEADER_VALUE.test(value))
      faults.push(partFault(name, 'a value without line breaks, of Latin-1 characters', `the value of ${name} cannot be sent`));
    seen.add(lower);
    bytes += name.length + value.length + 4;
  }
  if (bytes > MOST_HEADER_BYTES) faults.push(partFault(undefined, `at most ${MOST_HEADER_BYTES} bytes`, `the headers take ${bytes} bytes`));
  return faults;
}

function urlFaultOf(text: string, what: string): Fault {
  const bare = withoutUser(text);
  const shown = bare.length > 200 ? `${bare.slice(0, 200)}…` : bare;
  return faultOf('URL', 'a ws:// or wss:// address without #fragment or user:password@', `${JSON.stringify(shown)} ${what}`, 'WW_URL_INVALID');
}

function partFault(inside: string | undefined, expected: string, message: string): PartFault {
  return { expected, message, code: 'WW_HEADER_INVALID', ...(inside === undefined ? {} : { inside }) };
}

function faultOf(path: string, expected: string, message: string, code: ErrorCode): Fault {
  return { path, expected, message, code };
}
