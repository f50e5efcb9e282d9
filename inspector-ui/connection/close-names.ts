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

/** `1001 going away`; empty for 0, which stands for none. */
export function closeWords(code: number): string {
  if (code === 0) return '';
  return `${code} ${NAMES[code] ?? (code >= 4000 && code <= 4999 ? 'private code' : code >= 3000 && code <= 3999 ? 'registered code' : 'unknown code')}`;
}
