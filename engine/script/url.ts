/* URLs (url.spec.whatwg.org, "URL parsing"), the same on every version of Node: the platform's own differ, so that a script would come to another end. */
import { isControl, percentEncoded, readHost } from './url-host.ts';

export interface Url {
  scheme: string;
  username: string;
  password: string;
  host: string | null;
  port: number | null;
  /** A text where it is opaque. */
  path: string[] | string;
  query: string | null;
  fragment: string | null;
}

/** The special schemes, with their default ports. */
const SPECIAL = new Map<string, number | null>([
  ['ftp', 21],
  ['file', null],
  ['http', 80],
  ['https', 443],
  ['ws', 80],
  ['wss', 443],
]);

/* ---------- percent-encode sets ---------- */

const setOf =
  (more: string, below: (code: number) => boolean = isControl) =>
  (code: number): boolean =>
    below(code) || more.includes(String.fromCodePoint(code));
const FRAGMENT = setOf(' "<>`');
const QUERY = setOf(' "#<>');
const SPECIAL_QUERY = setOf("'", QUERY);
const PATH = setOf('?^`{}', QUERY);
const USERINFO = setOf('/:;=@[\\]|', PATH);

/* ---------- reading ---------- */

/** @param base a URL as text, that others stand relative to @returns undefined where it is none */
export function readUrlText(text: string, base: Url | undefined): Url | undefined {
  const input = tidy(trimmed(text.toWellFormed()));
  const scheme = /^[a-z][a-z0-9+\-.]*(?=:)/i.exec(input)?.[0];
  if (scheme === undefined) return base === undefined ? undefined : readRelative(input, base);
  const url = fresh(scheme.toLowerCase());
  const rest = input.slice(scheme.length + 1);
  if (url.scheme === 'file') return readFile(rest, url, base?.scheme === 'file' ? base : undefined);
  if (isSpecial(url)) {
    if (base?.scheme === url.scheme && !rest.startsWith('//')) return readRelative(rest, base);
    return readAuthority(rest.replace(/^[/\\]*/, ''), url);
  }
  if (rest.startsWith('//')) return readAuthority(rest.slice(2), url);
  if (rest.startsWith('/')) return readPathAndMore(rest, url);
  return readOpaque(rest, url);
}

function fresh(scheme: string): Url {
  return { scheme, username: '', password: '', host: null, port: null, path: [], query: null, fragment: null };
}
/** Without controls and spaces around it. No pattern looks for them, since one would look at each run of them from each place. */
function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && text.charCodeAt(from) <= 0x20) from++;
  while (to > from && text.charCodeAt(to - 1) <= 0x20) to--;
  return text.slice(from, to);
}
function tidy(text: string): string {
  return text.replace(/[\t\n\r]/g, '');
}
export function isSpecial({ scheme }: Url): boolean {
  return SPECIAL.has(scheme);
}
function slashesOf(url: Url): RegExp {
  return isSpecial(url) ? /[/\\]/ : /\//;
}

function readRelative(input: string, base: Url): Url | undefined {
  if (typeof base.path === 'string') {
    if (!input.startsWith('#')) return undefined;
    return { ...base, fragment: percentEncoded(input.slice(1), FRAGMENT) };
  }
  const { scheme, username, password, host, port } = base;
  if (scheme === 'file') return readFile(input, fresh('file'), base);
  const url: Url = { ...fresh(scheme), username, password, host, port };
  const slash = slashesOf(base);
  if (slash.test(input[0] ?? '')) {
    if (!slash.test(input[1] ?? '')) return readPathAndMore(input, url);
    const own = fresh(scheme);
    return readAuthority(isSpecial(own) ? input.replace(/^[/\\]*/, '') : input.slice(2), own);
  }
  return readBeside(input, url, base.path, base.query);
}

/** What follows the path of another, or takes the place of the last part of it. */
function readBeside(input: string, url: Url, path: readonly string[], query: string | null): Url {
  const next = input[0];
  if (next === undefined) return { ...url, path: [...path], query };
  if (next === '#') return readMore(input, { ...url, path: [...path], query });
  if (next === '?') return readMore(input, { ...url, path: [...path] });
  return readPathAndMore(input, { ...url, path: path.slice(0, -1) });
}

function readAuthority(input: string, url: Url): Url | undefined {
  const end = input.search(isSpecial(url) ? /[/\\?#]/ : /[/?#]/);
  const authority = end < 0 ? input : input.slice(0, end);
  const at = authority.lastIndexOf('@');
  if (at >= 0) {
    const colon = authority.slice(0, at).indexOf(':');
    const user = authority.slice(0, colon < 0 ? at : colon);
    url.username = percentEncoded(user, USERINFO);
    url.password = colon < 0 ? '' : percentEncoded(authority.slice(colon + 1, at), USERINFO);
    if (at === authority.length - 1) return undefined;
  }
  const [host, port] = parted(authority.slice(at + 1));
  if (host === '' && (isSpecial(url) || port !== undefined)) return undefined;
  const read = host === '' ? '' : readHost(host, isSpecial(url));
  if (read === undefined) return undefined;
  url.host = read;
  if (port !== undefined && port !== '') {
    if (!/^\d+$/.test(port) || Number(port) > 65_535) return undefined;
    url.port = portOf(url, Number(port));
  }
  return readPathAndMore(end < 0 ? '' : input.slice(end), url);
}

/** Host and port; no port where no colon stands outside of brackets. */
function parted(text: string): readonly [string, string | undefined] {
  let isInside = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '[') isInside = true;
    else if (text[at] === ']') isInside = false;
    else if (text[at] === ':' && !isInside) return [text.slice(0, at), text.slice(at + 1)];
  }
  return [text, undefined];
}
function portOf(url: Url, port: number): number | null {
  return SPECIAL.get(url.scheme) === port ? null : port;
}

const DRIVE = /^[a-z][:|](?=[/\\?#]|$)/i;

function readFile(input: string, url: Url, base: Url | undefined): Url | undefined {
  url.host = '';
  const path = base !== undefined && typeof base.path !== 'string' ? base.path : [];
  if (/^[/\\]{2}/.test(input)) {
    const rest = input.slice(2);
    const end = rest.search(/[/\\?#]/);
    const host = end < 0 ? rest : rest.slice(0, end);
    if (/^[a-z][:|]$/i.test(host)) return readPathAndMore(rest, url);
    const read = host === '' ? '' : readHost(host, true);
    if (read === undefined) return undefined;
    url.host = read === 'localhost' ? '' : read;
    return readPathAndMore(end < 0 ? '' : rest.slice(end), url);
  }
  if (base !== undefined) url.host = base.host;
  if (/^[/\\]/.test(input)) {
    if (base !== undefined && !DRIVE.test(input.slice(1)) && /^[a-z]:$/i.test(path[0] ?? '')) url.path = [path[0] ?? ''];
    return readPathAndMore(input, url);
  }
  if (base === undefined) return readPathAndMore(input, url);
  if (DRIVE.test(input)) return readPathAndMore(input, url);
  const next = input[0];
  if (next === undefined || next === '?' || next === '#') return readBeside(input, url, path, base.query);
  return readPathAndMore(input, { ...url, path: isDrive('file', path) ? [...path] : path.slice(0, -1) });
}

function readOpaque(rest: string, url: Url): Url {
  const end = rest.search(/[?#]/);
  let path = percentEncoded(end < 0 ? rest : rest.slice(0, end), isControl);
  if (end >= 0 && path.endsWith(' ')) path = `${path.slice(0, -1)}%20`;
  return readMore(end < 0 ? '' : rest.slice(end), { ...url, path });
}

function readPathAndMore(input: string, url: Url): Url {
  const end = input.search(/[?#]/);
  readPath(end < 0 ? input : input.slice(0, end), url);
  return readMore(end < 0 ? '' : input.slice(end), url);
}

/** A path behind what is there of it already. */
function readPath(text: string, url: Url): void {
  const special = isSpecial(url);
  if (text === '' && !special) return;
  const slash = special ? /[/\\]/ : /\//;
  const parts = text.split(slash);
  // A slash at the beginning begins the path, and parts nothing.
  if (parts.length > 1 && parts[0] === '') parts.shift();
  const path = typeof url.path === 'string' ? [] : [...url.path];
  for (const [at, part] of parts.entries()) {
    const isLast = at === parts.length - 1;
    if (/^(?:\.|%2e){2}$/i.test(part)) {
      if (!isDrive(url.scheme, path)) path.pop();
      if (isLast) path.push('');
    } else if (/^(?:\.|%2e)$/i.test(part)) {
      if (isLast) path.push('');
    } else if (url.scheme === 'file' && path.length === 0 && /^[a-z][:|]$/i.test(part)) path.push(`${part[0]}:`);
    else path.push(percentEncoded(part, PATH));
  }
  url.path = path;
}
/** The drive of a file is not left. */
function isDrive(scheme: string, path: readonly string[]): boolean {
  return scheme === 'file' && path.length === 1 && /^[a-z]:$/i.test(path[0] ?? '');
}

/** Query and fragment. */
function readMore(input: string, url: Url): Url {
  const hash = input.indexOf('#');
  const query = hash < 0 ? input : input.slice(0, hash);
  if (query.startsWith('?')) url.query = percentEncoded(query.slice(1), isSpecial(url) ? SPECIAL_QUERY : QUERY);
  if (hash >= 0) url.fragment = percentEncoded(input.slice(hash + 1), FRAGMENT);
  return url;
}

/* ---------- writing ---------- */

export function writePath({ path }: Url): string {
  return typeof path === 'string' ? path : path.map((part) => `/${part}`).join('');
}
export function writeHost({ host, port }: Url): string {
  return host === null ? '' : port === null ? host : `${host}:${port}`;
}
export function writeUrl(url: Url): string {
  const { scheme, username, password, host, path, query, fragment } = url;
  const credentials = username === '' && password === '' ? '' : `${username}${password === '' ? '' : `:${password}`}@`;
  const authority = host !== null ? `//${credentials}${writeHost(url)}` : typeof path !== 'string' && path.length > 1 && path[0] === '' ? '/.' : '';
  return `${scheme}:${authority}${writePath(url)}${query === null ? '' : `?${query}`}${fragment === null ? '' : `#${fragment}`}`;
}
export function originOf(url: Url): string {
  if (url.scheme === 'blob') {
    const inner = readUrlText(writePath(url), undefined);
    return inner?.scheme === 'http' || inner?.scheme === 'https' ? originOf(inner) : 'null';
  }
  return isSpecial(url) && url.scheme !== 'file' ? `${url.scheme}://${writeHost(url)}` : 'null';
}

/** What a script's URL shows of itself, in the order in which the library has it. */
export function partsOf(url: Url): readonly string[] {
  const { scheme, username, password, host, port, query, fragment } = url;
  const marked = (mark: string, text: string | null): string => (text === null || text === '' ? '' : mark + text);
  const where = [writeHost(url), host ?? '', port === null ? '' : String(port), writePath(url)];
  return [writeUrl(url), originOf(url), `${scheme}:`, username, password, ...where, marked('?', query), marked('#', fragment)];
}

/* ---------- changing ---------- */

/** Changes a part of a URL, by the name that URL has for it. What does not fit changes nothing. */
export const CHANGES: Readonly<Record<string, (url: Url, value: string) => void>> = {
  protocol: (url, value) => {
    const scheme = /^[a-z][a-z0-9+\-.]*(?=:)/i.exec(`${tidy(value)}:`)?.[0].toLowerCase();
    if (scheme === undefined || SPECIAL.has(scheme) !== isSpecial(url)) return;
    if (scheme === 'file' && (url.username !== '' || url.password !== '' || url.port !== null)) return;
    if (url.scheme === 'file' && url.host === '') return;
    url.scheme = scheme;
    if (url.port !== null) url.port = portOf(url, url.port);
  },
  username: (url, value) => {
    if (mayHaveUser(url)) url.username = percentEncoded(value, USERINFO);
  },
  password: (url, value) => {
    if (mayHaveUser(url)) url.password = percentEncoded(value, USERINFO);
  },
  host: (url, value) => changeHost(url, value, true),
  hostname: (url, value) => changeHost(url, value, false),
  port: (url, value) => {
    if (!mayHaveUser(url)) return;
    const digits = /^\d+/.exec(tidy(value))?.[0];
    if (value === '') url.port = null;
    else if (digits !== undefined && Number(digits) <= 65_535) url.port = portOf(url, Number(digits));
  },
  pathname: (url, value) => {
    if (typeof url.path === 'string') return;
    url.path = [];
    const text = tidy(value);
    if (text === '' && !isSpecial(url)) url.path = url.host === null ? [''] : [];
    else readPath(text, url);
  },
  search: (url, value) => {
    url.query = value === '' ? null : percentEncoded(tidy(value).replace(/^\?/, ''), isSpecial(url) ? SPECIAL_QUERY : QUERY);
  },
  hash: (url, value) => {
    url.fragment = value === '' ? null : percentEncoded(tidy(value).replace(/^#/, ''), FRAGMENT);
  },
};

function mayHaveUser({ scheme, host }: Url): boolean {
  return host !== null && host !== '' && scheme !== 'file';
}

function changeHost(url: Url, value: string, mayHavePort: boolean): void {
  if (typeof url.path === 'string') return;
  const input = tidy(value);
  const end = input.search(isSpecial(url) ? /[/\\?#]/ : /[/?#]/);
  const authority = end < 0 ? input : input.slice(0, end);
  if (url.scheme === 'file') {
    const read = authority === '' ? '' : readHost(authority, true);
    if (read !== undefined) url.host = read === 'localhost' ? '' : read;
    return;
  }
  const [host, port] = parted(authority);
  if (port !== undefined && (host === '' || !mayHavePort)) return;
  if (host === '' && (isSpecial(url) || url.username !== '' || url.password !== '' || url.port !== null)) return;
  const read = host === '' ? '' : readHost(host, isSpecial(url));
  if (read === undefined) return;
  url.host = read;
  if (port !== undefined) CHANGES['port']?.(url, port === '' ? 'x' : port);
}
