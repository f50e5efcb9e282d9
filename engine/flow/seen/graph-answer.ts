import { descentOf } from '../../descent.ts';
import type { GraphState } from '../../door.ts';
import type { GraphAnswer } from '../../world/system.ts';
import type { World } from '../../world/world.ts';
import { Flow } from '../flow.ts';
import { isOnlyDrawn, isSameIn } from '../linking/drawn.ts';
import { factsOf } from '../linking/facts.ts';
import { NODE_KEYS } from '../linking/explain.ts';
import type { GraphData, NodeData } from '../node/graph.ts';
import { LIBRARY } from '../nodes.ts';
import type { Flows, FlowState } from '../state/flows.ts';
import type { SeenGraph } from '../state/probe.ts';
import { Lacking } from './lacking.ts';
import { RunSeen } from './graph-running.ts';
import { PortsSeen } from './ports-seen.ts';
import { TraceSeen } from './trace-seen.ts';
import { waitingChains } from './waiting-chains.ts';

/** A flow's graph, as it is seen now; undefined where there is no flow in this row. */
export function graphOf(world: World, flows: Flows, row: number): GraphAnswer | undefined {
  const flow = flows.byRow.get(row),
    store = world.store(Flow);
  if (flow === undefined || !store.has(row)) return undefined;
  const data = store.columns.Graph.data[row] as GraphData;
  const seen = flow.seen?.data === data ? flow.seen : (flow.seen = look(world, data, flow.seen));
  return {
    of: flow,
    data,
    facts: seen.lacking.facts(world),
    state: () => stateOf(world, flows, flow, seen.faults),
    run: () => new RunSeen(world, flows, flow),
    ports: (names) => new PortsSeen(world, flows, flow, names),
    trace: (breaks, isKnown) => new TraceSeen(world, flows, flow, breaks, isKnown),
  };
}

/** What was found stays as long as the graph does, whoever looks. */
function look(world: World, data: GraphData, before: SeenGraph | undefined): SeenGraph {
  // Nodes are dragged many times a second.
  if (before !== undefined && isDrawnAlone(before.data, data)) return { ...before, data };
  const found = factsOf(data, LIBRARY, world.registry.components);
  return { data, ...found, lacking: new Lacking(data, found.facts) };
}

/** Whether two graphs differ in how they are drawn alone. A key in another case is told as one that is not read. */
function isDrawnAlone({ nodes: before }: GraphData, { nodes: now }: GraphData): boolean {
  const descent = descentOf(now, before);
  const isAlone = (id: string): boolean => {
    const was = before[id] as NodeData,
      is = now[id] as NodeData;
    return was === is || (isSameIn(was, is, LINKED) && otherKeys(was) === otherKeys(is));
  };
  if (descent !== undefined) return descent.others.size === 0 && [...descent.names].every(isAlone);
  return isOnlyDrawn(Object.entries(before), Object.entries(now), LINKED) && Object.keys(now).every(isAlone);
}
/** Keys of a node that are none of ours. */
function otherKeys(node: NodeData): string {
  return Object.keys(node)
    .filter((key) => !NODE_KEYS.includes(key))
    .join('\n');
}
/** What of a node anything follows from. */
const LINKED = ['type', 'in', 'then', 'refs', 'frame'] as const;

function stateOf(world: World, flows: Flows, flow: FlowState, faults: number): GraphState {
  const isWhole = flow.isResting || flow.graph !== undefined;
  return {
    runs: isWhole && flow.still === null,
    error: world.store(Flow).columns.LastError.data[flow.row] as string,
    faults,
    waiting: waitingChains(world, flows, flow, isWhole),
    waits: flow.chains.size,
  };
}
