import type { DataType, Value } from '../values/data-type.ts';
import { defineNode, input, itself, output } from '../node/node.ts';
import type { FlowNode } from '../node/node-types.ts';

const category = 'Bytes';
const LITTLE = input('LittleEndian', 'bool');

/** How a number lies in bytes. */
interface Form {
  readonly name: string;
  /** What it is as, of our types: what an int cannot hold is a double. */
  readonly type: DataType;
  readonly length: number;
  readonly doc: string;
  readonly read: (view: DataView, at: number, little: boolean) => number;
  readonly write: (view: DataView, value: number, little: boolean) => void;
}
const TWO_32 = 4_294_967_296;

/** The upper and the lower half of 64 bits, where each lies. */
const halves = (little: boolean): readonly [upper: number, lower: number] => (little ? [4, 0] : [0, 4]);
const readLong =
  (isSigned: boolean): Form['read'] =>
  (view, at, little) => {
    const [upper, lower] = halves(little);
    return (isSigned ? view.getInt32(at + upper, little) : view.getUint32(at + upper, little)) * TWO_32 + view.getUint32(at + lower, little);
  };
/** What is outside of the range of whole numbers of 64 bits is the nearest of them; decimals are cut. */
const writeLong =
  (least: number, most: number): Form['write'] =>
  (view, value, little) => {
    const [upper, lower] = halves(little);
    const whole = Number.isNaN(value) ? 0 : Math.trunc(value);
    const isOver = whole >= most,
      bounded = Math.max(least, whole);
    const high = isOver ? most / TWO_32 - 1 : Math.floor(bounded / TWO_32);
    view.setUint32(upper, high, little);
    view.setUint32(lower, isOver ? TWO_32 - 1 : bounded - high * TWO_32, little);
  };
/** Of a number that is not whole the decimals are cut; of one that is too large the lower bits are left. */
const FORMS: readonly Form[] = [
  {
    name: 'Int8',
    type: 'int',
    length: 1,
    doc: 'a whole number of 8 bits, -128 to 127',
    read: (view, at) => view.getInt8(at),
    write: (view, value) => view.setInt8(0, value),
  },
  {
    name: 'UInt8',
    type: 'int',
    length: 1,
    doc: 'a whole number of 8 bits, 0 to 255',
    read: (view, at) => view.getUint8(at),
    write: (view, value) => view.setUint8(0, value),
  },
  {
    name: 'Int16',
    type: 'int',
    length: 2,
    doc: 'a whole number of 16 bits, -32,768 to 32,767',
    read: (view, at, little) => view.getInt16(at, little),
    write: (view, value, little) => view.setInt16(0, value, little),
  },
  {
    name: 'UInt16',
    type: 'int',
    length: 2,
    doc: 'a whole number of 16 bits, 0 to 65,535',
    read: (view, at, little) => view.getUint16(at, little),
    write: (view, value, little) => view.setUint16(0, value, little),
  },
  {
    name: 'Int32',
    type: 'int',
    length: 4,
    doc: 'a whole number of 32 bits',
    read: (view, at, little) => view.getInt32(at, little),
    write: (view, value, little) => view.setInt32(0, value, little),
  },
  {
    name: 'UInt32',
    type: 'double',
    length: 4,
    doc: 'a whole number of 32 bits from 0 up',
    read: (view, at, little) => view.getUint32(at, little),
    write: (view, value, little) => view.setUint32(0, value, little),
  },
  {
    name: 'Int64',
    type: 'double',
    length: 8,
    doc: 'a whole number of 64 bits; beyond 2⁵³ it is the nearest that a double holds, and one out of range the last that is in it',
    read: readLong(true),
    write: writeLong(-(2 ** 63), 2 ** 63),
  },
  {
    name: 'UInt64',
    type: 'double',
    length: 8,
    doc: 'a whole number of 64 bits from 0 up; beyond 2⁵³ it is the nearest that a double holds, and one out of range the last that is in it',
    read: readLong(false),
    write: writeLong(0, 2 ** 64),
  },
  {
    name: 'Float',
    type: 'float',
    length: 4,
    doc: 'a float of IEEE 754, of 32 bits',
    read: (view, at, little) => view.getFloat32(at, little),
    write: (view, value, little) => view.setFloat32(0, value, little),
  },
  {
    name: 'Double',
    type: 'double',
    length: 8,
    doc: 'a double of IEEE 754, of 64 bits',
    read: (view, at, little) => view.getFloat64(at, little),
    write: (view, value, little) => view.setFloat64(0, value, little),
  },
];

function reader({ name, type, length, doc, read }: Form): FlowNode {
  return defineNode({
    name: `BytesTo${name}`,
    doc: `Reads ${doc}, from Offset on, the highest byte first or, with LittleEndian, the lowest. 0 where fewer bytes are there, and IsRead says so.`,
    category,
    inputs: [input('Bytes', 'bytes'), input('Offset', 'int'), LITTLE],
    outputs: [output('Value', type), output('IsRead', 'bool')],
    eval: (_type, [bytes, offset, little]) => {
      const at = offset as number;
      if (!(bytes instanceof Uint8Array) || at < 0 || at + length > bytes.length) return [0, false];
      const value = read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at, little === true);
      // A NaN has one form only, whatever bits it came with.
      return [Number.isNaN(value) ? NaN : value, true];
    },
  });
}
function writer({ name, type, length, doc, write }: Form): FlowNode {
  return defineNode({
    name: `${name}ToBytes`,
    doc: `Writes ${doc}, the highest byte first or, with LittleEndian, the lowest.`,
    category,
    inputs: [input('Value', type), LITTLE],
    outputs: itself('bytes'),
    eval: (_type, [value, little]): Value => {
      const bytes = new Uint8Array(length);
      const number = value as number;
      if (Number.isNaN(number) && (name === 'Float' || name === 'Double')) bytes.set([0x7f, name === 'Float' ? 0xc0 : 0xf8]);
      else write(new DataView(bytes.buffer), number, little === true);
      return Number.isNaN(number) && little === true ? bytes.reverse() : bytes;
    },
  });
}

export const BYTE_NUMBER_NODES: readonly FlowNode[] = FORMS.flatMap((form) => [reader(form), writer(form)]);
