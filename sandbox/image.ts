import { libraryModule, libraryOrder } from './library.ts';
import { LIBRARY, Machine, type Handle } from './machine.ts';
import { readTags, type Tags } from './tags.ts';

/**
 * Where the stack of a machine begins; it grows down. Each call takes there at least what it takes on the processor's stack, of which Node gives a thread
 * 984 KiB by itself: so what takes all of it, because nobody asks in between, ends here first.
 */
const STACK_TOP = 640 * 1024;
/** Bytes of it at which JavaScript that calls itself is refused with an error that it can catch. */
const STACK = 512 * 1024;
/** Units that setting up takes, and more. */
const PLENTY = 100_000_000;
const PAGE = 65_536;
/** Bytes that are copied at once where a fresh machine becomes one that was set up. */
const GRAIN = 4096;
const MODULE = 1;
const STRIP_SOURCE = 1 << 4;

/** Where things lie in the memory of every script. */
export interface Places {
  readonly runtime: number;
  readonly context: number;
  readonly stackPointer: number;
  /** The function by which the library hears of what happens. */
  readonly dispatch: Handle;
  readonly nothing: Handle;
  readonly lengthCell: number;
  /** Numbers that are written anew for each call, and a list that names them behind each other. */
  readonly numbers: readonly Handle[];
  readonly list: number;
}
/** Numbers that a call hands over at most without making any. */
const NUMBERS = 6;

/** A script's sandbox as it is before its script runs, with the library in it. Each begins as a copy. */
export class Image {
  readonly module: WebAssembly.Module;
  readonly memory: Uint8Array;
  /** Where what lasts begins: below lies the stack, which is empty between turns, whatever is left of it there. */
  readonly begin: number;
  readonly places: Places;
  readonly tags: Tags;
  /** Where the memory differs from that of a fresh instance. */
  readonly #laid: readonly { readonly from: number; readonly to: number }[];

  constructor(module: WebAssembly.Module) {
    this.module = module;
    const machine = quiet(module);
    this.begin = machine.js.__stack_pointer.value;
    this.places = setUp(machine, compiledLibrary(module));
    this.tags = readTags(machine);
    this.memory = machine.bytes().slice();
    this.#laid = differing(quiet(module).bytes(), this.memory, this.begin);
  }

  /** Has a fresh machine begin as a copy. @param pages least pages of 64 KiB of its memory */
  lay(machine: Machine, pages: number): void {
    const missing = Math.max(pages, this.memory.length / PAGE) - machine.bytes().length / PAGE;
    if (missing > 0) machine.js.memory.grow(missing);
    const bytes = machine.bytes();
    for (const { from, to } of this.#laid) bytes.set(this.memory.subarray(from, to), from);
    const { runtime, context, stackPointer, lengthCell } = this.places;
    machine.js.qjs_set_runtime_and_context(runtime, context);
    machine.js.__stack_pointer.value = stackPointer;
    machine.lengthCell = lengthCell;
  }
}

/** A machine that is asked for nothing. */
function quiet(module: WebAssembly.Module): Machine {
  return new Machine(module, {
    call: () => {
      throw new TypeError('the library asks the world for something while it is set up');
    },
    interrupt: () => false,
    rejected: () => {},
    // The modules of the library lie in one folder.
    resolve: (_from, name) => (name.startsWith('./') ? `${LIBRARY}${name.slice(2)}` : name),
    module: (name) => libraryModule(name.slice(LIBRARY.length)),
    now: () => 0,
  });
}

function begin(machine: Machine): void {
  const { js } = machine;
  machine.fuel = PLENTY;
  js.__stack_pointer.value = STACK_TOP;
  js._initialize();
  if (js.qjs_init() !== 0) throw new TypeError('QuickJS cannot be set up');
  js.qjs_set_module_loader(1);
}

function setUp(machine: Machine, library: ReturnType<typeof compiledLibrary>): Places {
  const { js } = machine;
  begin(machine);
  js.qjs_set_interrupt_handler(1);
  js.qjs_set_promise_rejection_handler(1);
  js.qjs_set_max_stack_size(STACK);
  const { lengthCell } = machine;
  const name = machine.put('host'),
    global = js.qjs_get_global(),
    host = js.qjs_new_host_function(name.address, name.length);
  machine.setProperty(global, '__host', host);
  for (const { file, bytes } of library) runCompiled(machine, `${LIBRARY}${file}`, bytes);
  const dispatch = machine.property(global, '__dispatch');
  run(machine, 'delete globalThis.__dispatch;', `${LIBRARY}end.js`);
  js.qjs_free_value(global);
  const nothing = js.qjs_get_undefined();
  const numbers = Array.from({ length: NUMBERS }, () => js.qjs_new_number(0.5));
  const list = machine.take(NUMBERS * 4);
  numbers.forEach((value, at) => machine.view().setUint32(list + at * 4, value, true));
  js.qjs_run_gc();
  return {
    runtime: js.qjs_get_runtime_ptr(),
    context: js.qjs_get_context_ptr(),
    stackPointer: js.__stack_pointer.value,
    dispatch,
    nothing,
    lengthCell,
    numbers,
    list,
  };
}

/** The library's modules, compiled without their texts, which would lie in the memory of each script several times over. */
function compiledLibrary(module: WebAssembly.Module): readonly { readonly file: string; readonly bytes: Uint8Array }[] {
  const machine = quiet(module);
  begin(machine);
  const { js } = machine;
  return libraryOrder().map((file) => {
    const code = machine.put(libraryModule(file) ?? ''),
      name = machine.put(`${LIBRARY}${file}`),
      length = machine.take(4);
    const from = js.qjs_compile(code.address, code.length, name.address, MODULE, STRIP_SOURCE, length);
    if (from === 0) throw new TypeError(`${file}: ${exceptionOf(machine)}`);
    return { file, bytes: machine.bytes().slice(from, from + machine.view().getUint32(length, true)) };
  });
}

function runCompiled(machine: Machine, file: string, bytes: Uint8Array): void {
  const { js } = machine;
  const at = machine.take(bytes.length);
  machine.bytes().set(bytes, at);
  const value = js.qjs_eval_bytecode(at, bytes.length);
  js.wasm_free(at);
  settle(machine, file, value);
}

function run(machine: Machine, text: string, file: string): void {
  const { js } = machine;
  const code = machine.put(text),
    name = machine.put(file);
  const value = js.qjs_eval(code.address, code.length, name.address, MODULE);
  js.wasm_free(code.address);
  js.wasm_free(name.address);
  settle(machine, file, value);
}

/** What a module has come to, which nothing of the library waits for. */
function settle(machine: Machine, file: string, value: Handle): void {
  const { js } = machine;
  while (js.qjs_is_job_pending() !== 0) if (js.qjs_execute_pending_job() < 0) throw new TypeError(`${file}: ${exceptionOf(machine)}`);
  if (js.qjs_is_exception(value) !== 0 || js.qjs_promise_state(value) !== 1) {
    const why = js.qjs_is_exception(value) !== 0 ? exceptionOf(machine) : reasonOf(machine, value);
    throw new TypeError(`${file}: ${why}`);
  }
  js.qjs_free_value(value);
}

function exceptionOf(machine: Machine): string {
  return describe(machine, machine.js.qjs_get_exception());
}
function reasonOf(machine: Machine, promise: Handle): string {
  return describe(machine, machine.js.qjs_promise_result(promise));
}
function describe(machine: Machine, thrown: Handle): string {
  return `${machine.textOf(thrown)} ${machine.textOf(machine.property(thrown, 'stack'))}`;
}

function differing(from: Uint8Array, to: Uint8Array, begin: number): { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (let at = begin; at < to.length; at += GRAIN) {
    const was = at < from.length ? Buffer.from(from.buffer, at, GRAIN) : Buffer.alloc(GRAIN);
    if (was.equals(to.subarray(at, at + GRAIN))) continue;
    const last = found.at(-1);
    if (last?.to === at) last.to = at + GRAIN;
    else found.push({ from: at, to: at + GRAIN });
  }
  return found;
}
