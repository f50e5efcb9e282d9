/**
 * The port of the engine to what runs scripts. The engine loads no WebAssembly itself, so that it runs wherever JavaScript does, and another sandbox can
 * be put in. What a sandbox does may depend on nothing but what is handed in here: the same on every machine and under every version of Node.
 */

/** A value that passes between a script and its world: nothing of the one is ever a thing of the other. Bytes are copied. */
export type Crossing = undefined | null | boolean | number | string | Uint8Array;

/**
 * What a script asks of its world, while it runs.
 * @param op what is asked, by the name that the library within the sandbox has for it; by a number, what is asked often
 * @param spend takes units of fuel of the script before work is done that grows with more than what is handed in. Throws WW_SCRIPT_FUEL where it has too few
 * @throws WorldwireError, which the script gets as an Error with its code
 */
export type HostCall = (op: string | number, args: readonly Crossing[], spend: (units: number) => void) => Crossing;

/** How a turn of a script has ended. */
export interface Turn {
  /**
   * `done`: it has returned. `threw`: the program has ended with an error, of which the world has been told. `cut`: its fuel was used up, and the script
   * goes on with its next turn. `dead`: the sandbox can do nothing more, since it was stopped in the midst of something, has run out of memory, or failed.
   */
  readonly end: 'done' | 'threw' | 'cut' | 'dead';
  /** Units of fuel that it took. */
  readonly fuel: number;
  /** Whether promises are left that wait for their turn. */
  readonly pending: boolean;
  /** Why it was cut or is dead, and where: the functions that were under way, innermost first. Empty where it is done. */
  readonly why: string;
  readonly stack: string;
}

/** What a sandbox runs from its beginning. */
export interface Program {
  readonly source: string;
  /** What errors call its file. */
  readonly name: string;
  /**
   * `script`: a classic script, all of whose names are seen by what runs later. `module`: one that imports others and exports. `line`: what somebody has
   * typed while a script runs; it is told what that came to.
   */
  readonly kind: 'script' | 'module' | 'line';
}

/** A script's sandbox. Between its turns it is data, and nothing of it lives elsewhere. */
export interface Vm {
  /** Bytes of memory that it has taken. */
  readonly memory: number;
  /** How much of that is beyond what each has that begins. */
  readonly grown: number;
  /** What is wrong with the syntax of a program, which is not run; undefined where nothing is. */
  faultOf(program: Program, fuel: number): { readonly message: string; readonly stack: string } | undefined;
  /** Runs a program from its beginning. */
  evaluate(program: Program, fuel: number): Turn;
  /**
   * Tells the library within of something that has happened, and lets promises have their turn.
   * @param kind by the name that the library has for it; by a number, of what happens often, with numbers alone
   */
  deliver(kind: string | number, args: readonly Crossing[], fuel: number): Turn;
  /** All that it holds, for `restore`. Equal where the scripts are. */
  save(): Uint8Array;
}

/** What a sandbox is to hold, and where it reaches its world. */
export interface VmOptions {
  /** Bytes that it may take. */
  readonly memory: number;
  readonly call: HostCall;
  /**
   * The full name of a module, by the name that an import has for it.
   * @param from full name of the file that imports it
   * @throws WorldwireError where there can be none of that name
   */
  readonly resolve: (from: string, name: string) => string;
  /** The text of a module, by its full name. Throws WorldwireError where there is none. */
  readonly module: (name: string) => string;
  /** Milliseconds since the world began, which are all the time that a script knows. */
  readonly now: () => number;
}

export interface Sandbox {
  /** Names what runs scripts, with its version: what was saved by another is not restored. */
  readonly build: string;
  create(options: VmOptions): Vm;
  /** Throws RangeError where the data is none that `save` has given. */
  restore(saved: Uint8Array, options: VmOptions): Vm;
}
