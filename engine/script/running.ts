import type { RowList } from '../world/row-list.ts';
import type { World } from '../world/world.ts';
import { begin } from './beginning.ts';
import { askForFiles, leaveFiles } from './files.ts';
import { Script } from './script.ts';
import { keepsUp } from './sockets.ts';
import { recentUse, weightOf, type Happening, type ScriptState, type Scripts } from './state.ts';
import { tellLeftOut } from './telling.ts';
import { deliver, isThere, keep, nowOf, runLine, stop, TIMERS, UPDATE } from './turn.ts';

/** Units of fuel of one script in a tick. */
const TURN = 300_000;
/** What begins in a turn has so much left at least; where there is less, it waits for the next one, and is not cut off for what came before it. */
const LEAST = 100_000;
/** Units of all scripts of a world in a tick. */
const ALL = 2_000_000;

/** Before the first turn of a tick: who waits for its time is woken. */
export function beginTick(world: World, scripts: Scripts): void {
  scripts.left = ALL;
  scripts.short = false;
  for (const script of scripts.byRow.values()) if (script.owed >= 0) scripts.short = true;
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
  for (const script of inTurn(world, scripts, rows)) {
    if (!isThere(scripts, script)) continue;
    if (scripts.left <= 0) {
      if (script.owed < 0) script.owed = world.tick;
      world.wake(Script, script.row);
      continue;
    }
    script.owed = -1;
    takeTurn(world, scripts, script);
  }
  askForFiles(world, scripts);
}

/** In the order of their rows; where fuel did not suffice in the tick before, who has used least of late first, and then who has waited longest. */
function inTurn(world: World, scripts: Scripts, rows: RowList): ScriptState[] {
  const list: ScriptState[] = [];
  for (let at = 0; at < rows.length; at++) {
    const script = scripts.byRow.get(rows.data[at] as number);
    if (script !== undefined) list.push(script);
  }
  if (!scripts.short) return list;
  const use = new Map(list.map((script) => [script, recentUse(world, script)] as const));
  const since = ({ owed }: ScriptState): number => (owed < 0 ? world.tick : owed);
  return list.sort((a, b) => (use.get(a) as number) - (use.get(b) as number) || since(a) - since(b));
}

function takeTurn(world: World, scripts: Scripts, script: ScriptState): void {
  if (script.stopping) end(world, scripts, script);
  if (script.fresh && isThere(scripts, script)) begin(world, scripts, script);
  if (script.vm !== undefined) hear(world, scripts, script);
  tellLeftOut(world, scripts, script);
  if (script.vm !== undefined && (script.out.length > 0 || script.pending)) world.wake(Script, script.row);
}

/** A function that a flow has called was stopped in its midst, and returns nothing. */
function refuseCall({ calls }: ScriptState, call: number): void {
  if (calls.get(call) === null) calls.set(call, { value: null, error: 'it was stopped, since its fuel was used up' });
}

/** A script is disabled or inactive: it is another that begins there, which knows nothing of it. */
function end(world: World, scripts: Scripts, script: ScriptState): void {
  stop(world, scripts, script, true);
  if (script.fresh || !isThere(scripts, script)) return;
  script.kept = '';
  leaveFiles(scripts, script);
}

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
    const happening = script.out[heard++] as Happening;
    const { kind, args, acting } = happening;
    script.waiting -= weightOf(happening);
    fuel -= world.actFor(acting, () =>
      kind === 'line' ? runLine(world, scripts, script, args[0] as string, fuel) : deliver(world, scripts, script, kind, args, fuel),
    );
    if (kind === 'called' && script.wasCut) refuseCall(script, args[0] as number);
  }
  script.out.splice(0, heard);
  if (script.vm === undefined) return;
  keepsUp(world, script);
  keep(world, scripts, script);
  if (script.vm === undefined) return;
  // What it had no fuel left for waits for the next tick.
  if (script.due >= 0 && script.due <= now) world.wake(Script, script.row);
  const { columns } = world.store(Script);
  columns.Fuel.data[script.row] = TURN - fuel;
  columns.Memory.data[script.row] = script.vm.memory;
}
