import type { Json } from '../schema/field.ts';

/**
 * How the history finds members of a list again, while others work in the same list. An address is a pointer in which a member of a list is named
 * by its key where it has one that no other member has: `=` and the key, in place of its index. A member that has none is named by its index,
 * behind the word `#`; others who move members up or down touch `#`, and with it every address by index.
 */
export type Address = readonly string[];

/** What stands before an index in an address. */
export const BY_INDEX = '#';
/** Longer texts are no keys. */
const LONGEST_KEY = 200;

/** By what a member of a list is told apart: an object by its `id`, else its `key`; a text by what it says. Undefined for all others. */
export function keyOf(member: Json | undefined): string | undefined {
  if (typeof member === 'string') return keyFrom(member);
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return undefined;
  const object = member as { readonly [name: string]: Json };
  return (Object.hasOwn(object, 'id') ? keyFrom(object.id) : undefined) ?? (Object.hasOwn(object, 'key') ? keyFrom(object.key) : undefined);
}

function keyFrom(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value.length <= LONGEST_KEY ? `=${value}` : undefined;
  return Number.isSafeInteger(value) ? `=${value as number}` : undefined;
}

/** The key of a member, where no other member of the list has the same. */
export function ownKey(list: readonly Json[], index: number, work: (values: number) => void): string | undefined {
  const key = keyOf(list[index]);
  if (key === undefined) return undefined;
  work(list.length);
  return list.some((other, at) => at !== index && keyOf(other) === key) ? undefined : key;
}

/** Where the one member with a key stands; -1 where none has it, or several have. */
export function indexOfKey(list: readonly Json[], key: string, work: (values: number) => void): number {
  work(list.length);
  const index = list.findIndex((member) => keyOf(member) === key);
  return index >= 0 && list.slice(index + 1).some((member) => keyOf(member) === key) ? -1 : index;
}

/** The address of what a path by indexes leads to in a value. */
export function addressOf(value: Json, path: readonly string[], work: (values: number) => void): Address {
  const address: string[] = [];
  let at: Json | undefined = value;
  for (const token of path) {
    if (Array.isArray(at)) {
      const key = ownKey(at as readonly Json[], Number(token), work);
      address.push(...(key === undefined ? [BY_INDEX, token] : [key]));
    } else address.push(token);
    at = stepInto(at, token);
  }
  return address;
}

/** The path by indexes that an address leads to in a value as it is now; undefined where a member that it names by key is there no longer, or twice. */
export function pathOf(value: Json, address: Address, work: (values: number) => void): readonly string[] | undefined {
  const path: string[] = [];
  let at: Json | undefined = value;
  for (let place = 0; place < address.length; place++) {
    let token = address[place] as string;
    if (Array.isArray(at)) {
      if (token === BY_INDEX) token = address[++place] ?? '';
      else {
        const index = indexOfKey(at as readonly Json[], token, work);
        if (index < 0) return undefined;
        token = String(index);
      }
    }
    path.push(token);
    at = stepInto(at, token);
  }
  return path;
}

function stepInto(value: Json | undefined, token: string): Json | undefined {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, token) ? (value as { readonly [name: string]: Json })[token] : undefined;
}
