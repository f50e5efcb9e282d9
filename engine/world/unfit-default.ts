import { sameJson } from '../same-json.ts';
import type { Component } from '../schema/component.ts';
import { visible } from '../visible.ts';

/**
 * What is wrong with the defaults of a component type; undefined where all fit their fields. One that does not would be in columns, snapshots and
 * recordings as soon as a component is added, and none of them could be read again.
 */
export function unfitDefault({ name, fieldList }: Component): string | undefined {
  for (const field of fieldList) {
    const what = `${name}.${field.name} has the default ${shown(field.default)}, which does not fit it`;
    // What only the world writes may be any number, as the infinity of what is never due, and snapshots take it so.
    const isFloat = field.storage === 'f32' || field.storage === 'f64';
    if (isFloat && field.options.readOnly === true && typeof field.default === 'number') continue;
    try {
      const [fault] = field.check(field.default);
      if (fault !== undefined) return `${what}: ${fault.message}`;
      if (field.structured && !isJson(field.default)) return `${what}: it holds something that JSON cannot; expected ${field.expected}`;
    } catch (error) {
      return `${name}.${field.name} cannot say whether its default fits: ${visible(error instanceof Error ? error.message : String(error))}`;
    }
  }
  return undefined;
}

function isJson(value: unknown): boolean {
  const text = JSON.stringify(value) as string | undefined;
  return text !== undefined && sameJson(value, JSON.parse(text));
}

function shown(value: unknown): string {
  const text = typeof value === 'number' || typeof value === 'function' ? String(value) : (JSON.stringify(value) as string | undefined);
  return visible(text ?? typeof value, 100);
}
