import type { NodeFacts, NodeFault } from '../../door.ts';
import type { TypeNames } from '../../schema/component.ts';
import { findAll } from './advice.ts';
import { GraphFaults } from './faults.ts';
import { own } from './own.ts';
import { CAN_WAIT, findUnwaiting } from './synchrony.ts';
import type { GraphData } from '../node/graph.ts';
import type { Library } from '../node/library.ts';
import type { LinkedNode, Source } from '../node/node-types.ts';

/** What follows of a graph's nodes from all of it, whether it runs or not: of those of which there is anything, by their ids. */
export function factsOf(graph: GraphData, library: Library, types: TypeNames): { readonly facts: ReadonlyMap<string, NodeFacts>; readonly faults: number } {
  const { faults, count, hints, looked } = findAll(graph, library, types);
  const byNode = new Map<string, NodeFault[]>();
  const tell = (inside: string, fault: Omit<NodeFault, 'inside'>): void => {
    const [id, place] = placeOf(graph, inside);
    const told = byNode.get(id);
    if (told === undefined) byNode.set(id, [{ inside: place, ...fault }]);
    else told.push({ inside: place, ...fault });
  };
  for (const { inside, expected, message } of faults) tell(inside, { message, expected });
  for (const { inside, expected, message } of hints) tell(inside, { message, expected, warning: true });
  const waiting = new Set<number>();
  const reached = findUnwaiting(looked, new GraphFaults());
  for (const [step, { node }] of looked.steps.entries()) if (((reached[step] as number) & CAN_WAIT) !== 0) waiting.add(node);

  const facts = new Map<string, NodeFacts>();
  for (const node of looked.nodes) {
    const casts = castsOf(node),
      told = byNode.get(node.id);
    byNode.delete(node.id);
    const of = node.node.generic === undefined || node.type === '' ? {} : { of: node.type };
    const each: NodeFacts = {
      ...of,
      ...(casts === undefined ? {} : { casts }),
      ...(waiting.has(node.index) ? { waits: true } : {}),
      ...(told === undefined ? {} : { faults: told }),
    };
    if (Object.keys(each).length > 0) facts.set(node.id, each);
  }
  // Those that there is no node of such a type of.
  for (const [id, told] of byNode) facts.set(id, { faults: told });
  return { facts, faults: count };
}

/** The node that a place of a graph is in, and the place in that; of the graph itself no node. */
function placeOf({ nodes }: GraphData, inside: string): readonly [id: string, place: string] {
  const rest = inside.startsWith('nodes/') ? inside.slice('nodes/'.length) : '';
  if (own(nodes, rest) !== undefined) return [rest, ''];
  const at = rest.indexOf('/');
  return at < 0 ? [rest, ''] : [rest.slice(0, at), rest.slice(at + 1)];
}

function castsOf({ node, sources }: LinkedNode): NodeFacts['casts'] | undefined {
  const casts: [string, string][] = [];
  for (const [at, { name }] of node.inputs.entries()) {
    const source = sources[at];
    if (source === undefined) continue;
    const isList = Array.isArray(source),
      all = isList ? (source as readonly Source[]) : [source as Source];
    for (const [which, each] of all.entries()) if ('cast' in each && each.cast !== null) casts.push([isList ? `${name}.${which}` : name, each.cast]);
  }
  return casts.length === 0 ? undefined : Object.fromEntries(casts);
}
