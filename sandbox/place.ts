/**
 * The folder in which what is no code lies: the library that scripts find, and the counted binary once it is built. It is the same from the sources and from
 * the files of a build, wherever this module has come to stand in them.
 */
export const PLACE = new URL('../sandbox/', import.meta.url);
