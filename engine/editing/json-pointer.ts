/** A name as it stands in a JSON Pointer (RFC 6901). */
export function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The pointer to a place. */
export function pointer(path: readonly string[]): string {
  return path.map((name) => `/${pointerToken(name)}`).join('');
}

/** The names and indices that a pointer goes by; undefined where it is none. */
export function parsePointer(text: string): string[] | undefined {
  if (text === '') return [];
  if (!text.startsWith('/') || /~(?![01])/.test(text)) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A place as a message names it. */
export function shownPath(path: readonly string[]): string {
  return path.length === 0 ? 'the whole value' : JSON.stringify(pointer(path));
}
