import { HEADER_VALUE, MOST_HEADER_BYTES, OF_CONNECTION, TOKEN } from './handshake.ts';

/** Characters of the name of a method. */
const LONGEST_METHOD = 40;
/** Methods that are written in capitals, however they were given; others stay as they are (fetch.spec.whatwg.org, "normalize a method"). */
const IN_CAPITALS = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']);
/** Methods that are about the connection and not about what lies there, or give away what was sent along. */
const NOT_SENT = new Set(['CONNECT', 'TRACE', 'TRACK']);
/** What an answer may be compressed by is for who reads it. */
const OF_READER = new Set(['accept-encoding']);

/** A header of a request or of its answer: name in small letters, value. */
export type Header = readonly [name: string, value: string];

/** A method as it is sent; or what is wrong with it, in words. */
export function methodOf(text: string): { readonly method: string } | string {
  if (text.length > LONGEST_METHOD || !TOKEN.test(text)) return `${shown(text)} is no method of HTTP`;
  const capitals = text.toUpperCase();
  if (NOT_SENT.has(capitals)) return `the method ${capitals} is not sent`;
  return { method: IN_CAPITALS.has(capitals) ? capitals : text };
}

/** A header with its name in small letters, and without the spaces around its value; or what is wrong with it, in words. */
export function headerOf(name: string, value: string): { readonly header: Header } | string {
  if (!TOKEN.test(name)) return `${shown(name)} is no name of a header`;
  const bare = trimmed(value);
  if (!HEADER_VALUE.test(bare)) return `the value of ${shown(name)} cannot be sent: it holds a line break, or characters that are not of Latin-1`;
  return { header: [name.toLowerCase(), bare] };
}

/** Without the spaces and line breaks around it. No pattern looks for them, since one would look at each run of them from each place. */
function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** What is wrong with the headers that a request is to carry; undefined where nothing is. */
export function requestHeadersFault(headers: readonly Header[]): string | undefined {
  const seen = new Set<string>();
  let bytes = 0;
  for (const [name, value] of headers) {
    const read = headerOf(name, value);
    if (typeof read === 'string') return read;
    const [lower, bare] = read.header;
    if (lower !== name || bare !== value) return `${shown(name)} is not written as it is sent`;
    if (OF_CONNECTION.has(name) || OF_READER.has(name)) return `the header ${name} is not for a script to set: it belongs to the connection itself`;
    if (seen.has(name)) return `the header ${name} is there twice`;
    seen.add(name);
    bytes += name.length + value.length + 4;
  }
  return bytes > MOST_HEADER_BYTES ? `the headers take ${bytes} bytes; at most ${MOST_HEADER_BYTES} are sent` : undefined;
}

/** Headers of a request that are about what it sends: without that they go, too. */
const OF_BODY = new Set(['content-type', 'content-encoding', 'content-language', 'content-location']);
/** What says who asks: it is for the origin that it was meant for. */
const OF_SENDER = new Set(['authorization', 'cookie']);

/** The headers of a request that was led on. */
export function headersOnward(
  headers: readonly Header[],
  { asGet, isElsewhere }: { readonly asGet: boolean; readonly isElsewhere: boolean },
): readonly Header[] {
  return headers.filter(([name]) => !(asGet && OF_BODY.has(name)) && !(isElsewhere && OF_SENDER.has(name)));
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
