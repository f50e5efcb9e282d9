import type { WasmReader } from './wasm-reader.ts';

/* The instructions of WebAssembly, as far as a module of this compiler's has them: which there are, and what stands behind each. */

export const OP = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  select: 0x1c,
  firstOfVariables: 0x20,
  lastOfVariables: 0x24,
  globalGet: 0x23,
  globalSet: 0x24,
  firstOfMemory: 0x28,
  lastOfMemory: 0x3e,
  memorySize: 0x3f,
  memoryGrow: 0x40,
  i32Const: 0x41,
  i64Const: 0x42,
  f32Const: 0x43,
  f64Const: 0x44,
  firstOfNumbers: 0x45,
  lastOfNumbers: 0xc4,
  i32Lt: 0x48,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32ShiftRight: 0x76,
  prefix: 0xfc,
} as const;
/** Behind the prefix: conversions up to here, then operations on stretches of memory. */
const LAST_CONVERSION = 7;
const MEMORY_COPY = 10;
const MEMORY_FILL = 11;

/** The type of a block that gives nothing. */
export const EMPTY = 0x40;

/** Passes what follows the prefix. @returns whether it handles a stretch of memory */
export function stretch(read: WasmReader): boolean {
  const place = read.at;
  const op = read.unsigned();
  if (op <= LAST_CONVERSION) return false;
  if (op === MEMORY_COPY) read.skip(2);
  else if (op === MEMORY_FILL) read.skip(1);
  else throw unknown(`0xfc ${op}`, place);
  return true;
}

/** Passes what stands behind any other instruction. Throws RangeError for one that is not known here. */
export function passOperands(read: WasmReader, op: number, place: number): void {
  if (op >= OP.firstOfNumbers && op <= OP.lastOfNumbers) return;
  if (op >= OP.firstOfVariables && op <= OP.lastOfVariables) return read.skipNumber();
  if (op >= OP.firstOfMemory && op <= OP.lastOfMemory) {
    read.skipNumber();
    return read.skipNumber();
  }
  switch (op) {
    case 0x00: // unreachable
    case 0x01: // nop
    case 0x05: // else
    case 0x1a: // drop
    case 0x1b: // select
      return;
    case OP.br:
    case OP.brIf:
    case OP.call:
    case OP.i32Const:
    case OP.i64Const:
      return read.skipNumber();
    case OP.callIndirect:
      read.skipNumber();
      return read.skipNumber();
    case OP.brTable:
      for (let targets = read.unsigned(); targets >= 0; targets--) read.skipNumber();
      return;
    case OP.select:
      return read.skipVector();
    case OP.memorySize:
    case OP.memoryGrow:
      return read.skip(1);
    case OP.f32Const:
      return read.skip(4);
    case OP.f64Const:
      return read.skip(8);
    default:
      throw unknown(`0x${op.toString(16)}`, place);
  }
}

function unknown(op: string, place: number): RangeError {
  return new RangeError(`an instruction ${op} stands at byte ${place} of a function; what it does is not known here, and so would not be counted`);
}
