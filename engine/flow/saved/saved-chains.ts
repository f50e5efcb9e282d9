import type { Json } from '../../schema/field.ts';
import { count, id, isObject, listOf, number, orNull, record, refuse, text, truth, tuple, whole, wrong, type Form } from '../../world/form.ts';
import { newChain, type Chain } from '../node/chain.ts';
import type { Value } from '../values/data-type.ts';
import type { Flows } from '../state/flows.ts';
import { nodeNamed } from '../node/linked.ts';
import { END, type Graph, type LinkedNode } from '../node/node-types.ts';
import { ERRAND, saveErrands, type SavedErrand } from './saved-errands.ts';
import { loadValue, saveValue, VALUE } from './saved-values.ts';

/* Chains that wait, as a snapshot holds them: those that stand at one place are told of together, and each by what is its own. */

/** What is not the same for all who stand at one place, and not there for most. */
interface Rest {
  /** The impulse for whose chains it waits, and the one that waits for its end. */
  readonly calls?: number;
  readonly caller?: number;
  /** What it waits for outside of the world. */
  readonly errands?: readonly SavedErrand[];
}
/** The order in which it came to wait, the tick in which it goes on (null: it waits for none), its values by their places, and what else there is. */
type SavedChain = readonly [order: number, due: number | null, ...rest: readonly Json[]];

/** Chains that stand at one place, for one acting user. */
export interface SavedChains {
  readonly acting: string;
  readonly isAsync: boolean;
  /** A Guest has set them off; absent where none has. */
  readonly isOfGuest?: boolean;
  /** Where they go on: a node and an entrance of it; absent where they go back to the innermost of the stack. */
  readonly at?: readonly [node: string, entrance: string, which: number];
  readonly stack: readonly (readonly [node: string, phase: number])[];
  /** The places of their values that are others than a chain begins with: ids of nodes, and outputs or what nodes keep. */
  readonly places: readonly (readonly [node: string, output: number])[];
  readonly chains: readonly SavedChain[];
}
/** A chain from a snapshot, with where it stood there. */
export interface LoadedChain {
  readonly chain: Chain;
  readonly errands: readonly SavedErrand[];
  readonly place: string;
}

const REST = record({}, { calls: count, caller: count, errands: listOf(ERRAND) });
const CHAIN: Form = (value, place) => {
  if (!Array.isArray(value) || value.length < 2) return wrong(place, 'a chain', value);
  count(value[0], `${place}/0`);
  orNull(number)(value[1], `${place}/1`);
};
export const CHAINS = record(
  {
    acting: id,
    isAsync: truth,
    stack: listOf(tuple(text, whole(0, 1000))),
    places: listOf(tuple(text, whole(0, 1000))),
    chains: listOf(CHAIN),
  },
  { at: tuple(text, text, whole(0, 999)), isOfGuest: truth },
);

/** All chains of a flow that wait, those first that came to wait first. */
export function saveChains(flows: Flows, chains: ReadonlySet<Chain>, graph: Graph): readonly SavedChains[] {
  const slots = placesOf(graph);
  const found = new Map<string, SavedChains & { readonly chains: SavedChain[] }>();
  for (const chain of [...chains].sort((a, b) => a.order - b.order)) {
    const other = slots.filter(({ slot }) => !Object.is(chain.values[slot], graph.plan.initially[slot]));
    const key = JSON.stringify([chain.acting, chain.isAsync, chain.isOfGuest, chain.at, chain.stack, other.map(({ slot }) => slot)]);
    let alike = found.get(key);
    if (alike === undefined) found.set(key, (alike = { ...whereOf(chain, graph), places: other.map(({ node, output }) => [node, output]), chains: [] }));
    const rest = restOf(flows, chain);
    const due = Number.isFinite(chain.due) ? chain.due : null;
    alike.chains.push([chain.order, due, ...other.map(({ slot }) => saveValue(chain.values[slot] as Value)), ...(rest === undefined ? [] : [rest])]);
  }
  return [...found.values()];
}

function whereOf({ acting, isAsync, isOfGuest, stack, at }: Chain, { plan: { nodes, steps } }: Graph): Omit<SavedChains, 'places' | 'chains'> {
  const idOf = (node: number | undefined): string => nodes[node ?? 0]?.id ?? '';
  const calls: (readonly [string, number])[] = [];
  for (let each = 0; each < stack.length; each += 2) calls.push([idOf(stack[each]), stack[each + 1] as number]);
  const step = steps[at];
  const guest = isOfGuest ? { isOfGuest } : {};
  return { acting, isAsync, ...guest, ...(step === undefined ? {} : { at: [idOf(step.node), step.entrance, step.which] as const }), stack: calls };
}

function restOf(flows: Flows, chain: Chain): Json | undefined {
  const { calls, caller } = chain;
  const errands = flows.errands.has(chain);
  if (calls === 0 && caller === 0 && !errands) return undefined;
  const rest: Rest = {
    ...(calls === 0 ? {} : { calls }),
    ...(caller === 0 ? {} : { caller }),
    ...(errands ? { errands: saveErrands(flows, chain) } : {}),
  };
  return rest as unknown as Json;
}

/** Where the values of a graph's chains lie: outputs, and behind them what nodes keep. */
function placesOf(graph: Graph): readonly { readonly node: string; readonly output: number; readonly slot: number }[] {
  return graph.plan.nodes.flatMap(({ id: node, slots, kept, node: { keeps = 0 } }) => [
    ...slots.map((slot, output) => ({ node, output, slot })),
    ...Array.from({ length: keeps }, (_, at) => ({ node, output: slots.length + at, slot: kept + at })),
  ]);
}

/** Chains of a flow from a snapshot, in the order in which they came to wait. Throws WW_SNAPSHOT_INVALID where they are none of its graph. */
export function loadChains(saved: readonly SavedChains[], graph: Graph | undefined, place: string): readonly LoadedChain[] {
  const loaded = saved.flatMap((alike, at) => {
    const where = graph === undefined ? undefined : whereIn(alike, graph);
    if (graph === undefined || where === undefined) return refuse(`${place}/${at}`, 'chains of this graph', 'they wait in a node that the graph does not have');
    return alike.chains.map((chain, which) => loadChain(chain, where, graph, `${place}/${at}/chains/${which}`));
  });
  return loaded.sort((a, b) => a.chain.order - b.chain.order);
}

interface Where extends Pick<Chain, 'acting' | 'isAsync' | 'isOfGuest' | 'at'> {
  readonly stack: readonly number[];
  readonly slots: readonly number[];
}

/** Undefined where one of its nodes is none of the graph. */
function whereIn({ acting, isAsync, isOfGuest = false, at, stack, places }: SavedChains, graph: Graph): Where | undefined {
  const numbers: number[] = [];
  for (const [name, phase] of stack) {
    const node = nodeNamed(graph, name);
    if (node?.node.resume === undefined) return undefined;
    numbers.push(node.index, phase);
  }
  const slots = places.map(([name, output]) => slotOf(nodeNamed(graph, name), output));
  if (slots.includes(undefined)) return undefined;
  const start = at === undefined ? undefined : nodeNamed(graph, at[0]);
  const step =
    at === undefined ? END : graph.plan.steps.findIndex(({ node, entrance, which }) => node === start?.index && entrance === at[1] && which === at[2]);
  return at !== undefined && step < 0 ? undefined : { acting, isAsync, isOfGuest, at: step, stack: numbers, slots: slots as number[] };
}

function slotOf(found: LinkedNode | undefined, at: number): number | undefined {
  if (found === undefined) return undefined;
  const { slots, kept, node } = found;
  if (at < slots.length) return slots[at];
  return at < slots.length + (node.keeps ?? 0) ? kept + at - slots.length : undefined;
}

function loadChain([order, due, ...given]: SavedChain, { acting, isAsync, isOfGuest, at, stack, slots }: Where, graph: Graph, place: string): LoadedChain {
  if (given.length < slots.length || given.length > slots.length + 1) wrong(place, `a chain with ${slots.length} values`, given);
  const values = graph.plan.initially.slice();
  for (const [which, slot] of slots.entries()) {
    const value = given[which] as Json;
    VALUE(value, `${place}/${which + 2}`);
    values[slot] = loadValue(value, `${place}/${which + 2}`);
  }
  const rest = given[slots.length] ?? {};
  REST(isObject(rest) ? rest : wrong(place, 'what a chain has besides its values', rest), place);
  const { calls = 0, caller = 0, errands = [] } = rest as Rest;
  const chain = { ...newChain(acting, isAsync, values, at, isOfGuest), stack: [...stack], due: due ?? Infinity, order, calls, caller };
  return { chain, errands, place };
}
