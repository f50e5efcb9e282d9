/** Units of fuel of a script in the turn in which it begins. */
export const BEGINNING = 1_000_000;
/** Units for a program to be read: it takes one or two a character, and what it imports is read with it. */
export function readingFuel(source: string): number {
  return BEGINNING + 2 * source.length;
}
/** Bytes that a script may take, and by how many all of a world may grow beyond what each has that begins. */
export const MEMORY = 16 * 1024 * 1024,
  MOST_MEMORY = 256 * 1024 * 1024;
/** Bytes that a script may have taken so that a snapshot holds what it holds; one with more begins anew where the world is taken up. */
export const KEPT_MEMORY = 8 * 1024 * 1024;
/** Characters of what a script keeps in `Script.state`, as JSON. */
export const LONGEST_KEPT = 100_000;
