import type { Json } from '../../schema/field.ts';
import { refFault } from './check-ref.ts';
import { literalFault, literalValue, nothingOf, type DataType, type Value } from '../values/data-type.ts';
import { real } from '../values/generic.ts';
import type { GraphData, NodeData } from '../node/graph.ts';
import { NodeOfGraph } from '../node/linked.ts';
import type { Graph, LinkedNode, Plan, Ref } from '../node/node-types.ts';
import { own } from './own.ts';

/** A graph by the plan of those that are like it: what is its own of it. Undefined where a literal or a reference of it has a fault. */
export function graphBy(plan: Plan, { nodes }: GraphData): Graph | undefined {
  const list = Object.values(nodes);
  const numbers = numberList(),
    literals: Value[] = [];
  for (const { node, input, which, type, isNumber } of plan.given) {
    const given = own(list[node]?.in, input);
    const literal = (which < 0 ? given : (given as readonly Json[])[which]) as Json;
    if (literalFault(type, literal) !== undefined) return undefined;
    const value = literalValue(type, literal);
    if (isNumber) numbers.push(value as number);
    else literals.push(value);
  }
  const others: LinkedNode[] = [];
  for (let index = 0; index < plan.own.length; index++) {
    if ((plan.own[index] as number) < 0) continue;
    const planned = plan.nodes[index] as LinkedNode,
      { refs = {} } = list[index] as NodeData;
    if (planned.node.refs.some((ref) => isWrong(plan, planned, ref, own(refs, ref.name)))) return undefined;
    const valued = planned.node.refs.find(({ kind }) => kind === 'value');
    others.push(new NodeOfGraph(planned, refs, valued === undefined ? null : valueOf(valued, own(refs, valued.name), planned.type)));
  }
  return { plan, own: others, numbers, literals };
}

function isWrong({ nodes, numberOf }: Plan, { type }: LinkedNode, ref: Ref, given: Json | undefined): boolean {
  const other = (id: string) => {
    const number = numberOf.get(id);
    return number === undefined ? undefined : (nodes[number] as LinkedNode);
  };
  return refFault(ref, given, type, other) !== undefined;
}

function valueOf({ type = 'string' }: Ref, given: Json | undefined, generic: DataType): Value {
  const wanted = real(type, generic);
  return given === undefined || literalFault(wanted, given) !== undefined ? nothingOf(wanted) : literalValue(wanted, given);
}

/** A list that V8 keeps as numbers from its beginning, as the code of all graphs finds them. */
function numberList(): number[] {
  const list = [0.5];
  list.length = 0;
  return list;
}
