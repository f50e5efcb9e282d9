import type { Json } from '../../schema/field.ts';

/*
 * JSON as a value that flows over wires. Lists and objects are frozen and measured as they come to be, by `asJson` and what builds on it, so that none
 * of them is beyond the bounds, whoever made it; how large one is, is known without looking into it again. Lists of texts or numbers are such values too.
 */

/**
 * Characters of its text that a value has at most, an escape counted as one and each list and object as eight more than it has; and how deep lists and
 * objects may stand in each other.
 */
export const LONGEST_JSON = 1_000_000,
  DEEPEST_JSON = 64;
const FOR_EACH = 8;

export type JsonObject = { readonly [key: string]: Json };

interface Measure {
  readonly size: number;
  readonly depth: number;
}
const measures = new WeakMap<object, Measure>();

/** What a value counts, without looking into it. */
export function sizeOfJson(value: Json): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value === 'number') return lengthOf(value);
  if (typeof value !== 'object') return value ? 4 : 5;
  return value === null ? 4 : (measures.get(value)?.size ?? 0);
}
function lengthOf(value: number): number {
  if (value >= 0 && value < 10 && Number.isInteger(value)) return 1;
  return String(value).length;
}

/** Whether a value of a wire is a list or an object of JSON, and not a vector or a reference. */
export function isJsonContainer(value: unknown): value is readonly Json[] | JsonObject {
  return typeof value === 'object' && value !== null && measures.has(value);
}
export function isJsonList(value: unknown): value is readonly Json[] {
  return Array.isArray(value) && measures.has(value);
}
export function isJsonObject(value: unknown): value is JsonObject {
  return isJsonContainer(value) && !Array.isArray(value);
}

/** A list or an object whose members are JSON values already, frozen; undefined where it is beyond the bounds. */
function measured<T extends readonly Json[] | JsonObject>(value: T): T | undefined {
  let size = 2 + FOR_EACH,
    depth = 0;
  const add = (each: Json): void => {
    size += sizeOfJson(each) + 1;
    if (typeof each === 'object' && each !== null) depth = Math.max(depth, measures.get(each)?.depth ?? 0);
  };
  if (Array.isArray(value)) for (const each of value as readonly Json[]) add(each);
  else
    for (const key of Object.keys(value)) {
      size += key.length + 3;
      add((value as JsonObject)[key] as Json);
    }
  if (size > LONGEST_JSON || depth >= DEEPEST_JSON) return undefined;
  measures.set(value, { size, depth: depth + 1 });
  return Object.freeze(value);
}

export function jsonList(members: readonly Json[]): readonly Json[] | undefined {
  return measured([...members]);
}
/** Of a key that comes twice the later value counts. `__proto__` is a key as any other. */
export function jsonObject(members: Iterable<readonly [string, Json]>): JsonObject | undefined {
  return measured(Object.fromEntries(members));
}

/** What came from elsewhere as a JSON value, copied; undefined where it is none, or beyond the bounds. */
export function asJson(value: unknown): Json | undefined {
  return copied(value, { left: LONGEST_JSON }, 0);
}

function copied(value: unknown, room: { left: number }, depth: number): Json | undefined {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : undefined;
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || depth >= DEEPEST_JSON) return undefined;
  if (measures.has(value)) return value as Json;
  const members: Json[] = [];
  const isList = Array.isArray(value),
    keys = isList ? [] : Object.keys(value);
  for (const each of isList ? (value as readonly unknown[]) : Object.values(value)) {
    room.left--;
    const member = room.left < 0 ? undefined : copied(each, room, depth + 1);
    if (member === undefined) return undefined;
    members.push(member);
  }
  return isList ? measured(members) : measured(Object.fromEntries(keys.map((key, at) => [key, members[at] as Json])));
}

/** A value of another type as JSON, for a wire that leads there: what is no number is null. */
export function castToJson(value: unknown): Json {
  if (Array.isArray(value)) return jsonList((value as readonly number[]).map(castToJson)) ?? null;
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  return value as Json;
}

/**
 * A text as JSON; undefined where it is none, or beyond the bounds.
 * @param longest characters that it has at most
 */
export function parseJson(text: string, longest = LONGEST_JSON): Json | undefined {
  if (text.length > longest || !isShallow(text)) return undefined;
  try {
    return adopted(JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

/** What was read just now, and belongs to nobody else, as a value: frozen where it stands. No deeper than it may be. */
function adopted(value: Json): Json | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : undefined;
  if (typeof value !== 'object' || value === null) return value;
  const members = value as { [key: string]: Json };
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    const each = members[key] as Json;
    if (typeof each === 'string' || typeof each === 'boolean') continue;
    const member = adopted(each);
    if (member === undefined) return undefined;
    // 0 has one form only, as it has in a text.
    if (member === 0) members[key] = 0;
  }
  return measured(value);
}

/** Fuel that reading a text takes: its characters, and lists and objects, which cost more than their brackets are long. */
export function parseFuel(text: string): number {
  let brackets = 0;
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & ~32) === 91) brackets++;
  return Math.floor(text.length / 24) + 2 * brackets;
}

const QUOTE = 34,
  BACKSLASH = 92;
/** Whether brackets stand no deeper in each other than they may, which is known before anything is built of them. */
function isShallow(text: string): boolean {
  let depth = 0,
    isText = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (isText) {
      if (unit === BACKSLASH) at++;
      else if (unit === QUOTE) isText = false;
    } else if (unit === QUOTE) isText = true;
    else if (unit === 91 || unit === 123) {
      if (++depth > DEEPEST_JSON) return false;
    } else if (unit === 93 || unit === 125) depth--;
  }
  return true;
}

/** Its text, keys in the order in which they came; undefined where that is longer than a text may be, as with many escapes. */
export function jsonText(value: Json, indent = 0): string | undefined {
  const text = JSON.stringify(value, undefined, indent);
  return text.length > LONGEST_JSON ? undefined : text;
}

const keys = new WeakMap<JsonObject, readonly string[]>();
/** The keys of an object, looked up once for all who go through it. */
export function keysOfJson(value: JsonObject): readonly string[] {
  let known = keys.get(value);
  if (known === undefined) keys.set(value, (known = Object.keys(value)));
  return known;
}
