import type { GraphData, GraphState, NodeData, NodeFacts, View } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { sameJson } from '../same-json.ts';
import type { Json } from '../schema/field.ts';
import { parseKey } from '../schema/component-key.ts';
import type { GraphAnswer, GraphRunning } from '../world/system.ts';
import { periodOf, type Body, type Look, type Opener, type Watch } from './watch.ts';

const FLOW = 'Flow';
const PER_SECOND = 20;

/** Row of an entity's flow by the component's key; undefined where there is none now. Throws WW_BAD_REQUEST for a component of another type. */
export function flowRow(world: LiveWorld, entity: string, component: string): number | undefined {
  if (parseKey(component)?.type !== FLOW) throw new WorldwireError('WW_BAD_REQUEST', `${component} is not the key of a ${FLOW}`);
  const row = world.entities.rowOf(entity);
  return row === undefined ? undefined : world.entities.held(row).find(({ key }) => key === component)?.row;
}

/** The graph of a flow, as it is seen. */
export function graphAt(world: LiveWorld, row: number): GraphAnswer | undefined {
  return world.registry.systems.find(({ over }) => over.name === FLOW && over === world.storeOf(FLOW).component)?.answers?.graph?.(world, row);
}

/** A graph as it was told. */
interface Told {
  readonly of: object;
  readonly run: GraphRunning;
  data: GraphData;
  nodes: ReadonlyMap<string, NodeData>;
  facts: ReadonlyMap<string, NodeFacts>;
  /** What is told of how it does, by which it is known whether that is another. */
  state: string;
}
type GraphBody = Extract<Body, { kind: 'graph' }>;
type Parts = { -readonly [K in keyof Omit<GraphBody, 'kind'>]: GraphBody[K] };

/** A graph: whole at first, then what has become another of it, node by node. */
class GraphWatch implements Watch {
  readonly isClose = true;
  readonly period: number;
  readonly #entity: string;
  readonly #component: string;
  #told: Told | undefined;
  #isGone = false;

  constructor(world: LiveWorld, { entity, component, rate }: Extract<View, { kind: 'graph' }>) {
    this.#entity = entity;
    this.#component = component;
    this.period = periodOf(rate, PER_SECOND);
    flowRow(world, entity, component);
  }

  concerns(world: LiveWorld): boolean {
    if (!this.#isGone && world.entities.rowOf(this.#entity) === undefined) return true;
    if (!world.touched.has(this.#entity)) return false;
    // What the flow itself writes into its entity is no edit of the graph.
    const row = flowRow(world, this.#entity, this.#component);
    return row === undefined ? !this.#isGone : this.#told === undefined || world.storeOf(FLOW).columnOf('Graph').reading[row] !== this.#told.data;
  }

  look(world: LiveWorld, { author }: Look): Body | undefined {
    const row = flowRow(world, this.#entity, this.#component);
    const graph = row === undefined ? undefined : graphAt(world, row);
    if (row === undefined || graph === undefined) {
      this.end();
      if (this.#isGone) return undefined;
      this.#isGone = true;
      return { kind: 'gone', entity: this.#entity };
    }
    this.#isGone = false;
    const parts: Parts = {};
    if (this.#told?.of !== graph.of) this.end();
    const told = (this.#told ??= { of: graph.of, run: graph.run(), data: NOTHING, nodes: new Map(), facts: new Map(), state: '' });
    if (told.data !== graph.data) this.#tellData(told, graph, parts);
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
    const by = parts.nodes === undefined && parts.rest === undefined && parts.order === undefined ? undefined : author(this.#entity);
    return { kind: 'graph', ...parts, ...(by === undefined ? {} : { by }) };
  }

  end(): void {
    this.#told?.run.end();
    this.#told = undefined;
  }

  #tellData(told: Told, { data, nodes }: GraphAnswer, parts: Parts): void {
    const isWhole = told.data === NOTHING;
    const changed: [string, NodeData | null][] = [],
      ports: [string, readonly [string, string | null]][] = [];
    for (const [id, node] of nodes) {
      const before = told.nodes.get(id);
      if (before === node || (before !== undefined && sameJson(before, node))) continue;
      changed.push([id, node]);
      const port = before === undefined ? undefined : onlyChange(before, node);
      if (port !== undefined) ports.push([id, port]);
    }
    for (const id of told.nodes.keys()) if (!nodes.has(id)) changed.push([id, null]);
    if (isWhole || isOtherOrder(told.nodes, nodes)) parts.order = [...nodes.keys()];
    if (isWhole) parts.whole = true;
    if (isWhole || changed.length > 0) parts.nodes = Object.fromEntries(changed);
    if (ports.length > 0) parts.ports = Object.fromEntries(ports);
    const rest = restOf(data);
    if (isWhole ? Object.keys(rest).length > 0 : !sameJson(rest, restOf(told.data))) parts.rest = rest;
    told.data = data;
    told.nodes = nodes;
  }
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
function isOtherOrder(before: ReadonlyMap<string, NodeData>, now: ReadonlyMap<string, NodeData>): boolean {
  const ids = now.keys();
  for (const id of before.keys()) if (now.has(id) && ids.next().value !== id) return true;
  return false;
}

/** A graph that nothing was told of. */
const NOTHING: GraphData = { nodes: {} };

function tellFacts(told: Told, facts: ReadonlyMap<string, NodeFacts>, parts: Parts): void {
  const changed: [string, NodeFacts | null][] = [];
  for (const [id, each] of facts) if (!sameJson(each, told.facts.get(id) ?? null)) changed.push([id, each]);
  // Of a node that is gone nobody asks any more what follows of it.
  for (const id of told.facts.keys()) if (!facts.has(id) && told.nodes.has(id)) changed.push([id, null]);
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
