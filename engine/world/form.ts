import { WorldwireError } from '../errors.ts';
import { visible } from '../visible.ts';

/** Says by throwing WW_SNAPSHOT_INVALID that a value does not have its form; `place` is where it stands in the snapshot. */
export type Form = (value: unknown, place: string) => void;

/** Levels that a value of a snapshot may have: those of a scene's value, and of what it is kept in. */
const MOST_LEVELS = 120;
/** Greatest length of the id of an entity or a world, in characters. */
export const LONGEST_ID = 200;
/**
 * As far as a world counts anything. A world that has come to more does no further step (`engine/tick/counted-out.ts`), while all numbers are still
 * exact, so that no snapshot is taken in which could not go on.
 */
export const MOST_COUNT = 2 ** 52 - 1;

/** Throws WW_SNAPSHOT_INVALID, naming the place, what was expected there, and what was found. */
export function wrong(place: string, expected: string, value: unknown): never {
  refuse(place, expected, `expected ${expected}, found ${found(value)}`);
}

/** The same where another sentence says better what is wrong. */
export function refuse(place: string, expected: string, sentence: string): never {
  const at = visible(place, 500);
  const message = `the snapshot cannot be restored: ${at === '' ? '' : `${at}: `}${visible(sentence, 1000)}`;
  throw new WorldwireError('WW_SNAPSHOT_INVALID', message, [{ path: at, expected: visible(expected, 500), message }]);
}

function found(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
  return typeof value === 'string' ? JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value) : String(value as number | boolean | null);
}

/** `entities/12 (lamp)`: a place with the id of what stands there, where it has one. */
export function named(place: string, thing: unknown, key = 'id'): string {
  const id = isObject(thing) ? thing[key] : undefined;
  return typeof id === 'string' && id !== '' ? `${place} (${id.length > 60 ? `${id.slice(0, 57)}…` : id})` : place;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const text: Form = (value, place) => {
  if (typeof value !== 'string') wrong(place, 'text', value);
};
/** Text that is not empty: an id, a key, a name of something. */
export const id: Form = (value, place) => {
  if (typeof value !== 'string' || value === '') wrong(place, 'an id', value);
};
/** An id of an entity or a world, as scene files have them: a longer one could be saved, and not be opened again. */
export const ownId: Form = (value, place) => {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_ID) wrong(place, `an id of 1 to ${LONGEST_ID} characters`, value);
};
export const truth: Form = (value, place) => {
  if (typeof value !== 'boolean') wrong(place, 'true or false', value);
};
export const number: Form = (value, place) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) wrong(place, 'a number', value);
};

/** A whole number within bounds. */
export function whole(low = 0, high = MOST_COUNT): Form {
  return (value, place) => {
    if (!Number.isInteger(value) || (value as number) < low || (value as number) > high)
      wrong(place, `a whole number of at least ${low} and at most ${high}`, value);
  };
}
export const count = whole();

export function orNull(form: Form): Form {
  return (value, place) => {
    if (value !== null) form(value, place);
  };
}

export function oneOf(...words: readonly (string | number | boolean)[]): Form {
  return (value, place) => {
    if (!words.includes(value as string)) wrong(place, words.length === 1 ? JSON.stringify(words[0]) : `one of ${words.join(', ')}`, value);
  };
}

export function listOf(form: Form, what = 'a list'): Form {
  return (value, place) => {
    if (!Array.isArray(value)) wrong(place, what, value);
    for (let at = 0; at < value.length; at++) form(value[at], `${place}/${at}`);
  };
}

/** A list of so many values, each of its own form. */
export function tuple(...forms: readonly Form[]): Form {
  return (value, place) => {
    if (!Array.isArray(value) || value.length !== forms.length) wrong(place, `a list of ${forms.length} values`, value);
    forms.forEach((form, at) => form(value[at], `${place}/${at}`));
  };
}

/** An object with these keys. What it holds beside them is kept where it is anything that JSON can hold, or refused where `closed`. */
export function record(needed: Readonly<Record<string, Form>>, optional: Readonly<Record<string, Form>> = {}, closed = false): Form {
  const forms = new Map([...Object.entries(needed), ...Object.entries(optional)]);
  const names = Object.keys(needed);
  return (value, place) => {
    if (!isObject(value)) wrong(place, `an object with ${names.join(', ')}`, value);
    for (const name of names) if (!Object.hasOwn(value, name)) wrong(under(place, name), `an object with ${names.join(', ')}`, undefined);
    for (const key of Object.keys(value)) {
      const form = forms.get(key);
      if (form !== undefined) form(value[key], under(place, key));
      else if (closed || key === '__proto__') refuse(under(place, key), 'a key of this version', 'this version does not know the key');
      else plain(value[key], under(place, key));
    }
  };
}

/** An object of any keys, each with a value of the form. */
export function mapOf(form: Form, what = 'an object'): Form {
  return (value, place) => {
    if (!isObject(value)) wrong(place, what, value);
    for (const key of Object.keys(value)) {
      if (key === '__proto__') refuse(under(place, key), 'another name than __proto__', 'expected another name than __proto__');
      form(value[key], under(place, key));
    }
  };
}

/** Anything that JSON can hold, of so many levels that whoever goes through it needs no great stack. */
export const plain: Form = (value, place) => {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'number') number(value, place);
    return;
  }
  const waiting: { readonly value: object; readonly level: number }[] = [{ value, level: 1 }];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at.level > MOST_LEVELS) refuse(place, `at most ${MOST_LEVELS} levels`, `it has more than ${MOST_LEVELS} levels of lists and objects`);
    for (const [key, inner] of Object.entries(at.value) as [string, unknown][]) {
      if (key === '__proto__') refuse(place, 'another name than __proto__', 'a key in it is named __proto__; expected another name');
      if (typeof inner === 'number') number(inner, place);
      else if (typeof inner === 'object' && inner !== null) waiting.push({ value: inner, level: at.level + 1 });
    }
  }
};

function under(place: string, key: string): string {
  return place === '' ? key : `${place}/${key}`;
}
