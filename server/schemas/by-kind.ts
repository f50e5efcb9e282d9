import type { TSchema } from 'typebox';
import { checkOf, visible, type Check } from '../../engine/index.ts';
import { formOf } from './form.ts';

interface Part {
  readonly properties?: { readonly kind?: { readonly const?: unknown } };
}
interface Form {
  readonly properties?: Readonly<Record<string, { readonly anyOf?: readonly (TSchema & Part)[] }>>;
}

/**
 * The check of a message. Where a key of it holds one of several things that `kind` tells apart, a fault is told of the kind that is meant, or of
 * the kind itself with those that there are: a compiled check of the choice complains of the first of them, whatever was meant.
 */
export function checkByKind(schema: TSchema): Check {
  const check = checkOf(schema, formOf(schema));
  const choices = Object.entries((schema as Form).properties ?? {}).flatMap(([key, { anyOf }]) => {
    const kinds = new Map((anyOf ?? []).map((part) => [part.properties?.kind?.const, checkOf(part, formOf(part))]));
    return anyOf === undefined || kinds.has(undefined) ? [] : [{ key, kinds }];
  });
  if (choices.length === 0) return check;
  return (value, path) => {
    const faults = check(value, path);
    if (faults.length === 0 || !isObject(value)) return faults;
    for (const { key, kinds } of choices) {
      const part = Object.hasOwn(value, key) ? value[key] : undefined;
      if (!isObject(part)) continue;
      const kind = Object.hasOwn(part, 'kind') ? part['kind'] : undefined;
      const own = kinds.get(kind);
      if (own === undefined) {
        const expected = `one of ${[...kinds.keys()].join(', ')}`;
        const given = kind === undefined ? 'is missing' : `is ${visible(JSON.stringify(kind), 60)}`;
        return [{ path: `${key}/kind`, expected, message: `${key}/kind ${given}; expected ${expected}` }];
      }
      const inside = own(part, key);
      if (inside.length > 0) return inside;
    }
    return faults;
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
