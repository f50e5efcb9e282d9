import type { TrafficFilter } from '../../server/protocol.ts';

type JsonTest = NonNullable<TrafficFilter['json']>[number];
interface Terms {
  text: string[];
  not: string[];
  json: JsonTest[];
  match?: string;
  least?: number;
  most?: number;
}
/** What the box asks for, or what is wrong with it. */
export type ReadTerms = { readonly filter: TrafficFilter } | { readonly fault: string };

/** Texts and places that one filter may hold, as the wire takes them. */
const MOST = 10;
/** A term: between slashes, or letters among which anything may stand between quotes. */
const TERM = /\/(?:[^/\\]|\\.)+\/(?=\s|$)|(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g;
const SIZE = /^size(>=|<=|>|<)(\d+(?:\.\d+)?)(k|m)?$/i;
const PLACE = /^\$((?:\.[\w-]+|\[(?:\d+|"(?:[^"\\]|\\.)*")\])+)(?:(>=|<=|!=|=|>|<|~)(.*))?$/s;
const PART = /\.([\w-]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/g;

/**
 * Reads what somebody typed to find messages: words that they hold (`"two words"`), `-word` for those that they do not, `/an expression/`,
 * `$.a.b[0]>5` for a place in JSON (`= != < <= > >= ~`, or none for that there is one), `size>1k`. All terms must hold.
 */
export function readTerms(typed: string): ReadTerms {
  const terms: Terms = { text: [], not: [], json: [] };
  for (const [term] of typed.matchAll(TERM)) {
    const fault = readTerm(term, terms);
    if (fault !== undefined) return { fault };
  }
  const { text, not, json, ...rest } = terms;
  if (text.length > MOST || not.length > MOST || json.length > MOST) return { fault: `At most ${MOST} words, and ${MOST} places in JSON.` };
  return { filter: { ...rest, ...(text.length > 0 ? { text } : {}), ...(not.length > 0 ? { not } : {}), ...(json.length > 0 ? { json } : {}) } };
}

function readTerm(term: string, terms: Terms): string | undefined {
  if (term.length > 2 && term.startsWith('/') && term.endsWith('/')) {
    if (terms.match !== undefined) return 'One expression between slashes at a time.';
    terms.match = term.slice(1, -1).replaceAll(String.raw`\/`, '/');
    return undefined;
  }
  const size = SIZE.exec(term);
  if (size !== null) return readSize(size, terms);
  if (term.startsWith('$.') || term.startsWith('$[')) {
    const place = PLACE.exec(term);
    if (place === null) return `Expected a place such as $.a.b[0], and behind it perhaps =, !=, <, <=, >, >= or ~ with a value; "${term}" is none.`;
    terms.json.push(jsonTest(place));
    return undefined;
  }
  if (term.length > 1 && term.startsWith('-')) terms.not.push(unquoted(term.slice(1)));
  else if (unquoted(term) !== '') terms.text.push(unquoted(term));
  return undefined;
}

function readSize([, is, digits, unit = '']: RegExpExecArray, terms: Terms): undefined {
  const bytes = Math.round(Number(digits) * (unit.toLowerCase() === 'k' ? 1e3 : unit === '' ? 1 : 1e6));
  if (is === '>' || is === '>=') terms.least = bytes + (is === '>' ? 1 : 0);
  else terms.most = Math.max(0, bytes - (is === '<' ? 1 : 0));
  return undefined;
}

function jsonTest([, places = '', is, value = '']: RegExpExecArray): JsonTest {
  const path = Array.from(places.matchAll(PART), ([, name, index, quoted]) => name ?? (index === undefined ? unquoted(`"${quoted ?? ''}"`) : Number(index)));
  return is === undefined ? { path, is: 'has' } : { path, is: is as JsonTest['is'], value: valueOf(value) };
}

/** A value as JSON has it where it is one of its plain ones, else the text. */
function valueOf(text: string): string | number | boolean | null {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : unquoted(text);
}

/** What stands between quotes where all of it does; else the text as it is, so that a piece of JSON is found as it is pasted. */
function unquoted(text: string): string {
  const inside = /^"((?:[^"\\]|\\.)*)"$/.exec(text)?.[1];
  return inside === undefined ? text : inside.replace(/\\(["\\])/g, '$1');
}
