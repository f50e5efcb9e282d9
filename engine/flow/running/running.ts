import { WorldwireError } from '../../errors.ts';
import { witnessOf } from '../../world/witness.ts';
import type { World } from '../../world/world.ts';
import { newChain, type Chain } from '../node/chain.ts';
import { compile } from '../code/compile.ts';
import { dropEnded } from '../outside/errands.ts';
import { Flow } from '../flow.ts';
import type { Value } from '../values/data-type.ts';
import type { Flows, FlowState, FlowTurn } from '../state/flows.ts';
import { fuelOf, giveBack, holdBack, isHeldBack, letGo, sharedFuel, takePart } from '../state/fuel.ts';
import { running } from '../code/limits.ts';
import { holdMore } from '../state/held-sum.ts';
import { interpret } from '../code/interpret.ts';
import type { Call, Code, Graph, LinkedNode, Plan } from '../node/node-types.ts';
import type { Impulse } from '../node/impulse.ts';
import { FlowErrands } from '../outside/outside.ts';
import { persist } from './persisting.ts';
import { receiversOf } from './receivers.ts';
import { tellEnded, tellError } from '../state/telling.ts';
import { beginCost, MOST_BEGUN, Turn, type Running, type Tank } from '../state/turn.ts';
import { chainEnded, waits } from './waiting.ts';

/** Removes entities, and has their flows told before. */
function removing<T>(world: World, flows: Flows, entities: readonly number[], isTold: boolean, act: () => T): T {
  const store = world.store(Flow);
  const rows = entities
    .flatMap((entity) => world.entities.subtree(entity))
    .flatMap((entity) => world.entities.held(entity))
    .filter(({ component }) => component === (Flow as object))
    .map(({ row }) => row)
    .sort((a, b) => (store.created[a] as number) - (store.created[b] as number));
  for (const row of rows) {
    if (isTold && store.has(row)) flows.tell('destroying', row);
    flows.leaving.add(row);
  }
  try {
    return act();
  } finally {
    for (const row of rows) flows.leaving.delete(row);
  }
}

/** How graphs of a plan run: made once for all of them. */
function codeOf(plan: Plan): Code {
  return running.as === 'compiled' ? (plan.codes.compiled ??= compile(plan)) : (plan.codes.interpreted ??= interpret(plan));
}

/** What turns take part in, for the flow that they serve. */
class InWorld implements Running {
  readonly world: World;
  flow: FlowState;
  readonly #flows: Flows;

  constructor(world: World, flows: Flows, flow: FlowState) {
    this.world = world;
    this.#flows = flows;
    this.flow = flow;
  }

  get asyncFuel(): number {
    return running.asyncFuel;
  }
  changes(): Tank {
    return sharedFuel(this.world, this.#flows).changes;
  }
  removing<T>(entities: readonly number[], isTold: boolean, act: () => T): T {
    return removing(this.world, this.#flows, entities, isTold, act);
  }
  waits(chain: Chain): void {
    waits(this.world, this.#flows, this.flow, chain);
  }
  errands(): FlowErrands {
    return new FlowErrands(this.world, this.#flows, this.flow);
  }
  tell({ code, message }: Parameters<Call['tell']>[0]): void {
    tellError(this.world, this.flow, `${code}: ${message}`);
  }
  impulse(by: Chain, impulse: Impulse, spend: (units: number) => void): ReturnType<Call['impulse']> {
    return setOff(this.world, this.#flows, this.flow, by, impulse, spend);
  }
  persist(node: LinkedNode, value: Value): void {
    persist(this.world, this.flow, node, value);
  }
  hold(stored: readonly Value[], by: number, { id }: LinkedNode): boolean {
    // Nobody has any more what a graph stored that was replaced, or removed.
    return stored !== this.flow.stored || holdMore(this.world, this.#flows, this.flow, by, id);
  }
}

/** A turn of a flow, as its graph is now. Whoever has it gives it back once it is over. */
export function turnOf(world: World, flows: Flows, flow: FlowState, chain: Chain, tank: Tank): FlowTurn {
  const graph = flow.graph as Graph;
  const { probe } = flow,
    own = codeOf(graph.plan);
  const served = { row: flow.row, graph, code: probe === undefined ? own : probe.codeOf(graph.plan, own), stored: flow.stored };
  const turn = flows.spare.pop();
  if (turn === undefined) return new Turn(new InWorld(world, flows, flow), served, chain, tank);
  turn.running.flow = flow;
  turn.serve(served, chain, tank);
  return turn;
}

/**
 * Runs a chain from where it stands, on what is left of a flow's fuel.
 * @param begins takes in what sets it off; false where it does not concern the chain after all
 */
export function run(world: World, flows: Flows, flow: FlowState, chain: Chain, begins?: (turn: Turn) => boolean): void {
  const fuel = fuelOf(world, flow);
  // One that another of this flow has set off takes of that one's part: together they have no end, or have one.
  const isFirst = !chain.isAsync && fuel.underWay === undefined;
  const own = chain.isAsync ? fuel.async : (fuel.underWay ?? takePart(fuel));
  const before = holdBack(world, flows, own);
  const turn = turnOf(world, flows, flow, chain, own);
  try {
    if (begins?.(turn) === false) return;
    own.left -= beginCost(turn.graph);
    runTurn(world, flows, flow, turn, own);
  } finally {
    letGo(flows, own, before);
    if (isFirst) giveBack(fuel, own);
    flows.spare.push(turn);
  }
  if (!flow.chains.has(chain)) chainEnded(world, flows, chain);
}

/** Runs the chain of a turn, and tells where it was ended before its end. */
export function runTurn(world: World, flows: Flows, flow: FlowState, turn: FlowTurn, tank: Tank): void {
  const witness = witnessOf(world);
  flows.depth++;
  flows.turns.push(turn);
  witness?.enter({ kind: 'component', type: Flow.name, row: flow.row });
  try {
    turn.run();
  } catch (error) {
    tellError(world, flow, error instanceof WorldwireError ? `${error.code}: ${error.message}` : `WW_INTERNAL: ${(error as Error).message}`);
    throw error;
  } finally {
    witness?.leave();
    flows.depth--;
    flows.turns.pop();
    if (flows.errands.size > 0) dropEnded(world, flows, turn.chain);
  }
  if (turn.ended !== undefined) tellEnded(world, flow, turn.graph, turn.ended, isHeldBack(tank));
}

/** Sets off those who hear an impulse, one after another, each with a chain of its own in its own graph. */
function setOff(world: World, flows: Flows, by: FlowState, chain: Chain, impulse: Impulse, spend: (units: number) => void): ReturnType<Call['impulse']> {
  if (flows.depth >= MOST_BEGUN) {
    tellError(
      world,
      by,
      `WW_FLOW_TOO_DEEP: an impulse ${JSON.stringify(impulse.tag.slice(0, 60))} reached nobody, since flows had set each other off too deep`,
    );
    return { count: 0, waiting: 0 };
  }
  const receivers = receiversOf(world, flows, impulse, spend);
  const isAsync = impulse.kind === 'async';
  const calling = { flow: by, chain, pending: 1 };
  if (isAsync) flows.callings.set((chain.calls = ++flows.order), calling);
  let count = 0;
  for (const { flow, node, step, version } of receivers) {
    const { graph } = flow;
    // One that was called before may have edited this one's graph, or disabled it.
    if (flow.still !== null || graph === undefined || flow.version !== version) continue;
    const values = graph.plan.initially.slice();
    const [slot] = node.slots;
    if (slot !== undefined) values[slot] = impulse.value;
    const called = newChain(chain.acting, isAsync, values, step, chain.isOfGuest);
    if (isAsync) called.caller = chain.calls;
    calling.pending++;
    count++;
    flow.probe?.began(graph.plan, node.index, step, called);
    run(world, flows, flow, called);
  }
  calling.pending--;
  if (!isAsync) return { count, waiting: 0 };
  if (calling.pending === 0) {
    flows.callings.delete(chain.calls);
    chain.calls = 0;
  }
  return { count, waiting: calling.pending };
}
