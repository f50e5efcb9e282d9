import { parseFloat32 } from './number-parse.ts';

/** A text as so many floats: in brackets or without, with semicolons between them; undefined where it is none. */
export function parsedVector(text: string, style: string, count: number): readonly number[] | undefined {
  const trimmed = text.trim();
  const inside = trimmed.startsWith('[') && trimmed.endsWith(']') ? trimmed.slice(1, -1) : trimmed;
  // One more than there may be, so that too many are seen.
  const parts = inside.split(';', count + 1);
  if (parts.length !== count) return undefined;
  const numbers = parts.map((part) => parseFloat32(part, style));
  return numbers.includes(undefined) ? undefined : (numbers as readonly number[]);
}

/** A text as a colour: of three or four floats, or in hexadecimal digits; undefined where it is none. */
export function parsedColor(text: string): readonly number[] | undefined {
  const [, digits] = /^\s*#?([0-9a-fA-F]{3,8})\s*$/.exec(text) ?? [];
  if (digits !== undefined) return hexColor(digits);
  const three = parsedVector(text, 'Float', 3);
  return three === undefined ? parsedVector(text, 'Float', 4) : [...three, 1];
}

function hexColor(digits: string): readonly number[] | undefined {
  if (![3, 4, 6, 8].includes(digits.length)) return undefined;
  const long = digits.length < 6 ? Array.from(digits, (each) => each + each).join('') : digits;
  return Array.from({ length: 4 }, (_, at) => (at * 2 < long.length ? Math.fround(parseInt(long.slice(at * 2, at * 2 + 2), 16) / 255) : 1));
}
