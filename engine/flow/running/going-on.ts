import { HOST } from '../../door.ts';
import type { RowList } from '../../world/row-list.ts';
import type { World } from '../../world/world.ts';
import { actingUser } from '../state/acting-user.ts';
import { newChain, type Chain } from '../node/chain.ts';
import { putDue } from '../state/due.ts';
import type { Flows, FlowState, FlowTurn, Fuel } from '../state/flows.ts';
import { END, type Graph, type LinkedNode } from '../node/node-types.ts';
import { Flow } from '../flow.ts';
import { fuelOf, giveBack, holdBack, isHeldBack, letGo, mayGoOn, takePart } from '../state/fuel.ts';
import { run, runTurn, turnOf } from './running.ts';
import { tellEnded, tellWaiting } from '../state/telling.ts';
import { beginCost } from '../state/turn.ts';
import { takeWaiting } from './waiting.ts';
import type { Looking } from '../state/watching.ts';

const NONE: never[] = [];

/** Goes on with what is ready, the earliest first, as far as the fuel of the tick goes; the others are first in the next. */
function goOn(world: World, flows: Flows, flow: FlowState): void {
  if (flow.ready.length === 0) return;
  // What Guests have set off comes behind all else, and leaves half of the fuel to the rest.
  const ready = flow.ready.toSorted((a, b) => Number(a.isOfGuest) - Number(b.isOfGuest) || a.due - b.due || a.order - b.order);
  flow.ready = NONE;
  const fuel = fuelOf(world, flow);
  for (const chain of ready) {
    if (!flow.chains.has(chain)) continue;
    // Standing still, or in a graph with faults, it is set going by what ends that.
    if (flow.still !== null || flow.graph === undefined) continue;
    if (!mayGoOn(world, flows, fuel, chain)) {
      chain.due = world.tick + 1;
      putDue(flows, flow, chain);
      continue;
    }
    takeWaiting(flows, flow, chain);
    world.actFor(chain.acting, () => run(world, flows, flow, chain));
  }
  tellWaiting(world, flow);
}

/** Has the rows of flows woken that do something in each tick, once a tick. */
export function wakeTickers(world: World, flows: Flows, wake: (row: number) => void): void {
  if (flows.ticked === world.tick) return;
  flows.ticked = world.tick;
  for (const row of flows.tickers) wake(row);
  flows.watching.begin(world, wake);
}

/** The turns of flows that were woken, and of those that only look, all in the order in which they came to be. */
export function takeTurns(world: World, flows: Flows, rows: RowList): void {
  const { created } = world.store(Flow),
    looking = flows.watching.ledBy(rows);
  const look = (flow: Looking): void => tick(world, flows, flow as FlowState);
  for (let at = 0; at < rows.length; at++) {
    const row = rows.data[at] as number,
      flow = flows.byRow.get(row);
    if (flow === undefined) continue;
    looking?.advance(created[row] as number, look);
    goOn(world, flows, flow);
    // Those who look have their turn with those among whom they do.
    if (flow.watched === undefined) tick(world, flows, flow);
  }
  looking?.advance(Infinity, look);
}

/** What the nodes of a flow do in each tick, in the order of the text, those that drive a field last. */
function tick(world: World, flows: Flows, flow: FlowState): void {
  const graph = flow.isResting ? undefined : flow.graph;
  if (graph === undefined || flow.still !== null || graph.plan.tickers.length === 0) return;
  const fuel = fuelOf(world, flow);
  const idle = newChain(HOST.userId, false, graph.plan.initially as never, END);
  const turn = turnOf(world, flows, flow, idle, fuel.part);
  tickEach(world, flows, flow, graph, turn, idle, fuel);
  flows.spare.push(turn);
}

function tickEach(world: World, flows: Flows, flow: FlowState, graph: Graph, turn: FlowTurn, idle: Chain, fuel: Fuel): void {
  const own = fuel.part;
  for (const at of graph.plan.tickers) {
    // What one of them has done may have edited, disabled or removed this flow.
    if (flow.graph !== graph || flow.still !== null) return;
    const node = graph.plan.nodes[at] as LinkedNode;
    turn.begin(idle);
    const looked = graph.plan.cells === undefined ? undefined : turn.look(at);
    if (looked === END) continue;
    takePart(fuel, own);
    const before = holdBack(world, flows, own);
    try {
      if (own.left <= 0) {
        tellEnded(world, flow, graph, { code: 'WW_FLOW_FUEL', node: at });
        return;
      }
      const step = looked ?? turn.tick(at);
      if (turn.ended !== undefined) tellEnded(world, flow, graph, turn.ended, isHeldBack(own));
      else if (step !== END) {
        const acting = node.node.actsFor === undefined ? HOST.userId : actingUser(world, flow.row, turn.actsFor(at));
        turn.begin(newChain(acting, false, values(graph), step));
        own.left -= beginCost(graph);
        world.actFor(acting, () => runTurn(world, flows, flow, turn, own));
      }
    } finally {
      letGo(flows, own, before);
      giveBack(fuel, own);
    }
  }
}

const values = (graph: Graph): never[] => graph.plan.initially.slice() as never[];
