import type { Handle, Machine } from './machine.ts';

/**
 * How QuickJS writes a value into the eight bytes at its address: what it is in the upper four, by which a number, or that it is none, is known without asking
 * the machine. They are read from values that it has made, and a machine that writes otherwise is refused.
 */
export interface Tags {
  readonly int: number;
  readonly undefined: number;
  readonly null: number;
  readonly bool: number;
  readonly string: number;
  readonly object: number;
  /** What is added to the upper half of a float of 64 bits, so that it is no tag. */
  readonly float: number;
}

const half = new DataView(new ArrayBuffer(8));
/** The one that QuickJS writes for what is no number; another could be taken for a tag. */
const NAN_UPPER = 0x7ff80000;

export function readTags(machine: Machine): Tags {
  const { js } = machine;
  const tagOf = (value: Handle): number => {
    const tag = machine.view().getUint32(value + 4, true);
    js.qjs_free_value(value);
    return tag;
  };
  const { address, length } = machine.put('text');
  const string = tagOf(js.qjs_new_string(address, length));
  js.wasm_free(address);
  half.setFloat64(0, 1.5);
  const tags: Tags = {
    // What the program itself writes as 7 is a whole number, and what the host makes a float.
    int: tagOf(evaluated(machine, '7')),
    undefined: tagOf(js.qjs_get_undefined()),
    null: tagOf(js.qjs_get_null()),
    bool: tagOf(js.qjs_get_true()),
    string,
    object: tagOf(js.qjs_get_global()),
    float: (tagOf(js.qjs_new_number(1.5)) - half.getUint32(0)) >>> 0,
  };
  if (js.qjs_get_float64(evaluated(machine, '-7')) !== -7 || numberAt(machine.view(), evaluated(machine, '-7'), tags) !== -7)
    throw new TypeError('this QuickJS writes whole numbers in a form that is not known here');
  for (const value of [0, 7, -1, 2 ** 31 - 1, -(2 ** 31), 1.5, -0, 1e308, -1e-308, 2 ** 40, Infinity, -Infinity]) {
    const made = js.qjs_new_number(value);
    if (!Object.is(numberAt(machine.view(), made, tags), value))
      throw new TypeError(`this QuickJS writes the number ${value} in a form that is not known here`);
    js.qjs_free_value(made);
  }
  return tags;
}

function evaluated(machine: Machine, program: string): Handle {
  const { address, length } = machine.put(program);
  return machine.js.qjs_eval(address, length, address, 0);
}

/** The number at an address; undefined where it is none. */
export function numberAt(view: DataView, at: Handle, tags: Tags): number | undefined {
  const upper = view.getUint32(at + 4, true);
  if (upper === tags.int) return view.getInt32(at, true);
  if (isTag(upper)) return undefined;
  half.setUint32(0, (upper - tags.float) >>> 0);
  half.setUint32(4, view.getUint32(at, true));
  return half.getFloat64(0);
}

/** Writes a number to an address at which a number lies already, which nothing has to be freed of. */
export function setNumber(view: DataView, at: Handle, value: number, tags: Tags): void {
  half.setFloat64(0, value);
  view.setUint32(at, half.getUint32(4), true);
  view.setUint32(at + 4, ((Number.isNaN(value) ? NAN_UPPER : half.getUint32(0)) + tags.float) >>> 0, true);
}

/** Tags are the numbers from -9 to 7. */
function isTag(upper: number): boolean {
  return upper < 8 || upper >= 0xfffffff7;
}
