/** Close codes of RFC 6455, section 7.4.1, and of the IANA registry, in words. */
const NAMES: { readonly [code: number]: string } = {
  1000: 'normal closure',
  1001: 'going away',
  1002: 'protocol error',
  1003: 'unsupported data',
  1005: 'no code given',
  1006: 'no close frame',
  1007: 'invalid data',
  1008: 'policy violation',
  1009: 'message too big',
  1010: 'extension missing',
  1011: 'internal error',
  1012: 'service restart',
  1013: 'try again later',
  1014: 'bad gateway',
  1015: 'TLS failure',
};
/** Codes that we send or tell ourselves. */
export const NORMAL = 1000;
export const GOING_AWAY = 1001;
/** A close frame without a code. */
export const NO_STATUS = 1005;
export const NO_CLOSE_FRAME = 1006;

/** A close code in words: `normal closure`, `private code` for 4000 to 4999. */
export function closeCodeName(code: number): string {
  if (Object.hasOwn(NAMES, code)) return NAMES[code] as string;
  if (code >= 4000 && code <= 4999) return 'private code';
  return code >= 3000 && code <= 3999 ? 'registered code' : 'unknown code';
}
