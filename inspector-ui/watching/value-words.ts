import type { Json } from '../../server/protocol.ts';

const MOST_TEXT = 60;

/** A watched value in a few letters: numbers with at most seven digits that count, since a row has no room for more. */
export function shortValue(value: Json | undefined): string {
  if (value === undefined) return '';
  if (value === null) return 'not there';
  if (typeof value === 'number') return numberWords(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.length <= 4 && value.every((each) => typeof each === 'number')) return value.map(numberWords).join(', ');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}…`;
}

function numberWords(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)));
}
