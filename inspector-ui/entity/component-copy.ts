import type { ComponentManifest, FieldValues, Operation } from '../../server/protocol.ts';
import { sameJson } from '../../engine/same-json.ts';

const FORMAT = 'worldwire/component';

/** A component as text: what is copied at one page can be pasted at another. */
export interface CopiedComponent {
  readonly type: string;
  readonly values: FieldValues;
}

export function asText({ type, values }: CopiedComponent): string {
  return JSON.stringify({ format: FORMAT, type, values }, null, 2);
}

/** The component that a text holds; null where it holds none. */
export function fromText(text: string): CopiedComponent | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || !('format' in parsed) || parsed.format !== FORMAT) return null;
  if (!('type' in parsed) || typeof parsed.type !== 'string' || !('values' in parsed)) return null;
  const { type, values } = parsed;
  return typeof values === 'object' && values !== null && !Array.isArray(values) ? { type, values: values as FieldValues } : null;
}

/** Those values that somebody can set and that are saved: what a copy of the component is made of. */
export function copyable(manifest: ComponentManifest | undefined, values: FieldValues): FieldValues {
  const fields = manifest?.fields.filter((field) => field.readOnly !== true && field.notSaved !== true).map((field) => field.name);
  return Object.fromEntries(Object.entries(values).filter(([name]) => fields === undefined || fields.includes(name)));
}

/** The edits that give a component these values; those that it has already, cannot be set or are driven are left out. */
export function settings(
  manifest: ComponentManifest | undefined,
  at: { readonly entity: string; readonly component: string },
  before: FieldValues | null,
  values: FieldValues,
  driven: readonly string[] = [],
): Operation[] {
  const wanted = copyable(manifest, values);
  return Object.entries(wanted)
    .filter(
      ([field, value]) =>
        manifest?.fields.some(({ name }) => name === field) !== false &&
        !driven.includes(`${at.component}.${field}`) &&
        (before === null || !sameJson(before[field], value)),
    )
    .map(([field, value]) => ({ op: 'setField', ...at, field, value }));
}

/** The values that a component of this type has at first. */
export function defaultsOf(manifest: ComponentManifest): FieldValues {
  return Object.fromEntries(manifest.fields.map((field) => [field.name, field.default]));
}
