import { didYouMean } from '../../nearest.ts';
import type { Objection } from '../../schema/field.ts';
import { quote } from './faults.ts';
import { COLOR, LONGEST_ID, LONGEST_TEXT, LONGEST_TITLE } from '../node/graph.ts';

/* What is no graph by its form, in words for whoever wrote it by hand: the schema knows only that it does not fit. */

/** Keys of a node that are known. */
export const NODE_KEYS: readonly string[] = ['type', 'in', 'then', 'refs', 'at', 'text', 'title', 'size', 'color', 'closed', 'frame'];
const PORTS = { in: 'inputs by their names', then: 'impulse outputs by their names', refs: 'references by their names' } as const;

const isText =
  (most: number) =>
  (value: unknown): boolean =>
    typeof value === 'string' && value.length <= most;
const isPair = (value: unknown): boolean => Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === 'number');
/** What keys hold that say how a node is drawn, in words, and whether it is that. */
const DRAWN: Readonly<Record<string, readonly [expected: string, fits: (value: unknown) => boolean]>> = {
  at: ['a place, [x, y]', isPair],
  text: [`a text of at most ${LONGEST_TEXT} characters`, isText(LONGEST_TEXT)],
  title: [`a text of at most ${LONGEST_TITLE} characters`, isText(LONGEST_TITLE)],
  size: ['a size, [width, height]', isPair],
  color: ['a colour like "#4488cc"', (value) => typeof value === 'string' && COLOR.test(value)],
  closed: ['true or false', (value) => typeof value === 'boolean'],
  frame: ['the id of a Frame', isText(LONGEST_ID)],
};

/** All that is wrong in the form of a graph, each once; empty where it has another fault, or none. */
export function explainGraph(graph: unknown): readonly Objection[] {
  if (!isObject(graph)) return [];
  const { nodes } = graph;
  if (nodes === undefined) return [missing('nodes', graph, '', 'a graph holds its nodes by their ids in "nodes"')];
  if (!isObject(nodes)) return [found('nodes', 'nodes by their ids', nodes)];
  return Object.entries(nodes).flatMap(([id, node]) => explainNode(`nodes/${id}`, node));
}

function explainNode(inside: string, node: unknown): readonly Objection[] {
  if (!isObject(node)) return [found(inside, 'a node, {"type": "NodeName", …}', node)];
  const told: Objection[] = [];
  if (!Object.hasOwn(node, 'type')) told.push(missing('type', node, inside, 'a node says what it is in "type"'));
  else if (typeof node['type'] !== 'string') told.push(found(`${inside}/type`, 'the name of a node', node['type']));
  for (const [part, expected] of Object.entries(PORTS)) {
    const given = Object.hasOwn(node, part) ? node[part] : undefined;
    if (given === undefined) continue;
    if (!isObject(given)) told.push(found(`${inside}/${part}`, expected, given));
    else if (part === 'then')
      for (const [exit, to] of Object.entries(given))
        if (!leads(to)) told.push(found(`${inside}/then/${exit}`, '"node" or "node.Port", or a list of those', to));
  }
  for (const [key, [expected, fits]] of Object.entries(DRAWN)) {
    const given = Object.hasOwn(node, key) ? node[key] : undefined;
    if (given !== undefined && !fits(given)) told.push(found(`${inside}/${key}`, expected, given));
  }
  return told;
}

/** A key that is not there, or is written otherwise. */
function missing(key: string, holder: Readonly<Record<string, unknown>>, inside: string, rule: string): Objection {
  const other = Object.keys(holder).find((name) => name.toLowerCase() === key);
  const near = other === undefined ? '' : didYouMean(other, [key]);
  const message = other === undefined ? `there is no "${key}"; ${rule}` : `${quote(other)} is no key of it${near}`;
  const place = other === undefined ? inside : `${inside}${inside === '' ? '' : '/'}${other}`;
  return { expected: `"${key}"`, message, ...(place === '' ? {} : { inside: place }) };
}

function found(inside: string, expected: string, value: unknown): Objection {
  return { inside, expected, message: `expected ${expected}, found ${quote(value)}` };
}

function leads(to: unknown): boolean {
  return typeof to === 'string' || (Array.isArray(to) && to.every((each) => typeof each === 'string'));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
