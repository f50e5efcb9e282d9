import { digitsOfWhole, exactDigits, grouped, partsOf, roundedTo, shortestDigits, type Digits } from './digits.ts';
import { pictured } from './number-picture.ts';

/** Kinds of numbers, by the names of their types. */
export type NumberKind = 'int' | 'long' | 'float' | 'double';

/** Digits that a format may ask for. The original takes more. */
export const MOST_DIGITS = 10_000;
/** Digits of a number that a picture shows, and beyond which it is written with an exponent. */
const KNOWN = { float: 7, double: 15 } as const;
const BITS = { int: 32, long: 64 } as const;

/**
 * A number as text, by a format of the original's platform in its invariant culture: a letter with how many digits (`F2`, `N0`, `X8`), a picture
 * (`#,##0.00`), or empty. Undefined where the format is none for the kind of number.
 */
export function formatNumber(value: number | bigint, kind: NumberKind, format: string): string | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value < 0 ? '-Infinity' : 'Infinity';
  if (format === '' && !isFraction(kind)) return String(value);
  const [, letter = '', count = ''] = /^([A-Za-z])([0-9]*)$/.exec(format === '' ? 'G' : format) ?? [];
  if (letter === '') return pictured(shown(value, kind), format);
  const precision = count === '' ? undefined : Number(count);
  return precision !== undefined && precision > MOST_DIGITS ? undefined : byLetter(value, kind, letter, precision);
}

function isFraction(kind: NumberKind): kind is 'float' | 'double' {
  return kind === 'float' || kind === 'double';
}
/** As many digits as a picture goes by. */
function shown(value: number | bigint, kind: NumberKind): Digits {
  return isFraction(kind) ? roundedTo(exactDigits(value as number), KNOWN[kind], 'even') : digitsOfWhole(value);
}

function byLetter(value: number | bigint, kind: NumberKind, letter: string, precision: number | undefined): string | undefined {
  const upper = letter.toUpperCase();
  if (!isFraction(kind)) {
    if (upper === 'D') return decimal(value, precision ?? 0);
    if (upper === 'X' || upper === 'B') return inBase(value, BITS[kind], letter, precision ?? 0);
  }
  const isGeneral = upper === 'R' ? isFraction(kind) : upper === 'G';
  if (isGeneral) return general(value, kind, letter, upper === 'R' ? 0 : (precision ?? 0));
  const all = isFraction(kind) ? exactDigits(value as number) : digitsOfWhole(value),
    middle = isFraction(kind) ? 'even' : 'up';
  const fixed = (digits: Digits, places: number): readonly [text: string, isNegative: boolean] => {
    const rounded = roundedTo(digits, digits.scale + places, middle);
    return [withPlaces(rounded, places, upper !== 'F'), rounded.isNegative];
  };
  switch (upper) {
    case 'C': {
      const [text, isNegative] = fixed(all, precision ?? 2);
      return isNegative ? `(¤${text})` : `¤${text}`;
    }
    case 'E': {
      const places = precision ?? 6,
        rounded = roundedTo(all, places + 1, middle);
      return sign(rounded.isNegative) + scientific(rounded, places, letter, 3);
    }
    case 'F':
    case 'N': {
      const [text, isNegative] = fixed(all, precision ?? 2);
      return sign(isNegative) + text;
    }
    case 'P': {
      const [text, isNegative] = fixed({ ...all, scale: all.digits === '' ? 0 : all.scale + 2 }, precision ?? 2);
      return `${sign(isNegative)}${text} %`;
    }
    default:
      return undefined;
  }
}

const sign = (isNegative: boolean): string => (isNegative ? '-' : '');

function withPlaces(number: Digits, places: number, isGrouped: boolean): string {
  const [whole, fraction] = partsOf(number);
  const before = whole === '' ? '0' : isGrouped ? grouped(whole) : whole;
  return places === 0 ? before : `${before}.${fraction.padEnd(places, '0').slice(0, places)}`;
}
function scientific({ digits, scale }: Digits, places: number, letter: string, exponentDigits: number): string {
  const shown = digits.padEnd(places + 1, '0'),
    exponent = digits === '' ? 0 : scale - 1;
  const point = shown.length > 1 ? `.${shown.slice(1)}` : '';
  return `${shown.charAt(0)}${point}${letter}${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(exponentDigits, '0')}`;
}
function decimal(value: number | bigint, least: number): string {
  return sign(value < 0) + String(value < 0 ? -value : value).padStart(least, '0');
}
/** Below 0 as the bits that it is held in. */
function inBase(value: number | bigint, bits: number, letter: string, least: number): string {
  const text = BigInt.asUintN(bits, BigInt(value)).toString(letter.toUpperCase() === 'X' ? 16 : 2);
  return (letter === 'X' ? text.toUpperCase() : text).padStart(least, '0');
}
/** As few digits as tell what it is, or so many; with an exponent where those do not reach. @param precision 0: as few as tell it */
function general(value: number | bigint, kind: NumberKind, letter: string, precision: number): string {
  let number: Digits, most: number;
  if (isFraction(kind)) {
    number = precision === 0 ? shortestDigits(value as number, kind === 'float') : roundedTo(exactDigits(value as number), precision, 'even');
    most = precision === 0 ? Math.max(number.digits.length, KNOWN[kind]) : precision;
  } else {
    if (precision === 0) return decimal(value, 0);
    number = roundedTo(digitsOfWhole(value), precision, 'up');
    most = precision;
  }
  const { digits, scale, isNegative } = number;
  const isLong = scale > most || scale < -3;
  if (isLong) return sign(isNegative) + scientific(number, 0, isUpper(letter) ? 'E' : 'e', 2);
  const [whole, fraction] = partsOf(number);
  return sign(isNegative) + (digits === '' || whole === '' ? '0' : whole) + (fraction === '' ? '' : `.${fraction}`);
}
function isUpper(letter: string): boolean {
  return letter === letter.toUpperCase();
}
