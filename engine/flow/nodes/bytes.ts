import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64, toBase64 } from '../../schema/base64.ts';
import { fromHex, fromUtf8, toHex, toUtf8 } from '../values/byte-text.ts';
import type { Value } from '../values/data-type.ts';
import { defineNode, input, itself, output } from '../node/node.ts';
import type { FlowNode, Input } from '../node/node-types.ts';
import { byEach } from '../values/weigh.ts';

/** Bytes that a node makes at most. */
export const MOST_BYTES = 1_000_000;

const category = 'Bytes';
const BYTES = input('Bytes', 'bytes'),
  STR = input('Str', 'string');
const NO_BYTES = new Uint8Array(0);

type Given = Value | readonly Value[] | undefined;
/** Bytes, and none where there is null. */
export function bytesOf(value: Given): Uint8Array {
  return value instanceof Uint8Array ? value : NO_BYTES;
}

/** Fuel that a digest takes for each block that it has in any case. */
const A_BLOCK = 8;

/** A node that gives bytes from bytes; null where there are none to begin with. */
function digesting(name: string, doc: string, inputs: readonly Input[], blocks: number, digest: (...given: readonly Uint8Array[]) => Uint8Array): FlowNode {
  return defineNode({
    name,
    doc,
    category,
    inputs,
    outputs: itself('bytes'),
    weigh: (given) => A_BLOCK * blocks + byEach(24)(given),
    eval: (_type, given) => (given.some((each) => !(each instanceof Uint8Array)) ? null : digest(...given.map(bytesOf))),
  });
}
/** A node that reads bytes from a text. */
function reading(name: string, doc: string, read: (text: string) => Uint8Array | undefined): FlowNode {
  return defineNode({
    name,
    doc: `${doc} Null where it is none, and IsParsed says so; 1,000,000 bytes at most.`,
    category,
    inputs: [STR],
    outputs: [output('Value', 'bytes'), output('IsParsed', 'bool')],
    weigh: byEach(24),
    eval: (_type, [text]) => {
      const bytes = typeof text === 'string' && text.length <= 2 * MOST_BYTES ? read(text) : undefined;
      return bytes === undefined || bytes.length > MOST_BYTES ? [null, false] : [bytes, true];
    },
  });
}
function joined(list: readonly Value[]): Uint8Array {
  const all = new Uint8Array(
    Math.min(
      MOST_BYTES,
      list.reduce<number>((sum, each) => sum + bytesOf(each).length, 0),
    ),
  );
  let at = 0;
  for (const each of list) {
    all.set(bytesOf(each).subarray(0, all.length - at), at);
    at = Math.min(all.length, at + bytesOf(each).length);
  }
  return all;
}

const KEY = input('Key', 'bytes');

export const BYTE_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'StringToBytes',
    doc: 'A text in UTF-8, 1,000,000 bytes at most; null where there is no text. Half of a surrogate pair becomes U+FFFD.',
    category,
    inputs: [STR],
    outputs: itself('bytes'),
    weigh: byEach(128),
    eval: (_type, [text]) => (typeof text === 'string' ? toUtf8(text.slice(0, MOST_BYTES)).slice(0, MOST_BYTES) : null),
  }),
  defineNode({
    name: 'BytesToString',
    doc: 'Bytes in UTF-8 as text; what is none becomes U+FFFD, and IsValid says so. Null where there are none.',
    category,
    inputs: [BYTES],
    outputs: [output('Value', 'string'), output('IsValid', 'bool')],
    weigh: byEach(128),
    eval: (_type, [bytes]) => {
      if (!(bytes instanceof Uint8Array)) return [null, false];
      const { text, isValid } = fromUtf8(bytes);
      return [text, isValid];
    },
  }),
  defineNode({
    name: 'Base64Encode',
    doc: 'Bytes as base64; with UrlSafe as it may stand in a URL, with - and _ and no padding. Null where there are none.',
    category,
    inputs: [BYTES, input('UrlSafe', 'bool')],
    outputs: itself('string'),
    weigh: byEach(24),
    eval: (_type, [bytes, urlSafe]) => {
      if (!(bytes instanceof Uint8Array)) return null;
      const text = toBase64(bytes);
      return urlSafe === true ? text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') : text;
    },
  }),
  reading('Base64Decode', 'Bytes from base64, of either alphabet, with padding or without.', (text) =>
    fromBase64(text.replaceAll('-', '+').replaceAll('_', '/')),
  ),
  defineNode({
    name: 'BytesToHex',
    doc: 'Bytes as hex in small letters; null where there are none.',
    category,
    inputs: [BYTES],
    outputs: itself('string'),
    weigh: byEach(24),
    eval: (_type, [bytes]) => (bytes instanceof Uint8Array ? toHex(bytes) : null),
  }),
  reading('HexToBytes', 'Bytes from hex in letters of any size.', fromHex),
  defineNode({
    name: 'BytesLength',
    doc: 'How many bytes there are; 0 for null.',
    category,
    inputs: [BYTES],
    outputs: itself('int'),
    eval: (_type, [bytes]) => bytesOf(bytes).length,
  }),
  defineNode({
    name: 'ConcatenateBytes',
    doc: 'Any number of bytes behind each other; 1,000,000 at most, what is more is cut. Null counts as none.',
    category,
    inputs: [input('Inputs', 'bytes', { list: true })],
    outputs: itself('bytes'),
    weigh: byEach(1024),
    eval: (_type, [list]) => joined(list as readonly Value[]),
  }),
  defineNode({
    name: 'SliceBytes',
    doc: 'Length bytes from StartIndex on, or as many as there are; null where there are none to begin with.',
    category,
    inputs: [BYTES, input('StartIndex', 'int'), input('Length', 'int')],
    outputs: itself('bytes'),
    weigh: byEach(1024),
    eval: (_type, [bytes, from, length]) => {
      if (!(bytes instanceof Uint8Array)) return null;
      const start = Math.min(Math.max(0, from as number), bytes.length);
      return bytes.slice(start, start + Math.max(0, length as number));
    },
  }),
  digesting(
    'SHA1',
    'The SHA-1 of bytes, of 20 bytes: for handshakes that ask for it, and no protection of anything. Null where there are none.',
    [BYTES],
    1,
    (bytes) => sha1(bytes as Uint8Array),
  ),
  digesting('SHA256', 'The SHA-256 of bytes, of 32 bytes; null where there are none.', [BYTES], 1, (bytes) => sha256(bytes as Uint8Array)),
  digesting('HMAC_SHA1', 'The HMAC of bytes with a key, by SHA-1; null where either is missing.', [KEY, BYTES], 4, (key, bytes) =>
    hmac(sha1, key as Uint8Array, bytes as Uint8Array),
  ),
  digesting('HMAC_SHA256', 'The HMAC of bytes with a key, by SHA-256; null where either is missing.', [KEY, BYTES], 4, (key, bytes) =>
    hmac(sha256, key as Uint8Array, bytes as Uint8Array),
  ),
];
