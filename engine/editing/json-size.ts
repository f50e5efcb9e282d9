import { countOf, MANY } from '../descent.ts';
import type { Json } from '../schema/field.ts';

/** How large a value is, counting what it shares with others as often as it stands there. */
export interface Size {
  /** Values in it: each text, number, list and object counts one. */
  readonly values: number;
  /** Characters of its texts and keys. */
  readonly characters: number;
  /** Levels of lists and objects. */
  readonly levels: number;
}

const known = new WeakMap<object, Size>();
const SIMPLE: Size = { values: 1, characters: 0, levels: 0 };
/** Levels that are gone down at most, so that how deep a value may be does not depend on the stack. */
const DEEPEST = 1_000;
const BOTTOMLESS: Size = { values: 1, characters: 0, levels: Infinity };
/** Numbers of a list that are counted each time. */
const FEW = 16;

/**
 * The size of a value that is never changed in place. What a list or an object came to is kept with it, so that one which shares
 * most of its parts with another that was measured is measured in the time that its new parts take, also where it stands in
 * itself a million times over.
 */
export function sizeOf(value: Json, deeper = DEEPEST): Size {
  if (typeof value === 'string') return { values: 1, characters: value.length, levels: 0 };
  if (typeof value !== 'object' || value === null) return SIMPLE;
  // What is kept with a list costs more than its few numbers are worth, of which an edit of thousands of vectors has as many.
  if (Array.isArray(value) && value.length <= FEW && deeper > 0 && value.every((part) => typeof part === 'number'))
    return { values: 1 + value.length, characters: 0, levels: 1 };
  const before = known.get(value);
  if (before !== undefined) return before;
  if (deeper === 0) return BOTTOMLESS;
  let values = 1,
    characters = 0,
    levels = 0;
  const add = (part: Json): void => {
    const size = sizeOf(part, deeper - 1);
    values += size.values;
    characters += size.characters;
    levels = Math.max(levels, size.levels);
  };
  if (Array.isArray(value)) for (const part of value as readonly Json[]) add(part);
  else
    for (const [key, part] of Object.entries(value)) {
      characters += key.length;
      add(part);
    }
  const size = { values, characters, levels: levels + 1 };
  if (levels < Infinity) known.set(value, size);
  return size;
}

/**
 * Keeps the size of an object of many parts that differs from another by one name alone, where what the other came to is known: it takes no longer than that
 * part does.
 */
export function resize(before: Parts, made: Parts, name: string): void {
  if (countOf(made) < MANY || known.has(made)) return;
  const size = known.get(before);
  if (size === undefined) return;
  const was = partOf(before, name),
    is = partOf(made, name);
  // Which of the others is the deepest is not known.
  if (was.levels + 1 === size.levels && is.levels < was.levels) return;
  if (is.levels === Infinity) return;
  known.set(made, {
    values: size.values - was.values + is.values,
    characters: size.characters - was.characters + is.characters,
    levels: Math.max(size.levels, is.levels + 1),
  });
}
type Parts = { readonly [name: string]: Json };

/** What a name of an object comes to, with itself; nothing where there is none. */
function partOf(object: Parts, name: string): Size {
  if (!Object.hasOwn(object, name)) return { values: 0, characters: 0, levels: 0 };
  const { values, characters, levels } = sizeOf(object[name] as Json);
  return { values, characters: characters + name.length, levels };
}
