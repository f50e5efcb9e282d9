/** A name as it stands in a JSON Pointer (RFC 6901). */
export function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The pointer to a place. */
export function pointer(path: readonly string[]): string {
  return path.map((name) => `/${pointerToken(name)}`).join('');
}
