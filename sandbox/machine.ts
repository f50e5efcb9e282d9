import type { EXPORTS } from './exports.ts';
import { FUEL } from './meter.ts';
import { decodeText, encodeText, putPlain, SHORT } from './text-code.ts';

/** What the names of the library's files begin with, which no file of a script does. */
export const LIBRARY = 'worldwire:';

/** An address in the memory of a machine at which a value lies that JavaScript within it has made; to be freed by whoever has it. */
export type Handle = number;

/** What the binary of QuickJS exports, as far as it is used here. Everything is an address or a number. */
type QuickJs = { readonly [K in (typeof EXPORTS)[number]]: Exported[K] } & { readonly [FUEL]: WebAssembly.Global<'i32'> };
interface Exported {
  readonly memory: WebAssembly.Memory;
  readonly __stack_pointer: WebAssembly.Global<'i32'>;
  _initialize(): void;
  qjs_init(): number;
  qjs_set_interrupt_handler(isOn: number): void;
  qjs_set_promise_rejection_handler(isOn: number): void;
  qjs_set_module_loader(isOn: number): void;
  qjs_set_memory_limit(bytes: number): void;
  qjs_set_max_stack_size(bytes: number): void;
  qjs_get_allocated_size(): number;
  qjs_get_runtime_ptr(): number;
  qjs_get_context_ptr(): number;
  qjs_set_runtime_and_context(runtime: number, context: number): void;
  qjs_run_gc(): void;
  qjs_set_prop_string(target: Handle, name: number, value: Handle): number;
  qjs_promise_state(promise: Handle): number;
  qjs_promise_result(promise: Handle): Handle;
  qjs_eval(source: number, length: number, name: number, flags: number): Handle;
  qjs_compile(source: number, length: number, name: number, flags: number, strip: number, compiledLength: number): number;
  qjs_eval_bytecode(compiled: number, length: number): Handle;
  qjs_call(callee: Handle, self: Handle, count: number, values: number): Handle;
  qjs_is_job_pending(): number;
  qjs_execute_pending_job(): number;
  qjs_get_exception(): Handle;
  qjs_is_exception(value: Handle): number;
  qjs_is_uncatchable_error(value: Handle): number;
  qjs_throw(value: Handle): number;
  qjs_new_error(): Handle;
  qjs_get_global(): Handle;
  qjs_get_prop_string(from: Handle, name: number): Handle;
  qjs_new_host_function(name: number, length: number): Handle;
  qjs_new_string(text: number, length: number): Handle;
  qjs_new_number(value: number): Handle;
  qjs_new_uint8_array(bytes: number, length: number): Handle;
  qjs_get_undefined(): Handle;
  qjs_get_null(): Handle;
  qjs_get_true(): Handle;
  qjs_get_false(): Handle;
  qjs_is_undefined(value: Handle): number;
  qjs_is_null(value: Handle): number;
  qjs_is_bool(value: Handle): number;
  qjs_is_number(value: Handle): number;
  qjs_is_string(value: Handle): number;
  qjs_is_array_buffer(value: Handle): number;
  qjs_get_bool(value: Handle): number;
  qjs_get_float64(value: Handle): number;
  qjs_get_string_len(value: Handle, length: number): number;
  qjs_free_cstring(text: number): void;
  qjs_get_array_buffer(value: Handle, length: number): number;
  qjs_dup_value(value: Handle): Handle;
  qjs_free_value(value: Handle): void;
  qjs_get_value_ptr(value: Handle): number;
  wasm_malloc(bytes: number): number;
  wasm_free(address: number): void;
}

/** What the machine asks of its surroundings. */
export interface Surroundings {
  /**
   * A function of the machine that was made for the host is called. Returns the address of the value, or 0 where an exception was thrown.
   * @param values where the addresses of so many values stand
   */
  call(values: number, count: number): Handle;
  /** Asked now and then while code runs. Returns whether it is to be stopped. */
  interrupt(): boolean;
  /** A promise was rejected that nobody waits for, or somebody waits for it after all. */
  rejected(promise: Handle, reason: Handle, isHandled: boolean): void;
  /** The full name of a module, by the name that an import in another has for it. Returns undefined where an exception was thrown. */
  resolve(from: string, name: string): string | undefined;
  /** The text of a module. Returns undefined where an exception was thrown. */
  module(name: string): string | undefined;
  /** Milliseconds. */
  now(): number;
}

const SUCCESS = 0;
const BAD_FILE = 8;
const NOT_THERE = 52;

/** QuickJS in an instance of its own. It knows no clock, no chance and no file. */
export class Machine {
  readonly js: QuickJs;
  #bytes: Uint8Array;
  #view: DataView;
  readonly #cell: { address: number } = { address: 0 };

  constructor(module: WebAssembly.Module, around: Surroundings) {
    const instance = new WebAssembly.Instance(module, {
      env: {
        host_call: (_name: number, _length: number, _self: number, count: number, values: number): number => {
          return around.call(values, count);
        },
        host_interrupt: (): number => (around.interrupt() ? 1 : 0),
        host_promise_rejection: (promise: Handle, reason: Handle, isHandled: number): void => around.rejected(promise, reason, isHandled !== 0),
        host_module_normalize: (from: number, name: number): number => {
          const full = around.resolve(this.#cString(from), this.#cString(name));
          return full === undefined ? 0 : this.put(full).address;
        },
        host_module_load: (name: number, length: number): number => {
          const text = around.module(this.#cString(name));
          if (text === undefined) return 0;
          const put = this.put(text);
          this.view().setUint32(length, put.length, true);
          return put.address;
        },
        host_get_timezone_offset: (): number => 0,
      },
      wasi_snapshot_preview1: {
        clock_time_get: (_clock: number, _precision: bigint, to: number): number => {
          this.view().setBigUint64(to, BigInt(Math.floor(around.now() * 1_000_000)), true);
          return SUCCESS;
        },
        random_get: (to: number, length: number): number => {
          this.bytes().fill(0, to, to + length);
          return SUCCESS;
        },
        fd_write: (): number => BAD_FILE,
        fd_close: (): number => NOT_THERE,
        fd_fdstat_get: (): number => BAD_FILE,
        fd_seek: (): number => NOT_THERE,
      },
    });
    this.js = instance.exports as unknown as QuickJs;
    this.#bytes = new Uint8Array(this.js.memory.buffer);
    this.#view = new DataView(this.js.memory.buffer);
  }

  /** The memory, which lies elsewhere once it has grown. */
  bytes(): Uint8Array {
    if (this.#bytes.buffer !== this.js.memory.buffer) this.#bytes = new Uint8Array(this.js.memory.buffer);
    return this.#bytes;
  }
  view(): DataView {
    if (this.#view.buffer !== this.js.memory.buffer) this.#view = new DataView(this.js.memory.buffer);
    return this.#view;
  }

  get fuel(): number {
    return this.js[FUEL].value;
  }
  set fuel(units: number) {
    this.js[FUEL].value = units;
  }

  /** Writes a text with a zero behind it. @throws RangeError where there is no memory for it */
  put(text: string): { readonly address: number; readonly length: number } {
    if (text.length <= SHORT) {
      const address = this.take(text.length + 1);
      const bytes = this.bytes();
      if (putPlain(text, bytes, address)) return { address, length: text.length };
      this.js.wasm_free(address);
    }
    const encoded = encodeText(text);
    const address = this.take(encoded.length + 1);
    const bytes = this.bytes();
    bytes.set(encoded, address);
    bytes[address + encoded.length] = 0;
    return { address, length: encoded.length };
  }

  take(bytes: number): number {
    const address = this.js.wasm_malloc(bytes);
    if (address === 0) throw new RangeError(`out of memory: ${bytes} bytes were to be taken`);
    return address;
  }

  textOf(value: Handle): string {
    const cell = this.#lengthCell();
    const from = this.js.qjs_get_string_len(value, cell);
    if (from === 0) return '';
    const text = decodeText(this.bytes(), from, this.view().getUint32(cell, true));
    this.js.qjs_free_cstring(from);
    return text;
  }

  /** A copy of what an ArrayBuffer holds. */
  bytesOf(buffer: Handle): Uint8Array {
    const cell = this.#lengthCell();
    const from = this.js.qjs_get_array_buffer(buffer, cell);
    return from === 0 ? new Uint8Array(0) : this.bytes().slice(from, from + this.view().getUint32(cell, true));
  }

  property(from: Handle, name: string): Handle {
    const { address } = this.put(name);
    const value = this.js.qjs_get_prop_string(from, address);
    this.js.wasm_free(address);
    return value;
  }

  setProperty(target: Handle, name: string, value: Handle): void {
    const { address } = this.put(name);
    this.js.qjs_set_prop_string(target, address, value);
    this.js.wasm_free(address);
  }

  /** A place in the memory for a length that the machine tells; the same each time, and taken before the image is made. */
  #lengthCell(): number {
    if (this.#cell.address === 0) this.#cell.address = this.take(8);
    return this.#cell.address;
  }
  /** Where the place for lengths lies, in a machine whose memory was made elsewhere. */
  get lengthCell(): number {
    return this.#lengthCell();
  }
  set lengthCell(address: number) {
    this.#cell.address = address;
  }

  #cString(from: number): string {
    const bytes = this.bytes();
    return decodeText(bytes, from, bytes.indexOf(0, from) - from);
  }
}
