import type { LogLevel } from '../door.ts';
import type { About } from '../world/access.ts';
import type { World } from '../world/world.ts';
import { Script } from './script.ts';
import type { Scripts, ScriptState } from './state.ts';

/** Lines that a script writes to the log in a turn; of more it is told how many they were. */
const MOST_LINES = 20;
/** Characters of a stack that the log has, and of what is looked through for it; of a line, and of what an error says. */
const LONGEST_STACK = 1_000;
const MOST_STACK = 10_000;
const LONGEST_PLACE = 500;
const LONGEST_LINE = 4_000;
const LONGEST_ERROR = 2_000;
/** Seconds of the world in which one error is told once. */
const ONCE = 1;

export function sourceOf(world: World, { row }: ScriptState): { readonly entity: string; readonly source: string } {
  const store = world.store(Script);
  return { entity: world.entities.id.get(store.owner[row] as number), source: store.keyOf(row) };
}

/** What a question of access tells of a script. @param doing what it does, where its AccessReason does not say why */
export function aboutOf(world: World, { row }: ScriptState, url: string, doing: string): About {
  const store = world.store(Script);
  const entity = store.owner[row] as number;
  const component = store.keyOf(row);
  const given = store.columns.AccessReason.data[row] ?? '';
  return {
    url,
    reason: given === '' ? `The script ${component} ${doing}.` : given,
    entity: world.entities.id.get(entity),
    path: world.entities.pathOf(entity).map((at) => world.entities.name.get(at)),
    component,
  };
}

/** What errors of a script call its file. */
export function fileOf(world: World, script: ScriptState): string {
  const { entity, source } = sourceOf(world, script);
  return `${entity}/${source}.js`;
}

export function tellLine(world: World, scripts: Scripts, script: ScriptState, level: LogLevel, line: string): void {
  if (scripts.lines++ < MOST_LINES) world.log(level, cut(line, LONGEST_LINE), sourceOf(world, script));
}

/** A line of what somebody types and what comes of it, which counts to none that the script writes. */
export function tellLogged(world: World, script: ScriptState, line: string, level: LogLevel = 'info'): void {
  world.log(level, cut(line, LONGEST_LINE), sourceOf(world, script));
}

/** After a turn: says how many lines it has written too many. */
export function tellLeftOut(world: World, scripts: Scripts, script: ScriptState): void {
  const left = scripts.lines - MOST_LINES;
  scripts.lines = 0;
  if (left > 0 && scripts.byRow.get(script.row) === script)
    world.log('warn', `${left} more lines of this turn were left out: a script writes ${MOST_LINES} in a turn at most`, sourceOf(world, script));
}

/** An error of a script, in the log and at its component. @param stack as the sandbox has it, one function a line, innermost first */
export function tellError(world: World, scripts: Scripts, script: ScriptState, said: string, stack: string): void {
  const message = cut(said, LONGEST_ERROR);
  const own = stack
    .slice(0, MOST_STACK)
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.includes('(worldwire:'));
  const place = placeIn(own);
  setError(world, script, place === '' ? message : `${message} (${place})`);
  const shown = own.map((line) => line.trim()).join('\n');
  tellOnce(world, scripts, script, shown === '' ? message : `${message}\n${shown.slice(0, LONGEST_STACK)}`);
}

/** What goes wrong in each turn is told once a second, with how often it was: sixty lines a second of it would leave no room for what others tell. */
function tellOnce(world: World, scripts: Scripts, script: ScriptState, line: string): void {
  const { told } = script;
  const isSame = told?.line === line;
  if (isSame && world.time < told.until) {
    told.more++;
    return;
  }
  script.told = { line, until: world.time + ONCE, more: 0 };
  tellLine(world, scripts, script, 'error', isSame && told.more > 0 ? `${line}\n(and ${told.more} times more in between)` : line);
}

/** The innermost place in a file, as `file:line:column`. */
function placeIn(lines: readonly string[]): string {
  for (const line of lines) {
    const place = /\(?([^\s()]+:\d+:\d+)\)?\s*$/.exec(line.slice(-LONGEST_PLACE))?.[1];
    if (place !== undefined) return place;
  }
  return '';
}

/** A script says what it likes, and as much as it likes. */
function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

export function setError(world: World, { row }: ScriptState, error: string): void {
  const { LastError } = world.store(Script).columns;
  if (LastError.data[row] !== error) LastError.set(row, error);
}
