import type { PortValue } from '../../door.ts';
import { toBase64 } from '../../schema/base64.ts';
import type { Json } from '../../schema/field.ts';
import { literalOf, type DataType, type Value } from '../values/data-type.ts';
import { Boxed } from '../values/value.ts';

/** Characters of a text and bytes that are shown, members of lists and objects in all, and how deep they may stand in each other. */
const LONGEST = 200,
  MOST_BYTES = 120,
  MOST_MEMBERS = 40,
  DEEPEST = 6;

/** A value as those see it who look, without its tick. @param isList it is what a list of inputs is given */
export function shownValue(value: Value | readonly Value[], type: DataType, isList: boolean): Omit<PortValue, 'tick'> {
  const isKept = type === 'json' && !isList && typeof value === 'object' && value !== null,
    known = isKept ? KNOWN.get(value) : undefined;
  if (known !== undefined) return known;
  const shown = shorten(value, type, isList);
  if (isKept) KNOWN.set(value, shown);
  return shown;
}
/** JSON that was shown before: to look through the keys of a large object takes as long as they are many, and it may be at many ports. */
const KNOWN = new WeakMap<object, Omit<PortValue, 'tick'>>();

function shorten(value: Value | readonly Value[], type: DataType, isList: boolean): Omit<PortValue, 'tick'> {
  const cutting = new Cutting();
  const one = (each: Value): Json => cutting.value(each, type);
  const shown = isList ? cutting.list(value as readonly Value[], one) : one(value as Value);
  const is = !isList && value instanceof Boxed ? value.type : type;
  return { value: shown, type: is, ...(cutting.isCut ? { cut: true } : {}) };
}

/** Makes values short, however large they are. */
class Cutting {
  isCut = false;
  #left = MOST_MEMBERS;

  value(value: Value, type: DataType): Json {
    if (value instanceof Boxed) return this.value(value.value, value.type);
    if (value instanceof Uint8Array) {
      if (value.length > MOST_BYTES) this.isCut = true;
      return toBase64(value.subarray(0, MOST_BYTES));
    }
    return typeof value === 'bigint' ? literalOf(type, value) : this.json(value as Json, DEEPEST);
  }

  list<T>(values: readonly T[], shown: (value: T) => Json): Json {
    const out: Json[] = [];
    for (const each of values) {
      if (!this.#takes()) break;
      out.push(shown(each));
    }
    return out;
  }

  json(value: Json, depth: number): Json {
    if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? '-0' : String(value);
    if (typeof value === 'string') return this.#text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth === 0) {
      this.isCut = true;
      return Array.isArray(value) ? [] : {};
    }
    if (Array.isArray(value)) return this.list(value as readonly Json[], (each) => this.json(each, depth - 1));
    const out: [string, Json][] = [];
    for (const [key, each] of Object.entries(value).slice(0, MOST_MEMBERS + 1)) {
      if (!this.#takes()) break;
      out.push([this.#text(key), this.json(each, depth - 1)]);
    }
    return Object.fromEntries(out);
  }

  #text(text: string): string {
    if (text.length <= LONGEST) return text;
    this.isCut = true;
    return text.slice(0, LONGEST);
  }

  #takes(): boolean {
    if (this.#left-- > 0) return true;
    this.isCut = true;
    return false;
  }
}
