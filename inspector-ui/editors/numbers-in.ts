import { reckon } from './arithmetic.ts';

/**
 * The numbers of a list as people write them: `1, 2, 3`, `[1 2 3]`, `(1; 2; 3)`, `{"x": 1, "y": 2}`, `1,5 2,5`; null where it is none of two
 * or more. Two digits around a comma alone (`1,5`, `1,000`) are one number and no list, unless they stand in brackets.
 */
export function numbersIn(text: string): number[] | null {
  const trimmed = text.trim(),
    inBrackets = /^[[({].*[\])}]$/s.test(trimmed);
  const inner = trimmed
    .replace(/^[[({]|[\])}]$/g, '')
    .replace(/["']?[a-zA-Z]+["']?\s*[:=]/g, ' ')
    .trim();
  // Where something else parts them, a comma inside of one is its own.
  const isSpaced = /[\s;]/.test(inner);
  const parts = (isSpaced ? inner.split(/\s*;\s*|\s*,\s+|\s+,?/) : inner.split(',')).filter((part) => part !== '');
  if (parts.length < 2 || (!isSpaced && !inBrackets && parts.length === 2)) return null;
  const numbers = parts.map((part) => (isSpaced ? numberOf(part) : plain(part)));
  return numbers.some((number) => number === null) ? null : (numbers as number[]);
}

/** `000` is the rest of a number that was cut at its comma. */
function plain(part: string): number | null {
  return /^[-−+]?0\d/.test(part) ? null : numberOf(part);
}
function numberOf(part: string): number | null {
  if (!/^[-−+]?(?:\d|[.,]\d)[\d.,]*(?:[eE][+-]?\d+)?$/.test(part)) return null;
  const found = reckon(part);
  return 'fault' in found ? null : found.value;
}
