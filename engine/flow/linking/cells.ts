import { isPulled, pullsOf } from '../code/code.ts';
import { nothingOf, type DataType } from '../values/data-type.ts';
import { real } from '../values/generic.ts';
import type { LinkedNode, Plan } from '../node/node-types.ts';

/**
 * Fuel that looking may take, of which nothing is counted: it is looked at only where something has changed, or where nobody knows whether it has, as in a
 * world that was restored, and both go on alike.
 */
const MOST_UNCOUNTED = 256;

/** Whether values of a type are numbers, which are compared at once. What is longer takes fuel by its size, of which looking has none. */
function isOfNumbers(type: DataType): boolean {
  const nothing = nothingOf(type);
  return Array.isArray(nothing) || ['number', 'bigint', 'boolean'].includes(typeof nothing);
}

/**
 * The nodes whose fields alone decide whether any node of a graph fires by itself, where it is so: those that look for a change, at what follows from
 * fields and literals by nothing but pure nodes. Such a graph need not be looked at while none of the fields has changed. Undefined where it is not so.
 */
export function cellsOf(plan: Omit<Plan, 'cells'>): readonly number[] | undefined {
  const cells = new Set<number>();
  let uncounted = 0;
  for (const ticker of plan.tickers) {
    const { node, type } = plan.nodes[ticker] as LinkedNode;
    if (node.looks !== true || !node.inputs.every((input) => input.type === 'User' || isOfNumbers(real(input.type, type)))) return undefined;
    const pulled = pullsOf(plan, plan.nodes[ticker] as LinkedNode);
    uncounted += 1 + pulled.length;
    for (const at of pulled) {
      const { node: each } = plan.nodes[at] as LinkedNode;
      if (each.cell !== undefined) cells.add(at);
      else if (each.read !== undefined || each.weigh !== undefined || !isPulled(plan, at)) return undefined;
    }
  }
  return plan.tickers.length === 0 || uncounted > MOST_UNCOUNTED ? undefined : [...cells];
}
