import { visible, hostPortText } from '../../engine/index.ts';

/** What Node and ws put on their errors. */
export interface SystemError extends Error {
  readonly code?: string;
  readonly syscall?: string;
  readonly hostname?: string;
  readonly errors?: readonly Error[];
}

/** Most characters of words that come from elsewhere. */
const MOST_WORDS = 500;

/** The words of an error as they may be shown. Where several addresses were tried, Node's error has none of its own. */
export function wordsOf(error: SystemError): string {
  const several = error.errors ?? [];
  const words = several.length > 0 ? [...new Set(several.map((each) => each.message))].join('; ') : error.message;
  return visible(words === '' ? (error.code ?? 'unknown error') : words, MOST_WORDS);
}

/** Host and port of an address as they are dialled, for people. */
export function placeOf(url: URL): string {
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  return visible(hostPortText({ host, port: url.port === '' ? defaultPort(url) : Number(url.port) }), 300);
}

function defaultPort({ protocol }: URL): number {
  return protocol === 'wss:' || protocol === 'https:' ? 443 : 80;
}
