import type { Json } from '../../server/protocol.ts';
import { COMMENT, FRAME, isWire, placeIn, placeText, type NodeData } from './graph.ts';
import type { KnownGraph } from './known-graph.ts';
import { titleOf } from './ports.ts';

/** What a node refers to outside of the graph. */
export interface WorldRef {
  readonly entity: string;
  readonly component?: string;
  readonly field?: string;
}
export interface Telling {
  /** Names what is referred to: `Lamp, WebsocketClient`. Default: by ids. */
  readonly refName?: (ref: WorldRef) => string;
  /** What is said of a breakpoint at it; empty where it has none. */
  readonly breakpoint?: string;
}

/** Characters of a literal that are said, and members of a list. */
const LONGEST = 60,
  MOST_MEMBERS = 6;

/** A node as a sentence, for those who hear the graph and for its text: "Sender tx: Data from join, then count". */
export function sentenceOf(known: KnownGraph, id: string, { refName = refIds, breakpoint = '' }: Telling = {}): string {
  const node = known.node(id);
  if (node === undefined) return `${id}: gone`;
  const facts = known.facts[id];
  const parts = node.type === FRAME ? frameParts(known, id, node) : node.type === COMMENT ? [node.text ?? ''] : nodeParts(known, node, refName);
  const notes = [
    ...(node.type !== COMMENT && node.text !== undefined && node.text !== '' ? [`note: ${short(node.text)}`] : []),
    ...(facts?.waits === true ? ['may wait'] : []),
    breakpoint,
    ...faultWords(facts?.faults ?? []),
  ];
  const head = node.type === COMMENT ? 'Comment' : `${titleOf(node, known.catalogue)} ${id}`;
  const told = [...parts, ...notes].filter((part) => part !== '');
  return told.length === 0 ? head : `${head}: ${told.join(', ')}`;
}

function nodeParts(known: KnownGraph, node: NodeData, refName: (ref: WorldRef) => string): readonly string[] {
  return [
    ...Object.entries(node.refs ?? {}).map(([name, ref]) => `${name} ${refWords(ref, refName)}`),
    ...Object.entries(node.in ?? {}).flatMap(([name, given]) => inputWords(known, node, name, given)),
    ...exitWords(node),
  ];
}

function inputWords(known: KnownGraph, node: NodeData, name: string, given: Json): readonly string[] {
  const isList = known.catalogue.of(node)?.inputs.find((each) => each.name === name)?.list === true;
  if (!isList || !Array.isArray(given)) return [`${name} ${givenWords(name, given)}`];
  if (given.length === 0) return [];
  const shown = (given as readonly Json[]).slice(0, MOST_MEMBERS).map((each) => givenWords('', each));
  return [`${name} ${shown.join(' and ')}${given.length > MOST_MEMBERS ? ` and ${given.length - MOST_MEMBERS} more` : ''}`];
}

function givenWords(name: string, given: Json): string {
  if (!isWire(given)) return literalWords(given);
  const { node, port } = placeIn(given.from);
  // Of an output that is called as the input is, its node says enough.
  return `from ${port === name ? node : placeText({ node, port })}`;
}

function exitWords({ then = {} }: NodeData): readonly string[] {
  const exits = Object.entries(then).filter(([, to]) => to.length > 0);
  const [only] = exits;
  const targets = (to: string | readonly string[]): string => (typeof to === 'string' ? to : to.join(' and then '));
  if (exits.length === 1 && only !== undefined) return [`then ${targets(only[1])}`];
  return exits.map(([name, to]) => `${name} then ${targets(to)}`);
}

function refWords(ref: Json, refName: (ref: WorldRef) => string): string {
  if (typeof ref !== 'object' || ref === null || Array.isArray(ref)) return literalWords(ref);
  const { entity, component, field, node } = ref as { readonly [key: string]: Json };
  if (typeof node === 'string') return node;
  if (typeof entity !== 'string') return literalWords(ref);
  return refName({ entity, ...(typeof component === 'string' ? { component } : {}), ...(typeof field === 'string' ? { field } : {}) });
}
function refIds({ entity, component, field }: WorldRef): string {
  return [entity, component, field].filter((part) => part !== undefined).join(', ');
}

function literalWords(value: Json): string {
  if (value === null) return 'nothing';
  return short(typeof value === 'string' ? `"${value}"` : JSON.stringify(value));
}

function frameParts(known: KnownGraph, id: string, node: NodeData): readonly string[] {
  const inside = Object.values(known.graph.nodes).filter(({ frame }) => frame === id).length;
  return [`${inside} ${inside === 1 ? 'node' : 'nodes'}`, ...(node.closed === true ? ['closed'] : [])];
}

function faultWords(faults: readonly { readonly message: string }[]): readonly string[] {
  const [first] = faults;
  if (first === undefined) return [];
  return [`${faults.length === 1 ? 'fault' : `${faults.length} faults`}: ${first.message}`];
}

function short(text: string): string {
  const letters = Array.from(text.slice(0, LONGEST * 2));
  return letters.length <= LONGEST && text.length <= LONGEST * 2 ? text : `${letters.slice(0, LONGEST).join('')}…`;
}
