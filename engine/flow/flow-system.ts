import { WebsocketClient } from '../components/websocket-client.ts';
import { WebsocketServer } from '../components/websocket-server.ts';
import type { Component, EventName } from '../schema/component.ts';
import { defineSystem, listen, type Listening } from '../world/system.ts';
import type { World } from '../world/world.ts';
import { happened, heard } from './running/ears.ts';
import { Flow } from './flow.ts';
import { errandRan, errandsAnswered, scriptsReturned } from './outside/errands.ts';
import { FLOW_SYSTEM, Flows, FlowState, type Errand, type Place } from './state/flows.ts';
import { followTickers, forget, relink } from './running/relinking.ts';
import { cancelChain, impulseByHand } from './running/by-hand.ts';
import { callNode, impulseFromOutside } from './running/from-outside.ts';
import { takeTurns, wakeTickers } from './running/going-on.ts';
import { machineLeft, placesOutdated, placesTakenUp } from './outside/outside.ts';
import { allPlaces, tellPlacePaths } from './outside/places.ts';
import { cameToBe, childrenChanged, eligibilityChanged, hasGone, isOff, usersChanged } from './running/happenings.ts';
import { graphOf } from './seen/graph-answer.ts';
import { loadFlows, saveFlows } from './saved/saving.ts';
import { allSendsFailed, sendFailed } from './running/sends.ts';
import { wakeDue } from './running/waiting.ts';

function flowsOf(world: World): Flows {
  return world.stateOf(flowSystem);
}

function telling(world: World, flows: Flows): Flows {
  flows.tell = (what, row) => happened(world, flows, what, String(row));
  return flows;
}

/** The flow of a row, as its graph is now. */
function flowAt(world: World, row: number): FlowState {
  const flows = flowsOf(world);
  let flow = flows.byRow.get(row);
  if (flow !== undefined) return flow;
  flow = new FlowState(row);
  flows.byRow.set(row, flow);
  if (!world.store(Flow).eligible(row)) {
    flow.still = world.tick;
    flow.isOff = isOff(world, row);
  }
  relink(world, flows, flow);
  return flow;
}

/** The world has gone on from where somebody had it pause. */
function forgetStops(world: World, flows: Flows): void {
  for (const flow of flows.stopped) {
    if (flow.hits?.tick === world.tick) continue;
    flow.hits = undefined;
    flows.stopped.delete(flow);
  }
}

/** Has flows hear an event. */
function hearing<C extends Component, K extends EventName<C>>(component: C, event: K): Listening {
  const told = { component, key: `${component.name}.${event}` };
  return listen(component, event, (world, source, payload) => heard(world, flowsOf(world), told, source, payload as object));
}

/**
 * Runs the graphs of Flows. A chain that an event sets off runs in the turn of the component that tells it; one that has waited goes on in the turn of
 * its Flow. A Flow in which nothing happens costs nothing.
 */
export const flowSystem = defineSystem({
  name: FLOW_SYSTEM,
  over: Flow,
  woken: true,
  begin: (world) => {
    const flows = flowsOf(world);
    forgetStops(world, flows);
    scriptsReturned(world, flows);
    wakeDue(world, flows);
    wakeTickers(world, flows, (row) => world.wake(Flow, row));
  },
  update: (world, rows) => {
    takeTurns(world, flowsOf(world), rows);
  },
  added: (world, row, cause) => cameToBe(world, flowsOf(world), flowAt(world, row), cause),
  changed: (world, row, field) => {
    const flows = flowsOf(world);
    if (field === 'Graph') relink(world, flows, flowAt(world, row));
    if (field === 'UpdateOrder') followTickers(world, flows, flowAt(world, row));
  },
  eligibility: (world, row, eligible) => {
    const flows = flowsOf(world),
      flow = flowAt(world, row);
    eligibilityChanged(world, flows, flow, eligible);
    followTickers(world, flows, flow);
  },
  removed: (world, row) => {
    const flows = flowsOf(world),
      flow = flows.byRow.get(row);
    if (flow === undefined) return;
    hasGone(world, flows, flow);
    forget(world, flows, flow);
  },
  rearranged: (world, change) => tellPlacePaths(world, flowsOf(world), change),
  usersChanged: (world, userId, change) => {
    const flows = flowsOf(world);
    if (change.type === 'leave') machineLeft(world, flows, userId, change.user.machineId);
    usersChanged(world, flows, userId, change);
  },
  owns: {
    scopeOf: ({ scope }: Place) => scope,
    asking: (world) => allPlaces(world, flowsOf(world)),
    answered: (world, place: Place, outcome, given) => errandsAnswered(world, flowsOf(world), place, outcome, given),
    outdated: (world, places: Place[]) => placesOutdated(world, places),
    // Its holders are of two kinds: places ask, and errands have jobs.
    ran: (world, errand: object, outcome) => errandRan(world, flowsOf(world), errand as Errand, outcome),
  },
  children: { of: (world) => flowsOf(world).parents, changed: (world, changes) => childrenChanged(world, flowsOf(world), changes) },
  on: [
    ...(['OnConnected', 'OnDisconnected', 'OnMessage'] as const).map((event) => hearing(WebsocketClient, event)),
    listen(WebsocketClient, 'OnSendFailed', (world, _source, failed) => sendFailed(world, flowsOf(world), failed)),
    ...(['OnClientConnected', 'OnMessage', 'OnClientDisconnected'] as const).map((event) => hearing(WebsocketServer, event)),
  ],
  answers: { graph: (world, row) => graphOf(world, flowsOf(world), row) },
  commands: {
    Call: (world, row, { Node: node }, author) => callNode(world, flowsOf(world), flowAt(world, row), node, author),
    Impulse: (world, row, { Node: node, Port: port = '*' }, author) => impulseByHand(world, flowsOf(world), flowAt(world, row), { node, port }, author),
    Cancel: (world, row, { Chain: chain }, author) => cancelChain(world, flowsOf(world), flowAt(world, row), chain, author),
  },
  inputs: {
    impulse: (world, { tag, value }, author) => impulseFromOutside(world, flowsOf(world), tag, value, author),
    saving: (world) => happened(world, flowsOf(world), 'saving', ''),
    saved: (world) => happened(world, flowsOf(world), 'saved', ''),
    // What was on its way when the process ended may have gone out or not: nobody is told that it has.
    takenUp: (world) => {
      allSendsFailed(flowsOf(world));
      placesTakenUp(world, flowsOf(world));
    },
  },
  state: { create: (world) => telling(world, new Flows()), save: saveFlows, load: (data, world) => telling(world, loadFlows(data, world)) },
});
