import type { TSchema } from 'typebox';

/** What of a JSON schema is read here. */
interface Form {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Form>>;
  readonly required?: readonly string[];
  readonly items?: Form;
  readonly anyOf?: readonly Form[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/**
 * A schema in one line, as an error names what it expected: `{"view","what":{"kind":"tree"|"table",…}}`. A key stands alone where its value is
 * a plain text or number, and has a question mark where it may be left out.
 */
export function formOf(schema: TSchema): string {
  return written(schema as Form) || 'any value';
}

/** Empty for a value of which the form says nothing. */
function written(form: Form): string {
  if (form.const !== undefined) return JSON.stringify(form.const);
  if (form.enum !== undefined) return form.enum.map((value) => JSON.stringify(value)).join('|');
  if (form.type === 'null') return 'null';
  if (form.type === 'array') return `[${(form.items === undefined ? '' : written(form.items)) || '…'}]`;
  if (form.anyOf !== undefined) return union(form.anyOf);
  if (form.properties === undefined) return '';
  return object(form.properties, form.required ?? []);
}

function object(properties: Readonly<Record<string, Form>>, required: readonly string[]): string {
  const keys = Object.entries(properties).map(([key, value]) => {
    const inside = written(value);
    return `"${key}"${required.includes(key) ? '' : '?'}${inside === '' ? '' : `:${inside}`}`;
  });
  return `{${keys.join(',')}}`;
}

/** Objects that a key `kind` tells apart are told by their kinds; what is plain in a union is passed over beside null. */
function union(forms: readonly Form[]): string {
  const kinds = forms.map(({ properties }) => properties?.['kind']?.const);
  if (kinds.every((kind) => kind !== undefined)) return `{"kind":${kinds.map((kind) => JSON.stringify(kind)).join('|')},…}`;
  const parts = forms.map(written);
  return parts.some((part) => part === '') ? '' : parts.join('|');
}
