import { descentOf } from '../descent.ts';
import type { GraphData, GraphState, NodeData, NodeFacts, View } from '../door.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { sameJson } from '../same-json.ts';
import type { Json } from '../schema/field.ts';
import type { GraphAnswer, GraphRunning } from '../world/system.ts';
import { FLOW, FlowPart } from './flow-part.ts';
import { periodOf, type Body, type Look, type Opener, type Watch } from './watch.ts';

const PER_SECOND = 20;

/** A graph that nothing was told of. */
const NOTHING: GraphData = { nodes: {} };

/** A graph as it was told. */
class Told {
  readonly run: GraphRunning;
  data: GraphData = NOTHING;
  facts: ReadonlyMap<string, NodeFacts> = new Map();
  /** What is told of how it does, by which it is known whether that is another. */
  state = '';

  constructor(graph: GraphAnswer) {
    this.run = graph.run();
  }

  end(): void {
    this.run.end();
  }
}
type GraphBody = Extract<Body, { kind: 'graph' }>;
type Parts = { -readonly [K in keyof Omit<GraphBody, 'kind'>]: GraphBody[K] };

/** A graph: whole at first, then what has become another of it, node by node. */
class GraphWatch implements Watch {
  readonly isClose = true;
  readonly period: number;
  readonly #flow: FlowPart<Told>;

  constructor(world: LiveWorld, what: Extract<View, { kind: 'graph' }>) {
    this.#flow = new FlowPart(what, (graph) => new Told(graph));
    this.period = periodOf(what.rate, PER_SECOND);
    this.#flow.row(world);
  }

  concerns(world: LiveWorld): boolean {
    const { entity, isGone } = this.#flow;
    if (!isGone && world.entities.rowOf(entity) === undefined) return true;
    if (!world.touched.has(entity)) return false;
    // What the flow itself writes into its entity is no edit of the graph.
    const row = this.#flow.row(world);
    return row === undefined ? !isGone : world.storeOf(FLOW).columnOf('Graph').reading[row] !== this.#flow.part?.data;
  }

  look(world: LiveWorld, { author }: Look): Body | undefined {
    const found = this.#flow.find(world);
    if (found === undefined) return this.#flow.gone();
    const { graph, part: told } = found;
    const parts: Parts = {};
    if (told.data !== graph.data) tellData(told, graph, parts);
    if (told.facts !== graph.facts) tellFacts(told, graph.facts, parts);
    const state = graph.state(),
      known = stateKey(state, world.tick);
    if (known !== told.state) {
      told.state = known;
      parts.state = state;
    }
    const run = told.run.look();
    if (run !== undefined) parts.run = run;
    if (Object.keys(parts).length === 0) return undefined;
    const by = parts.nodes === undefined && parts.rest === undefined && parts.order === undefined ? undefined : author(this.#flow.entity);
    return { kind: 'graph', ...parts, ...(by === undefined ? {} : { by }) };
  }

  end(): void {
    this.#flow.end();
  }
}

function tellData(told: Told, { data }: GraphAnswer, parts: Parts): void {
  const isWhole = told.data === NOTHING,
    { nodes: known } = told.data,
    { nodes } = data;
  const { now, gone, isOrdered } = placesToLook(known, nodes);
  const changed: [string, NodeData | null][] = [],
    ports: [string, readonly [string, string | null]][] = [];
  for (const id of now) {
    const before = own(known, id),
      node = nodes[id] as NodeData;
    if (before === node || (before !== undefined && sameJson(before, node))) continue;
    changed.push([id, node]);
    const port = before === undefined ? undefined : onlyChange(before, node);
    if (port !== undefined) ports.push([id, port]);
  }
  for (const id of gone) changed.push([id, null]);
  if (isWhole || (!isOrdered && isOtherOrder(known, nodes))) parts.order = Object.keys(nodes);
  if (isWhole) parts.whole = true;
  if (isWhole || changed.length > 0) parts.nodes = Object.fromEntries(changed);
  if (ports.length > 0) parts.ports = Object.fromEntries(ports);
  const rest = restOf(data);
  if (isWhole ? Object.keys(rest).length > 0 : !sameJson(rest, restOf(told.data))) parts.rest = rest;
  told.data = data;
}

type Nodes = GraphData['nodes'];
interface Places {
  /** Ids of nodes that may be others than those that are known, in their order, and of those that are gone. */
  readonly now: readonly string[];
  readonly gone: readonly string[];
  /** Whether it is known that those who put what is new behind the rest have it in its order. */
  readonly isOrdered: boolean;
}

function placesToLook(known: Nodes, nodes: Nodes): Places {
  const descent = descentOf(nodes, known);
  const others = [...(descent?.others ?? [])];
  // Of several that have come, and of one that has come again, the order of all tells where they stand.
  const isKnown = descent !== undefined && others.filter((id) => has(nodes, id)).length <= 1 && !others.some((id) => has(nodes, id) && has(known, id));
  const now = isKnown ? [...descent.names].filter((id) => has(nodes, id)) : Object.keys(nodes);
  const gone = (isKnown ? others : Object.keys(known)).filter((id) => has(known, id) && !has(nodes, id));
  return { now, gone, isOrdered: isKnown };
}
function has(nodes: Nodes, id: string): boolean {
  return Object.hasOwn(nodes, id);
}
function own(nodes: Nodes, id: string): NodeData | undefined {
  return has(nodes, id) ? nodes[id] : undefined;
}

/** Parts of a node that hold something for each of its ports. */
const OF_PORTS: readonly string[] = ['in', 'then', 'refs'];

/** The one thing of a node that is another, and in what it has for its ports the port; undefined where more is, or something is gone. */
function onlyChange(before: NodeData, node: NodeData): readonly [key: string, port: string | null] | undefined {
  const key = onlyKey(before as never, node as never);
  if (key === undefined || !OF_PORTS.includes(key)) return key === undefined ? undefined : [key, null];
  const [old, now] = [before, node].map((each) => (each as never as Members)[key]) as unknown as readonly [Members | undefined, Members];
  const port = onlyKey(old ?? {}, now);
  return port === undefined ? [key, null] : [key, port];
}
type Members = { readonly [key: string]: Json };

/** The only key of an object whose value is another, or is new. */
function onlyKey(before: Members, now: Members): string | undefined {
  if (Object.keys(before).some((key) => !Object.hasOwn(now, key))) return undefined;
  const others = Object.keys(now).filter((key) => !Object.hasOwn(before, key) || !sameJson(before[key] as Json, now[key] as Json));
  return others.length === 1 ? others[0] : undefined;
}

/** Whether nodes stand in another order than those know who put what is new behind the rest. */
function isOtherOrder(before: Nodes, now: Nodes): boolean {
  const ids = Object.keys(now);
  let at = 0;
  return Object.keys(before).some((id) => has(now, id) && ids[at++] !== id);
}

function tellFacts(told: Told, facts: ReadonlyMap<string, NodeFacts>, parts: Parts): void {
  const changed: [string, NodeFacts | null][] = [];
  for (const [id, each] of facts) if (!sameJson(each, told.facts.get(id) ?? null)) changed.push([id, each]);
  // Of a node that is gone nobody asks any more what follows of it.
  for (const id of told.facts.keys()) if (!facts.has(id) && has(told.data.nodes, id)) changed.push([id, null]);
  told.facts = facts;
  if (changed.length > 0) parts.facts = Object.fromEntries(changed);
}

/** What a graph holds besides its nodes. */
function restOf(data: GraphData): Exclude<GraphBody['rest'], undefined> {
  return Object.fromEntries(Object.entries(data).filter(([key]) => key !== 'nodes'));
}

/** By which it is known whether a state is another: who looks counts the ticks down by themselves. */
function stateKey(state: GraphState, tick: number): string {
  const waiting = state.waiting.map(({ ticks, ...rest }) => ({ ...rest, due: ticks === null || !state.runs ? ticks : ticks + tick }));
  return JSON.stringify({ ...state, waiting });
}

export const openGraph: Opener<'graph'> = (world, what) => new GraphWatch(world, what);
