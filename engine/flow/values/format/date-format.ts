import { civilOf, type Civil } from './date-time.ts';

/* Moments as text, in the invariant culture: the words are English, and the time zone is that of the whole world. */

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** Formats of one letter, as what they stand for. */
const STANDARD: Readonly<Record<string, string>> = {
  d: 'MM/dd/yyyy',
  D: 'dddd, dd MMMM yyyy',
  f: 'dddd, dd MMMM yyyy HH:mm',
  F: 'dddd, dd MMMM yyyy HH:mm:ss',
  g: 'MM/dd/yyyy HH:mm',
  G: 'MM/dd/yyyy HH:mm:ss',
  m: 'MMMM dd',
  M: 'MMMM dd',
  o: "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
  O: "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
  r: "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
  R: "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
  s: "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
  t: 'HH:mm',
  T: 'HH:mm:ss',
  u: "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
  U: 'dddd, dd MMMM yyyy HH:mm:ss',
  y: 'yyyy MMMM',
  Y: 'yyyy MMMM',
};

/** A run of a letter as the part of the moment that it stands for; undefined where the letter stands for none. */
function part(civil: Civil, letter: string, count: number): string | undefined {
  const padded = (value: number, most = 2): string => String(value).padStart(Math.min(count, most), '0');
  switch (letter) {
    case 'd':
      return count <= 2 ? padded(civil.day) : count === 3 ? (DAYS[civil.weekday] as string).slice(0, 3) : DAYS[civil.weekday];
    case 'M':
      return count <= 2 ? padded(civil.month) : count === 3 ? (MONTHS[civil.month - 1] as string).slice(0, 3) : MONTHS[civil.month - 1];
    case 'y':
      return count <= 2 ? padded(civil.year % 100) : padded(civil.year, count);
    case 'H':
      return padded(civil.hour);
    case 'h':
      return padded(civil.hour % 12 === 0 ? 12 : civil.hour % 12);
    case 'm':
      return padded(civil.minute);
    case 's':
      return padded(civil.second);
    case 'f':
    case 'F':
      return fractionOf(civil.fraction, letter, count);
    case 't':
      return (civil.hour < 12 ? 'AM' : 'PM').slice(0, count);
    case 'z':
      return count === 1 ? '+0' : count === 2 ? '+00' : '+00:00';
    case 'K':
      return 'Z'.repeat(count);
    case 'g':
      return 'A.D.';
    default:
      return undefined;
  }
}

/** Parts of a second, of seven digits at most; those that F writes end with none that are 0. Undefined where there are more. */
export function fractionOf(ticks: number, letter: string, count: number): string | undefined {
  if (count > 7) return undefined;
  const digits = String(ticks).padStart(7, '0').slice(0, count);
  return letter === 'F' ? digits.replace(/0+$/, '') : digits;
}

/** A moment by a format: of one letter a standard one, else a picture; empty is `G`. Undefined where it is none. */
export function formatMoment(moment: bigint, format: string): string | undefined {
  const wanted = format === '' ? 'G' : format;
  const picture = wanted.length === 1 ? (Object.hasOwn(STANDARD, wanted) ? STANDARD[wanted] : undefined) : wanted;
  if (picture === undefined) return undefined;
  const civil = civilOf(moment);
  return byPicture(picture, (letter, count) => part(civil, letter, count));
}

/** Goes through a picture of a time. @param part what a run of a letter stands for; undefined where it stands for nothing and is text */
export function byPicture(picture: string, part: (letter: string, count: number) => string | undefined, isStrict = false): string | undefined {
  let text = '';
  for (let at = 0; at < picture.length;) {
    const letter = picture.charAt(at);
    if (letter === "'" || letter === '"') {
      const quoted = quotedAt(picture, at);
      if (quoted === undefined) return undefined;
      text += quoted.text;
      at = quoted.end;
      continue;
    }
    if (letter === '\\') {
      if (at + 1 >= picture.length) return undefined;
      text += picture.charAt(at + 1);
      at += 2;
      continue;
    }
    // A percent sign has one letter stand by itself.
    const from = letter === '%' ? at + 1 : at;
    if (letter === '%' && (from >= picture.length || picture.charAt(from) === '%')) return undefined;
    const each = picture.charAt(from);
    let end = from + 1;
    while (letter !== '%' && end < picture.length && picture.charAt(end) === each) end++;
    const found = part(each, end - from);
    if (found === undefined && (isStrict || /[fF]/.test(each))) return undefined;
    // A decimal point in front of parts of a second that are all 0 goes with them.
    if (found === '' && each === 'F' && text.endsWith('.')) text = text.slice(0, -1);
    text += found ?? picture.slice(from, end);
    at = end;
  }
  return text;
}

/** A quoted part of a picture; undefined where it does not end. */
function quotedAt(picture: string, at: number): { readonly text: string; readonly end: number } | undefined {
  const quote = picture.charAt(at);
  let text = '';
  for (let i = at + 1; i < picture.length; i++) {
    const letter = picture.charAt(i);
    if (letter === quote) return { text, end: i + 1 };
    if (letter === '\\') i++;
    text += picture.charAt(i);
  }
  return undefined;
}
