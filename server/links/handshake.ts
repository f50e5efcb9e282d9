import type { IncomingMessage } from 'node:http';

/** Headers that are shown, characters of each value, and characters of all together: ten thousand connections must not fill the memory with them. */
const MOST_HEADERS = 100,
  MOST_VALUE = 1_000,
  MOST_CHARACTERS = 8_192;
/** Headers whose values let somebody in: they are not kept. */
export const SECRET = /cookie|authorization|authentication-info|token|secret|api-?key|session|password/i;

/** What the server said when a connection opened. One text holds all headers, since that takes the least memory. */
export interface Handshake {
  readonly status: number;
  readonly statusText: string;
  readonly headers: string;
  /** When it opened, as `Date.now` has it, and milliseconds from the start of the attempt. */
  readonly openedAt: number;
  readonly took: number;
}

/** Reads what is kept of a handshake. */
export function handshakeOf(response: IncomingMessage, began: number): Handshake {
  const { rawHeaders, statusCode = 0, statusMessage = '' } = response;
  let headers = '';
  for (let at = 0; at + 1 < rawHeaders.length && at < MOST_HEADERS * 2; at += 2) {
    const name = rawHeaders[at] as string;
    const value = rawHeaders[at + 1] as string;
    // Neither name nor value can hold the end of a line.
    const line = `${name.slice(0, 200)}\n${SECRET.test(name) ? '…' : value.length > MOST_VALUE ? `${value.slice(0, MOST_VALUE)}…` : value}\n`;
    if (headers.length + line.length > MOST_CHARACTERS) break;
    headers += line;
  }
  return {
    status: statusCode,
    statusText: statusMessage.slice(0, 200),
    headers,
    openedAt: Date.now(),
    took: Math.round((performance.now() - began) * 10) / 10,
  };
}

/** The headers as pairs of name and value, in the order in which they came. */
export function headersOf({ headers }: Handshake): (readonly [name: string, value: string])[] {
  const parts = headers.split('\n');
  const pairs: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) pairs.push([parts[at] as string, parts[at + 1] as string]);
  return pairs;
}
