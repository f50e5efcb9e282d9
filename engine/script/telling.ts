import type { LogLevel } from '../door.ts';
import type { World } from '../world/world.ts';
import { Script } from './script.ts';
import type { Scripts, ScriptState } from './state.ts';

/** Lines that a script writes to the log in a turn; of more it is told how many they were. */
const MOST_LINES = 20;
/** Characters of a stack that the log has. */
const LONGEST_STACK = 1_000;

export function sourceOf(world: World, { row }: ScriptState): { readonly entity: string; readonly source: string } {
  const store = world.store(Script);
  return { entity: world.entities.id.get(store.owner[row] as number), source: store.keyOf(row) };
}

/** What errors of a script call its file. */
export function fileOf(world: World, script: ScriptState): string {
  const { entity, source } = sourceOf(world, script);
  return `${entity}/${source}.js`;
}

export function tellLine(world: World, scripts: Scripts, script: ScriptState, level: LogLevel, line: string): void {
  if (scripts.lines++ < MOST_LINES) world.log(level, line, sourceOf(world, script));
}

/** After a turn: says how many lines it has written too many. */
export function tellLeftOut(world: World, scripts: Scripts, script: ScriptState): void {
  const left = scripts.lines - MOST_LINES;
  scripts.lines = 0;
  if (left > 0) world.log('warn', `${left} more lines of this turn were left out: a script writes ${MOST_LINES} in a turn at most`, sourceOf(world, script));
}

/** An error of a script, in the log and at its component. @param stack as the sandbox has it, one function a line, innermost first */
export function tellError(world: World, scripts: Scripts, script: ScriptState, message: string, stack: string): void {
  const own = stack.split('\n').filter((line) => line.trim() !== '' && !line.includes('(worldwire:'));
  const place = placeIn(own);
  setError(world, script, place === '' ? message : `${message} (${place})`);
  const shown = own.map((line) => line.trim()).join('\n');
  tellLine(world, scripts, script, 'error', shown === '' ? message : `${message}\n${shown.slice(0, LONGEST_STACK)}`);
}

/** The innermost place in a file, as `file:line:column`. */
function placeIn(lines: readonly string[]): string {
  for (const line of lines) {
    const place = /\(?([^\s()]+:\d+:\d+)\)?\s*$/.exec(line)?.[1];
    if (place !== undefined) return place;
  }
  return '';
}

export function setError(world: World, { row }: ScriptState, error: string): void {
  const { LastError } = world.store(Script).columns;
  if (LastError.data[row] !== error) LastError.set(row, error);
}
