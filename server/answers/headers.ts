import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { ErrorBody } from './statuses.ts';

/** What a page from here may do: run and load what this server gives, and dial any WebSocket, as an agent's tab must. */
const POLICY: { readonly [directive: string]: string } = {
  'default-src': "'none'",
  'script-src': "'self'",
  'connect-src': "'self' ws: wss: data:",
  'img-src': "'self' data:",
  'font-src': "'self' data:",
  // The page's components position popups by style attributes.
  'style-src': "'self' 'unsafe-inline'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'object-src': "'none'",
};

/** What every answer says to a browser, whichever layer gives it. */
export const SAFE_HEADERS: { readonly [name: string]: string } = {
  'content-security-policy': Object.entries(POLICY)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join(';'),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
};

/** Answers a failure below the routes. */
export function answerFailure(
  answer: Pick<ServerResponse, 'writeHead' | 'end'>,
  status: number,
  body: ErrorBody,
  more: { readonly [name: string]: string } = {},
): void {
  const { headers, text } = failure(body);
  answer.writeHead(status, { ...headers, ...more });
  answer.end(text);
}

/** A failure as bytes of HTTP, for a connection on which there is no answer to write to. It ends the connection. */
export function failureBytes(status: number, body: ErrorBody): string {
  const { headers, text } = failure(body);
  const lines = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\n${lines.join('')}\r\n${text}`;
}

function failure(body: ErrorBody): { headers: { readonly [name: string]: string }; text: string } {
  const text = JSON.stringify(body);
  const length = String(Buffer.byteLength(text));
  return { headers: { ...SAFE_HEADERS, 'content-type': 'application/json', 'content-length': length, 'cache-control': 'no-store' }, text };
}
