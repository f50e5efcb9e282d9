import { WebsocketClient } from '../components/websocket-client.ts';
import { WebsocketServer } from '../components/websocket-server.ts';
import type { Component, EventName } from '../schema/component.ts';
import { defineSystem, listen, type Listening } from '../world/system.ts';
import { closeEars, eventTold, impulseTold } from './ears.ts';
import { closeListeners, isListener, toldOfListener } from './listeners.ts';
import type { World } from '../world/world.ts';
import { askForFiles, leaveFiles, toldOfFiles } from './files.ts';
import { beginTick, takeTurns } from './running.ts';
import { typed } from './typed.ts';
import { loadScripts, newScripts, saveScripts } from './saving.ts';
import { Script } from './script.ts';
import { allSockets, answered, dropSockets, dueOf, outdated, takenUp, timeUp, told } from './sockets.ts';
import { SCRIPTS, ScriptState, type Listener, type Scripts, type Socket } from './state.ts';

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
    script.due = -1;
    scripts.ticking.delete(script);
    closeListeners(world, script);
    closeEars(scripts, script);
    dropSockets(world, scripts, script);
    leaveFiles(scripts, script);
    askForFiles(world, scripts);
  },
  commands: {
    Restart: (world, row) => renew(world, row),
    Evaluate: (world, row, { Code }) => typed(world, scriptAt(world, row), Code),
  },
  owns: {
    scope: 'Websocket',
    asking: (world) => allSockets(world, scriptsOf(world)),
    answered: (world, socket: Socket, outcome, answer) => answered(world, scriptsOf(world), socket, outcome, answer),
    outdated: (world, sockets: Socket[]) => outdated(world, scriptsOf(world), sockets),
    ran: (world, _holder, outcome) => toldOfFiles(world, scriptsOf(world), outcome),
    // Its holders are of two kinds: sockets, and where a script listens.
    told: (world, holder: Socket | Listener | undefined, event) =>
      holder !== undefined && isListener(holder) ? toldOfListener(world, holder, event) : told(world, scriptsOf(world), holder, event),
  },
  on: [
    ...(['OnConnected', 'OnDisconnected', 'OnSendFailed', 'OnMessage'] as const).map((event) => hearing(WebsocketClient, event)),
    ...(['OnClientConnected', 'OnClientDisconnected', 'OnSendFailed', 'OnMessage'] as const).map((event) => hearing(WebsocketServer, event)),
  ],
  inputs: {
    impulse: (world, { tag, value }) => impulseTold(world, scriptsOf(world), tag, value),
    takenUp: (world) => takenUp(world, scriptsOf(world)),
  },
  state: { create: newScripts, save: saveScripts, load: loadScripts },
});
