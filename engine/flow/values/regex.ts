import { RE2JS } from 're2js';

/** Characters of a pattern, and instructions of what it is compiled to; a pattern beyond them counts as none. */
export const LONGEST_PATTERN = 1_000,
  LARGEST_PROGRAM = 4_000;
/** Patterns that are kept compiled, for whoever comes with them next. */
const MOST_KEPT = 200;

const kept = new Map<string, RE2JS | null>();

/** A pattern of RE2, compiled; null where it is none, or beyond the bounds. */
export function patternOf(text: string): RE2JS | null {
  if (text.length > LONGEST_PATTERN) return null;
  let pattern = kept.get(text);
  if (pattern !== undefined) return pattern;
  try {
    pattern = RE2JS.compile(text);
    if (pattern.programSize() > LARGEST_PROGRAM) pattern = null;
  } catch {
    pattern = null;
  }
  if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value as string);
  kept.set(text, pattern);
  return pattern;
}

/** Fuel of a look through a text: each character against each instruction at the worst, and what it may take to compile the pattern. */
export function regexFuel(characters: number, pattern: string): number {
  const size = patternOf(pattern)?.programSize() ?? 0;
  return Math.floor((characters * size) / 64) + 4 * Math.min(pattern.length, LONGEST_PATTERN) + size;
}
