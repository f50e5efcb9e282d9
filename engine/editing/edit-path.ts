import { pointerToken } from './json-pointer.ts';

/**
 * What an edit has changed, as the histories compare it: an entity, and below it a component, a field and a place in that, or a property of its own
 * (`@name`, `@parent`, …). Names stand as in a JSON Pointer, since an id or a key may be any text, one that looks like another's path as well.
 */
export function editPath(entity: string, ...below: readonly string[]): string {
  let path = pointerToken(entity);
  for (const name of below) path += `/${pointerToken(name)}`;
  return path;
}

/** The id of the entity that a path is about. */
export function entityOf(path: string): string {
  const end = path.indexOf('/');
  return plain(end < 0 ? path : path.slice(0, end));
}

/** The names that a path goes by, its entity's id first. */
export function namesIn(path: string): readonly string[] {
  return path.split('/').map(plain);
}

/** Whether one of two paths lies at or in the other. */
export function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

function plain(token: string): string {
  return token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token;
}
