import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';

/** A Transform is folded at first: place, rotation and scale stand at the top of the entity. */
const AT_FIRST = ['Transform'];

function remembered(key: string, first: readonly string[]): Cell<ReadonlySet<string>> {
  const known = recall(key);
  const cell = new Cell<ReadonlySet<string>>(new Set(Array.isArray(known) ? known.filter((each): each is string => typeof each === 'string') : first));
  cell.subscribe(() => remember(key, [...cell.value]));
  return cell;
}

/** Component types that are folded, and headings inside of them; the same for all entities, as one looks at many alike. */
export const folded = remembered('folded', AT_FIRST);
/** Component types that stand above the others in every entity. */
export const pinnedTypes = remembered('pinned', []);

export function fold(id: string, closed: boolean): void {
  folded.value = put(folded.value, id, closed);
}
export function pinType(type: string, on: boolean): void {
  pinnedTypes.value = put(pinnedTypes.value, type, on);
}
/** Folds all of these, or unfolds them. */
export function foldAll(types: readonly string[], closed: boolean): void {
  let next = folded.value;
  for (const type of types) next = put(next, type, closed);
  folded.value = next;
}

/** Those pinned first, else in the order of the entity. */
export function inOrder<T>(entries: readonly (readonly [string, T])[]): (readonly [string, T])[] {
  const place = ([key]: readonly [string, T]): number => (pinnedTypes.value.has(key.split('#')[0] ?? key) ? 0 : 1);
  return [...entries].sort((a, b) => place(a) - place(b));
}

function put(set: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (on) next.add(id);
  else next.delete(id);
  return next;
}
