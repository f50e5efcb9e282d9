import { STATUS_CODES } from 'node:http';
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

/** Headers of a failure that is answered below the routes. */
export const FAILURE_HEADERS: { readonly [name: string]: string } = { ...SAFE_HEADERS, 'content-type': 'application/json', 'cache-control': 'no-store' };

/** A failure as bytes of HTTP, for a connection on which there is no answer to write to. It ends the connection. */
export function failureBytes(status: number, body: ErrorBody): string {
  const text = JSON.stringify(body);
  const headers = { ...FAILURE_HEADERS, 'content-length': String(Buffer.byteLength(text)), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\n${lines.join('')}\r\n${text}`;
}
