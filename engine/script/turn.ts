import { fromBase64 } from '../schema/base64.ts';
import type { Crossing, Turn, Vm, VmOptions } from '../world/sandbox.ts';
import { sandboxOf } from '../world/sandbox-of.ts';
import { doneBy } from '../world/witness.ts';
import type { World } from '../world/world.ts';
import { answerCall } from './calls.ts';
import { closeEars } from './ears.ts';
import { dropRequests } from './fetching.ts';
import { importedPath } from './file-paths.ts';
import { fileText } from './files.ts';
import { KEPT_MEMORY, MEMORY, MOST_MEMORY } from './limits.ts';
import { closeListeners } from './listeners.ts';
import { Script, SCRIPT_STATES, type ScriptStanding } from './script.ts';
import { dropSockets } from './sockets.ts';
import { takeFuel, type ScriptState, type Scripts } from './state.ts';
import { sourceOf, tellError } from './telling.ts';

/** What a script has left to hear that it ends, and to say what is to be kept of it. */
const ENDING = 100_000;
const KEEPING = 200_000;

/** What happens often, by the numbers that the library within has for it. */
export const UPDATE = 1;
export const TIMERS = 2;
/** What errors call the file of what somebody has typed. */
const CONSOLE = 'console';

/** Milliseconds since the world began, as its scripts have them. */
export function nowOf(world: World): number {
  return world.time * 1000;
}

export function optionsOf(world: World, scripts: Scripts, script: ScriptState): VmOptions {
  return {
    memory: MEMORY,
    call: (op, args, spend) => answerCall(world, scripts, script, op, args, spend),
    // What stands in the scene imports from beside it, whatever its errors call it.
    resolve: (from, name) => importedPath(name, scripts.files.known.has(from) ? from : ''),
    module: (path) => fileText(scripts, script, path),
    now: () => nowOf(world),
  };
}

/** Whether the component is there still: a script may remove itself, also while it hears that it ends. Its row may be another's then. */
export function isThere(scripts: Scripts, script: ScriptState): boolean {
  return scripts.byRow.get(script.row) === script;
}

/** Tells a script of what happens. Returns the units that it took. */
export function deliver(world: World, scripts: Scripts, script: ScriptState, kind: string | number, args: readonly Crossing[], fuel: number): number {
  const { vm } = script;
  if (vm === undefined) return 0;
  const turn = doneBy(world, Script.name, script.row, () => vm.deliver(kind, args, fuel));
  took(world, scripts, script, turn, whereOf(kind));
  return turn.fuel;
}

function whereOf(kind: string | number): string {
  return kind === UPDATE ? ' in Script.update' : kind === TIMERS ? ' in a timer' : ` in what it does on ${JSON.stringify(kind)}`;
}

/** Runs what somebody has typed while it runs. Returns the units that it took. */
export function runLine(world: World, scripts: Scripts, script: ScriptState, line: string, fuel: number): number {
  const { vm } = script;
  if (vm === undefined) return 0;
  const turn = doneBy(world, Script.name, script.row, () => vm.evaluate({ source: line, name: CONSOLE, kind: 'line' }, fuel));
  took(world, scripts, script, turn, ' in what was typed');
  return turn.fuel;
}

/** Asks a script what it wants to be kept, where it has said that it wants anything. */
export function keep(world: World, scripts: Scripts, script: ScriptState): void {
  if (script.keeps) deliver(world, scripts, script, 'keep', [], KEEPING);
}

/** What a turn has come to. @param where what it was in the midst of, behind what is told of it */
export function took(world: World, scripts: Scripts, script: ScriptState, turn: Turn, where = ''): void {
  takeFuel(world, scripts, script, turn.fuel);
  if (!isThere(scripts, script)) return;
  script.pending = turn.pending;
  script.wasCut = turn.end === 'cut';
  if (turn.end === 'cut') tellError(world, scripts, script, `WW_SCRIPT_FUEL: stopped${where}, since ${turn.why}`, turn.stack);
  const why = turn.end === 'dead' ? turn.why : tooMuchMemory(world, scripts, script);
  if (why === undefined) return;
  tellError(world, scripts, script, `WW_SCRIPT_ENDED: ended${where}, since ${why}`, turn.stack);
  stop(world, scripts, script, false);
  show(world, script, 'Ended');
}

/** Looks at the memory of a script where it has grown. Returns why it is to be ended; undefined where it is not. */
function tooMuchMemory(world: World, scripts: Scripts, script: ScriptState): string | undefined {
  const { vm } = script;
  const column = world.store(Script).columns.Memory.data;
  const before = column[script.row] as number;
  if (vm === undefined || vm.memory <= before) return undefined;
  column[script.row] = vm.memory;
  let sum = 0;
  for (const each of scripts.running) sum += each.vm?.grown ?? 0;
  if (sum > MOST_MEMORY) return `the scripts of this world would have grown by ${sum} bytes with it, and ${MOST_MEMORY} is the most`;
  if (vm.memory > KEPT_MEMORY && before <= KEPT_MEMORY)
    world.log(
      'warn',
      `not kept: it has taken ${vm.memory} bytes, and snapshots hold scripts of at most ${KEPT_MEMORY}; where the world is taken up, it begins anew, ` +
        'with Script.state',
      sourceOf(world, script),
    );
  return undefined;
}

/** It runs no longer. @param tell whether it hears of that */
export function stop(world: World, scripts: Scripts, script: ScriptState, tell: boolean): void {
  const { vm } = script;
  script.stopping = false;
  if (vm !== undefined && tell) {
    takeFuel(world, scripts, script, doneBy(world, Script.name, script.row, () => vm.deliver('ending', [], ENDING)).fuel);
    if (script.keeps) takeFuel(world, scripts, script, vm.deliver('keep', [], KEEPING).fuel);
  }
  script.vm = undefined;
  scripts.running.delete(script);
  script.due = -1;
  script.fields = [];
  script.ticking = false;
  script.pending = false;
  script.keeps = false;
  script.awaited.clear();
  for (const [call, result] of script.calls) if (result === null) script.calls.set(call, { value: null, error: 'the script has ended' });
  scripts.ticking.delete(script);
  closeListeners(world, script);
  closeEars(scripts, script);
  dropSockets(world, scripts, script);
  dropRequests(world, scripts, script);
  // Another counts anew, also where the world is restored before it begins.
  script.lastSocket = 0;
  script.lastEar = 0;
  if (isThere(scripts, script)) show(world, script, 'Off');
}

export function show(world: World, { row, vm }: ScriptState, standing: ScriptStanding): void {
  const { columns } = world.store(Script);
  columns.State.data[row] = SCRIPT_STATES.indexOf(standing);
  columns.Memory.data[row] = vm?.memory ?? 0;
  if (vm === undefined) columns.Fuel.data[row] = 0;
}

/** A script's sandbox as a snapshot has it. Undefined where it is that of another build, so that it begins anew. */
export function restoreVm(world: World, scripts: Scripts, script: ScriptState, saved: string): Vm | undefined {
  const bytes = fromBase64(saved);
  return bytes === undefined ? undefined : sandboxOf(world)?.restore(bytes, optionsOf(world, scripts, script));
}
