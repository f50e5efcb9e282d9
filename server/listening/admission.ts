import type { IncomingMessage } from 'node:http';
import { visible, type ListenSettings } from '../../engine/index.ts';

/** Why somebody is turned away: what they are answered, which tells a stranger nothing of the world's settings, and what the world is told. */
export interface Refusal {
  readonly status: number;
  readonly statusText: string;
  readonly said: string;
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a client is let in with. */
export interface Admitted {
  /** What it asked for, with its query. */
  readonly path: string;
  readonly protocol: string;
}

/** Clients that may have come and gone before the world has heard all of them, besides twice as many as may be connected. */
const SPARE = 64;
/** Characters of a path that are taken in. */
const LONGEST_PATH = 4096;
/** Characters of foreign words in a reason. */
const SHOWN = 200;

/**
 * Whether a listener lets a client in that asks for an upgrade, by what its world has said of whom it lets in. What belongs to the handshake itself is
 * looked at behind it, by the library.
 * @param here how many clients are in already
 * @param untold of how many the world has yet to be told something, as their end, those that are in included: who comes and goes faster than a world
 *   turns, or while it is paused, must not fill its memory
 */
export function admit({ method, url = '', headers }: IncomingMessage, settings: ListenSettings, here: number, untold: number): Admitted | Refusal {
  if (method !== 'GET')
    return { status: 405, statusText: 'Method Not Allowed', said: 'only GET', reason: `it asked by ${quoted(method ?? '')}`, headers: { Allow: 'GET' } };
  // The library takes version 8 as well, in which a browser names the origin of its page elsewhere, where nobody looks.
  if (headers['sec-websocket-version'] !== '13')
    return {
      status: 400,
      statusText: 'Bad Request',
      said: 'only version 13 of the protocol',
      reason: `it speaks version ${quoted(String(headers['sec-websocket-version'] ?? 'none'))} of the protocol, and not 13`,
      headers: { 'Sec-WebSocket-Version': '13' },
    };
  if (!url.startsWith('/') || url.length > LONGEST_PATH)
    return {
      status: 400,
      statusText: 'Bad Request',
      said: 'no path',
      reason: `it asked for ${quoted(url)}, which is no path of up to ${LONGEST_PATH} characters`,
    };
  const [path = ''] = url.split('?', 1);
  if (settings.path !== '' && path !== settings.path)
    return {
      status: 404,
      statusText: 'Not Found',
      said: 'no server at this path',
      reason: `it asked for ${quoted(path)}, and Path is ${quoted(settings.path)}`,
    };
  const { origin } = headers;
  if (origin !== undefined && !allowsOrigin(settings.origins, origin))
    return {
      status: 403,
      statusText: 'Forbidden',
      said: 'pages of this origin may not connect',
      reason: `a page of ${quoted(origin)} wanted to connect, which AllowedOrigins does not list`,
    };
  const offered = offeredOf(headers['sec-websocket-protocol']);
  const protocol = settings.protocols.find((each) => offered.includes(each));
  if (settings.protocols.length > 0 && protocol === undefined) {
    const words = offered.length === 0 ? 'it offered no subprotocol' : `it offered ${quoted(offered.join(', '))}`;
    return {
      status: 400,
      statusText: 'Bad Request',
      said: 'no subprotocol that is spoken here was offered',
      reason: `${words}, and Protocols is ${quoted(settings.protocols.join(', '))}`,
    };
  }
  if (here >= settings.maxClients) return full(`${here} clients are connected, and MaxClients is ${settings.maxClients}`);
  if (untold >= 2 * settings.maxClients + SPARE)
    return full(`${untold - here} clients have come and gone of whom the world has yet to be told, and MaxClients is ${settings.maxClients}`);
  return { path: url, protocol: protocol ?? '' };
}

function full(reason: string): Refusal {
  return { status: 503, statusText: 'Service Unavailable', said: 'as many clients as may be are connected', reason, headers: { 'Retry-After': '10' } };
}

export function isRefusal(found: Admitted | Refusal): found is Refusal {
  return 'status' in found;
}

/** Browsers write origins in lower case; a program that pretends to be one is taken by its word. */
function allowsOrigin(allowed: readonly string[], origin: string): boolean {
  return allowed.includes('*') || allowed.includes(origin);
}

function offeredOf(header: string | undefined): string[] {
  return header === undefined ? [] : header.split(',').map((each) => each.trim());
}

function quoted(text: string): string {
  return JSON.stringify(visible(text, SHOWN));
}
