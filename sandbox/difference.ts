/*
 * How one memory differs from another that it began as: what a snapshot holds of a script. Its form: the length of the memory in pages of 64 KiB, then
 * stretches of changed bytes, each with its place and its length, all as whole numbers of 32 bits, the lower byte first.
 */

const PAGE = 65_536;
/** Bytes that are compared at once, and of those that differ the smallest part that is kept. */
const BLOCK = 4096;
const GRAIN = 64;
const ZEROS = Buffer.alloc(BLOCK);
const HEAD = 4;
const STRETCH_HEAD = 8;

/** Stretches in which two memories differ, the shorter one as if zeros followed. Blocks are compared first, since most of them are alike. */
function stretches(before: Uint8Array, to: Uint8Array, begin: number): { readonly at: number; readonly end: number }[] {
  const was = Buffer.from(before.buffer, before.byteOffset, before.length),
    is = Buffer.from(to.buffer, to.byteOffset, to.length);
  const found: { at: number; end: number }[] = [];
  for (let block = begin; block < is.length; block += BLOCK) {
    const [other, from] = block < was.length ? [was, block] : [ZEROS, 0];
    if (is.compare(other, from, from + BLOCK, block, block + BLOCK) === 0) continue;
    for (let at = block; at < block + BLOCK; at += GRAIN) {
      if (is.compare(other, from + at - block, from + at - block + GRAIN, at, at + GRAIN) === 0) continue;
      const last = found.at(-1);
      if (last?.end === at) last.end = at + GRAIN;
      else found.push({ at, end: at + GRAIN });
    }
  }
  return found;
}

/** @param begin what lies below does not count */
export function difference(from: Uint8Array, to: Uint8Array, begin: number): Uint8Array {
  const found = stretches(from, to, begin);
  const bytes = new Uint8Array(found.reduce((length, { at, end }) => length + STRETCH_HEAD + end - at, HEAD));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, to.length / PAGE, true);
  let place = HEAD;
  for (const { at, end } of found) {
    view.setUint32(place, at, true);
    view.setUint32(place + 4, end - at, true);
    bytes.set(to.subarray(at, end), place + STRETCH_HEAD);
    place += STRETCH_HEAD + end - at;
  }
  return bytes;
}

/** Pages of 64 KiB of the memory that a difference is of. Throws RangeError where it is none. */
export function pagesOf(saved: Uint8Array): number {
  if (saved.length < HEAD) throw new RangeError(`${saved.length} bytes are too few to tell a memory`);
  return viewOf(saved).getUint32(0, true);
}

/** Writes what differs into a memory as it was before. Throws RangeError where a stretch lies outside, or ends before its end. */
export function apply(saved: Uint8Array, memory: Uint8Array): void {
  const view = viewOf(saved);
  let place = HEAD;
  while (place < saved.length) {
    if (place + STRETCH_HEAD > saved.length) throw new RangeError(`the data ends at byte ${saved.length}, in the middle of a stretch`);
    const at = view.getUint32(place, true),
      length = view.getUint32(place + 4, true);
    const from = place + STRETCH_HEAD;
    if (from + length > saved.length || at + length > memory.length)
      throw new RangeError(`a stretch of ${length} bytes at ${at} lies outside of what there is: ${memory.length} bytes of memory, ${saved.length} of data`);
    memory.set(saved.subarray(from, from + length), at);
    place = from + length;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
