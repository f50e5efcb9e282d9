import type { Json, PatchStep } from '../../server/protocol.ts';
import { sameJson } from '../../engine/same-json.ts';

/**
 * The steps of JSON Patch from one value to another, key by key; lists are replaced whole. Null where the values are no maps, or
 * have a key `-`, which the patch library takes for the end of a list: such a value is sent whole.
 */
export function diff(before: Json, after: Json): PatchStep[] | null {
  if (!isMap(before) || !isMap(after)) return null;
  const steps: PatchStep[] = [];
  walk(before, after, '', steps);
  return steps.some((step) => step.path.endsWith('/-') || step.path.includes('/-/')) ? null : steps;
}

function walk(before: { readonly [key: string]: Json }, after: { readonly [key: string]: Json }, path: string, steps: PatchStep[]): void {
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) steps.push({ op: 'remove', path: `${path}/${pointer(key)}` });
  for (const [key, value] of Object.entries(after)) {
    const old = before[key],
      at = `${path}/${pointer(key)}`;
    if (old === undefined) steps.push({ op: 'add', path: at, value });
    else if (isMap(old) && isMap(value)) walk(old, value, at, steps);
    else if (!sameJson(old, value)) steps.push({ op: 'replace', path: at, value });
  }
}

function isMap(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A key as part of a JSON Pointer. */
export function pointer(key: string): string {
  return key.replace(/~/g, '~0').replace(/\//g, '~1');
}
