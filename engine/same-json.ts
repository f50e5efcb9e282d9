import { descentOf } from './descent.ts';

/**
 * Whether two JSON values would be written as the same text, the order of keys included; with `freely` two objects are the same whatever
 * the order of their keys. Nothing is written for it, and what both share is not looked into, so that a large value of which little was
 * changed is compared in the time that the change takes. `looked`, where it is given, is called for each pair that is compared.
 */
export function sameJson(a: unknown, b: unknown, order: 'kept' | 'freely' = 'kept', looked?: () => void): boolean {
  looked?.();
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return (a as readonly unknown[]).every((each, at) => sameJson(each, (b as readonly unknown[])[at], order, looked));
  }
  // Who counts what is compared is told of the same whatever is known.
  const descent = looked === undefined ? (descentOf(b, a) ?? descentOf(a, b)) : undefined;
  if (descent !== undefined && descent.others.size === 0)
    return [...descent.names].every((name) => sameJson((a as Members)[name], (b as Members)[name], order, looked));
  const keys = Object.keys(a),
    others = Object.keys(b);
  if (keys.length !== others.length) return false;
  const [before, after] = [a as Members, b as Members];
  return keys.every((key, at) => (order === 'kept' ? others[at] === key : Object.hasOwn(after, key)) && sameJson(before[key], after[key], order, looked));
}
type Members = { readonly [key: string]: unknown };
