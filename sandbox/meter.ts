/**
 * Rewrites a WebAssembly module so that what it does is counted: each pass of a loop takes one unit from a counter, and each operation on a stretch of
 * memory one, and one more for every 32 bytes; below zero the module traps. So code that runs in it can be cut off after the same work everywhere,
 * also in the midst of a function that asks nobody. Straight code is not counted: between two loop heads there is only so much of it.
 *
 * Calls are counted too, as depth. A call takes room on two stacks: the module's own, in its memory, and that of the processor, which the module does
 * not see, which ends earlier or later by thread, version and optimisation, and with which all would end that runs there. So each function that calls
 * others takes on the module's own stack at least what it takes on the other one; what checks the one then has checked both.
 */
import { EMPTY, OP, passOperands, stretch } from './instructions.ts';
import { appended, exportsOf, formsOf, GLOBAL_KIND, importsOf, joined, SECTION, stackOf, typesOf, type Form } from './module-parts.ts';
import { signed, unsigned, WasmReader } from './wasm-reader.ts';

/** Name under which the counter, a mutable global of 32 bits with a sign, is exported. Of 64 bits each look at it from outside would make a BigInt. */
export const FUEL = 'ww_fuel';
/** Bytes that an operation on a stretch of memory handles for one unit, as a power of two. */
const BULK_SHIFT = 5;

/** Address below which the module's own stack may not grow. */
const STACK_END = 1024;
/** Bytes that a call takes on the processor's stack at most: for itself, and for each value that it has named or has at hand. */
const FRAME = 96;
const FRAME_VALUE = 8;
/** Values at hand besides those that are named, in a function of this compiler's. */
const AT_HAND = 8;

const I32 = 0x7f;
const MUTABLE = 1;
export interface Metered {
  readonly binary: Uint8Array;
  /** How many loops and operations on stretches of memory it counts. */
  readonly loops: number;
  readonly stretches: number;
  /** Functions that call others, whose depth is counted. */
  readonly calls: number;
}

/**
 * @param most pages of 64 KiB that the module's memory may come to have
 * @param counts `nothing` gives what a module that is not counted would do, for measuring; it has the counter all the same
 * @param keeps names of what is exported still; all else of it cannot be reached from outside any more
 * @param stack number of the global that holds the address of the module's own stack, where the module does not export it by its name
 * @throws RangeError where the module holds what is not known here, and so might not be counted
 */
export function meter(original: Uint8Array, most: number, keeps: Iterable<string>, counts: 'all' | 'nothing' = 'all', stack?: number): Metered {
  const read = new WasmReader(original);
  read.skip(8);
  const sections: { readonly id: number; readonly from: number; readonly to: number }[] = [];
  while (read.at < original.length) {
    const id = read.byte();
    const length = read.unsigned();
    sections.push({ id, from: read.at, to: read.at + length });
    read.skip(length);
  }
  const bodyOf = (id: number): WasmReader | undefined => {
    const found = sections.find((each) => each.id === id);
    return found === undefined ? undefined : new WasmReader(original.subarray(found.from, found.to));
  };
  const imported = importsOf(bodyOf(SECTION.import));
  const types = typesOf(bodyOf(SECTION.type));
  const counting: Counting = {
    counter: imported.globals + (bodyOf(SECTION.global)?.unsigned() ?? 0),
    stack: stack ?? stackOf(bodyOf(SECTION.export)),
    forms: formsOf(bodyOf(SECTION.function), types),
    most,
    keeps: new Set(keeps),
  };
  const counted = { loops: 0, stretches: 0, calls: 0 };
  const parts: Uint8Array[] = [original.subarray(0, 8)];
  for (const { id, from, to } of sections) {
    const section = original.subarray(from, to);
    const content = counts === 'nothing' && id === SECTION.code ? section : rewritten(id, section, counting, counted);
    parts.push(Uint8Array.from([id, ...unsigned(content.length)]), content);
  }
  return { binary: joined(parts), ...counted };
}

interface Counting {
  /** Numbers of the globals that hold what is left, and the address that the module's own stack has come to. */
  readonly counter: number;
  readonly stack: number;
  /** Of each function that the module defines. */
  readonly forms: readonly Form[];
  readonly most: number;
  readonly keeps: ReadonlySet<string>;
}
type Counted = { loops: number; stretches: number; calls: number };

function rewritten(id: number, section: Uint8Array, counting: Counting, counted: Counted): Uint8Array {
  switch (id) {
    case SECTION.memory:
      return limited(section, counting.most);
    case SECTION.global:
      // Behind the counter stands a global that holds a length while it is being paid for.
      return appended(section, 2, [I32, MUTABLE, OP.i32Const, 0, OP.end, I32, MUTABLE, OP.i32Const, 0, OP.end]);
    case SECTION.export:
      return exported(section, counting);
    case SECTION.code:
      return code(section, counting, counted);
    default:
      return section;
  }
}

/** What is exported still, and the counter. An instance makes an object of each, which takes longer than all the rest of it where there are hundreds. */
function exported(section: Uint8Array, { keeps, counter }: Counting): Uint8Array {
  const kept: Uint8Array[] = [];
  for (const { name, bytes } of exportsOf(new WasmReader(section))) if (keeps.has(name)) kept.push(bytes);
  const name = new TextEncoder().encode(FUEL);
  kept.push(Uint8Array.from([...unsigned(name.length), ...name, GLOBAL_KIND, ...unsigned(counter)]));
  return joined([Uint8Array.from(unsigned(kept.length)), ...kept]);
}

/** The one memory of the module, which can grow no further than to so many pages. */
function limited(section: Uint8Array, most: number): Uint8Array {
  const read = new WasmReader(section);
  const memories = read.unsigned();
  const flags = read.byte();
  const least = read.unsigned();
  if (memories !== 1 || flags > 1) throw new RangeError(`the module has ${memories} memories, of kind ${flags}; expected one that is not shared`);
  if (least > most) throw new RangeError(`the module begins with ${least} pages of memory, and is to have ${most} at most`);
  return Uint8Array.from([1, 1, ...unsigned(least), ...unsigned(most)]);
}

function code(section: Uint8Array, counting: Counting, counted: Counted): Uint8Array {
  const read = new WasmReader(section);
  const functions = read.unsigned();
  const parts: Uint8Array[] = [Uint8Array.from(unsigned(functions))];
  for (let which = 0; which < functions; which++) {
    const length = read.unsigned();
    const body = functionBody(section.subarray(read.at, read.at + length), counting.forms[which] as Form, counting, counted);
    parts.push(Uint8Array.from(unsigned(body.length)), body);
    read.skip(length);
  }
  return joined(parts);
}

/** Takes one unit from the counter, and traps below zero. */
function takeOne(counter: number): number[] {
  const at = unsigned(counter);
  return [OP.globalGet, ...at, OP.i32Const, 1, OP.i32Sub, OP.globalSet, ...at, ...trapBelowZero(counter)];
}
function trapBelowZero(counter: number): number[] {
  return [OP.globalGet, ...unsigned(counter), OP.i32Const, 0, OP.i32Lt, OP.if, EMPTY, OP.unreachable, OP.end];
}
/** Takes what a stretch costs whose length lies on the stack, and leaves it there. */
function takeByLength(counter: number): number[] {
  const at = unsigned(counter),
    length = unsigned(counter + 1);
  return [
    OP.globalSet,
    ...length,
    OP.globalGet,
    ...at,
    OP.globalGet,
    ...length,
    OP.i32Const,
    BULK_SHIFT,
    OP.i32ShiftRight,
    OP.i32Sub,
    OP.i32Const,
    1,
    OP.i32Sub,
    OP.globalSet,
    ...at,
    ...trapBelowZero(counter),
    OP.globalGet,
    ...length,
  ];
}

/** Takes room on the module's own stack, and traps where there is none. */
function takeRoom({ stack }: Counting, bytes: number): number[] {
  const at = unsigned(stack);
  return [
    OP.globalGet,
    ...at,
    OP.i32Const,
    ...signed(bytes),
    OP.i32Sub,
    OP.globalSet,
    ...at,
    OP.globalGet,
    ...at,
    OP.i32Const,
    ...signed(STACK_END),
    OP.i32Lt,
    OP.if,
    EMPTY,
    OP.unreachable,
    OP.end,
  ];
}
function giveRoom({ stack }: Counting, bytes: number): number[] {
  const at = unsigned(stack);
  return [OP.globalGet, ...at, OP.i32Const, ...signed(bytes), OP.i32Add, OP.globalSet, ...at];
}

/** The body of a function, with the counting set in. One that calls others lies within a block, behind which its room is given back. */
function functionBody(body: Uint8Array, form: Form, counting: Counting, counted: Counted): Uint8Array {
  const read = new WasmReader(body);
  const { counter } = counting;
  let named = form.takes;
  for (let groups = read.unsigned(); groups > 0; groups--) {
    named += read.unsigned();
    read.skip(1);
  }
  const begin = read.at;
  const parts: Uint8Array[] = [];
  let from = begin;
  const set = (place: number, instructions: readonly number[], to = place): void => {
    parts.push(body.subarray(from, place), Uint8Array.from(instructions));
    from = to;
  };
  /** Blocks around the instruction that is looked at. */
  let depth = 0;
  let calls = false;
  while (read.at < body.length) {
    const place = read.at;
    const op = read.byte();
    switch (op) {
      case OP.loop:
        read.skipNumber();
        depth++;
        set(read.at, takeOne(counter));
        counted.loops++;
        break;
      case OP.block:
      case OP.if:
        read.skipNumber();
        depth++;
        break;
      case OP.end:
        depth--;
        break;
      case OP.return:
        // It leaves the block around the body, if there is one, and else the function, of which the number is the same.
        set(place, [OP.br, ...unsigned(depth)], read.at);
        break;
      case OP.prefix:
        if (!stretch(read)) break;
        set(place, takeByLength(counter));
        counted.stretches++;
        break;
      case OP.call:
      case OP.callIndirect:
        calls = true;
        passOperands(read, op, place);
        break;
      default:
        passOperands(read, op, place);
    }
  }
  if (read.at !== body.length || depth !== -1) throw new RangeError('a function of the module ends in the middle of an instruction or of a block');
  parts.push(body.subarray(from));
  if (!calls) return joined([body.subarray(0, begin), ...parts]);
  counted.calls++;
  const room = Math.ceil((FRAME + (named + AT_HAND) * FRAME_VALUE) / 16) * 16;
  const before = [...takeRoom(counting, room), OP.block, form.gives];
  const after = [...giveRoom(counting, room), OP.end];
  return joined([body.subarray(0, begin), Uint8Array.from(before), ...parts, Uint8Array.from(after)]);
}
