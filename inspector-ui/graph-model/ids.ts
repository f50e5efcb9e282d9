import { spaced } from './ports.ts';
import { typeParts, type GraphData } from './graph.ts';

/** Words at the front of a type's name that tell nothing of what a node does here. */
const PLAIN = new Set(['value', 'object', 'async', 'websocket', 'data', 'model', 'dynamic', 'multi']);
/** Characters that a short id has, mostly. */
const SHORT = 12;
const LONGEST = 40;
/** Numbers that are tried one after another. */
const FEW = 50;
/** Names by which JavaScript reaches the prototypes of objects: no patch goes through them. */
const PROTOTYPES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** An id that no node has yet, short, by what a node does: `add`, `add2`, … */
export function freshId(graph: GraphData, type: string, taken: (id: string) => boolean = () => false): string {
  return freeId(shortName(type), (id) => Object.hasOwn(graph.nodes, id) || taken(id));
}

/** The id itself where it is one and free, else the same with another number behind it. */
export function freeId(wanted: string, isTaken: (id: string) => boolean): string {
  const id = asId(wanted);
  if (!isTaken(id)) return id;
  const stem = id.replace(/[0-9]+$/, '') || 'node';
  const isFree = (number: number): boolean => !isTaken(`${stem}${number}`);
  let taken = 1;
  while (taken < FEW) {
    if (isFree(taken + 1)) return `${stem}${taken + 1}`;
    taken++;
  }
  // Of thousands with one name each would try the numbers of all before it: a free one behind a taken one is found by halves.
  let free = taken * 2;
  for (; !isFree(free); free *= 2) taken = free;
  while (free - taken > 1) {
    const middle = Math.floor((taken + free) / 2);
    if (isFree(middle)) free = middle;
    else taken = middle;
  }
  return `${stem}${free}`;
}

/** Whatever somebody else calls a node, as an id of ours: letters, digits, `_` and `-`, and not a number alone, which would stand before all others. */
export function asId(text: string): string {
  const letters = text
    .slice(0, 1000)
    .replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  const id = Array.from(letters).slice(0, LONGEST).join('');
  if (id === '' || PROTOTYPES.has(id)) return 'node';
  return /^[0-9]/.test(id) ? `n${id}` : id;
}

/** `ValueAdd<int>` is an `add`, `WebsocketTextMessageReceiver` a `receiver`, `ConcatenateMultiString` does `concatenate`. */
function shortName(type: string): string {
  const { name } = typeParts(type);
  const words = spaced(name.replace(/_.*$/s, ''))
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
  const told = words.filter((word) => !PLAIN.has(word));
  const [first = words[0] ?? 'node', ...more] = told;
  const whole = [first, ...more.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
  if (whole.length <= SHORT) return whole;
  const last = more.at(-1);
  return last !== undefined && /[eo]r$/.test(last) ? last : first;
}
