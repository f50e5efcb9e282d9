import type { NamedField } from '../schema/component.ts';
import { wrong } from '../world/form.ts';

/**
 * How values are written: `exact` to the bit, with numbers that JSON cannot hold as words, as a snapshot's entities are; or as `settings`, in JSON
 * form, as history and baseline keep them.
 */
export type Writing = 'exact' | 'settings';

/** Whether a value fits a field; `place` is asked for where it does not. Throws WW_SNAPSHOT_INVALID. */
export type ValueCheck = (value: unknown, place: () => string) => void;

const WORDS: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity']);
const GREATEST_FLOAT = 3.4028234663852886e38;

/**
 * The check of a field's value.
 * @param own the world itself writes it, so that the limits that edits keep to are not asked of it
 */
export function valueCheck(field: NamedField, writing: Writing, own: boolean): ValueCheck {
  const fits = fitting(field, writing, own);
  return (value, place) => {
    if (!fits(value)) refuse(field, value, place());
  };
}

function refuse(field: NamedField, value: unknown, place: string): never {
  const inside = field.check(value)[0]?.path ?? '';
  return wrong(inside === '' ? place : `${place}/${inside}`, field.expected, inside === '' ? value : undefined);
}

function fitting(field: NamedField, writing: Writing, own: boolean): (value: unknown) => boolean {
  const { low, high, limited } = limitsOf(field, own);
  switch (field.storage) {
    case 'u8': {
      if (field.kind === 'bool') return (value) => typeof value === 'boolean';
      const labels: ReadonlySet<unknown> = new Set(field.labels);
      return (value) => labels.has(value);
    }
    case 'i32':
      return (value) => typeof value === 'number' && (value | 0) === value && value >= low && value <= high;
    case 'f32':
    case 'f64': {
      // What a system computes may be no number at all. That is written as a word, or in JSON form as null.
      const fits = (value: unknown): boolean =>
        typeof value === 'number' ? value >= low && value <= high : !limited && (writing === 'exact' ? WORDS.has(value) : value === null);
      const { width } = field;
      return width === 1 ? fits : (value) => Array.isArray(value) && value.length === width && value.every(fits);
    }
    case 'object': {
      const quick = quickly(field);
      return (value) => quick(value) || field.check(value).length === 0;
    }
  }
}

/** A Float32 lies beside the limit that it was set to, so limits are rounded as it is. */
function limitsOf(field: NamedField, own: boolean): { readonly low: number; readonly high: number; readonly limited: boolean } {
  const schema = field.schema as { minimum?: number; maximum?: number; items?: readonly { minimum?: number; maximum?: number }[] };
  const greatest = field.storage === 'f32' ? GREATEST_FLOAT : Number.MAX_VALUE;
  const { minimum = -greatest, maximum = greatest } = own ? {} : (schema.items?.[0] ?? schema);
  const rounded = field.storage === 'f32' ? Math.fround : (value: number) => value;
  return { low: rounded(minimum), high: rounded(maximum), limited: minimum > -greatest || maximum < greatest };
}

/** True of what surely fits, so that the field's own check, which is slower, need not be asked. */
function quickly(field: NamedField): (value: unknown) => boolean {
  if (field.kind === 'string' && field.options.accepts === undefined) {
    const most = (field.schema as { maxLength?: number }).maxLength ?? 0;
    return (value) => typeof value === 'string' && value.length <= most;
  }
  if (field.kind === 'uri' || field.kind.endsWith('Ref')) return (value) => value === null;
  const empty = field.default;
  if (Array.isArray(empty) && empty.length === 0) return (value) => Array.isArray(value) && value.length === 0;
  return () => false;
}
