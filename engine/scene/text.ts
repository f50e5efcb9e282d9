import type { Json } from '../schema/field.ts';
import { shortestFloat } from '../schema/float.ts';

/** The decimal of the fewest digits that reads back as the same Float32, as JSON has it. Takes finite numbers. */
export function floatText(value: number): string {
  return numberText(shortestFloat(value));
}

/** A Float64 as JSON has it, with the sign of zero. */
export function numberText(value: number): string {
  return value === 0 && 1 / value < 0 ? '-0' : String(value);
}

// eslint-disable-next-line no-control-regex -- these are what a JSON text has to escape
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A text as JSON has it. */
export function quoted(text: string): string {
  return text.length < 5_000 && !ESCAPED.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** A JSON value on one line, with spaces as in a hand-written file. */
export function lineText(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(lineText).join(', ')}]`;
  const parts = Object.entries(value).map(([key, inner]) => `${quoted(key)}: ${lineText(inner as Json)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** Longest line of a value that stays on one. */
const LINE = 120;

/** A JSON value on one line where it is short, else broken by its parts. `indent` is that of the line on which it begins. */
export function blockText(value: Json, indent: string): string {
  const line = lineText(value);
  if (line.length + indent.length <= LINE || typeof value !== 'object' || value === null) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((part: Json) => inner + blockText(part, inner)).join(',\n')}\n${indent}]`;
  const parts = Object.entries(value).map(([key, part]) => `${inner}${quoted(key)}: ${blockText(part as Json, inner)}`);
  return `{\n${parts.join(',\n')}\n${indent}}`;
}
