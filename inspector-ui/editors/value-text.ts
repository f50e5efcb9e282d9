import type { TemplateContext } from '../../engine/template/context.ts';
import { parseExpression, parseTemplate, type Parsed, type Refers } from '../../engine/template/template.ts';
import type { FieldKind, FieldManifest, Json } from '../../server/protocol.ts';
import { ON_PAGE } from './one-of-many.ts';

/** The value that a text gives for one of many, or what is wrong with it. */
export type Given = { readonly value: Json } | { readonly fault: string };
/** A text as it was read: what it gives for each. */
export interface ValueText {
  readonly refers: readonly Refers[];
  readonly of: (context: TemplateContext) => Given;
}
export type ReadText = ValueText | { readonly fault: string };

const NUMBERS: { readonly [kind in FieldKind]?: number } = { int: 1, float: 1, float2: 2, float3: 3, float4: 4, color: 4 };
const TEXTS: ReadonlySet<FieldKind> = new Set<FieldKind>(['string', 'uri', 'enumeration', 'entityRef']);

/** Whether a field can be given by a text with expressions. */
export function takesExpressions({ kind, readOnly }: FieldManifest): boolean {
  return readOnly !== true && (TEXTS.has(kind) || kind === 'bool' || kind in NUMBERS);
}
/** Whether expressions stand in double braces in it, beside other text. */
export function takesTemplate({ kind }: Pick<FieldManifest, 'kind'>): boolean {
  return TEXTS.has(kind);
}

/** A value as it is shown: a text as it is, several numbers with commas between. */
export function shownValue(value: Json): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map((part) => JSON.stringify(part)).join(', ') : JSON.stringify(value);
}
/** A present value as it would be typed. */
export function asTyped(value: Json): string {
  if (value === null) return '';
  return typeof value === 'string' ? value.replaceAll('{{', '{{"{{"}}') : shownValue(value);
}

/** Reads what was typed for a field: texts as templates, numbers as expressions, several of them parted by commas. */
export function readText(field: FieldManifest, text: string): ReadText {
  if (TEXTS.has(field.kind)) return read(parseTemplate(text, ON_PAGE), (said) => textValue(field, said));
  const wanted = NUMBERS[field.kind] ?? 1;
  if (wanted === 1) return read(parseExpression(bare(text), ON_PAGE), (said) => plainValue(field, said));
  const parts = parted(bare(text));
  if (parts.length !== wanted && !(field.kind === 'color' && parts.length === 3))
    return { fault: `expected ${wanted} numbers, parted by commas, instead of ${parts.length}` };
  const each: ValueText[] = [];
  for (const [at, part] of parts.entries()) {
    const found = read(parseExpression(part.trim(), ON_PAGE), (said) => plainValue({ ...field, kind: 'float' }, said));
    if ('fault' in found) return { fault: `${'xyzw'[at] ?? ''}: ${found.fault}` };
    each.push(found);
  }
  return {
    refers: each.flatMap(({ refers }) => refers),
    of: (context) => {
      const values: Json[] = [];
      for (const part of each) {
        const given = part.of(context);
        if ('fault' in given) return given;
        values.push(given.value);
      }
      if (values.length < wanted) values.push(1);
      return { value: values };
    },
  };
}

function read<T extends Json>(parsed: Parsed<T>, value: (said: T) => Given): ReadText {
  if ('fault' in parsed) return { fault: parsed.fault.message };
  const { template } = parsed;
  return {
    refers: [template.refers],
    of: (context) => {
      const said = template.say(context);
      return 'fault' in said ? { fault: said.fault.message } : value(said.value);
    },
  };
}

function textValue({ kind, labels }: FieldManifest, said: string): Given {
  if (kind === 'enumeration' && labels !== undefined && !labels.includes(said)) return { fault: `expected one of ${labels.join(', ')} instead of ${said}` };
  return { value: said === '' && (kind === 'uri' || kind === 'entityRef') ? null : said };
}

function plainValue({ kind, min, max }: FieldManifest, said: Json): Given {
  if (kind === 'bool') return typeof said === 'boolean' ? { value: said } : { fault: 'expected true or false, or a comparison as i % 2 == 0' };
  if (typeof said !== 'number') return { fault: 'expected a number' };
  if (kind === 'int' && !Number.isInteger(said)) return { fault: `expected a whole number instead of ${said}; round(…) makes one` };
  if (min !== undefined && said < min) return { fault: `expected at least ${min} instead of ${said}` };
  return max !== undefined && said > max ? { fault: `expected at most ${max} instead of ${said}` } : { value: said };
}

/** An expression alone, also where it was typed in braces. */
function bare(text: string): string {
  const inner = /^\s*\{\{(.*)\}\}\s*$/su.exec(text)?.[1];
  return inner === undefined || inner.includes('{{') ? text.trim() : inner.trim();
}

/** Parts at the commas that stand in no brackets and in no quotes. */
function parted(text: string): string[] {
  const parts: string[] = [];
  let depth = 0,
    from = 0,
    quote = '';
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string;
    if (quote !== '') {
      if (sign === '\\') at++;
      else if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '(') depth++;
    else if (sign === ')') depth--;
    else if (sign === ',' && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}
