/**
 * What instances of a source have of their own, as marks: texts that say which part and what of it. The root of an instance is named by nothing
 * (`WebsocketClient.URL`), a part by the id that it has in the source (`lamp/ColorValue.Value`).
 */
export type Marks = { readonly [mark: string]: true };

/** The component that links an entity to its source. */
export const INSTANCE = 'Instance';
/** What stands for a part that was removed; `+Key` and `-Key` are components that were added and removed, `name`, `tag` … what an entity is. */
export const GONE = '-';
/** Where a part stands among its siblings. */
export const ORDER = 'order';

/** The id of the part of an instance that corresponds to one of its source: known in advance, so that files and merges are the same for everybody. */
export function partId(instance: string, part: string): string {
  return `${instance}:${part}`;
}

/** @param part id of the part in the source, empty for the root */
export function markOf(part: string, what: string): string {
  return part === '' ? what : `${part}/${what}`;
}

/** Ids may hold anything, what is marked of a part no slash. */
export function readMark(mark: string): { readonly part: string; readonly what: string } {
  const at = mark.lastIndexOf('/');
  return at < 0 ? { part: '', what: mark } : { part: mark.slice(0, at), what: mark.slice(at + 1) };
}

/** A field that is marked, by its component's key and its name; undefined where it is something else. */
export function fieldOfMark(what: string): { readonly key: string; readonly field: string } | undefined {
  const at = what.indexOf('.');
  return at < 0 || what.startsWith('+') || what.startsWith('-') ? undefined : { key: what.slice(0, at), field: what.slice(at + 1) };
}

const OWN: ReadonlySet<string> = new Set(['name', 'active', 'persistent', ORDER, GONE, 'Transform.Position', 'Transform.Rotation']);

/** Whether the root of each instance has this of its own: what it is called, where it is and whether it works, so that placing one overrides nothing. */
export function isOwnOfRoot(what: string): boolean {
  return OWN.has(what) || what === `+${INSTANCE}` || what === `-${INSTANCE}` || what.startsWith(`${INSTANCE}.`);
}
/** A mark in words: `URL of WebsocketClient`, with the part's name where it is one. */
export function markInWords(what: string): string {
  const field = fieldOfMark(what);
  if (field !== undefined) return `${field.field} of ${field.key}`;
  if (what === GONE) return 'removed here';
  if (what.startsWith('+')) return `${what.slice(1)} added here`;
  if (what.startsWith('-')) return `${what.slice(1)} removed here`;
  return what === ORDER
    ? 'its place among its siblings'
    : what === 'active'
      ? 'whether it is active'
      : what === 'persistent'
        ? 'whether it is saved'
        : `its ${what}`;
}
