import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { EXPORTS } from '../../../sandbox/exports.ts';
import { FUEL, meter } from '../../../sandbox/meter.ts';
import { signed, unsigned } from '../../../sandbox/wasm-reader.ts';

const STACK_TOP = 65_536;
const I32 = 0x7f;
const NOTHING = 0x40;

function section(id: number, ...entries: readonly (readonly number[])[]): number[] {
  const content = [...unsigned(entries.length), ...entries.flat()];
  return [id, ...unsigned(content.length), ...content];
}
const named = (name: string, kind: number, number: number): number[] => [...unsigned(name.length), ...Buffer.from(name), kind, number];

/**
 * A module with a memory, a stack in it, and functions of one whole number: the first is exported as `f`.
 * @param bodies what each does, with two variables besides what it is given
 */
function moduleOf(...bodies: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from([
    0,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...section(1, [0x60, 1, I32, 1, I32]),
    ...section(3, ...bodies.map(() => [0])),
    ...section(5, [0, 1]),
    ...section(6, [I32, 1, 0x41, ...signed(STACK_TOP), 0x0b]),
    ...section(7, named('f', 0, 0), named('memory', 2, 0), named('__stack_pointer', 3, 0), named('unused', 0, 0)),
    ...section(10, ...bodies.map((body) => [...unsigned(body.length + 4), 1, 2, I32, ...body, 0x0b])),
  ]);
}

interface Metered {
  f(value: number): number;
  readonly memory: WebAssembly.Memory;
  readonly __stack_pointer: WebAssembly.Global<'i32'>;
  readonly [FUEL]: WebAssembly.Global<'i32'>;
}
function metered(...bodies: readonly (readonly number[])[]): Metered {
  const { binary } = meter(moduleOf(...bodies), 3, ['f', 'memory', '__stack_pointer']);
  return new WebAssembly.Instance(new WebAssembly.Module(binary as Uint8Array<ArrayBuffer>)).exports as unknown as Metered;
}
/** Units that a call takes. */
function cost(exports: Metered, value: number): number {
  exports[FUEL].value = 1_000_000;
  exports.f(value);
  return 1_000_000 - exports[FUEL].value;
}

/** Counts up to what it is given. */
const LOOP = [0x03, NOTHING, 0x20, 1, 0x41, 1, 0x6a, 0x22, 1, 0x20, 0, 0x48, 0x0d, 0, 0x0b, 0x20, 1];
const FILL = [0x41, 0, 0x41, 7, 0x20, 0, 0xfc, 11, 0, 0x20, 0];
const COPY = [0x41, 0, 0x41, 8, 0x20, 0, 0xfc, 10, 0, 0, 0x20, 0];
/** Calls itself for ever. */
const DEEP = [0x20, 0, 0x10, 0];
/** Calls the second function, and returns from within two blocks what that gives. */
const RETURN = [0x02, NOTHING, 0x02, NOTHING, 0x20, 0, 0x10, 1, 0x0f, 0x0b, 0x0b, 0x41, 99];

describe('a metered module', () => {
  test('takes a unit for each pass of a loop, and traps below zero', () => {
    const exports = metered(LOOP);
    expect(cost(exports, 10)).toBe(10);
    expect(cost(exports, 5000)).toBe(5000);
    exports[FUEL].value = 100;
    expect(() => exports.f(101)).toThrow(WebAssembly.RuntimeError);
    expect(exports[FUEL].value).toBe(-1);
  });

  test('takes one for each stretch of memory, and one for every 32 bytes of it', () => {
    for (const body of [FILL, COPY]) {
      const exports = metered(body);
      expect([cost(exports, 0), cost(exports, 31), cost(exports, 32), cost(exports, 32_000)]).toEqual([1, 1, 2, 1001]);
    }
  });

  test('traps where its calls lie too deep, long before the stack of the processor ends', () => {
    const exports = metered(DEEP);
    expect(() => exports.f(1)).toThrow(WebAssembly.RuntimeError);
    expect(exports.__stack_pointer.value).toBeLessThan(2048);
  });

  test('gives its room back however it returns', () => {
    const exports = metered(RETURN, LOOP);
    exports[FUEL].value = 1000;
    expect(exports.f(7)).toBe(7);
    expect(exports.__stack_pointer.value).toBe(STACK_TOP);
  });

  test('exports what it is asked for and the counter, and its memory has a bound', () => {
    const exports = metered(LOOP);
    expect(Object.keys(exports).sort()).toEqual(['__stack_pointer', 'f', 'memory', FUEL].sort());
    exports.memory.grow(2);
    expect(() => exports.memory.grow(1)).toThrow(RangeError);
  });

  test('is refused where it holds an instruction that is not known, and so would not be counted', () => {
    expect(() => meter(moduleOf([0xfd, 0x0c]), 3, ['f'])).toThrow(/an instruction 0xfd stands at byte \d+/);
    expect(() => meter(moduleOf([0xfc, 0x08]), 3, ['f'])).toThrow(/an instruction 0xfc 8/);
  });
});

test("all loops and stretches of QuickJS's binary are counted", () => {
  const original = readFileSync(createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm'));
  const { loops, stretches, calls, binary } = meter(original, 640, EXPORTS);
  expect({ loops, stretches }).toEqual({ loops: 1278, stretches: 143 });
  expect(calls).toBeGreaterThan(1000);
  expect(WebAssembly.validate(binary as Uint8Array<ArrayBuffer>)).toBe(true);
});
