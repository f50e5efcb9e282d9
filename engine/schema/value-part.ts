import type { Json } from './field.ts';

/** Letters by which the numbers of a vector, a rotation and a colour are named, in their order. */
const PLACES = 'xyzw',
  COLORS = 'rgba';

/**
 * A part of a value by its name: `x` to `w` and `r` to `a` of a list, else a member of an object. The empty name is the value itself; undefined where
 * there is no such part.
 */
export function valuePart(value: Json, part: string): Json | undefined {
  if (part === '') return value;
  if (Array.isArray(value)) {
    const at = part.length === 1 ? Math.max(PLACES.indexOf(part), COLORS.indexOf(part)) : -1;
    return at < 0 ? undefined : (value[at] as Json | undefined);
  }
  return typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? (value as { readonly [key: string]: Json })[part] : undefined;
}
