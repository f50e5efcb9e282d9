import type { NodeFacts } from '../../door.ts';
import type { World } from '../../world/world.ts';
import type { Chain } from '../node/chain.ts';
import type { GraphData } from '../node/graph.ts';
import type { Code, Plan } from '../node/node-types.ts';

/** What is noted of a flow while it runs, for those who look. Nothing that it does depends on it. */
export interface Probe {
  /** What runs the graph in place of its own code, and notes what that does. */
  codeOf(plan: Plan, code: Code): Code;
  /** A node has set off a chain, which begins at a step, now or later. */
  began(plan: Plan, node: number, step: number, chain: Chain): void;
}

/** Where breakpoints were come to in a tick. */
export interface KeptHits {
  readonly tick: number;
}

/** What was found of a graph for those who look at it. */
export interface SeenGraph {
  readonly data: GraphData;
  readonly facts: ReadonlyMap<string, NodeFacts>;
  /** Gives the facts with what the graph refers to and the world lacks. */
  readonly lacking: { facts(world: World): ReadonlyMap<string, NodeFacts> };
  /** How many faults it has. */
  readonly faults: number;
}
