import { fromBase64, toBase64 } from '../schema/base64.ts';
import type { Json } from '../schema/field.ts';
import { count, id, isObject, listOf, number, record, refuse, text, truth, tuple, whole, wrong, type Form } from '../world/form.ts';
import type { World } from '../world/world.ts';
import type { Chain } from './chain.ts';
import type { Value } from './data-type.ts';
import { Flow } from './flow.ts';
import { Flows, newFlow, type FlowState } from './flows.ts';
import type { GraphData } from './graph.ts';
import { followTickers, leave, relink } from './relinking.ts';
import { isJsonContainer, parseJson } from './json-value.ts';
import {
  ERRAND,
  loadErrands,
  loadPlaces,
  PLACE as PLACE_FORM,
  restoreOutside,
  saveErrands,
  savePlaces,
  type SavedErrand,
  type SavedPlace,
} from './saved-errands.ts';
import { putDue } from './waiting.ts';
import { END, type Graph, type LinkedNode } from './node-types.ts';

const PLACE = 'systems/flow';

/** A value by its place: a node's id, and an output or what the node keeps. */
type SavedValue = readonly [node: string, output: number, value: Json];
interface SavedChain {
  readonly acting: string;
  readonly isAsync: boolean;
  /** Where it goes on: a node and an entrance of it; absent where it goes back to the innermost of the stack. */
  readonly at?: readonly [node: string, entrance: string, which: number];
  readonly stack: readonly (readonly [node: string, phase: number])[];
  readonly values: readonly SavedValue[];
  /** Absent: it waits for no tick. */
  readonly due?: number;
  readonly order: number;
  /** The impulse for whose chains it waits, and the one that waits for its end; absent where there is none. */
  readonly calls?: number;
  readonly caller?: number;
  /** Absent: it waits for nothing outside of the world. */
  readonly errands?: readonly SavedErrand[];
}
interface SavedFlow {
  readonly entity: string;
  readonly component: string;
  /** Absent: nothing stands still. */
  readonly still?: number;
  /** Its entity was turned off; absent where it was not. */
  readonly isOff?: boolean;
  /** The graph by which the chains are written down, where the one that the field holds now has faults. */
  readonly left?: Json;
  /** What it keeps for its nodes, where that is another value than it began with; absent where there is none. */
  readonly stored?: readonly SavedValue[];
  readonly chains: readonly SavedChain[];
  /** Absent: it has asked for nothing. */
  readonly places?: readonly SavedPlace[];
}
interface Saved {
  readonly order: number;
  /** The number of the newest of what was begun outside of the world; absent where nothing was. */
  readonly errands?: number;
  readonly flows: readonly SavedFlow[];
}

/** What waits in the flows of a world, as data for snapshot and hash: by the ids of nodes, in the order in which the flows came to be. */
export function saveFlows(flows: Flows, world: World): Json {
  const store = world.store(Flow);
  const list = [...flows.byRow.values()]
    .filter((flow) => flow.chains.size > 0 || flow.still !== null || flow.places.size > 0 || storedOf(flow).length > 0)
    .sort((a, b) => (store.created[a.row] as number) - (store.created[b.row] as number));
  const { order, lastErrand: errands } = flows;
  const saved: Saved = { order, ...(errands === 0 ? {} : { errands }), flows: list.map((flow) => saveFlow(flows, flow, world)) };
  return saved as unknown as Json;
}

function saveFlow(flows: Flows, flow: FlowState, world: World): SavedFlow {
  const store = world.store(Flow);
  const graph = flow.graph ?? flow.left;
  const stored = storedOf(flow);
  return {
    entity: world.entities.id.get(store.owner[flow.row] as number),
    component: store.keyOf(flow.row),
    ...(flow.still === null ? {} : { still: flow.still }),
    ...(flow.isOff ? { isOff: true } : {}),
    ...(flow.graph === undefined && flow.left !== undefined && (flow.chains.size > 0 || stored.length > 0) ? { left: flow.leftData as unknown as Json } : {}),
    ...(stored.length === 0 ? {} : { stored }),
    chains: graph === undefined ? [] : [...flow.chains].sort((a, b) => a.order - b.order).map((chain) => saveChain(flows, chain, graph)),
    ...(flow.places.size === 0 ? {} : { places: savePlaces(flow) }),
  };
}

function storedOf({ graph, left, stored }: FlowState): readonly SavedValue[] {
  const by = graph ?? left;
  if (by === undefined || by.stored.length === 0) return [];
  return by.nodes.flatMap((node) =>
    (node.node.stores ?? []).flatMap((_, at): SavedValue[] => {
      const value = stored[node.stored + at] as Value;
      return Object.is(value, by.stored[node.stored + at]) ? [] : [[node.id, at, saveValue(value)]];
    }),
  );
}

function saveChain(flows: Flows, chain: Chain, graph: Graph): SavedChain {
  const idOf = (node: number | undefined): string => graph.nodes[node ?? 0]?.id ?? '';
  const stack: (readonly [string, number])[] = [];
  for (let at = 0; at < chain.stack.length; at += 2) stack.push([idOf(chain.stack[at]), chain.stack[at + 1] as number]);
  const step = graph.steps[chain.at];
  const values: SavedValue[] = [];
  for (const node of graph.nodes) {
    const keep = (place: number, slot: number): void => {
      const value = chain.values[slot] as Value;
      if (value !== graph.initially[slot]) values.push([node.id, place, saveValue(value)]);
    };
    for (const [output, slot] of node.slots.entries()) keep(output, slot);
    // What a node keeps stands behind its outputs.
    for (let at = 0; at < (node.node.keeps ?? 0); at++) keep(node.slots.length + at, node.kept + at);
  }
  return {
    acting: chain.acting,
    isAsync: chain.isAsync,
    ...(step === undefined ? {} : { at: [idOf(step.node), step.entrance, step.which] as const }),
    stack,
    values,
    ...(Number.isFinite(chain.due) ? { due: chain.due } : {}),
    order: chain.order,
    ...(chain.calls === 0 ? {} : { calls: chain.calls }),
    ...(chain.caller === 0 ? {} : { caller: chain.caller }),
    ...(flows.errands.has(chain) ? { errands: saveErrands(flows, chain) } : {}),
  };
}

/** JSON has no bytes, and no numbers that are none. */
function saveValue(value: Value): Json {
  if (value instanceof Uint8Array) return { bytes: toBase64(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  if (Object.is(value, -0)) return { number: '-0' };
  // As its text: a snapshot is data of few forms, and what stands in JSON from elsewhere has any.
  if (isJsonContainer(value)) return { json: JSON.stringify(value) };
  if (Array.isArray(value) && !(value as readonly number[]).every((each) => Number.isFinite(each) && !Object.is(each, -0)))
    return { numbers: (value as readonly number[]).map((each) => (Object.is(each, -0) ? '-0' : String(each))) };
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ref: value as unknown as Json };
  return value as Json;
}
function loadValue(value: Json, place: string): Value {
  if (!isObject(value)) return (Array.isArray(value) ? Object.freeze([...(value as readonly number[])]) : value) as Value;
  if (typeof value['bytes'] === 'string') return fromBase64(value['bytes']) ?? wrong(`${place}/bytes`, 'bytes in base64', value['bytes']);
  if (typeof value['number'] === 'string') return Number(value['number']);
  if (typeof value['json'] === 'string') return parseJson(value['json'], Infinity) ?? wrong(`${place}/json`, 'JSON', value['json']);
  const { numbers } = value;
  if (Array.isArray(numbers) && numbers.length <= 4) return Object.freeze((numbers as readonly Json[]).map(Number));
  if (isObject(value['ref'])) return value['ref'] as unknown as Value;
  return wrong(place, 'a value', value);
}

const VALUE: Form = (value, place) => {
  const isPlain = value === null || ['boolean', 'number', 'string'].includes(typeof value);
  const isList = Array.isArray(value) && value.length <= 4 && value.every((each) => typeof each === 'number');
  if (!isPlain && !isList && !isObject(value)) wrong(place, 'a value', value);
};
const CHAIN = record(
  {
    acting: id,
    isAsync: truth,
    stack: listOf(tuple(text, whole(0, 1000))),
    values: listOf(tuple(text, whole(0, 1000), VALUE)),
    order: count,
  },
  { at: tuple(text, text, whole(0, 999)), due: number, calls: count, caller: count, errands: listOf(ERRAND) },
);
const FLOW = record(
  { entity: id, component: id, chains: listOf(CHAIN) },
  {
    still: number,
    places: listOf(PLACE_FORM),
    isOff: truth,
    stored: listOf(tuple(text, whole(0, 1000), VALUE)),
    left: (value, place) => void (isObject(value) || wrong(place, 'a graph', value)),
  },
);
const SAVED = record({ order: count, flows: listOf(FLOW) }, { errands: count });

/** What waits in flows, from a snapshot, in a world whose entities and columns have been restored. Throws WW_SNAPSHOT_INVALID where it does not fit it. */
export function loadFlows(data: Json, world: World): Flows {
  SAVED(data, PLACE);
  const saved = data as unknown as Saved;
  const flows = new Flows();
  const store = world.store(Flow);
  for (const row of store.rows()) {
    const flow = newFlow(row);
    flows.byRow.set(row, flow);
    relink(world, flows, flow, true);
  }
  const orders = new Set<number>();
  saved.flows.forEach((one, at) => {
    const place = `${PLACE}/flows/${at}`;
    const entity = world.entities.rowOf(one.entity);
    const held = entity === undefined ? undefined : world.entities.held(entity).find(({ key }) => key === one.component);
    const flow = held?.component === (Flow as object) ? flows.byRow.get(held.row) : undefined;
    if (flow === undefined) return refuse(place, 'a Flow of an entity', `it belongs to ${one.entity}/${one.component}, which is no Flow that is there`);
    flow.still = one.still ?? null;
    flow.isOff = one.isOff === true;
    if (one.left !== undefined) leave(flow, one.left as unknown as GraphData);
    loadPlaces(flow, one.places ?? []);
    const graph = flow.graph ?? flow.left;
    for (const [name, where, value] of one.stored ?? []) {
      const node = graph?.byId.get(name);
      if (node === undefined || where >= (node.node.stores?.length ?? 0))
        return refuse(`${place}/stored`, 'a node of this graph that stores', `it names ${name}`);
      flow.stored[node.stored + where] = loadValue(value, `${place}/stored`);
    }
    followTickers(flows, flow);
    one.chains.forEach((chain, which) => {
      if (chain.order > saved.order || orders.size === orders.add(chain.order).size)
        wrong(`${place}/chains/${which}/order`, `an order of its own, up to ${saved.order}`, chain.order);
      const loaded = graph === undefined ? undefined : loadChain(chain, graph, `${place}/chains/${which}`);
      if (loaded === undefined) return refuse(`${place}/chains/${which}`, 'a chain of this graph', 'it waits in a node that the graph does not have');
      flow.chains.add(loaded);
      flows.waiting++;
      putDue(flows, flow, loaded);
      loadErrands(flows, flow, loaded, chain.errands ?? [], `${place}/chains/${which}/errands`);
    });
  });
  flows.order = saved.order;
  flows.ticked = world.tick;
  callAgain(world, flows);
  flows.lastErrand = saved.errands ?? 0;
  restoreOutside(world, flows);
  return flows;
}

/** Who waits for the chains of an impulse knows again how many there are. */
function callAgain(world: World, flows: Flows): void {
  for (const flow of flows.byRow.values()) for (const chain of flow.chains) if (chain.calls !== 0) flows.callings.set(chain.calls, { flow, chain, pending: 0 });
  for (const flow of flows.byRow.values())
    for (const { caller } of flow.chains) {
      const calling = flows.callings.get(caller);
      if (calling !== undefined) calling.pending++;
    }
  for (const [number, { flow, chain, pending }] of flows.callings) {
    if (pending > 0) continue;
    flows.callings.delete(number);
    chain.calls = 0;
    chain.due = world.tick;
    flows.due.push(chain.due, [flow, chain]);
  }
}

function loadChain(saved: SavedChain, graph: Graph, place: string): Chain | undefined {
  const stack: number[] = [],
    values = graph.initially.slice();
  for (const [name, phase] of saved.stack) {
    const node = graph.byId.get(name);
    if (node?.node.resume === undefined) return undefined;
    stack.push(node.index, phase);
  }
  for (const [name, at, value] of saved.values) {
    const node = graph.byId.get(name);
    const slot = node === undefined ? undefined : slotOf(node, at);
    if (slot === undefined) return undefined;
    values[slot] = loadValue(value, `${place}/values`);
  }
  const start = saved.at === undefined ? undefined : graph.byId.get(saved.at[0]);
  const at =
    saved.at === undefined
      ? END
      : graph.steps.findIndex(({ node, entrance, which }) => node === start?.index && entrance === saved.at?.[1] && which === saved.at[2]);
  if (saved.at !== undefined && at < 0) return undefined;
  const { acting, isAsync, due = Infinity, order, calls = 0, caller = 0 } = saved;
  return { acting, isAsync, values, stack, at, due, order, calls, caller };
}

function slotOf({ slots, kept, node }: LinkedNode, at: number): number | undefined {
  if (at < slots.length) return slots[at];
  return at < slots.length + (node.keeps ?? 0) ? kept + at - slots.length : undefined;
}
