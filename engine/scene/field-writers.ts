import type { Component, NamedField } from '../schema/component.ts';
import type { Json, UserRef } from '../schema/field.ts';
import type { Rows } from '../world/row-pages.ts';
import type { Numbers } from '../world/views.ts';
import type { SavedColumn } from './capture.ts';
import { fieldCheckOf } from './component-checks.ts';
import { bytesOf, type TextBuffer } from './text-buffer.ts';
import { floatText, lineText, numberText, quoted } from './text.ts';

/** Writes one field of a row, `"URL": "ws://…"`, after `lead`. Writes nothing, and says so, where it has its default. */
export type FieldWriter = (row: number, out: TextBuffer, lead: Uint8Array) => boolean;

export const COMMA = bytesOf(', ');
/** Indentation of a component. */
export const INDENT = '      ';

/** Writers of the saved fields of a type, whose columns are given in the order of its fields. */
export function fieldWriters(component: Component, columns: readonly SavedColumn[]): FieldWriter[] {
  return component.fieldList.filter((field) => field.options.saved !== false).map((field, i) => writerOf(field, columns[i] as SavedColumn));
}

function writerOf(field: NamedField, data: SavedColumn): FieldWriter {
  const prefix = bytesOf(`${quoted(field.name)}: `);
  if (field.storage === 'object') return objectWriter(field, prefix, data as Rows<Json>);
  const numbers = data as Numbers;
  if (field.width > 1) return vectorWriter(field, numbers);
  if (field.kind === 'bool') return wordWriter(prefix, numbers, field.default === true ? 1 : 0, ['false', 'true']);
  if (field.labels !== undefined) return wordWriter(prefix, numbers, field.labels.indexOf(field.default as string), field.labels.map(quoted));
  const { low, high, lowText, highText } = limitsOf(field),
    isFloat = field.storage === 'f32';
  const usual = isFloat ? Math.fround(field.default as number) : (field.default as number);
  return (row, out, lead) => {
    const value = numbers[row] as number;
    // A number that JSON cannot hold reads back as the default.
    if (Object.is(value, usual) || !Number.isFinite(value)) return false;
    out.bytes(lead);
    out.bytes(prefix);
    if (value < low) out.raw(lowText);
    else if (value > high) out.raw(highText);
    else if (isFloat) out.float(value);
    else out.number(value);
    return true;
  };
}

function wordWriter(prefix: Uint8Array, numbers: Numbers, usual: number, words: readonly string[]): FieldWriter {
  return (row, out, lead) => {
    const value = numbers[row] as number,
      word = words[value];
    if (value === usual || word === undefined) return false;
    out.bytes(lead);
    out.bytes(prefix);
    out.raw(word);
    return true;
  };
}

/**
 * Limits of a field's numbers. A system may write past them, and what is saved has to load again. The shortest decimal of a
 * Float32 that stands at a limit may lie past it: there the limit itself is written.
 */
function limitsOf(field: NamedField): { low: number; high: number; lowText: string; highText: string } {
  const { low, high } = fieldCheckOf(field);
  const texts = { lowText: numberText(low), highText: numberText(high) };
  if (field.storage !== 'f32') return { low, high, ...texts };
  const low32 = Math.fround(low),
    high32 = Math.fround(high);
  const lowReads = Number(floatText(low32)) >= low,
    highReads = Number(floatText(high32)) <= high;
  return { low: lowReads ? low32 : above(low32), high: highReads ? high32 : -above(-high32), ...texts };
}

/** A number by which to tell a Float32 from all greater ones: greater than it, and less than the next. */
function above(value: number): number {
  return value + Math.max(Math.abs(value) * 2 ** -30, 2 ** -160);
}

function vectorWriter(field: NamedField, numbers: Numbers): FieldWriter {
  const { width } = field,
    usual = Float32Array.from(field.default as readonly number[]),
    start = bytesOf(`${quoted(field.name)}: [`),
    end = bytesOf(']');
  const { low, high, lowText, highText } = limitsOf(field);
  return (row, out, lead) => {
    const from = row * width;
    let same = true;
    for (let i = 0; i < width; i++) {
      const value = numbers[from + i] as number;
      if (!Number.isFinite(value)) return false;
      if (!Object.is(value, usual[i])) same = false;
    }
    if (same) return false;
    out.bytes(lead);
    out.bytes(start);
    for (let i = 0; i < width; i++) {
      const value = numbers[from + i] as number;
      if (i > 0) out.bytes(COMMA);
      if (value < low) out.raw(lowText);
      else if (value > high) out.raw(highText);
      else out.float(value);
    }
    out.bytes(end);
    return true;
  };
}

function objectWriter(field: NamedField, prefix: Uint8Array, values: Rows<Json>): FieldWriter {
  const usual = field.default as Json,
    usualText = lineText(usual);
  return (row, out, lead) => {
    const value = values.get(row) as Json | undefined;
    if (value === undefined || value === usual) return false;
    const plain = field.kind === 'userRef' ? withoutMachine(value as unknown as UserRef | null) : value;
    if (typeof plain === 'object' && plain !== null && lineText(plain) === usualText) return false;
    out.bytes(lead);
    out.bytes(prefix);
    out.json(plain, INDENT);
    return true;
  };
}

/** A user whose newest machine serves is written by the user's id alone. */
function withoutMachine(user: UserRef | null): Json {
  return user === null || user.machineId !== null ? (user as unknown as Json) : { userId: user.userId };
}
