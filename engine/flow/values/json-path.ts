import type { Json } from '../../schema/field.ts';
import { DEEPEST_JSON, isJsonList, isJsonObject, jsonList, jsonObject, type JsonObject } from './json-value.ts';

/**
 * A place in a JSON value: a JSON Pointer (RFC 6901) as `/users/0/name`; a text without `/` in front is one key, and an empty one the whole value.
 * Undefined where it leads deeper than a value can be.
 */
export function parsePath(path: string): readonly string[] | undefined {
  if (path === '') return [];
  if (!path.startsWith('/')) return [path];
  const steps = path.slice(1).split('/', DEEPEST_JSON + 1);
  return steps.length > DEEPEST_JSON ? undefined : steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The place of a step in a list; -1 where it names none. */
function indexOf(list: readonly Json[], step: string): number {
  const at = /^(?:0|[1-9][0-9]{0,8})$/.test(step) ? Number(step) : -1;
  return at < list.length ? at : -1;
}
function member(value: Json | undefined, step: string): Json | undefined {
  if (isJsonList(value)) return value[indexOf(value, step)];
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** What stands at a place; undefined where there is nothing. */
export function jsonAt(value: Json, path: string): Json | undefined {
  return parsePath(path)?.reduce<Json | undefined>(member, value);
}

/**
 * The value with another at a place. What is missing, or null, on the way there is made: a list where the path goes on with `-`, which stands behind
 * the last of a list, else an object. Undefined where the way leads through a text, a number or past the end of a list, or beyond the bounds.
 */
export function jsonWith(value: Json, path: string, put: Json): Json | undefined {
  const steps = parsePath(path);
  return steps === undefined ? undefined : withAt(value, steps, 0, put);
}

function withAt(value: Json | undefined, steps: readonly string[], at: number, put: Json): Json | undefined {
  const step = steps[at];
  if (step === undefined) return put;
  if (value === undefined || value === null) {
    const made = withAt(null, steps, at + 1, put);
    if (made === undefined) return undefined;
    return step === '-' ? jsonList([made]) : jsonObject([[step, made]]);
  }
  if (isJsonList(value)) {
    const index = step === '-' || step === String(value.length) ? value.length : indexOf(value, step);
    const made = index < 0 ? undefined : withAt(value[index], steps, at + 1, put);
    return made === undefined ? undefined : jsonList(value.toSpliced(index, 1, made));
  }
  if (!isJsonObject(value)) return undefined;
  const made = withAt(member(value, step), steps, at + 1, put);
  return made === undefined ? undefined : jsonObject(Object.entries({ ...value, [step]: made }));
}

/** The value without what stands at a place; undefined where nothing does. */
export function jsonWithout(value: Json, path: string): Json | undefined {
  const steps = parsePath(path),
    last = steps?.at(-1);
  if (steps === undefined || last === undefined) return undefined;
  const holder = steps.slice(0, -1).reduce<Json | undefined>(member, value);
  if (member(holder, last) === undefined) return undefined;
  const less = isJsonList(holder)
    ? jsonList(holder.toSpliced(indexOf(holder, last), 1))
    : jsonObject(Object.entries(holder as JsonObject).filter(([key]) => key !== last));
  return less === undefined ? undefined : withAt(value, steps.slice(0, -1), 0, less);
}
