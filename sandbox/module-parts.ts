import { EMPTY } from './instructions.ts';
import { unsigned, WasmReader } from './wasm-reader.ts';

/* What stands in the sections of a module around its code, as far as metering has to know it. */

export const SECTION = { type: 1, import: 2, function: 3, memory: 5, global: 6, export: 7, code: 10 } as const;
export const GLOBAL_KIND = 3;
/** The form of a function's type. */
const FUNCTION = 0x60;
/** What the compiler exports the address of the module's own stack as. */
const STACK = '__stack_pointer';

/** What a function takes and gives. */
export interface Form {
  readonly takes: number;
  /** The type of the one value that it gives, as a block has it. */
  readonly gives: number;
}

export function exportsOf(read: WasmReader): readonly { readonly name: string; readonly kind: number; readonly number: number; readonly bytes: Uint8Array }[] {
  return Array.from({ length: read.unsigned() }, () => {
    const from = read.at;
    const length = read.unsigned();
    const name = new TextDecoder().decode(read.slice(read.at, read.at + length));
    read.skip(length);
    const kind = read.byte(),
      number = read.unsigned();
    return { name, kind, number, bytes: read.slice(from, read.at) };
  });
}

export function typesOf(read: WasmReader | undefined): readonly Form[] {
  if (read === undefined) return [];
  return Array.from({ length: read.unsigned() }, () => {
    const form = read.byte();
    if (form !== FUNCTION) throw new RangeError(`the module has a type of the form ${form}; expected types of functions`);
    const takes = read.unsigned();
    read.skip(takes);
    const given = read.unsigned();
    if (given > 1) throw new RangeError(`the module has functions that give ${given} values; expected one at most`);
    return { takes, gives: given === 0 ? EMPTY : read.byte() };
  });
}

export function formsOf(read: WasmReader | undefined, types: readonly Form[]): readonly Form[] {
  if (read === undefined) return [];
  return Array.from({ length: read.unsigned() }, () => types[read.unsigned()] as Form);
}

/** The number of the global that its compiler calls the stack pointer. */
export function stackOf(read: WasmReader | undefined): number {
  const found = read === undefined ? undefined : exportsOf(read).find(({ name, kind }) => name === STACK && kind === GLOBAL_KIND);
  if (found !== undefined) return found.number;
  throw new RangeError(`the module exports no ${STACK}, so that nobody would know how deep its calls are`);
}

export function importsOf(read: WasmReader | undefined): { readonly globals: number } {
  let globals = 0;
  for (let left = read?.unsigned() ?? 0; read !== undefined && left > 0; left--) {
    read.skipVector();
    read.skipVector();
    const kind = read.byte();
    if (kind === 0) read.skipNumber();
    else if (kind === GLOBAL_KIND) {
      read.skip(2);
      globals++;
    } else throw new RangeError(`the module imports something of kind ${kind}; expected functions and globals`);
  }
  return { globals };
}

/** A vector with entries added at its end. */
export function appended(section: Uint8Array, more: number, entries: readonly number[]): Uint8Array {
  const read = new WasmReader(section);
  const entriesSoFar = read.unsigned();
  return joined([Uint8Array.from(unsigned(entriesSoFar + more)), section.subarray(read.at), Uint8Array.from(entries)]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
