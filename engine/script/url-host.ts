/*
 * Hosts of URLs (url.spec.whatwg.org, "Hosts"). The platform's own URL differs between versions of Node, in names of other letters than those of ASCII above
 * all; a script gets the same on each. Of other letters those are known whose meaning no version has changed: see KNOWN.
 */

/** What no host may hold, and what no host of a special scheme may hold besides. */
// eslint-disable-next-line no-control-regex -- those are what is forbidden
const FORBIDDEN = /[\0\t\n\r #/:<>?@[\\\]^|]/;
// eslint-disable-next-line no-control-regex -- those are what is forbidden
const FORBIDDEN_DOMAIN = /[\0-\x20#%/:<>?@[\\\]^|\x7f]/;
/** ASCII, and letters that are written from left to right, each with one way to be written in a host: Latin to Armenian, kana, Han, Hangul. */
const KNOWN = new RegExp(
  '^[\\0-\\x7f\\u00df-\\u00f6\\u00f8-\\u024f\\u0371\\u0373\\u0377\\u037b-\\u037d\\u0390\\u03ac-\\u03ce\\u0430-\\u045f\\u0461-\\u0481\\u048b-\\u04bf' +
    '\\u04c2-\\u0527\\u0561-\\u0586\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc\\u4e00-\\u9fa5\\uac00-\\ud7a3]+$',
);

/** @returns the host as URLs write it; undefined where it is none */
export function readHost(text: string, isSpecial: boolean): string | undefined {
  if (text.startsWith('[')) {
    if (!text.endsWith(']')) return undefined;
    const pieces = readIpv6(text.slice(1, -1));
    return pieces === undefined ? undefined : `[${writeIpv6(pieces)}]`;
  }
  if (!isSpecial) return FORBIDDEN.test(text) ? undefined : percentEncoded(text, isControl);
  const ascii = domainToAscii(percentDecoded(text));
  if (ascii === undefined || ascii === '' || FORBIDDEN_DOMAIN.test(ascii)) return undefined;
  return endsInNumber(ascii) ? readIpv4(ascii) : ascii;
}

/* ---------- percent ---------- */

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** C0 controls, and all that is no ASCII. */
export function isControl(code: number): boolean {
  return code <= 0x1f || code > 0x7e;
}

export function percentEncoded(text: string, isEncoded: (code: number) => boolean): string {
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (!isEncoded(code)) out += character;
    else for (const byte of encoder.encode(character)) out += `%${byte < 16 ? '0' : ''}${byte.toString(16).toUpperCase()}`;
  }
  return out;
}

function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  const bytes = encoder.encode(text);
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const hex = bytes[at] === 0x25 ? String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0) : '';
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      out[length++] = parseInt(hex, 16);
      at += 2;
    } else out[length++] = bytes[at] as number;
  }
  return decoder.decode(out.subarray(0, length));
}

/* ---------- names ---------- */

/** Characters of a name that is not plain; the DNS has none with more, and to read it takes more than its length. */
const LONGEST = 253;

function domainToAscii(text: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- it asks for ASCII
  if (/^[\0-\x7f]*$/.test(text) && !/(?:^|\.)xn--/i.test(text)) return text.toLowerCase();
  if (text.length > LONGEST) return undefined;
  const labels = text.replaceAll('\u3002', '.').normalize('NFKC').split('.').map(labelToAscii);
  return labels.every((label) => label !== undefined) ? labels.join('.') : undefined;
}

function labelToAscii(label: string): string | undefined {
  // Each letter alone: what a letter becomes must not depend on what is beside it.
  const lower = Array.from(label, (letter) => letter.toLowerCase())
    .join('')
    .normalize('NFC');
  if (lower === '') return '';
  if (lower.startsWith('xn--')) {
    const read = readPunycode(lower.slice(4));
    // eslint-disable-next-line no-control-regex -- it asks for what is more than ASCII
    return read !== undefined && /[^\0-\x7f]/.test(read) && labelToAscii(read) === lower ? lower : undefined;
  }
  // eslint-disable-next-line no-control-regex -- it asks for ASCII
  if (/^[\0-\x7f]*$/.test(lower)) return lower;
  return KNOWN.test(lower) ? `xn--${writePunycode(lower)}` : undefined;
}

/* RFC 3492 */
const [BASE, T_MIN, T_MAX, SKEW, DAMP, BIAS, FIRST] = [36, 1, 26, 38, 700, 72, 128];

function adapt(delta: number, points: number, isFirst: boolean): number {
  let left = Math.floor(delta / (isFirst ? DAMP : 2));
  left += Math.floor(left / points);
  let k = 0;
  for (; left > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) left = Math.floor(left / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * left) / (left + SKEW));
}
function threshold(k: number, bias: number): number {
  return Math.min(Math.max(k - bias, T_MIN), T_MAX);
}

function writePunycode(text: string): string {
  const points = Array.from(text, (letter) => letter.codePointAt(0) as number);
  const basic = points.filter((point) => point < FIRST);
  let out = String.fromCharCode(...basic) + (basic.length > 0 ? '-' : '');
  let [n, delta, bias, done] = [FIRST, 0, BIAS, basic.length];
  while (done < points.length) {
    const next = points.reduce((least, point) => (point >= n && point < least ? point : least), Infinity);
    delta += (next - n) * (done + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta++;
      if (point !== n) continue;
      let q = delta;
      for (let k = BASE; ; k += BASE) {
        const t = threshold(k, bias);
        if (q < t) break;
        out += digit(t + ((q - t) % (BASE - t)));
        q = Math.floor((q - t) / (BASE - t));
      }
      out += digit(q);
      bias = adapt(delta, done + 1, done === basic.length);
      delta = 0;
      done++;
    }
    delta++;
    n++;
  }
  return out;
}
function digit(value: number): string {
  return String.fromCharCode(value < 26 ? value + 97 : value + 22);
}

function readPunycode(text: string): string | undefined {
  const last = text.lastIndexOf('-');
  const points = Array.from(last > 0 ? text.slice(0, last) : '', (letter) => letter.charCodeAt(0));
  let [n, i, bias] = [FIRST, 0, BIAS];
  for (let at = last > 0 ? last + 1 : 0; at < text.length;) {
    const from = i;
    for (let w = 1, k = BASE; ; k += BASE) {
      const code = text.charCodeAt(at++);
      const value = code >= 97 && code <= 122 ? code - 97 : code >= 48 && code <= 57 ? code - 22 : BASE;
      if (value >= BASE) return undefined;
      i += value * w;
      if (i > 0x7fffffff) return undefined;
      const t = threshold(k, bias);
      if (value < t) break;
      w *= BASE - t;
    }
    bias = adapt(i - from, points.length + 1, from === 0);
    n += Math.floor(i / (points.length + 1));
    i %= points.length + 1;
    if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) return undefined;
    points.splice(i++, 0, n);
  }
  return String.fromCodePoint(...points);
}

/* ---------- numbers ---------- */

function endsInNumber(host: string): boolean {
  const parts = host.split('.');
  if (parts.at(-1) === '' && parts.length > 1) parts.pop();
  const last = parts.at(-1) ?? '';
  return /^\d+$/.test(last) || /^0x[0-9a-f]*$/i.test(last);
}

function readIpv4(host: string): string | undefined {
  const parts = host.split('.');
  if (parts.at(-1) === '' && parts.length > 1) parts.pop();
  if (parts.length > 4) return undefined;
  const numbers = parts.map(readNumber);
  const last = numbers.pop() ?? NaN;
  if (numbers.some((each) => !(each <= 255)) || !(last < 256 ** (4 - numbers.length))) return undefined;
  const value = numbers.reduce((sum, each, at) => sum + each * 256 ** (3 - at), last);
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** NaN where it is no number. */
function readNumber(part: string): number {
  if (/^0x[0-9a-f]*$/i.test(part)) return part.length === 2 ? 0 : parseInt(part.slice(2), 16);
  if (/^0[0-7]+$/.test(part)) return parseInt(part, 8);
  return /^(?:0|[1-9]\d*)$/.test(part) ? Number(part) : NaN;
}

function readIpv6(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [before, after] = halves.map((half, at) => readPieces(half, at === halves.length - 1));
  if (before === undefined || (halves.length === 2 && after === undefined)) return undefined;
  if (after === undefined) return before.length === 8 ? before : undefined;
  const missing = 8 - before.length - after.length;
  return missing < 1 ? undefined : [...before, ...Array.from({ length: missing }, () => 0), ...after];
}

function readPieces(text: string, mayEndInIpv4: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const pieces: number[] = [];
  for (const [at, part] of parts.entries()) {
    if (part.includes('.') && mayEndInIpv4 && at === parts.length - 1) {
      const bytes = part.split('.');
      if (bytes.length !== 4 || !bytes.every((byte) => /^(?:0|[1-9]\d{0,2})$/.test(byte) && Number(byte) <= 255)) return undefined;
      const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number);
      pieces.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) pieces.push(parseInt(part, 16));
    else return undefined;
  }
  return pieces;
}

/** The first of the longest runs of zeros is left out. */
function writeIpv6(pieces: readonly number[]): string {
  let [from, length] = [-1, 1];
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (pieces[end] === 0) end++;
    if (end - at > length) [from, length] = [at, end - at];
    at = Math.max(at, end);
  }
  const hex = (some: readonly number[]): string => some.map((piece) => piece.toString(16)).join(':');
  return from < 0 ? hex(pieces) : `${hex(pieces.slice(0, from))}::${hex(pieces.slice(from + length))}`;
}
