import type { Json } from '../../server/protocol.ts';

const WIDTH = 48;

/** A value as JSON for people: what fits into a line stands in one, the rest is indented by two. */
export function jsonText(value: Json, indent = ''): string {
  const flat = inLine(value);
  if (typeof value !== 'object' || value === null || flat.length + indent.length <= WIDTH) return flat;
  const deeper = `${indent}  `;
  if (isList(value)) return value.length === 0 ? '[]' : `[\n${value.map((each) => deeper + jsonText(each, deeper)).join(',\n')}\n${indent}]`;
  const lines = Object.entries(value).map(([key, each]) => `${deeper}${JSON.stringify(key)}: ${jsonText(each, deeper)}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
}

function inLine(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(inLine).join(', ')}]`;
  const lines = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${inLine(each)}`);
  return lines.length === 0 ? '{}' : `{ ${lines.join(', ')} }`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
