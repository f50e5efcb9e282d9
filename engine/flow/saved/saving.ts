import type { Json } from '../../schema/field.ts';
import { count, id, isObject, listOf, number, record, refuse, text, truth, tuple, whole, wrong } from '../../world/form.ts';
import type { World } from '../../world/world.ts';
import type { Value } from '../values/data-type.ts';
import { putDue } from '../state/due.ts';
import { Flow } from '../flow.ts';
import { Flows, FlowState, type Told } from '../state/flows.ts';
import { loadFuel, savedFuel } from '../state/fuel.ts';
import type { GraphData } from '../node/graph.ts';
import { holdChain, holdStored } from '../state/held-sum.ts';
import { followTickers, leave, relink } from '../running/relinking.ts';
import { CHAINS, loadChains, saveChains, type SavedChains } from './saved-chains.ts';
import { loadErrands, loadPlaces, PLACE as PLACE_FORM, restoreOutside, savePlaces, type SavedPlace } from './saved-errands.ts';
import { loadValue, saveValue, VALUE } from './saved-values.ts';
import { nodeNamed } from '../node/linked.ts';
import { savedTold } from '../state/telling.ts';
import { addWaiting } from '../running/waiting.ts';

const PLACE = 'systems/flow';

/** A value by its place: a node's id, and an output or what the node keeps. */
type SavedValue = readonly [node: string, output: number, value: Json];
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
  /** What it has told in the log within the last second, or left out; absent where there is none. */
  readonly told?: Told;
  readonly chains: readonly SavedChains[];
  /** Absent: it has asked for nothing. */
  readonly places?: readonly SavedPlace[];
}
interface Saved {
  readonly order: number;
  /** The number of the newest of what was begun outside of the world; absent where nothing was. */
  readonly errands?: number;
  /** What is left of the fuel that all flows have together; absent where it is whole. */
  readonly fuel?: readonly [real: number, left: number, changes: number];
  readonly flows: readonly SavedFlow[];
}

/** What waits in the flows of a world, as data for snapshot and hash: by the ids of nodes, in the order in which the flows came to be. */
export function saveFlows(flows: Flows, world: World): Json {
  const store = world.store(Flow);
  const list = [...flows.byRow.values()]
    .filter((flow) => flow.chains.size > 0 || flow.still !== null || flow.places.size > 0 || savedTold(world, flow) !== undefined || storedOf(flow).length > 0)
    .sort((a, b) => (store.created[a.row] as number) - (store.created[b.row] as number));
  const { order, lastErrand: errands } = flows;
  const fuel = savedFuel(world, flows);
  const saved: Saved = {
    order,
    ...(errands === 0 ? {} : { errands }),
    ...(fuel === undefined ? {} : { fuel }),
    flows: list.map((flow) => saveFlow(flows, flow, world)),
  };
  return saved as unknown as Json;
}

function saveFlow(flows: Flows, flow: FlowState, world: World): SavedFlow {
  const store = world.store(Flow);
  const graph = flow.graph ?? flow.left;
  const stored = storedOf(flow);
  const told = savedTold(world, flow);
  return {
    entity: world.entities.id.get(store.owner[flow.row] as number),
    component: store.keyOf(flow.row),
    ...(flow.still === null ? {} : { still: flow.still }),
    ...(flow.isOff ? { isOff: true } : {}),
    ...(told === undefined ? {} : { told: { ...told } }),
    ...(flow.graph === undefined && flow.left !== undefined && (flow.chains.size > 0 || stored.length > 0) ? { left: flow.leftData as unknown as Json } : {}),
    ...(stored.length === 0 ? {} : { stored }),
    chains: graph === undefined ? [] : saveChains(flows, flow.chains, graph),
    ...(flow.places.size === 0 ? {} : { places: savePlaces(flow) }),
  };
}

function storedOf(flow: FlowState): readonly SavedValue[] {
  const { stored } = flow;
  // What rests keeps nothing, and is not asked for its graph.
  const by = stored.length === 0 ? undefined : (flow.graph ?? flow.left);
  if (by === undefined || by.plan.stored.length === 0) return [];
  return by.plan.nodes.flatMap((node) =>
    (node.node.stores ?? []).flatMap((_, at): SavedValue[] => {
      const value = stored[node.stored + at] as Value;
      return Object.is(value, by.plan.stored[node.stored + at]) ? [] : [[node.id, at, saveValue(value)]];
    }),
  );
}

const FLOW = record(
  { entity: id, component: id, chains: listOf(CHAINS) },
  {
    still: number,
    places: listOf(PLACE_FORM),
    isOff: truth,
    told: record({ since: count, lines: count, left: count }),
    stored: listOf(tuple(text, whole(0, 1000), VALUE)),
    left: (value, place) => void (isObject(value) || wrong(place, 'a graph', value)),
  },
);
const SAVED = record({ order: count, flows: listOf(FLOW) }, { errands: count, fuel: tuple(number, number, number) });

/** What waits in flows, from a snapshot, in a world whose entities and columns have been restored. Throws WW_SNAPSHOT_INVALID where it does not fit it. */
export function loadFlows(data: Json, world: World): Flows {
  SAVED(data, PLACE);
  const saved = data as unknown as Saved;
  const flows = new Flows();
  const store = world.store(Flow);
  for (const row of store.rows()) {
    const flow = new FlowState(row);
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
    flow.told = one.told === undefined ? undefined : { ...one.told };
    if (one.left !== undefined) leave(flow, one.left as unknown as GraphData);
    loadPlaces(flow, one.places ?? []);
    const graph = flow.graph ?? flow.left;
    for (const [name, where, value] of one.stored ?? []) {
      const node = graph === undefined ? undefined : nodeNamed(graph, name);
      if (node === undefined || where >= (node.node.stores?.length ?? 0))
        return refuse(`${place}/stored`, 'a node of this graph that stores', `it names ${name}`);
      flow.stored[node.stored + where] = loadValue(value, `${place}/stored`);
    }
    holdStored(flows, flow);
    followTickers(world, flows, flow);
    for (const { chain, errands, place: where } of loadChains(one.chains, graph, `${place}/chains`)) {
      if (chain.order > saved.order || orders.size === orders.add(chain.order).size) wrong(where, `an order of its own, up to ${saved.order}`, chain.order);
      holdChain(flows, flow, chain, true);
      addWaiting(flows, flow, chain);
      putDue(flows, flow, chain);
      loadErrands(flows, flow, chain, errands, `${where}/errands`);
    }
  });
  flows.order = saved.order;
  flows.ticked = world.tick;
  callAgain(world, flows);
  flows.lastErrand = saved.errands ?? 0;
  if (saved.fuel !== undefined) loadFuel(world, flows, saved.fuel);
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
    chain.due = flow.still ?? world.tick;
    putDue(flows, flow, chain);
  }
}
