import { RE2JS } from 're2js';
import { queryFault } from './query-fault.ts';

/** Instructions of what a pattern is compiled to, and characters of a value that are looked at: what a look costs is at most their product. */
const LARGEST_PROGRAM = 500,
  MOST_CHARACTERS = 1_000;
const FLAGS: { readonly [flag: string]: number } = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL };

/** A pattern of RE2, which takes time in proportion to the text whatever it says. Throws WW_BAD_QUERY where it is none. */
export function patternOf(source: string, flags: string, at: number): RE2JS {
  let all = 0;
  for (const flag of flags) {
    const known = FLAGS[flag];
    if (known === undefined) throw queryFault(at, `one of the flags i, m, s behind the pattern instead of ${flag}`);
    all |= known;
  }
  let pattern: RE2JS;
  try {
    pattern = RE2JS.compile(source.replaceAll('\\/', '/'), all);
  } catch (error) {
    throw queryFault(at, `a pattern that can be read (${error instanceof Error ? error.message : String(error)})`);
  }
  if (pattern.programSize() > LARGEST_PROGRAM) throw queryFault(at, 'a smaller pattern');
  return pattern;
}

/** Whether a text has something in it that a pattern fits; of longer texts the beginning is looked at. */
export function fitsPattern(pattern: RE2JS, text: string): boolean {
  return pattern.matcher(text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS) : text).find();
}
