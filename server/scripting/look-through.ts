import { importedScript, readProgram, SCRIPT_MEMORY, scriptPathOf, scriptsNamed, visible, WorldwireError, type Sandbox } from '../../engine/index.ts';
import { readScript } from './read-script.ts';
import { stripTypes } from './strip-types.ts';

/** Names of files in one program that are followed; a world's scripts have fewer files by far. */
const MOST_NAMED = 1_000;

/** What is wrong with a program, and where in it; without a place where it is all of it. */
export interface ProgramFault {
  readonly message: string;
  readonly code: 'WW_SCRIPT_SYNTAX' | 'WW_SCRIPT_FILE' | 'WW_SCRIPT_TYPES';
  readonly line?: number;
  readonly column?: number;
}
/** What is wrong with a file, by its path below the folder of the scene. */
export interface FileFault extends ProgramFault {
  readonly file: string;
}
/** What a scene has as a script: a file, or a program in the scene itself. */
export type Root = { readonly file: string } | { readonly source: string; readonly name: string };
/** The files that a script runs together: itself, if it is one, and all that it imports and includes. */
export interface Group {
  readonly files: readonly LookedAt[];
  /** It includes others, whose names it then sees, and they its. */
  readonly isOne: boolean;
}
export interface LookedAt {
  readonly path: string;
  readonly text: string;
}

interface Unit {
  /** What errors call it. */
  readonly name: string;
  /** Its path below the folder of the scene; empty where it stands in the scene. */
  readonly path: string;
  readonly text: string;
  /** Paths of the files that it names. */
  readonly uses: readonly string[];
  readonly includes: boolean;
}

/** Looks through the programs of a scene and the files that they name, none of which is run. Each file is read once, whoever names it. */
export class LookThrough {
  readonly #folder: string;
  readonly #sandbox: Sandbox;
  /** Every file that was looked at, by its path; or what is wrong where it could not be read, for whoever names it next. */
  readonly #units = new Map<string, Unit | ProgramFault | undefined>();
  readonly faults: FileFault[] = [];

  constructor(folder: string, sandbox: Sandbox) {
    this.#folder = folder;
    this.#sandbox = sandbox;
  }

  /** Looks at a script with all of its files. @param tell is told what is wrong with what stands in the scene */
  async look(root: Root, tell: (fault: ProgramFault) => void): Promise<Group> {
    const before = this.faults.length;
    let isWrong = false;
    const toScene = (fault: ProgramFault): void => {
      isWrong = true;
      tell(fault);
    };
    const first = 'file' in root ? await this.#rootFile(root.file, toScene) : await this.#examined({ ...root, path: '', text: root.source }, toScene);
    if (first === undefined) return { files: [], isOne: false };
    const units = this.#closure(first);
    if (!isWrong && this.faults.length === before && first.uses.length > 0) this.#join(first, toScene);
    return { files: units.filter(({ path }) => path !== ''), isOne: units.some(({ includes }) => includes) };
  }

  async #rootFile(file: string, tell: (fault: ProgramFault) => void): Promise<Unit | undefined> {
    try {
      return await this.#file(scriptPathOf(file.trim()), tell);
    } catch (error) {
      if (!(error instanceof WorldwireError)) throw error;
      tell({ message: error.message, code: 'WW_SCRIPT_FILE' });
      return undefined;
    }
  }

  /** A file, looked at if it was not before. @param missing is told where there is none that could be read */
  async #file(path: string, missing: (fault: ProgramFault) => void): Promise<Unit | undefined> {
    if (this.#units.has(path)) {
      const known = this.#units.get(path);
      if (known === undefined || 'text' in known) return known;
      missing(known);
      return undefined;
    }
    const { text, error } = await readScript(this.#folder, path, stripTypes);
    const tell = (fault: ProgramFault): void => void this.faults.push({ ...fault, file: path });
    if (text === null) {
      const [, line, column, what] = (error.startsWith(`${path}:`) && /^:(\d+):(\d+): (.*)$/s.exec(error.slice(path.length))) || [];
      const fault = { message: `${path}: ${error.startsWith(`${path}: `) ? error.slice(path.length + 2) : error}`, code: 'WW_SCRIPT_FILE' } as const;
      // A fault in it is told once, with its own place.
      this.#units.set(path, what === undefined ? fault : undefined);
      if (what === undefined) missing(fault);
      else tell({ message: what, code: 'WW_SCRIPT_SYNTAX', line: Number(line), column: Number(column) });
      return undefined;
    }
    return this.#examined({ name: path, path, text }, tell);
  }

  /** What a program names, and what is wrong with it; its files are looked at as well. */
  async #examined(program: Pick<Unit, 'name' | 'path' | 'text'>, tell: (fault: ProgramFault) => void): Promise<Unit> {
    const { name, path, text } = program;
    const imported = new Set<string>();
    const stub = { resolve: (_from: string, other: string) => (imported.add(other), `import ${other}`), module: () => '' };
    const fault = this.#faultOf(name, text, stub);
    // What is joined with files in which nothing stands lacks what these export; what cannot be read is not joined with any.
    if (fault !== undefined && imported.size === 0) tell({ ...fault, code: 'WW_SCRIPT_SYNTAX' });
    const uses = new Set<string>();
    const unit: Unit = { ...program, uses: [], includes: false };
    if (path !== '') this.#units.set(path, unit);
    const named = scriptsNamed(text)
      .slice(0, MOST_NAMED)
      .filter(({ at }) => !isComment(text, at));
    // What is imported by a name that is written in another way than most.
    const others = Array.from(imported, (each) => ({ name: each, at: -1, isInclude: false })).filter(
      (each) => !named.some(({ name: same }) => same === each.name),
    );
    for (const { name: written, at, isInclude } of [...named, ...others]) {
      const here = at < 0 ? {} : placeAt(text, at);
      try {
        const file = isInclude ? scriptPathOf(written, path) : importedScript(written, path);
        uses.add(file);
        await this.#file(file, (missing) => tell({ ...missing, ...here }));
      } catch (error) {
        if (!(error instanceof WorldwireError)) throw error;
        tell({ message: error.message, code: 'WW_SCRIPT_FILE', ...here });
      }
      if (isInclude) Object.assign(unit, { includes: true });
    }
    return Object.assign(unit, { uses: [...uses] });
  }

  /** A program with all that it uses. */
  #closure(first: Unit): Unit[] {
    const found = new Set([first]);
    for (const { uses } of found)
      for (const path of uses) {
        const unit = this.#units.get(path);
        if (unit !== undefined && 'text' in unit) found.add(unit);
      }
    return [...found];
  }

  /** Joins modules as they would be to be run, which tells what one imports and the other does not export. */
  #join(first: Unit, tell: (fault: ProgramFault) => void): void {
    const fault = this.#faultOf(first.name, first.text, {
      resolve: (from, name) => importedScript(name, from === first.name ? first.path : from),
      module: (path) => {
        const unit = this.#units.get(path);
        return unit !== undefined && 'text' in unit ? unit.text : '';
      },
    });
    if (fault === undefined) return;
    if (first.path === '') tell({ ...fault, code: 'WW_SCRIPT_SYNTAX' });
    else this.faults.push({ ...fault, code: 'WW_SCRIPT_SYNTAX', file: first.path });
  }

  #faultOf(
    name: string,
    text: string,
    modules: { readonly resolve: (from: string, name: string) => string; readonly module: (name: string) => string },
  ): Omit<ProgramFault, 'code'> | undefined {
    const vm = this.#sandbox.create({ memory: SCRIPT_MEMORY, call: () => undefined, now: () => 0, ...modules });
    const read = readProgram(vm, text, name);
    if ('program' in read) return undefined;
    const [, line, column] = /:(\d+):(\d+)\)?\s*$/m.exec(read.fault.stack) ?? [];
    return { message: visible(read.fault.message, 500), ...(line === undefined ? {} : { line: Number(line), column: Number(column) }) };
  }
}

/** Line and column of a place in a text, counted from 1. */
function placeAt(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}

/** Whether what stands there is likely to be a comment: an import that is none is not missed. */
function isComment(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /\/\/|^\s*\/?\*/.test(line) || text.lastIndexOf('/*', at) > text.lastIndexOf('*/', at);
}
