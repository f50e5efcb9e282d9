import type { Json } from '../schema/field.ts';

/**
 * Whether two values would be written as the same JSON text, the order of keys included. Nothing is written for it, and what both
 * share is not looked into, so that a large value of which little was changed is compared in the time that the change takes.
 */
export function same(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return (a as readonly Json[]).every((each, at) => same(each, (b as readonly Json[])[at] as Json));
  }
  const keys = Object.keys(a),
    others = Object.keys(b);
  const [before, after] = [a, b] as readonly { readonly [key: string]: Json }[];
  if (before === undefined || after === undefined || keys.length !== others.length) return false;
  return keys.every((key, at) => others[at] === key && same(before[key] as Json, after[key] as Json));
}
