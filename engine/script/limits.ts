/** Units of fuel of a script in the turn in which it begins, and for its program to be read. */
export const BEGINNING = 1_000_000;
/** Bytes that a script may take. */
export const MEMORY = 16 * 1024 * 1024;
