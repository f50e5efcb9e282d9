import { hostPortOf, withoutUser, type HostPort } from './host.ts';
import type { ErrorCode, Fault } from '../errors.ts';

/** An address that can be dialled. `href` is its normalised text. */
export interface WebsocketAddress extends HostPort {
  readonly href: string;
  readonly scheme: 'ws:' | 'wss:';
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Headers that are the handshake's own, or would change how the connection itself is read (RFC 6455, section 4.1; RFC 9110, section 7.6.1). */
const FORBIDDEN = new Set([
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
const MOST_HEADER_BYTES = 16_384;

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

/** What is wrong with a list of subprotocols, or null: tokens of RFC 9110, each once. */
export function protocolsFault(protocols: readonly string[]): Fault | null {
  for (const [index, protocol] of protocols.entries()) {
    if (!TOKEN.test(protocol))
      return faultOf(`Protocols/${index}`, 'a subprotocol of token characters', `${JSON.stringify(protocol)} is not a subprotocol`, 'WW_HEADER_INVALID');
    if (protocols.indexOf(protocol) !== index)
      return faultOf(`Protocols/${index}`, 'each subprotocol once', `${protocol} is offered twice`, 'WW_HEADER_INVALID');
  }
  return null;
}

/** What is wrong with handshake headers, or null: token names, no line breaks, none of the handshake's own. */
export function headersFault(headers: { readonly [name: string]: string }): Fault | null {
  const seen = new Set<string>();
  let bytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    const path = `Headers/${name}`;
    if (!TOKEN.test(name)) return faultOf(path, 'a header name of token characters', `${JSON.stringify(name)} is not a header name`, 'WW_HEADER_INVALID');
    if (FORBIDDEN.has(lower) || lower.startsWith('sec-websocket-'))
      return faultOf(path, "a header that is not the handshake's own", `${name} belongs to the handshake itself`, 'WW_HEADER_INVALID');
    if (seen.has(lower)) return faultOf(path, 'each header once', `${name} is there twice`, 'WW_HEADER_INVALID');
    if (!HEADER_VALUE.test(value))
      return faultOf(path, 'a value without line breaks, of Latin-1 characters', `the value of ${name} cannot be sent`, 'WW_HEADER_INVALID');
    seen.add(lower);
    bytes += name.length + value.length + 4;
  }
  return bytes > MOST_HEADER_BYTES ? faultOf('Headers', `at most ${MOST_HEADER_BYTES} bytes`, `the headers take ${bytes} bytes`, 'WW_HEADER_INVALID') : null;
}

function urlFaultOf(text: string, what: string): Fault {
  const bare = withoutUser(text);
  const shown = bare.length > 200 ? `${bare.slice(0, 200)}…` : bare;
  return faultOf('URL', 'a ws:// or wss:// address without #fragment or user:password@', `${JSON.stringify(shown)} ${what}`, 'WW_URL_INVALID');
}

function faultOf(path: string, expected: string, message: string, code: ErrorCode): Fault {
  return { path, expected, message, code };
}
