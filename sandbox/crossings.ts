import type { Crossing } from '../engine/index.ts';
import type { Handle, Machine } from './machine.ts';
import { numberAt, type Tags } from './tags.ts';

/** Units that are at hand while a value is copied, which takes of the script what copying costs, and not what the loops do that copy it. */
const PLENTY = 2_000_000_000;

/** Copies something, for so many units, whatever loops that takes: whoever sends a script a long text must not use up its turn by that. */
function copying<T>(machine: Machine, units: number, copy: () => T): T {
  const left = machine.fuel;
  machine.fuel = PLENTY;
  try {
    return copy();
  } finally {
    machine.fuel = left - units;
  }
}

/** Reads a value that the library hands out. Nothing of a script is run by that. */
export function readCrossing(machine: Machine, value: Handle, tags: Tags): Crossing {
  const { js } = machine;
  const number = numberAt(machine.view(), value, tags);
  if (number !== undefined) return number;
  switch (machine.view().getUint32(value + 4, true)) {
    case tags.undefined:
      return undefined;
    case tags.null:
      return null;
    case tags.bool:
      return machine.view().getUint32(value, true) !== 0;
    case tags.string:
      return copying(machine, 0, () => machine.textOf(value));
  }
  // A text that is made of parts has a tag of its own until somebody asks for it.
  if (js.qjs_is_string(value) !== 0) return copying(machine, 0, () => machine.textOf(value));
  if (js.qjs_is_array_buffer(value) !== 0) return machine.bytesOf(value);
  return undefined;
}

/** Makes a value within the machine, which takes fuel by its size; whoever has it frees it. @throws RangeError where there is no memory for it */
export function makeCrossing(machine: Machine, value: Crossing): Handle {
  const { js } = machine;
  switch (typeof value) {
    case 'number':
      return js.qjs_new_number(value);
    case 'boolean':
      return value ? js.qjs_get_true() : js.qjs_get_false();
    case 'undefined':
      return js.qjs_get_undefined();
    case 'string': {
      return copying(machine, costOfCrossing(value), () => {
        const { address, length } = machine.put(value);
        const made = js.qjs_new_string(address, length);
        js.wasm_free(address);
        return made;
      });
    }
    default: {
      if (value === null) return js.qjs_get_null();
      return copying(machine, costOfCrossing(value), () => {
        const address = machine.take(Math.max(1, value.length));
        machine.bytes().set(value, address);
        const made = js.qjs_new_uint8_array(address, value.length);
        js.wasm_free(address);
        return made;
      });
    }
  }
}

/** Units of fuel that it takes to copy a value: one for every 32 bytes, as within the machine. */
export function costOfCrossing(value: Crossing): number {
  if (typeof value === 'string') return value.length >> 4;
  return value instanceof Uint8Array ? value.length >> 5 : 0;
}
