import { WebsocketClient } from '../components/websocket-client.ts';
import { WebsocketServer } from '../components/websocket-server.ts';
import type { Component, EventName } from '../schema/component.ts';
import { defineSystem, listen, type Listening } from '../world/system.ts';
import { closeEars, eventTold, impulseTold } from './ears.ts';
import { allRequests, dropRequests, isRequest, requestAnswered, requestRan, requestsOutdated, requestsTakenUp } from './fetching.ts';
import { closeListeners, isListener, toldOfListener } from './listeners.ts';
import type { World } from '../world/world.ts';
import { askForFiles, leaveFiles, toldOfFiles } from './files.ts';
import { beginTick, takeTurns } from './running.ts';
import { typed } from './typed.ts';
import { freezeScripts, loadScripts, newScripts, saveScripts } from './saving.ts';
import { Script } from './script.ts';
import { socketsOf } from './showing.ts';
import { allSockets, answered, dropSockets, dueOf, outdated, takenUp, timeUp, told } from './sockets.ts';
import { SCRIPTS, ScriptState, type Listener, type SceneFiles, type ScriptRequest, type Scripts, type Socket } from './state.ts';

function scriptsOf(world: World): Scripts {
  return world.stateOf(scriptSystem);
}

function scriptAt(world: World, row: number): ScriptState {
  const { byRow } = scriptsOf(world);
  let script = byRow.get(row);
  if (script === undefined) byRow.set(row, (script = new ScriptState(row, world.tick)));
  return script;
}

/** It begins, or begins anew, in its next turn. */
function renew(world: World, row: number): void {
  scriptAt(world, row).fresh = true;
  world.wake(Script, row);
}

/** Has scripts hear an event. */
function hearing<C extends Component, K extends EventName<C>>(component: C, event: K): Listening {
  return listen(component, event, (world, source, payload) => eventTold(world, scriptsOf(world), component.name, event, source, payload as object));
}

type Asks = Socket | ScriptRequest;
type Holder = Asks | Listener | SceneFiles;

/** Runs scripts. Each has its turn where something has happened to it, and runs in no other place, so that nothing is ever within another. */
export const scriptSystem = defineSystem({
  name: SCRIPTS,
  over: Script,
  woken: true,
  begin: (world) => beginTick(world, scriptsOf(world)),
  update: (world, rows) => takeTurns(world, scriptsOf(world), rows),
  timers: {
    due: (world, row) => dueOf(scriptAt(world, row)),
    up: (world, row) => timeUp(world, scriptsOf(world), scriptAt(world, row)),
  },
  added: (world, row) => renew(world, row),
  changed: (world, row, field) => {
    if (field === 'Source' || field === 'File') renew(world, row);
  },
  eligibility: (world, row, eligible) => {
    const script = scriptAt(world, row);
    script.fresh = eligible;
    script.stopping = script.vm !== undefined;
    world.wake(Script, row);
  },
  removed: (world, row) => {
    const scripts = scriptsOf(world);
    const script = scripts.byRow.get(row);
    if (script === undefined) return;
    scripts.byRow.delete(row);
    script.vm = undefined;
    scripts.running.delete(script);
    script.due = -1;
    scripts.ticking.delete(script);
    closeListeners(world, script);
    closeEars(scripts, script);
    dropSockets(world, scripts, script);
    dropRequests(world, scripts, script);
    leaveFiles(scripts, script);
    askForFiles(world, scripts);
  },
  commands: {
    Restart: (world, row) => renew(world, row),
    Evaluate: (world, row, { Code }) => typed(world, scriptAt(world, row), Code),
  },
  owns: {
    // Its holders are sockets, where a script listens, requests, and the files beside the scene. Of these sockets and requests ask.
    scopeOf: (holder: Asks) => (isRequest(holder) ? 'HTTP' : 'Websocket'),
    asking: (world): readonly Asks[] => [...allSockets(world, scriptsOf(world)), ...allRequests(world, scriptsOf(world))],
    answered: (world, holder: Asks, outcome, answer) =>
      isRequest(holder) ? requestAnswered(world, scriptsOf(world), holder, outcome, answer) : answered(world, scriptsOf(world), holder, outcome, answer),
    outdated: (world, holders: Asks[]) => {
      const isSocket = (holder: Asks): holder is Socket => !isRequest(holder);
      outdated(world, scriptsOf(world), holders.filter(isSocket));
      requestsOutdated(world, holders.filter(isRequest));
    },
    ran: (world, holder: Holder, outcome) =>
      isRequest(holder) ? requestRan(world, scriptsOf(world), holder, outcome) : toldOfFiles(world, scriptsOf(world), outcome),
    told: (world, holder: Holder | undefined, event) => {
      if (holder === undefined || 'protocols' in holder) told(world, scriptsOf(world), holder, event);
      else if (isListener(holder)) toldOfListener(world, holder, event);
    },
  },
  on: [
    ...(['OnConnected', 'OnDisconnected', 'OnSendFailed', 'OnMessage'] as const).map((event) => hearing(WebsocketClient, event)),
    ...(['OnClientConnected', 'OnClientDisconnected', 'OnSendFailed', 'OnMessage'] as const).map((event) => hearing(WebsocketServer, event)),
  ],
  inputs: {
    impulse: (world, { tag, value }) => impulseTold(world, scriptsOf(world), tag, value),
    takenUp: (world) => {
      takenUp(world, scriptsOf(world));
      requestsTakenUp(world, scriptsOf(world));
    },
  },
  answers: { sockets: (world, row) => socketsOf(world, scriptsOf(world), row) },
  state: { create: newScripts, save: saveScripts, freeze: freezeScripts, load: loadScripts },
});
