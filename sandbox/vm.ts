import { WorldwireError, type Crossing, type Program, type Turn, type Vm, type VmOptions } from '../engine/index.ts';
import { costOfCrossing, makeCrossing, readCrossing } from './crossings.ts';
import { apply, difference, pagesOf } from './difference.ts';
import type { Image } from './image.ts';
import { LIBRARY, Machine, type Handle } from './machine.ts';
import { Modules } from './modules.ts';
import { setNumber } from './tags.ts';

/** Units that are left where a script is stopped softly, so that what it is in the midst of may end; where they do not suffice, the machine traps. */
const RESERVE = 400_000;
/** Units for telling what a stopped script was doing. */
const FOR_STACK = 200_000;

/** Units that asking the world takes besides what is copied. They are paid for several calls at once, since to pay takes longer than many a call. */
const CALL_COST = 100;
const CALLS = 32;

/** By this a script asks for a file that it then runs. */
const INCLUDE = 'include';

/** A program is a module; it is read and not run. */
const MODULE = 1;
const COMPILE_ONLY = 1 << 5;
/** What the state of a promise is called that was rejected. */
const REJECTED = 2;

type Ended = Pick<Turn, 'end' | 'why' | 'stack'>;
const DONE: Ended = { end: 'done', why: '', stack: '' };

/** A script's sandbox: QuickJS in WebAssembly whose loops are counted. */
export class QuickJsVm implements Vm {
  readonly #image: Image;
  readonly #machine: Machine;
  readonly #modules: Modules;
  readonly #options: VmOptions;
  #isCut = false;
  #isDead = false;
  #isDying = false;
  #mayInterrupt = true;
  /** How often the world was asked in this turn. */
  #calls = 0;
  /** What went wrong in the world, and not in the script, while it was asked for something. */
  #fault: Error | undefined = undefined;
  /** Reasons of promises that were rejected in this turn and that nobody waits for, by where the promise lies. */
  readonly #rejected = new Map<number, Handle>();

  /** @throws RangeError where the saved data is none that `save` has given */
  constructor(image: Image, options: VmOptions, saved?: Uint8Array) {
    this.#image = image;
    this.#options = options;
    this.#machine = new Machine(image.module, {
      call: (values, count) => this.#called(values, count),
      interrupt: () => this.#interrupt(),
      rejected: (promise, reason, isHandled) => this.#wasRejected(promise, reason, isHandled),
      resolve: (from, name) => this.#modules.resolve(from, name),
      module: (name) => this.#modules.text(name),
      now: options.now,
    });
    this.#modules = new Modules(this.#machine, options);
    image.lay(this.#machine, saved === undefined ? 0 : pagesOf(saved));
    if (saved !== undefined) apply(saved, this.#machine.bytes());
    this.#machine.js.qjs_set_memory_limit(options.memory);
  }

  get memory(): number {
    return this.#machine.bytes().length;
  }

  get grown(): number {
    return Math.max(0, this.memory - this.#image.memory.length);
  }

  evaluate(program: Program, fuel: number): Turn {
    if (program.kind === 'line') return this.#turn(fuel, () => this.#said(program));
    return this.#turn(fuel, () =>
      this.#evaluated(program, 0, (thrown) => {
        const told = this.#dispatch('threw', [], thrown);
        return told === DONE ? { end: 'threw', why: '', stack: '' } : told;
      }),
    );
  }

  faultOf(program: Program, fuel: number): { readonly message: string; readonly stack: string } | undefined {
    let fault: { readonly message: string; readonly stack: string } | undefined;
    const turn = this.#turn(fuel, () =>
      this.#evaluated(program, COMPILE_ONLY, (thrown) => {
        fault = { message: this.#machine.textOf(thrown), stack: this.#stackOf(thrown) };
        this.#machine.js.qjs_free_value(thrown);
        return DONE;
      }),
    );
    return turn.end === 'done' ? fault : { message: `it cannot be read, since ${turn.why}`, stack: turn.stack };
  }

  /** Reads a program, or runs it. @param threw takes the error that it ended with, and frees it */
  #evaluated(program: Program, flags: number, threw: (thrown: Handle) => Ended): Ended {
    const { js } = this.#machine;
    const isModule = program.kind === 'module';
    const isRead = flags === COMPILE_ONLY;
    const { source, name } = isModule ? this.#modules.begin(program, isRead) : program;
    const value = this.#eval(source, name, isModule ? MODULE : flags);
    if (js.qjs_is_exception(value) !== 0) return this.#ended() ?? threw(js.qjs_get_exception());
    const thrown = isModule ? this.#rejectedWith(value) : undefined;
    js.qjs_free_value(value);
    if (thrown === undefined) return DONE;
    const ended = this.#endedBy(thrown);
    if (ended !== undefined) return ended;
    if (!isRead || js.qjs_is_number(thrown) === 0) return threw(thrown);
    js.qjs_free_value(thrown);
    return DONE;
  }

  /** What a module that has run has ended with; undefined where it has not ended with an error, and where it waits for something still. */
  #rejectedWith(promise: Handle): Handle | undefined {
    const { js } = this.#machine;
    if (js.qjs_promise_state(promise) !== REJECTED) return undefined;
    this.#isAwaited(js.qjs_get_value_ptr(promise));
    return js.qjs_promise_result(promise);
  }

  /** Runs a line that somebody has typed, and has the library tell what it came to. */
  #said({ source, name }: Program): Ended {
    const { js } = this.#machine;
    const value = this.#eval(source, name, 0);
    if (js.qjs_is_exception(value) === 0) return this.#dispatch('said', [], value);
    return this.#ended() ?? this.#dispatch('saidWrong', [], js.qjs_get_exception());
  }

  deliver(kind: string | number, args: readonly Crossing[], fuel: number): Turn {
    return this.#turn(fuel, () => this.#dispatch(kind, args));
  }

  save(): Uint8Array {
    if (this.#isDead) throw new RangeError('a sandbox that is dead holds nothing that could be saved');
    return difference(this.#image.memory, this.#machine.bytes(), this.#image.begin);
  }

  #turn(fuel: number, run: () => Ended): Turn {
    const given = fuel + RESERVE;
    this.#machine.fuel = given;
    this.#isCut = false;
    this.#mayInterrupt = true;
    this.#calls = 0;
    let ended: Ended;
    let pending = false;
    try {
      if (this.#isDead) throw new RangeError('it is dead');
      ended = run();
      if (ended.end !== 'dead') {
        const jobs = this.#runJobs();
        if (ended.end === 'done' || jobs.end === 'dead') ended = jobs;
        pending = this.#machine.js.qjs_is_job_pending() !== 0;
      }
    } catch (error) {
      ended = this.#die(error);
    }
    this.#forgetRejected();
    if (ended.end === 'dead') this.#isDead = true;
    const fault = this.#fault;
    this.#fault = undefined;
    if (fault !== undefined) throw fault;
    return { end: ended.end, why: ended.why, stack: ended.stack, fuel: this.#usedOf(given), pending };
  }

  #usedOf(given: number): number {
    return Math.max(0, Math.min(given, given - this.#machine.fuel + (this.#calls & (CALLS - 1)) * CALL_COST));
  }

  #eval(source: string, name: string, flags: number): Handle {
    const { js } = this.#machine;
    const code = this.#machine.put(source),
      file = this.#machine.put(name);
    const value = js.qjs_eval(code.address, code.length, file.address, flags);
    js.wasm_free(code.address);
    js.wasm_free(file.address);
    return value;
  }

  /** Calls what the library hears by. @param last a value of the machine's, which is freed */
  #dispatch(kind: string | number, args: readonly Crossing[], last?: Handle): Ended {
    const { js } = this.#machine;
    const { dispatch, nothing } = this.#image.places;
    if (last === undefined && typeof kind === 'number') return this.#dispatchNumbers(kind, args as readonly number[]);
    const values = [js.qjs_new_number(this.#options.now()), ...[kind, ...args].map((each) => makeCrossing(this.#machine, each))];
    if (last !== undefined) values.push(last);
    const list = this.#machine.take(values.length * 4);
    values.forEach((value, at) => this.#machine.view().setUint32(list + at * 4, value, true));
    const result = js.qjs_call(dispatch, nothing, values.length, list);
    js.wasm_free(list);
    for (const value of values) js.qjs_free_value(value);
    const isThrown = js.qjs_is_exception(result) !== 0;
    js.qjs_free_value(result);
    return isThrown ? (this.#ended() ?? this.#lost()) : DONE;
  }

  /** The same where all that is told are numbers: nothing is made for it. */
  #dispatchNumbers(kind: number, args: readonly number[]): Ended {
    const { js } = this.#machine;
    const { tags, places } = this.#image;
    const { dispatch, nothing, numbers, list } = places;
    const view = this.#machine.view();
    setNumber(view, numbers[0] as Handle, this.#options.now(), tags);
    setNumber(view, numbers[1] as Handle, kind, tags);
    for (let at = 0; at < args.length; at++) setNumber(view, numbers[at + 2] as Handle, args[at] as number, tags);
    const result = js.qjs_call(dispatch, nothing, args.length + 2, list);
    const isThrown = this.#machine.view().getUint32(result + 4, true) !== tags.undefined;
    js.qjs_free_value(result);
    return isThrown ? (this.#ended() ?? this.#lost()) : DONE;
  }

  /** Promises whose turn has come, and those that were rejected and that nobody waits for. */
  #runJobs(): Ended {
    const { js } = this.#machine;
    for (;;) {
      while (js.qjs_is_job_pending() !== 0) {
        if (js.qjs_execute_pending_job() >= 0) continue;
        const ended = this.#ended();
        if (ended !== undefined) return ended;
        js.qjs_free_value(js.qjs_get_exception());
      }
      if (this.#rejected.size === 0) return DONE;
      const first = this.#rejected.entries().next().value as [number, Handle];
      const [promise, reason] = first;
      this.#rejected.delete(promise);
      const told = this.#dispatch('rejected', [], reason);
      if (told !== DONE) return told;
    }
  }

  /** What an exception that no script can catch comes to; undefined for those that one can. */
  #ended(): Ended | undefined {
    const { js } = this.#machine;
    const thrown = js.qjs_get_exception();
    const ended = this.#endedBy(thrown);
    if (ended !== undefined) return ended;
    // Whoever asks takes it from where it was.
    js.qjs_throw(thrown);
    js.qjs_free_value(thrown);
    return undefined;
  }
  /** The same for a value that was thrown; it is freed where no script can catch it. */
  #endedBy(thrown: Handle): Ended | undefined {
    const { js } = this.#machine;
    if (js.qjs_is_uncatchable_error(thrown) === 0) return undefined;
    const stack = this.#stackOf(thrown);
    js.qjs_free_value(thrown);
    if (this.#isCut) return { end: 'cut', why: 'its fuel was used up', stack };
    return { end: 'dead', why: `out of memory: it may have ${this.#options.memory} bytes`, stack };
  }
  #lost(): Ended {
    this.#machine.js.qjs_free_value(this.#machine.js.qjs_get_exception());
    return DONE;
  }

  #stackOf(thrown: Handle): string {
    const stack = this.#machine.property(thrown, 'stack');
    const text = this.#machine.js.qjs_is_string(stack) !== 0 ? this.#machine.textOf(stack) : '';
    this.#machine.js.qjs_free_value(stack);
    return text;
  }

  /** The machine has trapped. What the script was doing still stands in its memory, and is asked for by an error of its own. */
  #die(error: unknown): Ended {
    const why = this.#whyDead(error);
    let stack = '';
    try {
      this.#mayInterrupt = false;
      this.#isDying = true;
      this.#machine.fuel = FOR_STACK;
      const { js } = this.#machine;
      const value = this.#eval('new Error().stack', `${LIBRARY}end`, 0);
      if (js.qjs_is_string(value) !== 0) stack = this.#machine.textOf(value);
    } catch {
      // It was in the midst of taking memory, or the like: then nobody knows.
    }
    this.#machine.fuel = 0;
    return { end: 'dead', why, stack };
  }

  #whyDead(error: unknown): string {
    if (this.#machine.fuel < 0) return 'its fuel was used up within something that cannot be stopped softly';
    return error instanceof Error ? `the sandbox failed: ${error.message}` : 'the sandbox failed';
  }

  #interrupt(): boolean {
    if (!this.#mayInterrupt || this.#machine.fuel >= RESERVE) return false;
    this.#isCut = true;
    return true;
  }

  #wasRejected(promise: Handle, reason: Handle, isHandled: boolean): void {
    const { js } = this.#machine;
    const place = js.qjs_get_value_ptr(promise);
    js.qjs_free_value(promise);
    if (!isHandled) {
      this.#rejected.set(place, reason);
      return;
    }
    js.qjs_free_value(reason);
    this.#isAwaited(place);
  }
  /** Somebody waits for a promise after all. */
  #isAwaited(place: number): void {
    const known = this.#rejected.get(place);
    if (known === undefined) return;
    this.#rejected.delete(place);
    this.#machine.js.qjs_free_value(known);
  }
  #forgetRejected(): void {
    if (this.#rejected.size === 0) return;
    if (!this.#isDead) for (const reason of this.#rejected.values()) this.#machine.js.qjs_free_value(reason);
    this.#rejected.clear();
  }

  readonly #spend = (units: number): void => {
    const left = this.#machine.fuel - Math.ceil(units);
    if (left < 0)
      throw new WorldwireError(
        'WW_SCRIPT_FUEL',
        `this takes ${Math.ceil(units)} units of fuel, more than the script has left in this turn, so nothing was done`,
      );
    this.#machine.fuel = left;
  };

  /** The library asks the world for something. */
  #called(values: number, count: number): Handle {
    // While it is asked where it stands, code of the script's may run (`Error.prepareStackTrace`).
    if (this.#isDying) throw new RangeError('it is dead');
    const machine = this.#machine;
    const { tags } = this.#image;
    let units = 0;
    const args: Crossing[] = [];
    let op: Crossing = '';
    for (let at = 0; at < count; at++) {
      const value = readCrossing(machine, machine.view().getUint32(values + at * 4, true), tags);
      if (at === 0) op = value;
      else {
        args.push(value);
        units += costOfCrossing(value);
      }
    }
    if ((++this.#calls & (CALLS - 1)) === 0) units += CALLS * CALL_COST;
    if (units > 0) machine.fuel -= units;
    try {
      const answer = this.#options.call(op as string | number, args, this.#spend);
      if (op === INCLUDE && typeof answer === 'string') return this.#included(answer, args[0] as string);
      if (typeof answer === 'number') return machine.js.qjs_new_number(answer);
      return makeCrossing(machine, answer);
    } catch (error) {
      if (error instanceof RangeError) throw error;
      const refused = error instanceof WorldwireError;
      if (!refused) this.#fault = error instanceof Error ? error : new Error(String(error));
      return this.#throw(refused ? `${error.code}\n${error.message}` : 'WW_INTERNAL\nthe world has failed to do this; its log says how');
    }
  }

  /** Runs a file within the script that asks for it, as if it stood there. What it throws is thrown to whoever has asked. */
  #included(text: string, name: string): Handle {
    const { js } = this.#machine;
    this.#machine.fuel -= costOfCrossing(text);
    const value = this.#eval(text, name, 0);
    if (js.qjs_is_exception(value) !== 0) return 0;
    js.qjs_free_value(value);
    return js.qjs_get_undefined();
  }

  #throw(text: string): Handle {
    const { js } = this.#machine;
    const thrown = makeCrossing(this.#machine, text);
    js.qjs_free_value(js.qjs_throw(thrown));
    js.qjs_free_value(thrown);
    return 0;
  }
}
