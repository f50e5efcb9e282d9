import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A fresh token of 192 random bits, as base64url. */
export function makeToken(): string {
  return randomBytes(24).toString('base64url');
}

/** Whether two secrets are the same, in a time that tells neither their content nor their length. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

/** A keyed fingerprint of a text, as base64url: what cookies are signed with. */
export function sign(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** A short name derived from a secret, from which the secret cannot be found. */
export function nameOf(prefix: string, secret: string): string {
  return prefix + createHash('sha256').update(`worldwire ${prefix} ${secret}`).digest('hex').slice(0, 16);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
