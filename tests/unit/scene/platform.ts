/**
 * Whether this Node's own JSON.parse reads a text as it stands. That of Node 24 (V8 13.6) can take a key with an escape for
 * an earlier key whose characters are those of the escape: `"~\""` for the key `~\`. No scene that goes through it comes back.
 */
export function isReadFaithfully(text: string): boolean {
  if (!text.includes('\\')) return true;
  const compact = text.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
  return compact === JSON.stringify(JSON.parse(text));
}
