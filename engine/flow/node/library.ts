import { bareName } from './node.ts';
import { type FlowNode } from './node-types.ts';
import { Plans } from './plans.ts';

/** All nodes that there are. */
export interface Library {
  readonly names: readonly string[];
  get(name: string): FlowNode | undefined;
  /** Whether there is a component type of a name. */
  readonly isComponent: (name: string) => boolean;
  /** Of graphs of its nodes. */
  readonly plans: Plans;
}

export function libraryOf(nodes: readonly FlowNode[], isComponent: (name: string) => boolean): Library {
  const byName = new Map(nodes.map((node) => [bareName(node), node]));
  return { names: [...byName.keys()], get: (name) => byName.get(name), isComponent, plans: new Plans() };
}
