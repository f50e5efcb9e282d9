import { SECRET } from '../links/handshake.ts';

/* How secrets look in text that is nobody's field: in addresses, headers, code, and JSON that is part of a text. */

/** What something is called that is secret, besides; and in the query of an address, where a name is short. */
const NAMES = /(?:^|[-_.]|api|access|private|secret|signing|auth|client)key$|^(?:signature|jwt|passwd|pwd|passphrase|credentials?)$/i,
  IN_QUERY = /^(?:key|sig|auth|pass|pin|hmac)$/i;
/** A key of this name is what a component is called by in its entity. */
const COMMON = 'key';
const LONGEST_NAME = 200;

/** Whether what is called so is secret: `Authorization`, `access_token`, `X-Api-Key`. */
export function isSecretName(name: string): boolean {
  return name.length <= LONGEST_NAME && name.toLowerCase() !== COMMON && (SECRET.test(name) || NAMES.test(name));
}

/** What was put in the place of a secret: each has its number, so that what was the same still is. */
export const LEFT_OUT = /^left-out-\d+$/;

/** Whether a text may be a key: long, and with letters and digits mixed. */
function looksMade(text: string): boolean {
  return text.length >= 20 && /\d/.test(text) && /[A-Za-z]/.test(text);
}

/** Whether there is anything that one of the forms below could find. */
const ANY = /[:=@]|(?:bearer|basic|digest|negotiate)\s|-----BEGIN/i;
/** What of them is in place and name of an address: who signs in there, and what its query says. */
const USER = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/?#@"'`<>\\]{1,4096})(?=@)/gi;
const QUERY = /([?&#;])([\w.~%[\]-]{1,200})=([^&#;\s"'`<>\\]+)/g;
/** A way to sign in, and what it takes. */
const SCHEME = /\b((?:bearer|basic|digest|negotiate)\s+)([\w+/=.~-]{6,})/gi;
/** Something with a name, in quotes: JSON, code, and JSON that is written in a text of JSON. */
const QUOTED = /((?:\\{0,8}["'`])?([\w.-]{1,200})(?:\\{0,8}["'`])?\s{0,9}[:=]\s{0,9})(\\{0,8}["'`])((?:(?!\3)[^\n]){1,8192}?)\3/g;
/** The same without quotes, as in a log or a list of headers. */
const BARE = /(^|[\s,;{([])([\w.-]{1,200})(\s{0,9}[:=]\s{0,9})([^\s"'`,;{}()[\]]{6,})/g;
/** Where a key or a certificate begins and ends. */
const BEGIN = '-----BEGIN ',
  END = '-----END ';

/** A text in which every secret that can be told by its form is what `secret` gives for it. */
export function withoutForms(text: string, secret: (value: string) => string): string {
  if (text.length < 6 || !ANY.test(text)) return text;
  let out = text;
  if (out.includes(BEGIN)) out = withoutKeys(out, secret);
  if (out.includes('@')) out = out.replace(USER, (_all, scheme: string, user: string) => `${scheme}${signedIn(user, secret)}`);
  if (out.includes('='))
    out = out.replace(QUERY, (all, mark: string, name: string, value: string) =>
      isSecretName(decoded(name)) || IN_QUERY.test(name) || looksMade(value) ? `${mark}${name}=${encoded(value, secret)}` : all,
    );
  out = out.replace(SCHEME, (all, scheme: string, value: string) => (/[\d=]/.test(value) || value.length >= 20 ? `${scheme}${secret(value)}` : all));
  out = out.replace(QUOTED, (all, before: string, name: string, quote: string, value: string) =>
    isSecretName(name) ? `${before}${quote}${unlessSchemed(value, secret)}${quote}` : all,
  );
  return out.replace(BARE, (all, mark: string, name: string, is: string, value: string) =>
    isSecretName(name) && /\d/.test(value) ? `${mark}${name}${is}${secret(value)}` : all,
  );
}

/** What is sent after a scheme has been put right by itself. */
function unlessSchemed(value: string, secret: (value: string) => string): string {
  return /^\w+\s+left-out-\d+$/.test(value) ? value : secret(value);
}

/** `user:password`; the password is secret also where it stands alone. */
function signedIn(user: string, secret: (value: string) => string): string {
  const at = user.indexOf(':');
  if (at === -1) return secret(user);
  return `${user.slice(0, at)}:${encoded(user.slice(at + 1), secret)}`;
}

/** What stands in an address is told as it is there and as it was meant. */
function encoded(value: string, secret: (value: string) => string): string {
  const meant = decoded(value);
  if (meant !== value) secret(meant);
  return value === '' ? value : secret(value);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What of a header's value is secret by itself: what follows a scheme, and what `Basic` stands for. */
export function partsOfHeader(value: string): string[] {
  const [, scheme, rest] = /^(bearer|basic|digest|negotiate|token|bot|apikey|hmac)\s+(\S.*)$/i.exec(value) ?? [];
  if (scheme === undefined || rest === undefined) return [];
  if (!/^basic$/i.test(scheme)) return [rest];
  const pair = Buffer.from(rest, 'base64').toString('utf8');
  const at = pair.indexOf(':');
  return at === -1 ? [rest] : [rest, pair.slice(at + 1)];
}

/** A text without the keys and certificates in it; one that is cut off is left out to its end. */
function withoutKeys(text: string, secret: (value: string) => string): string {
  let out = '',
    from = 0;
  for (let at = text.indexOf(BEGIN); at !== -1; at = text.indexOf(BEGIN, from)) {
    const end = text.indexOf(END, at);
    const line = end === -1 ? -1 : text.indexOf('-----', end + END.length);
    const next = line === -1 ? text.length : line + 5;
    out += text.slice(from, at) + secret(text.slice(at, next));
    from = next;
  }
  return out + text.slice(from);
}
