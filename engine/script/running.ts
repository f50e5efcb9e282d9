import { fromBase64 } from '../schema/base64.ts';
import type { RowList } from '../world/row-list.ts';
import type { Crossing, Sandbox, Turn, Vm, VmOptions } from '../world/sandbox.ts';
import { sandboxOf } from '../world/sandbox-of.ts';
import type { World } from '../world/world.ts';
import { answerCall } from './calls.ts';
import { closeEars } from './ears.ts';
import { BEGINNING, MEMORY } from './limits.ts';
import { closeListeners } from './listeners.ts';
import { Script, SCRIPT_STATES, type ScriptStanding } from './script.ts';
import { dropSockets, inOrder, keepsUp } from './sockets.ts';
import type { Happening, ScriptState, Scripts } from './state.ts';
import { fileOf, setError, sourceOf, tellError, tellLeftOut } from './telling.ts';

/** Units of fuel of one script in a tick. */
const TURN = 300_000;
/** What begins in a turn has so much left at least; where there is less, it waits for the next one, and is not cut off for what came before it. */
const LEAST = 100_000;
/** What a sandbox takes that is made, of all that scripts have in a tick: so few begin in one, and the others wait for the next. */
const STARTING = 250_000;
/** What it has left to hear that it ends. */
const ENDING = 100_000;
/** Units of all scripts of a world in a tick. */
const ALL = 2_000_000;
/** Scripts of a world that run at a time. */
const MOST_SCRIPTS = 256;

/** What happens often, by the numbers that the library within has for it. */
const UPDATE = 1;
const TIMERS = 2;

/** Milliseconds since the world began, as its scripts have them. */
function nowOf(world: World): number {
  return world.time * 1000;
}

function optionsOf(world: World, scripts: Scripts, script: ScriptState): VmOptions {
  return { memory: MEMORY, call: (op, args, spend) => answerCall(world, scripts, script, op, args, spend), now: () => nowOf(world) };
}

/** Before the first turn of a tick: who waits for it, or for its time, is woken. */
export function beginTick(world: World, scripts: Scripts): void {
  scripts.left = ALL;
  const waiting = inOrder(world, scripts, ({ owed }) => owed >= 0);
  scripts.first = new Set(waiting.sort((a, b) => a.owed - b.owed).slice(0, Math.floor(ALL / TURN)));
  const now = nowOf(world);
  while (scripts.timers.first <= now) {
    const due = scripts.timers.first;
    const script = scripts.timers.pop() as ScriptState;
    // Another timer has become the first since, or it has ended.
    if (script.due === due && script.vm !== undefined) world.wake(Script, script.row);
  }
  for (const script of scripts.ticking) world.wake(Script, script.row);
}

/** The turns of scripts that something has happened to. */
export function takeTurns(world: World, scripts: Scripts, rows: RowList): void {
  for (let at = 0; at < rows.length; at++) {
    const script = scripts.byRow.get(rows.data[at] as number);
    if (script === undefined) continue;
    if (!mayRun(scripts, script)) {
      if (script.owed < 0) script.owed = world.tick;
      world.wake(Script, script.row);
      continue;
    }
    scripts.first.delete(script);
    script.owed = -1;
    takeTurn(world, scripts, script);
  }
}

function mayRun({ left, first }: Scripts, script: ScriptState): boolean {
  return first.has(script) ? left > 0 : left >= (first.size + 1) * TURN;
}

/** Whether the component is there still: a script may remove itself, also while it hears that it ends. Its row may be another's then. */
function isThere(scripts: Scripts, script: ScriptState): boolean {
  return scripts.byRow.get(script.row) === script;
}

function takeTurn(world: World, scripts: Scripts, script: ScriptState): void {
  if (script.stopping) stop(world, scripts, script, true);
  if (script.fresh && isThere(scripts, script)) begin(world, scripts, script);
  if (script.vm !== undefined) hear(world, scripts, script);
  tellLeftOut(world, scripts, script);
  if (script.vm !== undefined && (script.out.length > 0 || script.pending)) world.wake(Script, script.row);
}

/* ---------- beginning ---------- */

function begin(world: World, scripts: Scripts, script: ScriptState): void {
  script.fresh = false;
  const store = world.store(Script);
  if (!store.eligible(script.row)) return;
  const source = store.columns.Source.data[script.row] ?? '';
  const sandbox = sandboxOf(world);
  if (sandbox === undefined) {
    if (source !== '') tellError(world, scripts, script, 'WW_NO_SANDBOX: this program runs worlds without a sandbox for scripts', '');
    return show(world, script, 'Off');
  }
  const before = script.vm;
  const next = source === '' ? undefined : newVm(world, scripts, script, sandbox, source, before !== undefined);
  if (next === undefined && source !== '') return;
  if (before !== undefined) stop(world, scripts, script, true);
  if (!isThere(scripts, script)) return;
  setError(world, script, '');
  if (next === undefined) return show(world, script, 'Off');
  script.vm = next;
  show(world, script, 'Running');
  const { entity } = sourceOf(world, script);
  const told = deliver(world, scripts, script, 'begin', [entity, seed(world), seed(world), seed(world)], BEGINNING);
  if (script.vm !== undefined) run(world, scripts, script, source, BEGINNING - told);
}

/** A sandbox for a program; undefined where there is none, which is told: too many run, or the program has a fault of syntax. */
function newVm(world: World, scripts: Scripts, script: ScriptState, sandbox: Sandbox, source: string, isRunning: boolean): Vm | undefined {
  const vms = [...scripts.byRow.values()].reduce((sum, each) => sum + (each.vm === undefined || each === script ? 0 : 1), 0);
  if (vms >= MOST_SCRIPTS) {
    tellError(world, scripts, script, `WW_LIMIT: ${MOST_SCRIPTS} scripts run in this world already, which is the most`, '');
    show(world, script, 'Ended');
    return undefined;
  }
  scripts.left -= STARTING;
  const vm = sandbox.create(optionsOf(world, scripts, script));
  const fault = vm.faultOf(source, fileOf(world, script), BEGINNING);
  if (fault === undefined) return vm;
  tellError(world, scripts, script, isRunning ? `${fault.message}; the program that ran before runs on` : fault.message, fault.stack);
  if (!isRunning) show(world, script, 'Failed');
  return undefined;
}

function run(world: World, scripts: Scripts, script: ScriptState, source: string, fuel: number): void {
  const { vm } = script;
  if (vm === undefined) return;
  const turn = vm.evaluate(source, fileOf(world, script), Math.max(1, fuel));
  took(world, scripts, script, turn);
  if ((turn.end === 'threw' || turn.end === 'cut') && isThere(scripts, script)) {
    stop(world, scripts, script, false);
    show(world, script, 'Failed');
  }
}

function seed(world: World): number {
  return Math.floor(world.random() * 2 ** 32);
}

/* ---------- what happens to it ---------- */

/** Lets a script hear of what has happened: its timers, the tick, and then in order what it was told. */
function hear(world: World, scripts: Scripts, script: ScriptState): void {
  let fuel = TURN;
  let heard = 0;
  if (script.pending) fuel -= deliver(world, scripts, script, 'goOn', [], fuel);
  // What it does by itself comes before what others tell it, who could else keep it from that for ever.
  const now = nowOf(world);
  if (fuel >= LEAST && script.due >= 0 && script.due <= now) fuel -= deliver(world, scripts, script, TIMERS, [], fuel);
  if (fuel >= LEAST && script.ticking && script.vm !== undefined) fuel -= deliver(world, scripts, script, UPDATE, [world.delta], fuel);
  while (heard < script.out.length && fuel >= LEAST && script.vm !== undefined) {
    const { kind, args, acting } = script.out[heard++] as Happening;
    if (kind === 'message') script.waiting -= lengthOf(args[1]);
    fuel -= world.actFor(acting, () => deliver(world, scripts, script, kind, args, fuel));
  }
  if (script.vm === undefined) return;
  script.out.splice(0, heard);
  keepsUp(world, script);
  // What it had no fuel left for waits for the next tick.
  if (script.due >= 0 && script.due <= now) world.wake(Script, script.row);
  const { columns } = world.store(Script);
  columns.Fuel.data[script.row] = TURN - fuel;
  columns.Memory.data[script.row] = script.vm.memory;
}

function lengthOf(data: Crossing): number {
  return typeof data === 'string' || data instanceof Uint8Array ? data.length : 0;
}

/** Returns the units that it took. */
function deliver(world: World, scripts: Scripts, script: ScriptState, kind: string | number, args: readonly Crossing[], fuel: number): number {
  const { vm } = script;
  if (vm === undefined) return 0;
  const turn = vm.deliver(kind, args, fuel);
  took(world, scripts, script, turn, kind);
  return turn.fuel;
}

/** What a turn has come to. */
function took(world: World, scripts: Scripts, script: ScriptState, turn: Turn, kind: string | number = ''): void {
  scripts.left -= turn.fuel;
  if (!isThere(scripts, script)) return;
  script.pending = turn.pending;
  const where = kind === '' ? '' : ` in ${kind === UPDATE ? 'Script.update' : kind === TIMERS ? 'a timer' : `what it does on ${JSON.stringify(kind)}`}`;
  if (turn.end === 'cut') tellError(world, scripts, script, `WW_SCRIPT_FUEL: stopped${where}, since ${turn.why}`, turn.stack);
  if (turn.end !== 'dead') return;
  tellError(world, scripts, script, `WW_SCRIPT_ENDED: ended${where}, since ${turn.why}`, turn.stack);
  stop(world, scripts, script, false);
  show(world, script, 'Ended');
}

/* ---------- ending ---------- */

/** It runs no longer. @param tell whether it hears of that */
export function stop(world: World, scripts: Scripts, script: ScriptState, tell: boolean): void {
  const { vm } = script;
  script.stopping = false;
  if (vm !== undefined && tell) {
    const turn = vm.deliver('ending', [], ENDING);
    scripts.left -= turn.fuel;
  }
  script.vm = undefined;
  script.due = -1;
  script.fields = [];
  script.ticking = false;
  script.pending = false;
  scripts.ticking.delete(script);
  closeListeners(world, script);
  closeEars(scripts, script);
  dropSockets(world, scripts, script);
  // Another counts anew, also where the world is restored before it begins.
  script.lastSocket = 0;
  script.lastEar = 0;
  if (isThere(scripts, script)) show(world, script, 'Off');
}

function show(world: World, { row, vm }: ScriptState, standing: ScriptStanding): void {
  const { columns } = world.store(Script);
  columns.State.data[row] = SCRIPT_STATES.indexOf(standing);
  columns.Memory.data[row] = vm?.memory ?? 0;
  if (vm === undefined) columns.Fuel.data[row] = 0;
}

/* ---------- brought back ---------- */

/** A script's sandbox as a snapshot has it. Undefined where it is that of another build, so that it begins anew. */
export function restoreVm(world: World, scripts: Scripts, script: ScriptState, saved: string): Vm | undefined {
  const bytes = fromBase64(saved);
  return bytes === undefined ? undefined : sandboxOf(world)?.restore(bytes, optionsOf(world, scripts, script));
}
