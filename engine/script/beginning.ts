import { WorldwireError } from '../errors.ts';
import type { Program, Sandbox, Vm } from '../world/sandbox.ts';
import { sandboxOf } from '../world/sandbox-of.ts';
import { doneBy } from '../world/witness.ts';
import type { World } from '../world/world.ts';
import { areKnown, fileText, keepFiles, rootFile, useFilesOf } from './files.ts';
import { BEGINNING, MOST_MEMORY, readingFuel } from './limits.ts';
import { readProgram } from './program.ts';
import { Script } from './script.ts';
import { takeFuel, type ScriptState, type Scripts } from './state.ts';
import { fileOf, setError, tellError } from './telling.ts';
import { deliver, isThere, keep, optionsOf, show, stop, took } from './turn.ts';

/** What a sandbox takes that is made, of all that scripts have in a tick: so few begin in one, and the others wait for the next. */
const STARTING = 250_000;
/** Scripts of a world that run at a time. */
const MOST_SCRIPTS = 256;
/** What a script is to run. */
interface Wanted {
  readonly source: string;
  readonly name: string;
  /** Path of the file that it is; empty where it stands in the scene. */
  readonly root: string;
  /** Its files. */
  readonly paths: ReadonlySet<string>;
}

/** Begins a script, or begins it anew: what ran before runs on until the new program is there, and has no fault of syntax. */
export function begin(world: World, scripts: Scripts, script: ScriptState): void {
  script.fresh = false;
  script.loading = false;
  if (!world.store(Script).eligible(script.row)) return;
  try {
    renew(world, scripts, script);
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    refuse(world, scripts, script, `${error.code}: ${error.message}`, '');
  }
}

function renew(world: World, scripts: Scripts, script: ScriptState): void {
  const sandbox = sandboxOf(world);
  const wanted = wantedOf(world, scripts, script);
  if (wanted === undefined) return wait(world, script);
  const { source, root, paths } = wanted;
  if (source === '' || sandbox === undefined) {
    if (script.vm !== undefined) stop(world, scripts, script, true);
    if (!isThere(scripts, script)) return;
    // A file that is empty may be written to.
    keepFiles(scripts, script, paths);
    show(world, script, 'Off');
    if (source === '') return setError(world, script, '');
    return tellError(world, scripts, script, 'WW_NO_SANDBOX: this program runs worlds without a sandbox for scripts', '');
  }
  const made = newVm(world, scripts, script, sandbox, wanted);
  if (made === undefined) return;
  if (script.vm !== undefined) stop(world, scripts, script, true);
  if (!isThere(scripts, script)) return;
  keepFiles(scripts, script, paths);
  setError(world, script, '');
  script.vm = made.vm;
  scripts.running.add(script);
  show(world, script, 'Running');
  const entity = world.entities.id.get(world.store(Script).owner[script.row] as number);
  const told = deliver(world, scripts, script, 'begin', [entity, seed(world), seed(world), seed(world), script.kept, root], BEGINNING);
  if (script.vm !== undefined) run(world, scripts, script, made.program, readingFuel(source) - told);
  if (script.vm !== undefined) keep(world, scripts, script);
}

/** What it is to run; undefined where files of it have to be read first. Throws WW_SCRIPT_FILE and WW_LIMIT. */
function wantedOf(world: World, scripts: Scripts, script: ScriptState): Wanted | undefined {
  const root = rootFile(world, script);
  const inline = root === undefined ? (world.store(Script).columns.Source.data[script.row] ?? '') : '';
  const paths = useFilesOf(scripts, script, inline, root);
  if (!areKnown(scripts, paths)) return undefined;
  return root === undefined
    ? { source: inline, name: fileOf(world, script), root: '', paths }
    : { source: fileText(scripts, script, root), name: root, root, paths };
}

function wait(world: World, script: ScriptState): void {
  script.loading = true;
  if (script.vm === undefined) show(world, script, 'Loading');
}

/** The new program cannot begin. What ran before runs on. */
function refuse(world: World, scripts: Scripts, script: ScriptState, why: string, stack: string): void {
  const isRunning = script.vm !== undefined;
  tellError(world, scripts, script, isRunning ? `${why}; the program that ran before runs on` : why, stack);
  if (!isRunning) show(world, script, 'Failed');
}

/** A sandbox for a program; undefined where there is none, which is told: too many run, or the program has a fault of syntax, or it waits for files. */
function newVm(
  world: World,
  scripts: Scripts,
  script: ScriptState,
  sandbox: Sandbox,
  { source, name, root, paths }: Wanted,
): { readonly vm: Vm; readonly program: Program } | undefined {
  const others = [...scripts.running].filter((each) => each !== script);
  const memory = others.reduce((sum, each) => sum + (each.vm?.grown ?? 0), 0);
  if (others.length >= MOST_SCRIPTS || memory >= MOST_MEMORY) {
    const what = others.length >= MOST_SCRIPTS ? `${MOST_SCRIPTS} scripts run in this world` : `scripts of this world have grown by ${MOST_MEMORY} bytes`;
    tellError(world, scripts, script, `WW_LIMIT: ${what} already, which is the most`, '');
    show(world, script, 'Ended');
    return undefined;
  }
  takeFuel(world, scripts, script, STARTING + 2 * source.length + readingOf(scripts, paths, root));
  const vm = sandbox.create(optionsOf(world, scripts, script));
  script.missing = false;
  const read = readProgram(vm, source, name);
  if ('program' in read) return { vm, program: read.program };
  if (script.missing) wait(world, script);
  else refuse(world, scripts, script, read.fault.message, read.fault.stack);
  return undefined;
}

/** What it takes to read the files that a program imports, of which no more is read than a program may take. */
function readingOf({ files }: Scripts, paths: ReadonlySet<string>, root: string): number {
  let units = 0;
  for (const path of paths) if (path !== root) units += 2 * (files.known.get(path)?.text?.length ?? 0);
  return Math.min(units, BEGINNING);
}

function run(world: World, scripts: Scripts, script: ScriptState, program: Program, fuel: number): void {
  const { vm } = script;
  if (vm === undefined) return;
  const turn = doneBy(world, Script.name, script.row, () => vm.evaluate(program, Math.max(1, fuel)));
  took(world, scripts, script, turn);
  if ((turn.end === 'threw' || turn.end === 'cut') && isThere(scripts, script)) {
    stop(world, scripts, script, false);
    show(world, script, 'Failed');
  }
}

function seed(world: World): number {
  return Math.floor(world.random() * 2 ** 32);
}
