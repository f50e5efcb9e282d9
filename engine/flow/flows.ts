import { DueHeap } from '../world/due-heap.ts';
import type { Chain } from './chain.ts';
import type { Code } from './code.ts';
import type { GraphData } from './graph.ts';
import { type Graph, type LinkedNode, type Trigger } from './node-types.ts';

/** A Flow of a world, with its chains that wait. */
export interface FlowState {
  readonly row: number;
  /** The graph as the field holds it, and as it runs; undefined where it has faults, or was not looked at yet. */
  data: GraphData | undefined;
  graph: Graph | undefined;
  code: Code | undefined;
  /** The graph by which its chains are written down, while the one that it has now has faults. */
  left: Graph | undefined;
  leftData: GraphData | undefined;
  readonly chains: Set<Chain>;
  /** The tick from which on its chains stand still, since it is disabled or inactive; null while they do not. */
  still: number | null;
  /** What is left of its fuel in the tick that it was counted in; no part of its state, since between ticks it is whole. */
  fuel: { readonly tick: number; sync: number; async: number };
  /** Chains whose tick has come. */
  ready: Chain[];
}

/** The flow of a row, at which nobody has looked yet. */
export function newFlow(row: number): FlowState {
  return {
    row,
    data: undefined,
    graph: undefined,
    code: undefined,
    left: undefined,
    leftData: undefined,
    chains: new Set(),
    still: null,
    fuel: { tick: -1, sync: 0, async: 0 },
    ready: [],
  };
}

/** A node that waits for an event of a component. */
export interface Ear {
  readonly flow: FlowState;
  readonly node: LinkedNode;
  readonly trigger: Trigger;
  /** Step that it sets off. */
  readonly step: number;
  readonly component: string;
  /** When its flow came to be. */
  readonly created: number;
}

/** The flows of a world. */
export class Flows {
  readonly byRow = new Map<number, FlowState>();
  readonly due = new DueHeap<readonly [FlowState, Chain]>();
  /** By component type and event, and then by the id of the entity, in the order in which the flows came to be. */
  readonly ears = new Map<string, Map<string, Ear[]>>();
  /** Counts chains that came to wait. */
  order = 0;
  waiting = 0;
}
