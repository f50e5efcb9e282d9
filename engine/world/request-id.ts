import { WorldwireError } from '../errors.ts';
import { fingerprint } from '../fingerprint.ts';

/** By what a request is known again: its kind, and a fingerprint of what it says. */
export function requestOf(kind: string, body: unknown): string {
  return `${kind} ${fingerprint(body)}`;
}

/**
 * Refuses a request whose id its author has given to another one: an answer to that would be taken for an answer to this.
 * @param before what `requestOf` gave for the other one
 */
export function usedBefore(requestId: string, before: string): WorldwireError {
  const kind = before.slice(0, Math.min(40, before.indexOf(' ')));
  const message =
    `the requestId ${JSON.stringify(requestId)} belongs to another request of yours, of the kind ${kind}, so this one ` +
    'was not carried out; give each request an id of its own';
  return new WorldwireError('WW_REQUEST_ID', message, [{ path: 'requestId', expected: 'an id that no other request of yours has', message }]);
}
