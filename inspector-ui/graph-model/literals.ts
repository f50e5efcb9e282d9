import type { Json } from '../../server/protocol.ts';
import type { Catalogue } from './catalogue.ts';

/** How many numbers a literal of a type is a list of. */
const PARTS: Readonly<Record<string, number>> = { float2: 2, float3: 3, float4: 4, floatQ: 4, color: 4 };
const INTS = { least: -2_147_483_648, most: 2_147_483_647 };

/** Whether a literal may stand where a type is wanted, as far as the page can tell; the server tells of the rest. */
export function fitsLiteral(catalogue: Catalogue, type: string, value: Json): boolean {
  switch (type) {
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'number' && Number.isInteger(value) && value >= INTS.least && value <= INTS.most;
    case 'long':
      return Number.isSafeInteger(value) || (typeof value === 'string' && /^-?[0-9]{1,19}$/.test(value));
    case 'float':
    case 'double':
      return typeof value === 'number';
    case 'string':
    case 'Uri':
    case 'bytes':
      return value === null || typeof value === 'string';
    case 'object':
      return typeof value !== 'object' || value === null;
    case 'json':
      return true;
  }
  const parts = PARTS[type];
  if (parts !== undefined) return Array.isArray(value) && value.length === parts && value.every((part) => typeof part === 'number');
  const known = catalogue.type(type);
  if (known?.literal !== true) return value === null;
  if (known.words !== undefined && typeof value === 'string' && !value.includes(',')) return known.words.includes(value);
  return typeof value === 'string' || typeof value === 'number' || value === null;
}

/** What a number or a text is where another type is wanted, if it is the same there; undefined where it is not. */
export function literalAs(catalogue: Catalogue, type: string, value: Json): Json | undefined {
  if (fitsLiteral(catalogue, type, value)) return value;
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  if (typeof value === 'string' && /^-?[0-9.]+(?:e[+-]?[0-9]+)?$/i.test(value) && fitsLiteral(catalogue, type, Number(value))) return Number(value);
  return undefined;
}
