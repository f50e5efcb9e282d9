import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A fresh token of 192 random bits, as base64url. */
export function makeToken(): string {
  return randomBytes(24).toString('base64url');
}

/** Whether two secrets are the same, in a time that tells neither their content nor their length. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(hash(a), hash(b));
}

/** The same for what is a digest already. */
export function sameDigest(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** What a browser keeps instead of a token: it opens the same doors, and the token cannot be found from it. */
export function keyOf(token: string): string {
  return sign(token, 'worldwire session');
}

/** What a server keeps of a token: it knows the key by it, and neither the token nor its key can be found from it. */
export interface TokenTrace {
  readonly digest: string;
}

export function traceOf(token: string): TokenTrace {
  return { digest: digestOf(keyOf(token)) };
}

export function digestOf(key: string): string {
  return hash(key).toString('base64url');
}

/** A keyed fingerprint of a text, as base64url. */
export function sign(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** A short name derived from a secret, from which the secret cannot be found. */
export function nameOf(prefix: string, secret: string): string {
  return prefix + createHash('sha256').update(`worldwire ${prefix} ${secret}`).digest('hex').slice(0, 16);
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
