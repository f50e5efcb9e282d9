import type { IncomingMessage } from 'node:http';

/** Headers that are shown, characters of each value, and characters of all together: ten thousand connections must not fill the memory with them. */
const MOST_HEADERS = 100,
  MOST_VALUE = 1_000,
  MOST_CHARACTERS = 8_192;
/** Headers whose values let somebody in: they are not kept. */
export const SECRET = /cookie|authorization|authentication-info|token|secret|api-?key|session|password/i;

/** The one header that is another in each answer: it proves that the server has read the key of this handshake. */
const PROOF = 'sec-websocket-accept';
/** Answers that are remembered, so that connections with the same one share it. */
const MOST_SHARED = 32;

/**
 * What a server said when a connection opened. Of the thousands that open in the same second most get the same answer but for their proof, which
 * is therefore not in it. One text holds all headers, since that takes the least memory.
 */
export interface Answered {
  readonly status: number;
  readonly statusText: string;
  readonly headers: string;
}

const shared = new Map<string, Answered>();

/** Reads what is kept of an answer: what can be shared, and its proof. */
export function answeredOf(response: IncomingMessage): { readonly answered: Answered; readonly proof: string } {
  const { rawHeaders, statusCode = 0, statusMessage = '' } = response;
  const { headers, proof } = linesOf(rawHeaders);
  return { answered: share({ status: statusCode, statusText: statusMessage.slice(0, 200), headers }), proof };
}

/** The same of what a client asked that was let in. Each has a key of its own, so that nothing could be shared. */
export function requestedOf({ rawHeaders }: IncomingMessage): Answered {
  return { status: 101, statusText: 'Switching Protocols', headers: linesOf(rawHeaders).headers };
}

function linesOf(rawHeaders: readonly string[]): { readonly headers: string; readonly proof: string } {
  const lines: string[] = [];
  let proof: string | undefined;
  let characters = 0;
  for (let at = 0; at + 1 < rawHeaders.length && at < MOST_HEADERS * 2; at += 2) {
    const name = rawHeaders[at] as string;
    const value = rawHeaders[at + 1] as string;
    // Neither name nor value can hold the end of a line.
    const shownName = name.slice(0, 200);
    const shown = SECRET.test(name) ? '…' : value.length > MOST_VALUE ? `${value.slice(0, MOST_VALUE)}…` : value;
    characters += shownName.length + shown.length + 2;
    if (characters > MOST_CHARACTERS) break;
    const isProof = proof === undefined && name.toLowerCase() === PROOF;
    if (isProof) proof = shown;
    lines.push(shownName, isProof ? '' : shown);
  }
  return { headers: lines.join('\n'), proof: proof ?? '' };
}

function share(answered: Answered): Answered {
  const { status, statusText, headers } = answered;
  const known = shared.get(headers);
  if (known?.status === status && known.statusText === statusText) return known;
  if (shared.size >= MOST_SHARED) shared.clear();
  shared.set(headers, answered);
  return answered;
}

/** The headers of an answer as pairs of name and value, in the order in which they came. */
export function headersOf({ headers }: Answered, proof: string): (readonly [name: string, value: string])[] {
  const parts = headers.split('\n');
  const pairs: (readonly [string, string])[] = [];
  let isProven = false;
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const name = parts[at] as string;
    const isProof = !isProven && name.toLowerCase() === PROOF;
    if (isProof) isProven = true;
    pairs.push([name, isProof ? proof : (parts[at + 1] as string)]);
  }
  return pairs;
}
